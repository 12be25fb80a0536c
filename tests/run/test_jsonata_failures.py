"""Failures of states in JSONata, and definitions that are refused before they run."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import Program, run
from tests.run.jsonata import failing, jsonata, work
from tests.run.machines import machine, only

CONFLICT = "belongs to JSONPath, but QueryLanguage is JSONata"
WRONG_TYPE = "The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. "


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (
            work(TimeoutSeconds='{% "3" %}'),
            WRONG_TYPE % ('"3"', "TimeoutSeconds") + "Expected 'number', but was 'string' for value: \"3\"",
        ),
        (work(TimeoutSeconds="{% -1 %}"), "TimeoutSeconds must be between 0 and 99999999 but was: -1"),
        (work(TimeoutSeconds="{% 1.6 %}"), "The TimeoutSeconds field cannot be parsed as an integer: 1.6"),
        (
            work(HeartbeatSeconds="{% $states.input.none %}"),
            "The JSONata expression '$states.input.none' specified for the field 'HeartbeatSeconds' returned nothing "
            "(undefined).",
        ),
        (
            {"Type": "Wait", "Seconds": "{% null %}"},
            WRONG_TYPE % ("null", "Seconds") + "Expected 'number', but was 'null' for value: null",
        ),
        (
            {"Type": "Fail", "Error": "{% 5 %}"},
            WRONG_TYPE % ("5", "Error") + "Expected 'string', but was 'number' for value: 5",
        ),
        (
            {"Type": "Choice", "Choices": [{"Condition": "{% 'yes' %}", "Next": "A"}]},
            WRONG_TYPE % ("'yes'", "Choices[0]/Condition") + "Expected 'boolean', but was 'string' for value: \"yes\"",
        ),
        (
            {"Type": "Map", "Items": "{% {'a': 1} %}", "ItemProcessor": only()},
            WRONG_TYPE % ("{'a': 1}", "Items") + "Expected 'array', but was 'object' for value: {\"a\":1}",
        ),
        (
            {
                "Type": "Map",
                "Items": [1],
                "ItemSelector": {"s": "{% $states.context.Map.Item.Source %}"},
                "ItemProcessor": only(),
            },
            "The JSONata expression '$states.context.Map.Item.Source' specified for the field 'ItemSelector/s' "
            "returned nothing (undefined).",
        ),
    ],
)
def test_a_field_of_the_wrong_type_fails_the_state_in_awss_words(state: dict[str, Any], cause: str) -> None:
    execution = run(jsonata({"A": state}), {}, tasks={"A": 1})
    assert execution.error == "States.QueryEvaluationError"
    assert execution.cause == f"An error occurred while executing the state 'A' (entered at the event id #2). {cause}"


@pytest.mark.parametrize(
    ("state", "place"),
    [
        ({"Output": "{% $gone %}"}, "Output"),
        ({"Output": {"a": {"b": [1, ["{% $gone %}"]]}}}, "Output/a/b[1][0]"),
        ({"Assign": {"x": {"y": "{% $gone %}"}}}, "Assign/x/y"),
        (work(Arguments={"Payload": "{% $gone %}"}), "Arguments/Payload"),
        (
            {
                "Type": "Choice",
                "Choices": [{"Condition": "{% false %}", "Next": "A"}, {"Condition": "{% $gone %}", "Next": "A"}],
            },
            "Choices[1]/Condition",
        ),
        (
            {"Type": "Choice", "Choices": [{"Condition": True, "Output": {"v": "{% $gone %}"}, "Next": "A"}]},
            "Choices[0]/Output/v",
        ),
        (
            {"Type": "Choice", "Choices": [{"Condition": True, "Assign": {"x": "{% $gone %}"}, "Next": "A"}]},
            "Choices[0]/Assign/x",
        ),
    ],
)
def test_an_event_names_the_field_that_failed(state: dict[str, Any], place: str) -> None:
    execution = run(jsonata({"A": state}), {}, tasks={"A": 1})
    event = next(event for event in execution.history if event.type == "EvaluationFailed")
    cause = (
        "An error occurred while executing the state 'A' (entered at the event id #2). "
        f"The JSONata expression '$gone' specified for the field '{place}' returned nothing (undefined)."
    )
    told = {"location": place, "state": "A", "error": "States.QueryEvaluationError", "cause": cause}
    assert dict(event)["evaluationFailedEventDetails"] == told
    assert [event.type for event in execution.history][-2:] == ["EvaluationFailed", "ExecutionFailed"]


GONE = "{% $gone %}"
ITEM = {"Type": "Map", "ItemProcessor": only()}


@pytest.mark.parametrize(
    ("state", "events"),
    [
        ({"Output": GONE}, [("EvaluationFailed", 0), ("ExecutionFailed", 3)]),
        ({"Type": "Fail", "Error": GONE}, [("EvaluationFailed", 0), ("ExecutionFailed", 3)]),
        (work(Arguments=GONE), [("EvaluationFailed", 0), ("ExecutionFailed", 3)]),
        ({"Type": "Wait", "Timestamp": GONE}, [("EvaluationFailed", 2), ("ExecutionFailed", 3)]),
        ({"Type": "Wait", "Seconds": "{% -1 %}"}, [("EvaluationFailed", 2), ("ExecutionFailed", 3)]),
        ({**ITEM, "Items": GONE}, [("EvaluationFailed", 0), ("MapStateFailed", 3), ("ExecutionFailed", 4)]),
        (ITEM, [("EvaluationFailed", 0), ("MapStateFailed", 3), ("ExecutionFailed", 4)]),
        (
            {**ITEM, "Items": [], "MaxConcurrency": GONE},
            [("EvaluationFailed", 0), ("MapStateFailed", 3), ("ExecutionFailed", 4)],
        ),
        (
            {"Type": "Parallel", "Branches": [only()], "Arguments": GONE},
            [("EvaluationFailed", 0), ("ParallelStateFailed", 3), ("ExecutionFailed", 4)],
        ),
        (
            {**ITEM, "Items": [], "Output": GONE},
            [("MapStateStarted", 2), ("MapStateSucceeded", 3), ("EvaluationFailed", 3), ("ExecutionFailed", 5)],
        ),
    ],
)
def test_a_failed_evaluation_has_its_events(state: dict[str, Any], events: list[tuple[str, int]]) -> None:
    execution = run(jsonata({"A": state}), {}, tasks={"A": 1})
    assert [(event.type, event.previous_event_id) for event in execution.history[2:]] == events


@pytest.mark.parametrize(("data", "shown"), [(1, "1"), (True, "true"), ("a", '"a"'), ({"a": 1}, '{"a":1}')])
def test_a_map_without_items_needs_an_array(data: Any, shown: str) -> None:
    execution = run(jsonata({"A": ITEM}), data)
    assert str(execution.cause).endswith(f"). Map state input must be an array but was: {shown}")
    details = dict(execution.history[2])["evaluationFailedEventDetails"]
    assert details == {"error": "States.QueryEvaluationError", "cause": execution.cause, "state": "A"}


def test_a_failed_evaluation_is_tried_again_and_caught() -> None:
    state = work(
        Arguments="{% $gone %}",
        Retry=[{"ErrorEquals": ["States.QueryEvaluationError"], "MaxAttempts": 2}],
        Catch=[{"ErrorEquals": ["States.TaskFailed"], "Output": "{% $states.errorOutput.Error %}", "Next": "B"}],
    )
    execution = run(jsonata({"A": state, "B": {}}), {}, tasks={"A": 1})
    assert execution.output == "States.QueryEvaluationError"
    assert [event.type for event in execution.history].count("EvaluationFailed") == 3


def test_an_output_that_fails_in_a_catcher_is_at_the_catchers_place() -> None:
    catch = {"ErrorEquals": ["States.ALL"], "Output": {"v": "{% $gone %}"}, "Next": "B"}
    execution = run(jsonata({"A": work(Catch=[catch]), "B": {}}), {}, tasks={"A": failing("E", "c")})
    assert "specified for the field 'Catch[0]/Output/v' returned nothing" in str(execution.cause)


def test_an_output_has_the_limit_of_all_states() -> None:
    states = {"A": {"Type": "Succeed", "Output": "{% $join([1..50000].$string()) %}"}}
    assert run(jsonata(states), {}).error is None
    states = {"A": {"Type": "Succeed", "Output": "{% $join([1..60000].$string()) %}"}}
    assert run(jsonata(states), {}).error == "States.DataLimitExceeded"


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        *(
            (jsonata({"A": {field: "$.a"}}), f"state 'A': {field} {CONFLICT}. Use Arguments, Output or Assign")
            for field in ("InputPath", "Parameters", "Result", "ResultPath", "OutputPath", "ResultSelector")
        ),
        (jsonata({"A": {"Type": "Wait", "SecondsPath": "$.a"}}), f"SecondsPath {CONFLICT}"),
        (jsonata({"A": {"Type": "Map", "ItemsPath": "$", "ItemProcessor": only()}}), f"ItemsPath {CONFLICT}"),
        (
            jsonata({"A": work(Catch=[{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "A"}])}),
            f"ResultPath {CONFLICT}",
        ),
        (machine({"A": {"Output": 1}}), 'Output belongs to JSONata. Set "QueryLanguage": "JSONata", or use JSONPath'),
        (machine({"A": work(Arguments={})}), "Arguments belongs to JSONata"),
        (machine({"A": {"Type": "Map", "Items": [], "ItemProcessor": only()}}), "Items belongs to JSONata"),
        (
            machine({"A": {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "A"}]}}),
            'Choices[0]: Condition belongs to JSONata. Set "QueryLanguage": "JSONata", or use Variable',
        ),
        (
            jsonata({"A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "A"}]}}),
            "Choices[0]: the rule must have Condition, an expression such as",
        ),
        (
            jsonata({"A": {"Type": "Choice", "Choices": [{"Condition": "true", "Next": "A"}]}}),
            "Condition must be true, false or an expression in {% %}, not 'true'",
        ),
        (
            jsonata({"A": {"QueryLanguage": "JSONPath"}}),
            "QueryLanguage must not be JSONPath in a workflow whose QueryLanguage is JSONata. Remove it.",
        ),
        (jsonata({"A": {"Arguments": {}}}), "only a Task or a Parallel may have Arguments"),
        (jsonata({"A": {"Assign": "{% {} %}"}}), "Assign must be an object whose members are the variables"),
        (
            jsonata({"A": work(TimeoutSeconds="5")}),
            "TimeoutSeconds must be a number or an expression in {% %}, not '5'",
        ),
        (jsonata({"A": work(TimeoutSeconds=-5)}), "TimeoutSeconds must be between 0 and 99999999 but was: -5"),
        (jsonata({"A": {"Type": "Wait", "Timestamp": "soon"}}), "Timestamp field cannot be parsed as an ISO-8601"),
        (jsonata({"A": {"Output": {"v": "{% $states.result %}"}}}), "Output/v: $states.result does not exist here"),
        (jsonata({"A": work(Arguments="{% $states.result %}")}), "Arguments: $states.result does not exist here"),
    ],
)
def test_a_definition_that_aws_refuses_is_refused_with_place_and_repair(definition: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        Program(definition)
    assert message in str(raised.value)


def test_only_output_and_assign_of_states_with_a_result_may_use_it() -> None:
    for state in (
        work(),
        {"Type": "Parallel", "Branches": [only()]},
        {"Type": "Map", "Items": [1], "ItemProcessor": only()},
    ):
        fields = {"Output": "{% $states.result %}", "Assign": {"r": "{% $states.result %}"}}
        assert run(jsonata({"A": {**state, **fields}}), {}, tasks={"A": 1}).status == "SUCCEEDED"
