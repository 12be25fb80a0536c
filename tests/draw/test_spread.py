from __future__ import annotations

import pytest

from aslant.draw.spread import spread


@pytest.mark.parametrize(
    ("wishes", "weights", "gaps", "expected"),
    [
        ([], [], [], []),
        ([5], [1], [], [5]),
        ([0, 10], [1, 1], [4], [0, 10]),
        ([0, 0], [1, 1], [4], [-2, 2]),
        ([0, 0], [3, 1], [4], [-1, 3]),
        ([10, 0], [1, 1], [4], [3, 7]),
        ([0, 0, 0], [1, 1, 1], [2, 6], [-10 / 3, -4 / 3, 14 / 3]),
        ([0, 0, 100], [1, 1, 1], [4, 4], [-2, 2, 100]),
    ],
)
def test_positions_are_near_the_wishes_in_order_and_apart(
    wishes: list[float], weights: list[float], gaps: list[float], expected: list[float]
) -> None:
    assert spread(wishes, weights, gaps) == pytest.approx(expected)
