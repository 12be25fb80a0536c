"""Ways: after each other, at once, and so many times."""

from __future__ import annotations

import pytest

from aslant.cost.usage import ChildExecutions, Usage, beside, one_after_another, times

SHORT = Usage(("A",), 1, 1, 1, 50, {"sqs:sendMessage": 1}, 50, 0, {"ALL": 5}, (ChildExecutions("EXPRESS", Usage(), 2),))
LONG = Usage(("B",), 2, 0, 0, 0, {"sqs:sendMessage": 2}, 70, 3, {"ALL": 4, "ERROR": 1})


def test_one_after_another_the_times_add_up() -> None:
    whole = one_after_another([SHORT, LONG])
    assert whole == Usage(
        ("A", "B"), 3, 1, 1, 50, {"sqs:sendMessage": 3}, 120, 3, {"ALL": 9, "ERROR": 1}, SHORT.children
    )


def test_at_once_the_longest_counts() -> None:
    whole = beside([SHORT, LONG])
    assert (whole.names, whole.states, whole.milliseconds) == ((), 3, 70)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_so_many_times_at_once_the_time_is_that_of_one(count: int) -> None:
    whole = times(SHORT, count)
    assert (whole.states, whole.retries, whole.calls, whole.call_milliseconds) == (count, count, count, 50 * count)
    assert whole.milliseconds == (50 if count else 0)
    assert (whole.others, whole.events) == ({"sqs:sendMessage": count}, {"ALL": 5 * count})
    assert [child.count for child in whole.children] == [2 * count]


def test_transitions_are_states_retries_start_and_end() -> None:
    assert (Usage().transitions, SHORT.transitions, LONG.transitions) == (2, 4, 4)
