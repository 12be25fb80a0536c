"""The shortest and the longest path through a definition."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.cost.history_usage import usage_of
from aslant.cost.path_search import Assumptions, shortest_and_longest
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


def usages(definition: dict[str, Any], milliseconds: float = 100, items: int = 1) -> tuple[Usage, Usage]:
    return shortest_and_longest(definition, Assumptions(milliseconds, items))


def names(definition: dict[str, Any]) -> tuple[str, str]:
    short, long = usages(definition)
    return " ".join(short.names), " ".join(long.names)


@pytest.mark.parametrize(
    ("states", "shortest", "longest"),
    [
        ({"A": {}, "B": {}}, "A B", "A B"),
        ({"A": choice("C", default="B"), "B": {}, "C": {}}, "A C", "A B C"),
        ({"A": choice("D", "C", "B"), "B": {}, "C": {}, "D": {}}, "A D", "A B C D"),
        # Of two paths with equally many states, the one with fewer events is shorter: a Fail is never exited.
        ({"A": choice("B", "C"), "B": {"Type": "Succeed"}, "C": {"Type": "Fail"}}, "A C", "A B"),
        # Transitions after errors are on no path.
        ({"A": {**TASK, "Catch": [{"ErrorEquals": ["X"], "Next": "C"}]}, "B": {}, "C": {}}, "A B C", "A B C"),
        # A polling loop is counted once on both paths.
        ({"W": WAIT, "P": TASK, "C": choice("D", default="W"), "D": {}}, "W P C D", "W P C D"),
        # A loop before the work is only on the longest path, once.
        ({"A": choice("B", default="C"), "B": {"Next": "A"}, "C": {}}, "A C", "A B C"),
        # One loop is inside the other.
        ({"A": {}, "B": choice("B", "A", "C"), "C": {}}, "A B C", "A B C"),
        # The machine has no end.
        ({"A": {"Next": "B"}, "B": {"Next": "A"}}, "A", "A B"),
    ],
)  # fmt: skip
def test_the_shortest_and_the_longest_path(states: dict[str, dict[str, Any]], shortest: str, longest: str) -> None:
    assert names(machine(states)) == (shortest, longest)


def test_all_branches_count_and_take_as_long_as_the_longest() -> None:
    slow = machine({"W": WAIT, "T": TASK})
    short, long = usages(machine({"P": {"Type": "Parallel", "Branches": [slow, THREE]}, "T": TASK}))
    assert short == long
    assert (short.names, short.states, short.calls, short.copies) == (("P", "T"), 7, 2, 2)
    assert short.milliseconds == 5_200
    assert short.events == {"ALL": 4 + 2 + 5 + 3 * 2 + 5 + 2}


@pytest.mark.parametrize(("concurrency", "milliseconds"), [({}, 100), ({"MaxConcurrency": 2}, 300)])
def test_a_map_has_the_assumed_number_of_items(concurrency: dict[str, int], milliseconds: int) -> None:
    each = only("Map", ItemProcessor=machine({"T": TASK, "D": {}}), **concurrency)
    _, usage = usages(each, items=5)
    assert (usage.states, usage.calls, usage.copies, usage.milliseconds) == (11, 5, 5, milliseconds)
    _, none = usages(each, items=0)
    assert (none.states, none.calls, none.copies, none.milliseconds) == (1, 0, 0, 0)


def test_maps_in_maps_multiply() -> None:
    inner = machine({"I": {"Type": "Map", "ItemProcessor": distributed(machine({"T": TASK}))}})
    usage, _ = usages(machine({"M": {"Type": "Map", "ItemProcessor": inner}}), items=1_000)
    assert (usage.states, usage.copies) == (1 + 1_000 + 1_000_000, 1_000 + 1_000_000)
    assert [(child.count, child.usage.calls) for child in usage.children] == [(1_000_000_000, 1)]


@pytest.mark.parametrize("type", ["STANDARD", "EXPRESS"])
def test_a_distributed_map_starts_an_execution_for_each_item(type: str) -> None:
    short, _ = usages(distributed(machine({"T": TASK}), type=type), items=3)
    (child,) = short.children
    assert (short.states, short.calls) == (1, 0)
    assert (child.type, child.count, child.usage.states, child.usage.calls, child.usage.transitions) == (
        type,
        3,
        1,
        1,
        3,
    )
    assert child.usage.events == {"ALL": 7}


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
    assert [child.count for child in usages(document, items=1_000)[0].children] == [count]


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
    usage, _ = usages(only("Task", Resource=resource), milliseconds=7)
    assert (usage.calls, usage.others, usage.milliseconds, usage.call_milliseconds) == (calls, others, 7, 7 * calls)


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
def test_a_definition_with_one_path_has_the_usage_of_its_execution(definition: dict[str, Any]) -> None:
    execution = run(definition, {"items": [1]}, tasks=lambda _: {"StatusCode": 200, "Payload": 1})
    actual = usage_of(execution, 100)
    for estimated in usages(definition):
        for name in ("states", "retries", "calls", "call_milliseconds", "others", "copies", "transitions"):
            assert getattr(estimated, name) == getattr(actual, name), name
        assert dict(estimated.events) == {level: count for level, count in actual.events.items() if count}
        assert [child.usage.states for child in estimated.children] == [child.usage.states for child in actual.children]


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        (
            machine({"Bake": {"Next": "Bakee"}}),
            "state 'Bake': its next state 'Bakee' does not exist. Did you mean 'Bake'?",
        ),
        (machine({"Bake": {"Next": 5}}), "state 'Bake': its next state 5 does not exist. The states are 'Bake'."),
        (machine({"Bake": {"Next": {}}}), "state 'Bake': its next state {} does not exist. The states are 'Bake'."),
        (
            {**THREE, "StartAt": "Nowhere"},
            "StartAt names 'Nowhere', which is not a state. The states are 'A', 'B', 'C'.",
        ),
    ],
)
def test_a_state_that_does_not_exist_is_refused(definition: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        usages(definition)
    assert str(refused.value) == message


def test_long_and_deep_definitions_need_no_recursion() -> None:
    short, long = usages(machine({f"S{number}": {} for number in range(5_000)}))
    assert short.states == long.states == 5_000
    deep = THREE
    for _ in range(1_200):
        deep = only("Parallel", Branches=[deep])
    assert usages(deep)[0].states == 1_203


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_definition_of_the_corpus_has_both_paths() -> None:
    for path in sorted((CORPUS / "valid").glob("*.json")):
        short, long = usages(json.loads(path.read_text()))
        assert 0 < short.states <= long.states, path.name


def test_a_parallel_without_branches_and_a_task_without_a_resource_are_priced() -> None:
    found = shortest_and_longest(
        machine({"Both": {"Type": "Parallel", "Branches": []}, "Call": {"Type": "Task"}}), Assumptions(100, 1)
    )
    assert [(usage.names, usage.calls) for usage in found] == [(("Both", "Call"), 1)] * 2
