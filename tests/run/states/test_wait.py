"""Wait."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import FakeClock, run
from tests.run.machines import only

START = 1_735_689_600  # 2025-01-01T00:00:00Z


@pytest.mark.parametrize(
    ("fields", "elapsed"),
    [
        ({"Seconds": 90}, 90),
        ({"Seconds": 0}, 0),
        ({"SecondsPath": "$.seconds"}, 30),
        ({"SecondsPath": "$.text"}, 45),
        ({"Timestamp": "2025-01-01T01:00:00Z"}, 3600),
        ({"Timestamp": "2025-01-01T01:00:00+01:00"}, 0),
        ({"Timestamp": "2024-01-01T01:00:00Z"}, 0),
        ({"TimestampPath": "$.at"}, 1.5),
        ({"InputPath": "$.inner", "SecondsPath": "$.n"}, 5),
    ],
)
def test_how_long_it_waits(fields: dict[str, Any], elapsed: float) -> None:
    clock = FakeClock(START)
    data = {"seconds": 30, "text": "45", "at": "2025-01-01T00:00:01.5Z", "inner": {"n": 5}}
    execution = run(only("Wait", **fields), data, clock=clock)
    assert execution.status == "SUCCEEDED"
    assert clock.elapsed == elapsed
    assert execution.stop_date - execution.start_date == elapsed
    assert [event.timestamp - START for event in execution.history] == [0, 0, elapsed, elapsed]


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"SecondsPath": "$.x"}, "The SecondsPath parameter does not reference an input value: $.x"),
        ({"SecondsPath": "$.x.y"}, "The SecondsPath parameter does not reference an input value: $.x.y"),
        ({"SecondsPath": "$.at"}, "The SecondsPath parameter cannot be parsed as a long value: $.at == now"),
        ({"SecondsPath": "$"}, 'The SecondsPath parameter cannot be parsed as a long value: $ == {"at":"now","n":-1}'),
        ({"SecondsPath": "$.n"}, "The SecondsPath parameter references a negative value: $.n == -1"),
        ({"Seconds": -1}, "The Seconds parameter references a negative value: -1 == -1"),
        ({"TimestampPath": "$.x"}, "The TimestampPath parameter does not reference an input value: $.x"),
        (
            {"TimestampPath": "$.at"},
            "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: "
            "$.at == now",
        ),
    ],
)
def test_a_time_that_is_none_fails(fields: dict[str, Any], cause: str) -> None:
    execution = run(only("Wait", **fields), {"at": "now", "n": -1})
    assert execution.error == "States.Runtime"
    assert (
        execution.cause == f"An error occurred while executing the state 'Only' (entered at the event id #2). {cause}"
    )


@pytest.mark.parametrize("value", [3, 3.0, "3"])
def test_the_whole_input_may_be_the_time(value: Any) -> None:
    clock = FakeClock()
    assert run(only("Wait", SecondsPath="$"), value, clock=clock).output == value
    assert clock.elapsed == 3


@pytest.mark.parametrize("fields", [{}, {"Seconds": 1, "SecondsPath": "$.x"}])
def test_it_has_one_time(fields: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError, match="exactly one of Seconds, SecondsPath, Timestamp, TimestampPath"):
        run(only("Wait", **fields))
