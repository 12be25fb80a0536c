"""Mocks: what one may be, and what a service could not have answered."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import RunError
from aslant.run.mock import RESULTS, Mock, MockError, Validation, check_mock

TASK = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem"}
EVENTS = {"Type": "Task", "Resource": "arn:aws:states:::events:putEvents"}
START = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution"}


def test_a_mock_is_a_result_or_an_error() -> None:
    assert Mock(None).result is None
    assert (Mock(error="E", cause="c").error, Mock(error="E", cause="c").cause) == ("E", "c")
    assert Mock([1]) == Mock([1])
    both = "A test mock should have only one of the following fields: [result, errorOutput]."
    with pytest.raises(MockError) as neither:
        Mock()
    with pytest.raises(MockError) as caught:
        Mock(1, error="E")
    assert str(caught.value) == str(neither.value) == both


def test_a_result_is_copied_and_must_be_json() -> None:
    result: list[Any] = [1]
    mock = Mock(result)
    result.append(2)
    assert mock.result == [1]
    with pytest.raises(RunError, match="the result of the mock is not valid JSON"):
        Mock({1, 2})
    with pytest.raises(RunError, match="validation must be 'STRICT', 'PRESENT' or 'NONE', not 'LAX'"):
        Mock(1, validation="LAX")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "result", "validation", "problem"),
    [
        (TASK, {}, "STRICT", None),
        (TASK, {"Unknown": 1, "ConsumedCapacity": {"CapacityUnits": 1.5}}, "STRICT", None),
        (TASK, {"ConsumedCapacity": {"CapacityUnits": True}}, "STRICT", "Field 'CapacityUnits' must be a number"),
        (TASK, {"ConsumedCapacity": 1}, "PRESENT", "Field 'ConsumedCapacity' must be an object"),
        (EVENTS, {"Entries": {}}, "STRICT", "Field 'Entries' must be an array"),
        (EVENTS, {"Entries": [{}, {"EventId": 1}]}, "STRICT", "Field 'EventId' must be a string"),
        (EVENTS, {"Entries": 1}, "NONE", None),
        (START, {"ExecutionArn": "a"}, "STRICT", "Required field 'StartDate' is missing"),
        (START, {"ExecutionArn": "a"}, "PRESENT", None),
        ({"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun"}, 1, "STRICT", None),
        ({"Type": "Task", "Resource": "${function}"}, 1, "STRICT", None),
        ({"Type": "Parallel", "Branches": [1, 2]}, [1, 2], "STRICT", None),
    ],
)
def test_a_service_answers_as_its_api_has_it(
    state: dict[str, Any], result: Any, validation: Validation, problem: str | None
) -> None:
    mock = Mock(result, validation=validation)
    if problem is None:
        check_mock(mock, state)
        return
    with pytest.raises(MockError) as caught:
        check_mock(mock, state)
    assert str(caught.value) == f"Mock result schema validation error: {problem}"


@pytest.mark.parametrize("kind", ["Pass", "Choice", "Wait", "Succeed", "Fail"])
def test_a_state_without_work_cannot_have_a_mock(kind: str) -> None:
    with pytest.raises(MockError, match=f"State type '{kind}' is not supported when a mock is specified"):
        check_mock(Mock(1), {"Type": kind})


def test_a_parallel_has_a_result_for_each_branch() -> None:
    message = r"^Mocked result must contain the same number of items as number of Parallel branches.$"
    with pytest.raises(MockError, match=message):
        check_mock(Mock([1]), {"Type": "Parallel", "Branches": [{}, {}]})


def test_a_result_may_be_json_text() -> None:
    assert Mock.from_json('{"a": 1}', validation="NONE") == Mock({"a": 1}, validation="NONE")
    with pytest.raises(MockError, match=r"^Mocked result must be valid JSON$"):
        Mock.from_json("not valid JSON")


def test_an_error_fits_every_state_with_work() -> None:
    for kind in ("Task", "Map", "Parallel"):
        check_mock(Mock(error="E"), {"Type": kind, "Resource": "arn:aws:states:::states:startExecution"})


def test_the_models_are_those_of_botocore() -> None:
    loader = pytest.importorskip("botocore.session").get_session()
    services = {"states": "stepfunctions", "aws-sdk:sfn": "stepfunctions", "aws-sdk:lambda": "lambda"}
    kinds = {"string": "string", "timestamp": "string", "integer": "number", "long": "number", "double": "number"}
    for action, model in RESULTS.items():
        service, _, name = action.rpartition(":")
        botocore = loader.get_service_model(services.get(service, service))
        stack = [(model, botocore.operation_model(name[0].upper() + name[1:]).output_shape)]
        while stack:
            shape, wanted = stack.pop()
            members = {member[0].upper() + member[1:]: inner for member, inner in wanted.members.items()}
            required = {member[0].upper() + member[1:] for member in wanted.required_members}
            assert {key[:-1] for key in shape if key.endswith("!")} == required, action
            for key, inner in shape.items():
                found = members[key.removesuffix("!")]
                if isinstance(inner, dict):
                    stack.append((inner, found))
                elif isinstance(inner, list):
                    stack.append((inner[0], found.member))
                elif isinstance(inner, tuple):
                    # Recorded on AWS before the model's own bound was raised.
                    assert found.metadata["min"] == inner[1] < inner[2] <= found.metadata["max"], (action, key)
                else:
                    kind = {"structure": "object", "map": "object"}.get(found.type_name, found.type_name)
                    assert kinds.get(kind, kind) == inner, (action, key)
