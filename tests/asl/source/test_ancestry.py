"""Common ancestors in a tree."""

from random import Random

import pytest

from aslant.asl.source.ancestry import Ancestry


@pytest.fixture
def tree() -> Ancestry:
    tree = Ancestry()
    for node, parent in [("a", None), ("b", "a"), ("c", "b"), ("d", "b"), ("e", "a"), ("z", None)]:
        tree.add(node, parent)
    return tree


@pytest.mark.parametrize(
    ("nodes", "meeting"),
    [
        ([], None),
        (["c"], "c"),
        (["c", "d"], "b"),
        (["c", "b"], "b"),
        (["c", "d", "e"], "a"),
        (["c", "z"], None),
        (["c", None], None),
    ],
)
def test_nodes_meet_at_the_lowest_one_above_them(tree: Ancestry, nodes: list[str | None], meeting: str | None) -> None:
    assert tree.meeting(nodes) == meeting


def test_a_node_has_a_parent(tree: Ancestry) -> None:
    assert [tree.parent(node) for node in ("c", "a")] == ["b", None]


def test_every_pair_of_a_random_tree_meets_where_a_search_says() -> None:
    random = Random(4)  # noqa: S311
    tree = Ancestry()
    above: dict[str, list[str | None]] = {}
    for number in range(60):
        parent = random.choice([*above, None])
        above[str(number)] = [str(number), *(above[parent] if parent else [None])]
        tree.add(str(number), parent)
    for one in above:
        for other in above:
            expected = next(node for node in above[one] if node in above[other])
            assert tree.meeting([one, other]) == expected
