"""Any JSON document as definition or input gives an Execution or a clear error, never an exception from inside."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.errors import AslantError, DefinitionError, RunError
from aslant.run import TaskError, pending, run, takes
from tests.run.machines import FUNCTION, INVOKE, distributed, machine, only, task

START = "arn:aws:states:::states:startExecution.sync:2"
JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, 1e300, 10**30, "", "x", "$", "$.a", "$$", "$x", "$.a[*]", "\ud800"),
    *("States.UUID()", "States.Format('{}')", "{% 1 %}", "2020-01-01T00:00:00Z", [], {}, [1], {"a": 1}, {"a.$": "$.a"}),
]

KITCHEN = machine(
    {
        "Pass": {"Parameters": {"a.$": "$", "b.$": "States.Array($$.Execution.Name)"}, "Assign": {"x.$": "$.a"}},
        "Task": {
            "Type": "Task",
            "Resource": FUNCTION,
            "InputPath": "$.a",
            "ResultSelector": {"a.$": "$"},
            "ResultPath": "$.a",
            "TimeoutSeconds": 5,
            "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 2, "MaxDelaySeconds": 9}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Choice"}],
        },
        "Choice": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": "$.a", "IsPresent": True},
                        {"Not": {"Variable": "$.a", "StringMatches": "a*"}},
                    ],
                    "Next": "Wait",
                }
            ],
            "Default": "Fail",
        },
        "Wait": {"Type": "Wait", "SecondsPath": "$.n"},
        "Parallel": {"Type": "Parallel", "Branches": [only(), task(Resource=INVOKE, Parameters={"FunctionName": "f"})]},
        "Map": {
            "Type": "Map",
            "ItemsPath": "$[*]",
            "MaxConcurrency": 2,
            "ItemSelector": {"v.$": "$$.Map.Item.Value"},
            "ItemProcessor": only(),
        },
        "Succeed": {"Type": "Succeed", "OutputPath": "$[0]"},
        "Fail": {"Type": "Fail", "ErrorPath": "$.e", "Cause": "why"},
    },
    TimeoutSeconds=600,
)


READER = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key.$": "$.a"}}
WRITER = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}}
DISTRIBUTED = distributed(
    Label="L",
    MaxConcurrency=2,
    ToleratedFailureCount=1,
    ToleratedFailurePercentagePath="$.n",
    ItemReader={**READER, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "MaxItems": 3}},
    ItemSelector={"v.$": "$$.Map.Item.Value"},
    ItemBatcher={"MaxItemsPerBatch": 2, "MaxInputBytesPerBatchPath": "$.n", "BatchInput": {"a.$": "$.a"}},
    ResultWriter={**WRITER, "WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"}},
)
SERVICES = machine(
    {
        "Ask": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {"token.$": "$$.Task.Token"},
            "TimeoutSeconds": 9,
            "HeartbeatSeconds": 5,
            "ResultPath": "$.x",
        },
        "Start": {
            "Type": "Task",
            "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Parameters": {"StateMachineArn": "child", "Input.$": "$", "Name": "n"},
            "ResultPath": None,
        },
        "Send": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess",
            "Parameters": {"TaskToken.$": "$.x", "Output": "{}"},
        },
    }
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield from places(entry, (*path, key))


def changed(path: tuple[Any, ...], value: Any, whole: Any = KITCHEN) -> Any:
    definition = copy.deepcopy(whole)
    container: Any = definition
    for key in path[:-1]:
        container = container[key]
    container[path[-1]] = value
    return definition


@pytest.mark.parametrize("path", list(places(KITCHEN)), ids=lambda path: "/".join(map(str, path)))
def test_a_definition_with_anything_anywhere(path: tuple[Any, ...]) -> None:
    for value in JUNK:
        answers = random.Random(repr((path, value)))  # noqa: S311
        for input in ({"a": [1], "n": 1}, answers.choice(JUNK)):
            settle(changed(path, value), input, {"work": answers.choice(JUNK), "f": lambda event: event})


@pytest.mark.parametrize("whole", [DISTRIBUTED, SERVICES], ids=["distributed", "services"])
def test_other_readers_of_a_definition_with_anything_anywhere(whole: Any) -> None:
    chance = random.Random(5)  # noqa: S311
    for path in places(whole):
        for value in JUNK:
            file = chance.choice(["a,b\n1,2\n", b"[1, 2]", "", [1, {"a": 2}], *JUNK])
            ask = chance.choice([pending(), takes(7, 1), lambda event, context: context.task_token, *JUNK])
            tasks = {"s3://b/k": file, "Ask": ask, "child": chance.choice([only(), takes(2), *JUNK])}
            settle(changed(path, value, whole), {"a": "k", "n": 50}, tasks)


def settle(definition: Any, input: Any, tasks: Any, type: Any = "STANDARD") -> None:
    """Run a definition, and check that the result is an Execution or a clear error."""
    try:
        execution = run(definition, input, tasks=tasks, type=type)
    except AslantError:
        return
    assert execution.status in ("SUCCEEDED", "FAILED", "TIMED_OUT")
    for one in (execution, *execution.children):
        assert [dict(event) for event in one.history][-1]["type"].startswith("Execution")
        assert len(one.history) <= (100_000 if one.type == "EXPRESS" else 25_000)


class Generator:
    """A generator of definitions with random values in them."""

    KINDS = ("Pass", "Task", "Choice", "Wait", "Parallel", "Map", "Succeed", "Fail")
    RESOURCES = (FUNCTION, INVOKE, *(SERVICES["States"][name]["Resource"] for name in SERVICES["States"]), "x", None)
    FIELDS = (
        *("InputPath", "OutputPath", "ResultPath", "ResultSelector", "Parameters", "Result", "Assign", "ItemsPath"),
        *("ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter", "MaxConcurrency", "ToleratedFailureCount"),
        *("ToleratedFailurePercentagePath", "TimeoutSeconds", "HeartbeatSecondsPath", "Retry", "Catch", "Label"),
        *("Seconds", "TimestampPath", "ErrorPath", "CausePath", "QueryLanguage", "Arguments", "Output", "Items"),
    )

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311

    def machine(self, depth: int = 0) -> Any:
        """A workflow, a branch or a processor."""
        names = [f"S{number}" for number in range(self.chance.randint(1, 4))]
        made = {"StartAt": self.name(names), "States": {name: self.state(names, depth) for name in names}}
        if self.chance.random() < 0.3:
            made["ProcessorConfig"] = {"Mode": "DISTRIBUTED", "ExecutionType": self.any("STANDARD", "EXPRESS")}
        if self.chance.random() < 0.1:
            made["TimeoutSeconds"] = self.any(1, 60)
        return made

    def state(self, names: list[str], depth: int) -> Any:
        """A state that mostly goes to another."""
        kind = self.any(*(self.KINDS if depth < 3 else self.KINDS[:4]))
        made: dict[str, Any] = {"Type": kind}
        made |= {"End": True} if self.chance.random() < 0.4 else {"Next": self.name(names)}
        if kind == "Task":
            made["Resource"] = self.any(*self.RESOURCES)
        if kind == "Wait":
            made["Seconds"] = self.any(0, 1, 100)
        if kind == "Choice":
            rule = {"Variable": "$.a", "IsPresent": self.any(True, False), "Next": self.name(names)}
            made |= {"Choices": [rule, {"Condition": self.any(True, "{% 1 %}"), "Next": self.name(names)}][:1]}
            made |= {"Default": self.name(names)}
        if kind == "Parallel":
            made["Branches"] = [self.machine(depth + 1) for _ in range(self.chance.randint(0, 2))]
        if kind == "Map":
            made[self.any("ItemProcessor", "Iterator")] = self.machine(depth + 1)
        for _ in range(self.chance.randint(0, 2)):
            made[self.any(*self.FIELDS)] = self.value()
        return made

    def value(self) -> Any:
        """Return a valid or invalid value of a field."""
        map_state = DISTRIBUTED["States"]["Only"]
        entries = [[{"ErrorEquals": [self.any("States.ALL", "E")], "Next": "S0", "MaxAttempts": 1}]]
        parts = [map_state[name] for name in ("ItemReader", "ItemBatcher", "ResultWriter")]
        return copy.deepcopy(self.any(*JUNK, *entries, *parts))

    def name(self, names: list[str]) -> Any:
        """Mostly a name that is there."""
        return self.chance.choice(names) if self.chance.random() < 0.97 else self.any("none", 5, None)

    def any(self, *values: Any) -> Any:
        """One of some values."""
        return self.chance.choice(values)


@pytest.mark.parametrize("seeds", [range(start, start + 100) for start in range(0, 500, 100)], ids=str)
def test_whatever_looks_like_a_definition(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("MAX_EVENTS", "EXPRESS_EVENTS"):  # endless loops within endless loops take their time
        monkeypatch.setattr(f"aslant.run.lifecycle.{bound}", 100)
    for seed in seeds:
        generator = Generator(seed)
        child = Generator(seed + 1_000_000)
        answers = [generator.any(*JUNK, [1, 2], TaskError("E"), pending(), takes(3, 1)) for _ in range(3)]
        tasks = {"work": answers[0], "S1": answers[1], "child": child.machine(), "s3://b/k": answers[2]}
        input = generator.any({"a": "k", "n": 1}, [1, 2], *JUNK)
        settle(generator.machine(), input, tasks, generator.any("STANDARD", "EXPRESS"))


@pytest.mark.parametrize(
    ("type", "error", "most"), [("STANDARD", "States.Runtime", 25_000), ("EXPRESS", "States.Timeout", 100_000)]
)
def test_an_endless_loop_ends_at_a_bound(type: Any, error: str, most: int) -> None:
    execution = run(machine({"A": {}, "B": {"Next": "A"}}), type=type)
    assert (execution.error, len(execution.history) <= most) == (error, True)
    waiting = run(machine({"A": {"Type": "Wait", "Seconds": 1}, "B": {"Next": "A"}}), type=type)
    assert waiting.duration == (300 if type == "EXPRESS" else waiting.duration)
    assert (waiting.error, waiting.history[-1].type[:9]) == (error, "Execution")


def test_an_endless_loop_in_a_child_execution_is_its_own() -> None:
    loop = machine({"A": {}, "B": {"Next": "A"}})
    execution = run(distributed(loop, ToleratedFailureCount=1), [1])
    assert execution.output[0]["Error"] == "States.Runtime"
    started = run(task(Resource=START, Parameters={"StateMachineArn": "loop"}), tasks={"loop": loop})
    assert (started.error, started.children[0].error) == ("States.TaskFailed", "States.Runtime")


def test_endless_loops_within_endless_loops_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aslant.run.lifecycle.ALL_EVENTS", 100_000)
    loop = machine({"A": {}, "B": {"Next": "A"}})
    start = {"Type": "Task", "Resource": START, "Parameters": {"StateMachineArn": "loop"}, "ResultPath": None}
    catch = [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "A"}]
    with pytest.raises(RunError, match="have more than 100,000 events"):
        run(machine({"A": {**start, "Catch": catch, "Next": "A"}}), tasks={"loop": loop})


def test_items_of_any_depth() -> None:
    deep: Any = [1]
    for _ in range(3_000):
        deep = {"a": [deep]}
    pass_on = distributed(ItemBatcher={"MaxItemsPerBatch": 1}, ResultWriter=WRITER)
    assert run(pass_on, [deep]).status == "SUCCEEDED"
    execution = run(
        task(Resource=START, Parameters={"StateMachineArn": "c", "Input.$": "$"}), deep, tasks={"c": only()}
    )
    assert execution.status == "SUCCEEDED"
    waits = task(Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken")
    assert run(waits, tasks={"Only": lambda event, context: context.task_token.succeed(deep) or pending()}).output


def test_data_of_any_depth() -> None:
    deep: Any = {"leaf": 1}
    for _ in range(5_000):
        deep = {"a": [deep]} if _ % 2 else {"b": deep}
    definition = machine(
        {"A": {"ResultPath": "$.copy"}, "B": {"Parameters": {"found.$": "$..leaf", "text.$": "States.JsonToString($)"}}}
    )
    execution = run(definition, deep)
    assert execution.output["found"] == [1, 1]
    assert [dict(event) for event in execution.history]


@pytest.mark.parametrize("text", ["$.a[?" + "(" * 9_999, "$.a[?" + "!" * 9_999, "States.Array(" * 9_999])
def test_a_field_of_any_depth(text: str) -> None:
    with pytest.raises(DefinitionError):
        run(only(Parameters={"x.$": text}))
