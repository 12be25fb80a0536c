"""Events are mappings as AWS sends them, and have attributes."""

from __future__ import annotations

import json

from aslant.run import run
from tests.run.machines import only


def test_an_event_is_a_mapping_with_attributes() -> None:
    execution = run(only(), {"a": "ü"})
    event = execution.history[1]
    assert (event.id, event.previous_event_id, event.type) == (2, 0, "PassStateEntered")
    assert event["stateEnteredEventDetails"]["name"] == "Only"
    assert event.details["input"] == '{"a":"ü"}'
    assert list(event) == ["timestamp", "type", "id", "previousEventId", "stateEnteredEventDetails"]
    assert len(event) == 5
    assert json.loads(json.dumps(dict(event))) == event
    assert repr(event).startswith("Event(2, 'PassStateEntered', {'name': 'Only'")
    assert execution.history is execution.history


def test_an_event_without_details_has_none() -> None:
    history = run(only("Parallel", Branches=[only()])).history
    assert history[2].type == "ParallelStateStarted"
    assert history[2].details == {}
    assert len(history[2]) == 4
