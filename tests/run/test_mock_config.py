"""The mock configuration file of Step Functions Local."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import StateMachine, Succeed, Task
from aslant.errors import RunError
from aslant.run import MockConfig, TaskCall, run, takes
from tests.run.machines import INVOKE, machine

CONFIG = {
    "StateMachines": {
        "Orders": {
            "TestCases": {
                "Paid": {"Pay": "Paid"},
                "PaidAtLast": {"Pay": "BusyTwice"},
                "NeverPaid": {"Pay": "Busy"},
                "Unplayed": {},
                "Empty": {"Pay": "Nothing"},
            }
        }
    },
    "MockedResponses": {
        "Paid": {"0": {"Return": {"paid": True}}},
        "BusyTwice": {
            "0": {"Throw": {"Error": "Busy", "Cause": "come back"}},
            "1": {"Throw": {"Error": "Busy"}},
            "2-3": {"Return": {"paid": "late"}},
        },
        "Busy": {"0-9": {"Throw": {"Error": "Busy", "Cause": "always"}}},
        "Nothing": {},
    },
}
ORDERS = machine(
    {
        "Pay": {
            "Type": "Task",
            "Resource": INVOKE,
            "Parameters": {"FunctionName": "pay"},
            "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 2}],
        },
        "Done": {"Type": "Succeed"},
    }
)


def play(case: str, definition: Any = ORDERS, **options: Any) -> Any:
    return run(definition, {}, tasks=MockConfig(CONFIG).tasks("Orders", case, **options))


def test_a_return_is_the_raw_result_of_the_task() -> None:
    assert play("Paid").output == {"paid": True}


def test_an_attempt_is_answered_by_its_number() -> None:
    execution = play("PaidAtLast")
    assert (execution.output, execution.duration) == ({"paid": "late"}, 3)


def test_a_throw_goes_through_retry_and_catch() -> None:
    execution = play("NeverPaid")
    assert (execution.status, execution.error, execution.cause) == ("FAILED", "Busy", "always")


def test_a_state_that_is_entered_again_begins_with_attempt_0() -> None:
    twice = machine({"Map": {"Type": "Map", "ItemProcessor": ORDERS}})
    execution = run(twice, [1, 2], tasks=MockConfig(CONFIG).tasks("Orders", "PaidAtLast"))
    assert execution.output == [{"paid": "late"}, {"paid": "late"}]


@pytest.mark.parametrize("case", ["Empty"])
def test_an_attempt_without_an_answer_ends_the_execution(case: str) -> None:
    execution = play(case)
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert execution.cause == "The mocked response 'Nothing' has no answer for attempt 0"


def test_states_that_a_case_omits_have_other_mocks() -> None:
    def everything(call: TaskCall) -> Any:
        return call.state

    assert play("Unplayed", others={"pay": {"paid": 1}}).output["Payload"] == {"paid": 1}
    assert play("Unplayed", others={"Pay": takes(9, 1)}).duration == 9
    assert play("Unplayed", others=everything).output == "Pay"
    with pytest.raises(RunError, match="which has no mock or handler"):
        play("Unplayed")


def test_a_workflow_uses_its_own_handlers() -> None:
    def pay(event: Any, context: object) -> str:
        return "by the handler"

    built = StateMachine(Task("Pay", pay) >> Succeed("Done"))
    assert play("Unplayed", built, handlers=built.handlers).output == "by the handler"


@pytest.mark.parametrize(
    ("machine", "case", "message"),
    [
        ("Order", "Paid", "the mock configuration has no state machine 'Order'. Did you mean 'Orders'?"),
        ("Orders", "Payd", "state machine 'Orders' has no test case 'Payd'. Did you mean 'Paid'?"),
        ("Orders", "x", "state machine 'Orders' has no test case 'x'; it has Paid, PaidAtLast, NeverPaid, Unpl"),
    ],
)
def test_an_unknown_name_is_reported(machine: str, case: str, message: str) -> None:
    with pytest.raises(RunError) as caught:
        MockConfig(CONFIG).tasks(machine, case)
    assert str(caught.value).startswith(message)


def with_response(response: Any) -> Any:
    return {"StateMachines": {}, "MockedResponses": {"R": response}}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "a mock configuration must be an object with StateMachines and MockedResponses"),
        ({}, "the mock configuration must have MockedResponses, an object"),
        ({"MockedResponses": {}}, "the mock configuration must have StateMachines, an object"),
        ({"MockedResponses": {}, "StateMachines": {"M": {}}}, "StateMachines 'M' must have TestCases, an object"),
        (
            {"MockedResponses": {}, "StateMachines": {"M": {"TestCases": {"C": 1}}}},
            "test case M/C must be an object of states, each with the name of a mocked response",
        ),
        (
            {"MockedResponses": {"Paid": {}}, "StateMachines": {"M": {"TestCases": {"C": {"S": "Pad"}}}}},
            "test case M/C: state 'S' has the response 'Pad', which is not in MockedResponses. Did you mean 'Paid'?",
        ),
        (with_response(1), "MockedResponses 'R' must be an object of attempts, such as"),
        (with_response({"first": {}}), "MockedResponses 'R': 'first' is not an attempt. Write '0' for the first"),
        (with_response({"2-1": {}}), "MockedResponses 'R': '2-1' is not an attempt"),
        (
            with_response({"0-2": {"Return": 1}, "2": {"Return": 1}}),
            "MockedResponses 'R' answers attempt 2 twice. Keep one",
        ),
        (
            with_response({"1": {"Return": 1}, "0-2": {"Return": 1}}),
            "MockedResponses 'R' answers attempt 1 twice. Keep one",
        ),
        (with_response({"0": {}}), "MockedResponses 'R', attempt '0' must be an object with either Return or Throw"),
        (with_response({"0": {"Return": 1, "Throw": {"Error": "E"}}}), "MockedResponses 'R', attempt '0' must be"),
        (with_response({"0": {"Throw": {}}}), "MockedResponses 'R', attempt '0': Throw must be an object with Error"),
        (
            with_response({"0": {"Throw": {"Error": "E", "Cause": 1}}}),
            "MockedResponses 'R', attempt '0': the Cause of Throw must be a string",
        ),
    ],
)
def test_a_mistake_in_a_file_is_reported_with_its_place(document: Any, message: str) -> None:
    with pytest.raises(RunError) as caught:
        MockConfig(document)
    assert str(caught.value).startswith(message)
