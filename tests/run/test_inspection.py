"""One state alone: the data at each stage, and what handles an error."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import StateMachine, Succeed, Task
from aslant.errors import DefinitionError, RunError, TaskError
from aslant.run import FakeClock, Mock, StateResult, test_state
from aslant.run.mock import MockError
from tests.run.machines import FUNCTION, machine, only, task

PAY = task(
    InputPath="$.order",
    Parameters={"amount.$": "$.total"},
    ResultSelector={"ok.$": "$.paid"},
    ResultPath="$.payment",
    OutputPath="$.payment",
)


def test_each_stage_of_a_task_is_shown() -> None:
    result = test_state(PAY, "Only", {"order": {"total": 3}}, mock=Mock({"paid": True}))
    assert result == StateResult(
        "SUCCEEDED",
        {"ok": True},
        inspection={
            "input": {"order": {"total": 3}},
            "afterInputPath": {"total": 3},
            "afterParameters": {"amount": 3},
            "result": {"paid": True},
            "afterResultSelector": {"ok": True},
            "afterResultPath": {"order": {"total": 3}, "payment": {"ok": True}},
        },
    )


@pytest.mark.parametrize(
    ("definition", "input", "inspection"),
    [
        (
            {"Type": "Pass", "Result": 1, "ResultPath": "$.x", "End": True},
            {},
            {
                "input": {},
                "result": 1,
                "afterResultSelector": 1,
                "afterResultPath": {"x": 1},
            },
        ),
        (
            {"Type": "Pass", "InputPath": "$.a", "Parameters": {"b.$": "$"}, "ResultPath": "$.c", "End": True},
            {"a": 1},
            {
                "input": {"a": 1},
                "afterInputPath": 1,
                "afterParameters": {"b": 1},
                "afterResultSelector": {"b": 1},
                "afterResultPath": {"a": 1, "c": {"b": 1}},
            },
        ),
        ({"Type": "Pass", "QueryLanguage": "JSONata", "Output": 2, "End": True}, {}, {"input": {}}),
        ({"Type": "Succeed", "InputPath": "$.a"}, {"a": 1}, {"input": {"a": 1}, "afterInputPath": 1}),
        ({"Type": "Fail", "Error": "No"}, {}, {"input": {}, "afterInputPath": {}}),
        ({"Type": "Fail", "QueryLanguage": "JSONata", "Error": "No"}, {}, {"input": {}}),
        (
            {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": False, "Next": "A"}]},
            1,
            {"input": 1, "afterInputPath": 1},
        ),
        ({"Type": "Wait", "Seconds": 60, "End": True}, {}, {"input": {}, "afterInputPath": {}}),
    ],
)
def test_a_state_without_work_shows_its_stages(definition: Any, input: Any, inspection: dict[str, Any]) -> None:
    assert test_state(definition, None, input).inspection == inspection


def test_a_stage_that_fails_ends_what_is_shown() -> None:
    result = test_state(PAY, "Only", {"order": {}}, mock=Mock({"paid": True}))
    assert (result.status, result.error) == ("FAILED", "States.Runtime")
    assert "state 'Only'" in (result.cause or "")
    assert result.inspection == {"input": {"order": {}}}


def test_ids_are_the_same_in_every_stage_and_in_the_output() -> None:
    definition = only(Parameters={"id.$": "States.UUID()"})
    result = test_state(definition, "Only")
    assert result.inspection["afterParameters"] == result.inspection["afterResultPath"] == result.output
    assert result == test_state(definition, "Only")
    assert result != test_state(definition, "Only", seed=1)


def test_variables_are_those_before_the_state_with_those_it_assigns() -> None:
    result = test_state(only(Assign={"b.$": "$a"}), "Only", variables={"a": 1})
    assert result.inspection["variables"] == {"a": 1, "b": 1}


def test_the_next_state_is_reported() -> None:
    states = machine({"A": {}, "B": {"Type": "Succeed"}})
    assert test_state(states, "A").next_state == "B"
    assert test_state(states, "B").next_state is None
    assert test_state({"Type": "Pass", "Next": "Elsewhere"}).next_state == "Elsewhere"


CHOICE = {"Type": "Choice", "Choices": [{"Variable": "$.x", "NumericEquals": 1, "Next": "One"}], "Default": "Other"}


@pytest.mark.parametrize(("x", "following"), [(1, "One"), (2, "Other")])
def test_a_choice_reports_its_next_state(x: int, following: str) -> None:
    assert test_state(CHOICE, None, {"x": x}).next_state == following


GUARDED = {
    "Type": "Task",
    "Resource": FUNCTION,
    "Retry": [
        {"ErrorEquals": ["Busy"], "IntervalSeconds": 0, "MaxAttempts": 2},
        {"ErrorEquals": ["Slow"], "IntervalSeconds": 600, "MaxAttempts": 1},
    ],
    "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Sorry"}],
    "Next": "Done",
}


@pytest.mark.parametrize(
    ("error", "retries", "status", "details"),
    [
        ("Busy", 0, "RETRIABLE", {"retryIndex": 0, "retryBackoffIntervalSeconds": 0}),
        ("Busy", 1, "RETRIABLE", {"retryIndex": 0, "retryBackoffIntervalSeconds": 0}),
        ("Busy", 2, "CAUGHT_ERROR", {"retryIndex": 0, "catchIndex": 0}),
        ("Slow", 0, "RETRIABLE", {"retryIndex": 1, "retryBackoffIntervalSeconds": 600}),
        ("Slow", 1, "CAUGHT_ERROR", {"retryIndex": 1, "catchIndex": 0}),
        ("Other", 0, "CAUGHT_ERROR", {"catchIndex": 0}),
    ],
)
def test_retriers_and_catchers_record_their_next_step(
    error: str, retries: int, status: str, details: dict[str, Any]
) -> None:
    result = test_state(GUARDED, mock=Mock(error=error, cause="why"), retrier_retry_count=retries)
    assert (result.status, result.error, result.cause) == (status, error, "why")
    assert result.inspection["errorDetails"] == details
    caught = status == "CAUGHT_ERROR"
    assert result.output == ({"error": {"Error": error, "Cause": "why"}} if caught else None)
    assert result.next_state == ("Sorry" if caught else None)


def test_an_error_without_a_handler_fails() -> None:
    assert test_state(task(), "Only", mock=Mock(error="E")).to_dict()["status"] == "FAILED"
    assert "output" not in test_state(task(), "Only", mock=Mock(error="E")).to_dict()


def test_without_a_mock_tasks_and_handlers_are_used() -> None:
    def pay(event: dict[str, Any], context: object) -> dict[str, Any]:
        if event["amount"] > 5:
            raise TaskError("Declined", "too much")
        return {"paid": True}

    assert test_state(PAY, "Only", {"order": {"total": 3}}, tasks={"work": pay}).output == {"ok": True}
    assert test_state(PAY, "Only", {"order": {"total": 9}}, tasks={"work": pay}).error == "Declined"
    built = StateMachine(Task("Pay", pay) >> Succeed("Done"))
    result = test_state(built, "Pay", {"amount": 1})
    assert (result.output, result.next_state) == ({"paid": True}, "Done")
    with pytest.raises(RunError, match="which has no mock or handler"):
        test_state(task(), "Only")


def test_an_entry_of_tasks_mocks_a_parallel_or_a_map() -> None:
    def fail() -> Any:
        raise TaskError("E", "why")

    mapped = only("Map", ItemProcessor=only())
    assert test_state(mapped, "Only", [1, 2], tasks={"Only": [3, 4]}).output == [3, 4]
    assert test_state(mapped, "Only", [1, 2], tasks={"Only": lambda: [5, 6]}).output == [5, 6]
    failed = test_state(only("Parallel", Branches=[only()]), "Only", tasks={"Only": fail})
    assert (failed.status, failed.error, failed.cause) == ("FAILED", "E", "why")
    with pytest.raises(MockError, match=r"^TestState API does not support Map"):
        test_state(mapped, "Only", [1, 2], tasks={"Only": lambda event: event})


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_a_parallel_shows_its_result_alone(language: str) -> None:
    definition = machine({"Only": {"Type": "Parallel", "Branches": [only(), only()], "QueryLanguage": language}})
    shown = {"afterResultSelector": [1, 2], "afterResultPath": [1, 2]} if language == "JSONPath" else {}
    assert test_state(definition, "Only", {"a": 1}, mock=Mock([1, 2])).inspection == {"input": {"a": 1}, **shown}


def test_a_state_in_a_branch_is_found_by_its_name() -> None:
    outer = only("Parallel", Branches=[machine({"Inner": {"Result": 1}})])
    assert test_state(outer, "Inner").output == 1


def test_a_map_shows_its_items_and_bounds() -> None:
    definition = only(
        "Map",
        ItemsPath="$.items",
        ItemSelector={"n.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "id.$": "$.id"},
        MaxConcurrency=2,
        ToleratedFailureCount=1,
        ItemProcessor={
            **machine({"Inner": {}}),
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        },
    )
    input = {"id": 7, "items": ["a", "b"]}
    result = test_state(definition, "Only", input, mock=Mock([1, 2]), map_iteration_failure_count=1)
    assert result.output == [1, 2]
    assert result.inspection == {
        "input": input,
        "afterInputPath": input,
        "afterItemsPath": ["a", "b"],
        "afterItemSelector": [{"n": 0, "v": "a", "id": 7}, {"n": 1, "v": "b", "id": 7}],
        "maxConcurrency": 2,
        "toleratedFailureCount": 1,
        "afterResultSelector": [1, 2],
        "afterResultPath": [1, 2],
    }
    failed = test_state(definition, "Only", input, mock=Mock([1, 2]), map_iteration_failure_count=2)
    assert (failed.status, failed.error) == ("FAILED", "States.ExceedToleratedFailureThreshold")


def test_a_map_shows_what_its_reader_and_its_batches_make_of_the_items() -> None:
    definition = only(
        "Map",
        QueryLanguage="JSONata",
        ItemReader={
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/orders"},
            "Arguments": {"Bucket": "b", "Key": "k"},
        },
        ItemSelector={"n": "{% $states.context.Map.Item.Value %}"},
        ItemBatcher={"MaxItemsPerBatch": 2},
        ToleratedFailurePercentage="{% 1 + 1 %}",
        ItemProcessor={
            **machine({"Inner": {}}),
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        },
    )
    data = {"orders": [1, 2, 3]}
    result = test_state(definition, "Only", {}, mock=Mock([7]), map_item_reader_data=data)
    assert result.inspection == {
        "input": {},
        "afterItemsPointer": [1, 2, 3],
        "afterItemSelector": [{"n": 1}, {"n": 2}, {"n": 3}],
        "afterItemBatcher": [{"Items": [{"n": 1}, {"n": 2}]}, {"Items": [{"n": 3}]}],
        "maxConcurrency": 0,
        "toleratedFailurePercentage": 2,
    }
    gone = test_state(definition, "Only", {}, mock=Mock([7]), map_item_reader_data={})
    assert (gone.error, gone.inspection) == ("States.ItemReaderFailed", {"input": {}})


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "SUCCEEDED"),
        ({"ToleratedFailureCount": 0}, "FAILED"),
        ({"ToleratedFailureCount": 1}, "SUCCEEDED"),
        ({"ToleratedFailurePercentage": 49}, "FAILED"),
        ({"ToleratedFailurePercentage": 50}, "SUCCEEDED"),
        ({"ToleratedFailureCount": 1, "ToleratedFailurePercentage": 49}, "FAILED"),
    ],
)
def test_a_map_tolerates_the_configured_failures(fields: dict[str, Any], status: str) -> None:
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    definition = only("Map", ItemProcessor={**machine({"Inner": {}}), **config}, **fields)
    assert test_state(definition, "Only", [1, 2], mock=Mock([1]), map_iteration_failure_count=1).status == status
    mocked = test_state(definition, "Only", [1, 2], mock=Mock(error="E"), map_iteration_failure_count=1)
    assert mocked.error == "E"


def test_the_context_object_is_generated_or_an_argument() -> None:
    definition = only(Parameters={"c.$": "$$"})
    context = test_state(definition, "Only", {"a": 1}, role_arn="arn:aws:iam::1:role/r").output["c"]
    assert context["Execution"]["Input"] == {"a": 1}
    assert context["Execution"]["RoleArn"] == "arn:aws:iam::1:role/r"
    assert context["State"] == {"Name": "StateName", "EnteredTime": "2025-01-01T00:00:00.000Z"}
    given = {"Execution": {"Input": 3}, "Other": {}}
    assert test_state(definition, "Only", context=given).output["c"] == given
    assert test_state(definition, "Only", context={}).output["c"] == {}


def test_a_token_is_generated_or_an_argument() -> None:
    definition = only(
        "Task",
        Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Parameters={"MessageBody.$": "$$.Task.Token"},
    )
    for context, told in ((None, "-"), ({"Task": {"Token": "mine"}}, "mine")):
        result = test_state(definition, "Only", tasks={"Only": {}}, context=context)
        assert told in result.inspection["afterParameters"]["MessageBody"]


def test_a_state_has_five_minutes() -> None:
    assert test_state({"Type": "Wait", "Seconds": 300, "End": True}).status == "SUCCEEDED"
    late = test_state({"Type": "Wait", "Seconds": 301, "End": True})
    assert (late.status, late.error) == ("FAILED", "States.Timeout")


def test_the_clock_is_an_argument() -> None:
    clock = FakeClock(0)
    test_state({"Type": "Wait", "Seconds": 5, "End": True}, clock=clock)
    assert clock.now() == 5


@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        ((PAY, "Onli"), {}, RunError, "State not found in definition. Did you mean 'Only'?"),
        ((PAY, "Other"), {}, RunError, "State not found in definition"),
        (
            (PAY,),
            {},
            DefinitionError,
            "without the name of a state, the definition must be the definition of one state",
        ),
        ((1, "A"), {}, DefinitionError, "a workflow must be a StateMachine or an object, not int"),
        ((1,), {}, DefinitionError, "without the name of a state, the definition must be the definition of one state"),
        (
            ({"StartAt": "A", "States": {"A": 1}}, "A"),
            {"mock": Mock(1)},
            DefinitionError,
            "state 'A' must be an object",
        ),
        (({"Type": "Choice", "Choices": 5},), {}, DefinitionError, "state 'StateName': Choices must be an array"),
        (
            ({"Type": "Choice", "Choices": []},),
            {},
            DefinitionError,
            "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Value cannot be empty at "
            "/States/StateName/Choices'",
        ),
        (
            (machine({"A": {"Type": "Pas"}}), "A"),
            {},
            DefinitionError,
            "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these "
            "values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type'",
        ),
        (
            (PAY, "Only", {1, 2}),
            {},
            RunError,
            "the input is not valid JSON: Object of type set is not JSON serializable",
        ),
        ((PAY, "Only"), {"variables": {"a": {1}}}, RunError, "the variables are not valid JSON"),
        (
            (only("Parallel", Branches=[machine({"Inner": {}})]), "Only"),
            {"mock": Mock(error="E"), "error_caused_by_state": "Iner"},
            RunError,
            "state 'Only' does not contain a state 'Iner'. Did you mean 'Inner'?",
        ),
    ],
)
def test_invalid_arguments_are_refused(
    arguments: tuple[Any, ...], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        test_state(*arguments, **options)
    assert str(caught.value).startswith(message)


def test_the_workflow_under_test_stays_as_it_is() -> None:
    built = StateMachine(Task("Pay", "pay") >> Succeed("Done"))
    test_state(built, "Pay", mock=Mock(1))
    assert test_state(built, "Pay", mock=Mock(2)).output == 2


def test_pytest_does_not_take_it_for_a_test() -> None:
    assert test_state.__test__ is False  # type: ignore[attr-defined]
