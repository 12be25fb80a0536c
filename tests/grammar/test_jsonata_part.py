"""Parts of JSONata."""

from __future__ import annotations

from aslant.grammar.jsonata_part import Part, path_of


def test_a_part_is_its_own_last_step_and_a_path_has_one() -> None:
    step = Part("name", 3, "a")
    path = path_of(step)
    assert step.last is step
    assert path.last is step
    assert (path.kind, path.at, path.name) == ("path", 3, "a")


def test_a_path_keeps_what_it_cannot_go_on_from() -> None:
    number = Part("(number)", 0)
    number.barred = "1"
    assert path_of(number).barred == "1"
