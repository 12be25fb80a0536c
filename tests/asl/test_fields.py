"""Tests that every state that AWS accepts can be built: those of the corpus, and surprising cases."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.asl import (
    Catch,
    Choice,
    Condition,
    Fail,
    Map,
    Parallel,
    Pass,
    Retry,
    StateMachine,
    Succeed,
    Task,
    Wait,
    this,
    when,
)
from aslant.asl import jsonata as j
from aslant.asl.field import Record
from aslant.asl.path import variables
from aslant.asl.states import KINDS
from tests.corpus import CORPUS, MISSING

FILES = sorted((CORPUS / "valid").glob("*.json"))
LINKED = {"next", "default"}


def states(machine: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the states of a definition and of all nested machines."""
    stack = [machine]
    while stack:
        for name, state in stack.pop()["States"].items():
            yield name, state
            stack += state.get("Branches", [])
            stack += [state[key] for key in ("ItemProcessor", "Iterator") if key in state]


def fields(kind: type[Record], document: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments that build a document."""
    return {
        name: document[field.key]
        for name, field in kind.FIELDS.items()
        if field.key in document and name not in LINKED and name != "retry"
    }


def built(name: str, document: dict[str, Any]) -> Any:
    """Return the state that the builder creates from a document with a successor elsewhere."""
    kind = KINDS[document["Type"]]
    given = fields(kind, document)
    if "Retry" in document:
        given["retry"] = [Retry(**fields(Retry, retrier)) for retrier in document["Retry"]]
    if "Catch" in document:
        given["catch"] = [Catch(next=Pass(item["Next"]), **fields(Catch, item)) for item in document["Catch"]]
    if kind is Task:
        return Task(name, given.pop("resource"), **given)
    if kind is Choice:
        otherwise = Pass(document["Default"]) if "Default" in document else None
        return Choice(name, *map(rule, document["Choices"]), otherwise=otherwise, **given)
    if kind is Parallel:
        return Parallel(name, *map(StateMachine._of, document["Branches"]), **given)
    if kind is Map:
        if "Iterator" in document:
            return Map(name, iterator=StateMachine._of(document["Iterator"]), **given)
        return Map(name, StateMachine._of(document["ItemProcessor"]), **given)
    return kind(name, **given)  # type: ignore[call-arg]


def rule(document: dict[str, Any]) -> Any:
    """Return the rule that the builder creates from a document."""
    own = {"Next", "Assign", "Output", "Comment"}
    condition: Any = document.get("Condition")
    if "Condition" not in document:
        condition = Condition({member: value for member, value in document.items() if member not in own})
    said = {name.lower(): document[name] for name in ("Assign", "Output", "Comment") if name in document}
    return when(condition, Pass(document["Next"]), **said)


@pytest.mark.skipif(not FILES, reason=MISSING)
def test_each_state_of_the_corpus_is_built_from_its_fields() -> None:
    different = []
    for file in FILES:
        for name, document in states(json.loads(file.read_text(encoding="utf-8"))):
            made = built(name, document)._link(document.get("Next", document.get("Default")))
            known = {member: value for member, value in document.items() if member in made}
            strange = document.keys() - made.keys()
            if made != known or strange:
                different.append((file.name, name, strange))
    assert different == []


EDGES: list[tuple[Any, dict[str, Any]]] = [
    (Pass("P", output=None), {"Output": None}),
    (Pass("P", output=False), {"Output": False}),
    (Pass("P", output=[1, {"a": "{% $x %}"}]), {"Output": [1, {"a": "{% $x %}"}]}),
    (Pass("P", assign={"none": None, "empty": {}}), {"Assign": {"none": None, "empty": {}}}),
    (Pass("P", assign={"text": "{% $x %}", "a.$": "$.a"}), {"Assign": {"text": "{% $x %}", "a.$": "$.a"}}),
    (Pass("P", input_path=variables.answer, output_path="$answer"), {"InputPath": "$answer", "OutputPath": "$answer"}),
    (Pass("P", result=None, result_path=None), {"Result": None, "ResultPath": None}),
    (Wait("P", seconds="{% $x %}"), {"Seconds": "{% $x %}"}),
    (Wait("P", seconds=0), {"Seconds": 0}),
    (Wait("P", timestamp=j.variables.at), {"Timestamp": "{% $at %}"}),
    (Wait("P", seconds_path=variables.wait), {"SecondsPath": "$wait"}),
    (Wait("P", timestamp_path=variables.at), {"TimestampPath": "$at"}),
    (Task("P", "x:y", timeout_seconds_path=variables.t), {"Resource": "x:y", "TimeoutSecondsPath": "$t"}),
    (
        Task("P", "x:y", timeout_seconds="{% 9 %}", heartbeat_seconds="{% 1 %}", credentials={"RoleArn.$": "$.r"}),
        {
            "Resource": "x:y",
            "TimeoutSeconds": "{% 9 %}",
            "HeartbeatSeconds": "{% 1 %}",
            "Credentials": {"RoleArn.$": "$.r"},
        },
    ),
    (Succeed("P", output={"a": j.variables.x}), {"Output": {"a": "{% $x %}"}}),
    (Fail("P", error_path="$errorVar", cause_path=variables.cause), {"ErrorPath": "$errorVar", "CausePath": "$cause"}),
    (Fail("P", error=j.variables.x, cause="{% $y %}"), {"Error": "{% $x %}", "Cause": "{% $y %}"}),
]


@pytest.mark.parametrize(("state", "document"), EDGES)
def test_surprising_states_can_be_built(state: Any, document: dict[str, Any]) -> None:
    written = state._link(None)
    assert {member: value for member, value in written.items() if member not in ("Type", "End")} == document
    assert json.dumps(written) == json.dumps(
        {"Type": state.TYPE, **document, **({"End": True} if "End" in written else {})}
    )


@pytest.mark.parametrize(
    ("fields", "document"),
    [
        ({"tolerated_failure_percentage": 0.5}, {"ToleratedFailurePercentage": 0.5}),
        ({"tolerated_failure_count": 0}, {"ToleratedFailureCount": 0}),
        ({"max_concurrency": "{% $n %}"}, {"MaxConcurrency": "{% $n %}"}),
        ({"max_concurrency_path": variables.n}, {"MaxConcurrencyPath": "$n"}),
        ({"items_path": variables.items}, {"ItemsPath": "$items"}),
        ({"items": "{% [1..3] %}"}, {"Items": "{% [1..3] %}"}),
        ({"item_reader": {"ReaderConfig": {"MaxItems": 0}}}, {"ItemReader": {"ReaderConfig": {"MaxItems": 0}}}),
        ({"query_language": "JSONata"}, {"QueryLanguage": "JSONata"}),  # without items
    ],
)
def test_surprising_maps_can_be_built(fields: dict[str, Any], document: dict[str, Any]) -> None:
    written = Map("P", Pass("Q"), **fields)._link(None)
    assert {member: value for member, value in written.items() if member in document} == document


@pytest.mark.parametrize("condition", [True, False, "{% true %}", j.variables.x])
def test_a_condition_may_be_a_boolean(condition: Any) -> None:
    written = Choice("?", when(condition, Pass("P"))).choices[0].condition
    assert written == (condition if isinstance(condition, bool | str) else "{% $x %}")


def test_a_jsonpath_machine_can_have_a_jsonata_map_with_jsonpath_states() -> None:
    inner = Pass("Inner", parameters={"a": this.a})
    machine = StateMachine(Map("Each", inner, items=[1], query_language="JSONata"), version="1.0", comment="mixed")
    assert machine.to_dict()["States"]["Each"]["ItemProcessor"]["States"]["Inner"]["Parameters"] == {"a.$": "$.a"}
