"""Any document: the check returns the same findings each time, and each has a place that exists."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from aslant.asl.checking import MachineType, check, variable_references
from aslant.asl.values import copy_json
from tests.asl.checking.machines import a, machine
from tests.asl.conftest import Untouchable
from tests.corpus import CORPUS, MISSING, rows

DEEP_OBJECT: Any = {}
DEEP_LIST: Any = []
for _ in range(1_000):
    DEEP_OBJECT, DEEP_LIST = {"a": DEEP_OBJECT}, [DEEP_LIST]

ODD: list[Any] = [
    *(None, True, False, 0, -1, 1, 10**400, 1.5, float("nan"), float("inf"), -float("inf")),
    *(
        "",
        " ",
        "$",
        "$$",
        "$.a",
        "$.",
        "$[",
        "$x",
        "a",
        "A",
        "States.",
        "States.Format(",
        "{%",
        "{%%}",
        "{% ( %}",
        "${x}",
    ),
    *("{% $states.result %}", "\ud800", "\x00", "é" * 100, "a/b~c", "JSONata", "DISTRIBUTED", "Task", "Map", "Choice"),
    *(
        [],
        {},
        [[]],
        [None],
        [{}],
        {"": None},
        {"a.$": None},
        {"Ref": 1},
        {"Fn::Sub": []},
        {"StartAt": [], "States": {}},
    ),
    *({"States": {"A": None}}, {1: 2}, {None: 1}, {(1, 2): 3}, b"x", (1,), {1}, object, DEEP_OBJECT, DEEP_LIST),
    *(Untouchable(), {"x": Untouchable()}, [Untouchable()]),
]
KEYS: list[Any] = [
    *("Type", "Next", "End", "Resource", "Catch", "Retry", "Choices", "Assign", "Output", "Branches", "ItemProcessor"),
    *(
        "Iterator",
        "ItemReader",
        "ItemBatcher",
        "ResultWriter",
        "ProcessorConfig",
        "Label",
        "QueryLanguage",
        "Arguments",
    ),
    *(
        "Parameters",
        "ResultPath",
        "Credentials",
        "Seconds",
        "Timestamp",
        "StartAt",
        "States",
        "",
        1,
        None,
        "x.$",
        "\ud800",
    ),
]


def places(document: Any) -> list[tuple[Any, Any]]:
    """Yield every container of a document, with each of its keys or indices."""
    found = []
    stack = [document]
    while stack:
        item = stack.pop()
        for key in item if type(item) is dict else range(len(item)):
            found.append((item, key))
            if type(item[key]) in (dict, list):
                stack.append(item[key])
    return found


def spoiled(document: Any, chance: random.Random) -> Any:
    """Return a copy with some values replaced, members renamed and parts moved."""
    document = copy_json(document)
    for _ in range(chance.randint(1, 4)):
        within = places(document)
        if not within:
            break
        container, key = chance.choice(within)
        how = chance.random()
        if how < 0.6 or type(container) is list:
            container[key] = copy_json(chance.choice(ODD))
        elif how < 0.8:
            container[chance.choice(KEYS)] = copy_json(chance.choice(ODD))
        else:
            container[chance.choice(KEYS)] = container.pop(key)
    return document


def exists(document: Any, steps: tuple[Any, ...]) -> bool:
    for step in steps:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def look(document: Any, type: MachineType) -> None:
    """Check a document twice: the findings are the same, and each place exists."""
    findings = check(document, type=type, within_seconds=30)
    assert findings == check(document, type=type, within_seconds=30)
    for finding in findings:
        assert finding.message
        assert exists(document, finding.steps), finding
    variable_references(document)


EVERYTHING = machine(
    {"Comment": "c", "TimeoutSeconds": 9, "Version": "1.0", "QueryLanguage": "JSONPath"},
    T=a(
        "Task",
        Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Parameters={"QueueUrl": "q", "MessageBody": {"t.$": "$$.Task.Token"}},
        Credentials={"RoleArn": "r"},
        TimeoutSeconds=5,
        Assign={"x": 1},
        Retry=[{"ErrorEquals": ["E"], "IntervalSeconds": 1, "MaxDelaySeconds": 5, "JitterStrategy": "FULL"}],
        Catch=[{"ErrorEquals": ["States.ALL"], "Next": "C", "ResultPath": "$.e", "Assign": {"y.$": "$.Error"}}],
        Next="C",
    ),
    C=a(
        "Choice",
        Choices=[
            {
                "And": [{"Variable": "$.a", "StringMatches": "a*"}, {"Not": {"Variable": "$x", "IsNull": True}}],
                "Next": "P",
            }
        ],
        Default="J",
    ),
    J=a(
        "Choice",
        QueryLanguage="JSONata",
        Choices=[{"Condition": "{% $x %}", "Output": "{% $x %}", "Next": "P"}],
        Default="W",
    ),
    W=a("Wait", Timestamp="2026-03-14T01:59:00Z", Next="P"),
    P=a(
        "Parallel",
        Branches=[machine(B=a("Wait", Seconds=1), D=a("Pass", Result={"a": ["$.b"]}))],
        ResultSelector={"a.$": "$"},
        Next="M",
    ),
    M=a(
        "Map",
        Label="L",
        ItemReader={
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {
                "InputType": "CSV",
                "CSVHeaderLocation": "GIVEN",
                "CSVHeaders": ["a"],
                "ItemsPointer": "/a",
            },
            "Parameters": {},
        },
        ItemBatcher={"MaxItemsPerBatch": 1, "BatchInput": {}},
        ResultWriter={"Resource": "arn:aws:states:::s3:putObject", "WriterConfig": {"OutputType": "JSON"}},
        ToleratedFailurePercentage=5,
        ItemProcessor={
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            **machine(F=a("Fail", ErrorPath="States.Format('{}', $.a)", Cause="c")),
        },
    ),
)


def test_any_value_may_be_anywhere(leaf: Any) -> None:
    odd: Any
    for odd in (leaf, [], {"Ref": "x"}):
        look(odd, "EXPRESS")
        for number in range(len(places(EVERYTHING))):
            document = copy_json(EVERYTHING)
            container, key = places(document)[number]
            container[key] = odd
            look(document, "EXPRESS" if number % 2 else "STANDARD")


@pytest.mark.parametrize("type", ["STANDARD", "EXPRESS"])
def test_spoiled_definitions_are_checked(type: MachineType) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(150):
        look(spoiled(EVERYTHING, chance), type)


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_spoiled_recorded_definitions_are_checked() -> None:
    chance = random.Random(7)  # noqa: S311
    recordings = [json.loads((CORPUS / row["file"]).read_text()) for row in chance.sample(rows("manifest.jsonl"), 60)]
    for document in recordings:
        for _ in range(4):
            look(spoiled(document, chance), chance.choice(["STANDARD", "EXPRESS"]))
