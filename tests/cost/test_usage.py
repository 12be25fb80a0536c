"""Usage of parts in sequence, in parallel and repeated."""

from __future__ import annotations

import pytest

from aslant.cost.usage import ChildExecutions, Usage, in_parallel, in_sequence, repeated

SHORT = Usage(("A",), 1, 1, 1, 50, {"sqs:sendMessage": 1}, 50, 0, {"ALL": 5}, (ChildExecutions("EXPRESS", Usage(), 2),))
LONG = Usage(("B",), 2, 0, 0, 0, {"sqs:sendMessage": 2}, 70, 3, {"ALL": 4, "ERROR": 1})


def test_in_sequence_the_durations_add_up() -> None:
    whole = in_sequence([SHORT, LONG])
    assert whole == Usage(
        ("A", "B"), 3, 1, 1, 50, {"sqs:sendMessage": 3}, 120, 3, {"ALL": 9, "ERROR": 1}, SHORT.children
    )


def test_in_parallel_the_longest_duration_counts() -> None:
    whole = in_parallel([SHORT, LONG])
    assert (whole.names, whole.states, whole.milliseconds) == ((), 3, 70)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_repeated_parts_take_as_long_as_one(count: int) -> None:
    whole = repeated(SHORT, count)
    assert (whole.states, whole.retries, whole.calls, whole.call_milliseconds) == (count, count, count, 50 * count)
    assert whole.milliseconds == (50 if count else 0)
    assert (whole.others, whole.events) == ({"sqs:sendMessage": count}, {"ALL": 5 * count})
    assert [child.count for child in whole.children] == [2 * count]


def test_transitions_are_states_retries_start_and_end() -> None:
    assert (Usage().transitions, SHORT.transitions, LONG.transitions) == (2, 4, 4)
