from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import LocalError, TaskError
from aslant.local.mocks import Mocks
from aslant.run import TaskCall

MOCKS = Mocks(
    {
        "Cook": {"Return": {"done": True}},
        "arn:aws:states:::glue:startJobRun.sync": {"Return": None},
        "ecs:runTask.sync": {"Throw": {"Error": "ECS.Down", "Cause": "no oven is free"}},
        "batch:submitJob.sync": {"Throw": {"Error": "Batch.Down"}},
    }
)


def call(state: str, resource: str) -> TaskCall:
    return TaskCall(state, resource, {}, {}, None)


@pytest.mark.parametrize(
    ("state", "resource", "answer"),
    [
        ("Cook", "arn:aws:states:::ecs:runTask.sync", {"done": True}),
        ("Tidy", "arn:aws:states:::glue:startJobRun.sync", None),
    ],
)
def test_a_task_is_mocked_by_its_state_or_its_resource(state: str, resource: str, answer: Any) -> None:
    assert MOCKS.handles(call(state, resource))
    assert MOCKS.answer(call(state, resource)) == answer


FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:shop-pay-5ece088"
PAY = {"Return": {"paid": True}}


@pytest.mark.parametrize("name", [FUNCTION, "shop-pay-5ece088", "shop-pay", "pay", "lambda:invoke"])
def test_a_mock_of_a_function_returns_the_payload_of_lambda_invoke(name: str) -> None:
    mocks = Mocks({name: PAY}, {"shop-pay-5ece088": ("shop-pay", "pay")})
    task = TaskCall("Pay", "arn:aws:states:::lambda:invoke", {"FunctionName": f"{FUNCTION}:live"}, {}, None)
    assert mocks.handles(task)
    assert mocks.answer(task)["Payload"] == {"paid": True}


def test_a_mock_of_a_state_returns_the_raw_result_of_lambda_invoke() -> None:
    task = TaskCall("Pay", "arn:aws:states:::lambda:invoke", {"FunctionName": FUNCTION}, {}, None)
    assert Mocks({"Pay": PAY}).answer(task) == {"paid": True}


@pytest.mark.parametrize("name", [FUNCTION, "shop-pay-5ece088", "Pay"])
def test_a_mock_of_a_function_returns_the_result_of_its_task(name: str) -> None:
    assert Mocks({name: PAY}).answer(call("Pay", FUNCTION)) == {"paid": True}


def test_a_task_can_be_mocked_by_its_names_and_nicknames() -> None:
    mocks = Mocks({}, {"shop-pay-5ece088": ("shop-pay", "pay")})
    assert mocks.names("Pay", {"Resource": FUNCTION}) == ("Pay", FUNCTION, "shop-pay-5ece088", "shop-pay", "pay")
    bedrock = "arn:aws:states:::bedrock:invokeModel"
    assert mocks.names("Ask", {"Resource": bedrock}) == ("Ask", bedrock, "bedrock:invokeModel")
    invoke = {"Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName.$": "$.f"}}
    assert mocks.names("Any", invoke) is None


@pytest.mark.parametrize(
    ("resource", "failure"), [("ecs:runTask", ("ECS.Down", "no oven is free")), ("batch:submitJob", ("Batch.Down", ""))]
)
def test_a_mock_can_fail_its_task(resource: str, failure: tuple[str, str]) -> None:
    with pytest.raises(TaskError) as failed:
        MOCKS.answer(call("Bake", f"arn:aws:states:::{resource}.sync"))
    assert (failed.value.error, failed.value.cause) == failure


def test_other_tasks_are_not_mocked() -> None:
    assert not MOCKS.handles(call("Bake", "arn:aws:states:::sqs:sendMessage"))
    assert not Mocks({}).handles(call("Cook", "arn:aws:states:::ecs:runTask.sync"))


def attempt(number: int) -> TaskCall:
    return TaskCall("Pay", FUNCTION, {}, {"State": {"Name": "Pay", "RetryCount": number}}, None)


@pytest.mark.parametrize("first", ["0", 0])
def test_a_mock_has_a_result_for_each_attempt(first: object) -> None:
    mocks = Mocks({"pay": {first: {"Throw": {"Error": "Busy"}}, "1-2": {"Return": 7}}}, {"shop-pay-5ece088": ("pay",)})
    with pytest.raises(TaskError, match="Busy"):
        mocks.answer(attempt(0))
    assert [mocks.answer(attempt(number)) for number in (1, 2)] == [7, 7]
    with pytest.raises(TaskError, match="has no answer for attempt 3"):
        mocks.answer(attempt(3))


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"0": {"Retrun": 1}}, "aslant:mocks: 'Cook', attempt '0', must be {Return: <the task's result>} or {Throw: "),
        ({"0-1": {"Return": 1}, "1": {"Return": 2}}, "aslant:mocks: 'Cook' answers attempt 1 twice. Keep one."),
        ({"2-1": {"Return": 1}}, "aslant:mocks: 'Cook': '2-1' is not an attempt"),
        ({"0x": {"Return": 1}}, "aslant:mocks: 'Cook': '0x' is not an attempt"),
    ],
)
def test_invalid_attempts_are_refused(answer: Any, problem: str) -> None:
    with pytest.raises(LocalError) as refused:
        Mocks({"Cook": answer})
    assert str(refused.value).startswith(problem)


@pytest.mark.parametrize(
    "answer",
    [{}, {"Return": 1, "Throw": {"Error": "x"}}, {"Throw": "x"}, {"Throw": {"Cause": "x"}}, {"Retrun": 1}, "x"],
)
def test_an_invalid_result_is_refused(answer: Any) -> None:
    with pytest.raises(LocalError, match=r"^aslant:mocks: 'Cook' must be \{Return: <the task's result>} or \{Throw: "):
        Mocks({"Cook": answer})
