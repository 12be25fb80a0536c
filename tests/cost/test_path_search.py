"""The shortest and the longest way through a definition."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.cost.history_usage import taken
from aslant.cost.path_search import Assumed, through
from aslant.cost.usage import Usage
from aslant.errors import DefinitionError
from aslant.run import run
from tests.corpus import CORPUS, MISSING
from tests.run.machines import INVOKE, distributed, machine, only

SQS = "arn:aws:states:::sqs:sendMessage"
TASK = {"Type": "Task", "Resource": "${work}"}
WAIT = {"Type": "Wait", "Seconds": 5}
THREE = machine({"A": {}, "B": {}, "C": {}})


def choice(*targets: str, default: str | None = None) -> dict[str, Any]:
    rules = [{"Variable": "$.x", "IsPresent": True, "Next": target} for target in targets]
    return {"Type": "Choice", "Choices": rules, **({"Default": default} if default else {})}


def ways(definition: dict[str, Any], milliseconds: float = 100, items: int = 1) -> tuple[Usage, Usage]:
    return through(definition, Assumed(milliseconds, items))


def names(definition: dict[str, Any]) -> tuple[str, str]:
    short, long = ways(definition)
    return " ".join(short.names), " ".join(long.names)


@pytest.mark.parametrize(
    ("states", "shortest", "longest"),
    [
        ({"A": {}, "B": {}}, "A B", "A B"),
        ({"A": choice("C", default="B"), "B": {}, "C": {}}, "A C", "A B C"),
        ({"A": choice("D", "C", "B"), "B": {}, "C": {}, "D": {}}, "A D", "A B C D"),
        # Of two ways with as many states, the one with fewer events is shorter: a Fail is never left.
        ({"A": choice("B", "C"), "B": {"Type": "Succeed"}, "C": {"Type": "Fail"}}, "A C", "A B"),
        # An error leads where no way goes.
        ({"A": {**TASK, "Catch": [{"ErrorEquals": ["X"], "Next": "C"}]}, "B": {}, "C": {}}, "A B C", "A B C"),
        # A poll: one round on each.
        ({"W": WAIT, "P": TASK, "C": choice("D", default="W"), "D": {}}, "W P C D", "W P C D"),
        # A loop in front of the work: none on the shortest way, one round on the longest.
        ({"A": choice("B", default="C"), "B": {"Next": "A"}, "C": {}}, "A C", "A B C"),
        # Two loops, one in the other.
        ({"A": {}, "B": choice("B", "A", "C"), "C": {}}, "A B C", "A B C"),
        # No end at all.
        ({"A": {"Next": "B"}, "B": {"Next": "A"}}, "A", "A B"),
    ],
)  # fmt: skip
def test_ways(states: dict[str, dict[str, Any]], shortest: str, longest: str) -> None:
    assert names(machine(states)) == (shortest, longest)


def test_all_branches_are_taken_and_last_as_long_as_the_longest() -> None:
    slow = machine({"W": WAIT, "T": TASK})
    short, long = ways(machine({"P": {"Type": "Parallel", "Branches": [slow, THREE]}, "T": TASK}))
    assert short == long
    assert (short.names, short.states, short.calls, short.copies) == (("P", "T"), 7, 2, 2)
    assert short.milliseconds == 5_200
    assert short.events == {"ALL": 4 + 2 + 5 + 3 * 2 + 5 + 2}


@pytest.mark.parametrize(("concurrency", "milliseconds"), [({}, 100), ({"MaxConcurrency": 2}, 300)])
def test_a_map_has_the_items_that_are_said(concurrency: dict[str, int], milliseconds: int) -> None:
    each = only("Map", ItemProcessor=machine({"T": TASK, "D": {}}), **concurrency)
    _, way = ways(each, items=5)
    assert (way.states, way.calls, way.copies, way.milliseconds) == (11, 5, 5, milliseconds)
    _, none = ways(each, items=0)
    assert (none.states, none.calls, none.copies, none.milliseconds) == (1, 0, 0, 0)


def test_maps_in_maps_multiply() -> None:
    inner = machine({"I": {"Type": "Map", "ItemProcessor": distributed(machine({"T": TASK}))}})
    way, _ = ways(machine({"M": {"Type": "Map", "ItemProcessor": inner}}), items=1_000)
    assert (way.states, way.copies) == (1 + 1_000 + 1_000_000, 1_000 + 1_000_000)
    assert [(child.count, child.way.calls) for child in way.children] == [(1_000_000_000, 1)]


@pytest.mark.parametrize("type", ["STANDARD", "EXPRESS"])
def test_a_distributed_map_starts_an_execution_for_each_item(type: str) -> None:
    short, _ = ways(distributed(machine({"T": TASK}), type=type), items=3)
    (child,) = short.children
    assert (short.states, short.calls) == (1, 0)
    assert (child.type, child.count, child.way.states, child.way.calls, child.way.transitions) == (type, 3, 1, 1, 3)
    assert child.way.events == {"ALL": 7}


@pytest.mark.parametrize(
    ("batcher", "count"),
    [
        ({"MaxItemsPerBatch": 100}, 10),
        ({"MaxItemsPerBatch": 300}, 4),
        ({"MaxItemsPerBatchPath": "$.size"}, 1_000),
        ({"MaxInputBytesPerBatch": 1_000}, 1_000),
    ],
)
def test_batches_share_an_execution(batcher: dict[str, Any], count: int) -> None:
    document = distributed(machine({"T": TASK}))
    (each,) = document["States"].values()
    each["ItemBatcher"] = batcher
    assert [child.count for child in ways(document, items=1_000)[0].children] == [count]


@pytest.mark.parametrize(
    ("resource", "calls", "others"),
    [
        ("${work}", 1, {}),
        ("arn:aws:lambda:us-east-1:123456789012:function:work", 1, {}),
        (INVOKE, 1, {}),
        (f"{INVOKE}.waitForTaskToken", 1, {}),
        (object(), 1, {}),  # an ARN that is known at deployment
        (SQS, 0, {"sqs:sendMessage": 1}),
        ("arn:aws:states:::aws-sdk:s3:getObject", 0, {"aws-sdk:s3:getObject": 1}),
        ("arn:aws:states:::states:startExecution.sync:2", 0, {"states:startExecution": 1}),
        ("arn:aws:states:us-east-1:123456789012:activity:bake", 0, {"activity": 1}),
    ],
)
def test_tasks_call_functions_or_other_services(resource: Any, calls: int, others: dict[str, int]) -> None:
    way, _ = ways(only("Task", Resource=resource), milliseconds=7)
    assert (way.calls, way.others, way.milliseconds, way.call_milliseconds) == (calls, others, 7, 7 * calls)


@pytest.mark.parametrize(
    "definition",
    [
        THREE,
        machine({"T": TASK, "W": WAIT, "S": {"Type": "Succeed"}}),
        machine({"T": {"Type": "Task", "Resource": SQS, "Parameters": {}}, "F": {"Type": "Fail"}}),
        machine({"T": {"Type": "Task", "Resource": f"{INVOKE}", "Parameters": {"FunctionName": "work"}}}),
        machine({"P": {"Type": "Parallel", "Branches": [THREE, machine({"T": TASK})]}, "T2": TASK}),
        machine({"C": choice("D", default="D"), "D": {"Type": "Succeed"}}),
        only("Map", ItemsPath="$.items", ItemProcessor=machine({"T": TASK, "D": {}})),
        distributed(machine({"T": TASK, "D": {}}), ItemsPath="$.items"),
    ],
)
def test_a_definition_with_one_way_tells_what_its_run_does(definition: dict[str, Any]) -> None:
    execution = run(definition, {"items": [1]}, tasks=lambda _: {"StatusCode": 200, "Payload": 1})
    way = taken(execution, 100)
    for one in ways(definition):
        for told in ("states", "retries", "calls", "call_milliseconds", "others", "copies", "transitions"):
            assert getattr(one, told) == getattr(way, told), told
        assert dict(one.events) == {level: count for level, count in way.events.items() if count}
        assert [child.way.states for child in one.children] == [child.way.states for child in way.children]


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (machine({"Bake": {"Next": "Bakee"}}), "'Bake' goes on to 'Bakee', which is no state; did you mean 'Bake'?"),
        (machine({"Bake": {"Next": 5}}), "'Bake' goes on to 5, which is no state; its flow has 'Bake'"),
        (machine({"Bake": {"Next": {}}}), "'Bake' goes on to {}, which is no state; its flow has 'Bake'"),
        ({**THREE, "StartAt": "Nowhere"}, "StartAt is 'Nowhere', which is no state; its flow has 'A', 'B', 'C'"),
    ],
)
def test_a_state_that_does_not_exist_is_refused(definition: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError, match=message.replace("?", r"\?")):
        ways(definition)


def test_long_and_deep_definitions_take_no_stack() -> None:
    short, long = ways(machine({f"S{number}": {} for number in range(5_000)}))
    assert short.states == long.states == 5_000
    deep = THREE
    for _ in range(1_200):
        deep = only("Parallel", Branches=[deep])
    assert ways(deep)[0].states == 1_203


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_definition_of_the_corpus_has_both_ways() -> None:
    for path in sorted((CORPUS / "valid").glob("*.json")):
        short, long = ways(json.loads(path.read_text()))
        assert 0 < short.states <= long.states, path.name


def test_a_parallel_without_branches_and_a_task_without_a_resource_are_priced() -> None:
    found = through(machine({"Both": {"Type": "Parallel", "Branches": []}, "Call": {"Type": "Task"}}), Assumed(100, 1))
    assert [(way.names, way.calls) for way in found] == [(("Both", "Call"), 1)] * 2
