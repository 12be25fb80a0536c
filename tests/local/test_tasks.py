from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.errors import TaskError
from aslant.local.events.invocations import Invocations
from aslant.local.functions.function import Function
from aslant.local.functions.workers import Workers
from aslant.local.mocks import Mocks
from aslant.local.services.cloud import Cloud
from aslant.local.tasks import Tasks
from aslant.local.threads import Threads
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.run import TaskCall
from aslant.run.hub import Hub

ARN = "arn:aws:lambda:us-east-1:123456789012:function:oven"
INVOKE = "arn:aws:states:::lambda:invoke"
CONTEXT = {"Execution": {"Id": "arn:aws:states:::execution:bake:1", "RoleArn": "arn:aws:iam::123456789012:role/r"}}


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workers]]:
    root: Path = tmp_path_factory.mktemp("oven")
    (root / "oven.py").write_text("def bake(event, context):\n    return {'baked': event['dough']}\n")
    workers = Workers(Function("oven", ARN, "oven.bake", root, LocalAccount()), lambda *_: None)
    yield {"oven": workers}
    workers.end()


def call(functions: dict[str, Workers], resource: str, arguments: Any, **mocks: Any) -> Any:
    registry, hub = Registry(), Hub(Threads(), Threads())
    invocations = Invocations(hub, Threads(), print)
    cloud = Cloud(registry, LocalAccount(), Path(), invocations, hub, print)
    return Tasks(functions, cloud, Mocks(mocks))(TaskCall("Bake", resource, arguments, CONTEXT, None))


def test_the_result_of_a_function_s_task_is_the_function_s_result(functions: dict[str, Workers]) -> None:
    assert call(functions, ARN, {"dough": "thin"}) == {"baked": "thin"}


def test_the_result_of_lambda_invoke_is_the_response_of_the_api(functions: dict[str, Workers]) -> None:
    answer = call(functions, INVOKE, {"FunctionName": "oven", "Payload": {"dough": "thin"}, "Qualifier": "3"})
    assert answer["Payload"] == {"baked": "thin"}
    assert answer["ExecutedVersion"] == "3"
    assert answer["SdkHttpMetadata"]["HttpStatusCode"] == answer["StatusCode"] == 200
    assert answer["SdkHttpMetadata"]["HttpHeaders"]["Content-Length"] == str(len('{"baked":"thin"}'))


def test_a_payload_that_is_a_string_is_parsed_as_json(functions: dict[str, Workers]) -> None:
    answer = call(functions, INVOKE, {"FunctionName": "oven", "Payload": '{"dough": "thin"}'})
    assert answer["Payload"] == {"baked": "thin"}


def test_a_mock_replaces_the_function(functions: dict[str, Workers]) -> None:
    assert call(functions, ARN, {"dough": "thin"}, Bake={"Return": "cake"}) == "cake"


@pytest.mark.parametrize(
    ("name", "served"), [("check", "check"), (f"{ARN}s:live", "ovens"), ("${Check}", "Check"), ("check:live", "check")]
)
def test_the_log_says_how_to_serve_a_function_that_does_not_exist(name: str, served: str) -> None:
    lines: list[str] = []
    hub = Hub(Threads(), Threads())
    cloud = Cloud(Registry(), LocalAccount(), Path(), Invocations(hub, Threads(), print), hub, print)
    with pytest.raises(TaskError):
        Tasks({}, cloud, Mocks({}), log=lines.append)(TaskCall("Bake", INVOKE, {"FunctionName": name}, CONTEXT, None))
    assert lines == [
        f"state 'Bake' calls the function {served!r}, which does not exist here. Serve it with --function "
        f"{served}=FILE.py:HANDLER, or mock the task."
    ]


@pytest.mark.parametrize(
    ("resource", "arguments", "error", "cause"),
    [
        (ARN, {}, "KeyError", '"errorMessage":"\'dough\'"'),
        (f"{ARN}s", {}, "Lambda.ResourceNotFoundException", "Function not found: arn:aws"),
        (
            INVOKE,
            {"FunctionName": "none"},
            "Lambda.ResourceNotFoundException",
            "Function not found: none (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; ",
        ),
        (
            INVOKE,
            {"FunctionName": "oven", "Payload": "dough"},
            "Lambda.InvalidRequestContentException",
            "Could not parse request body into json: ",
        ),
        (INVOKE, {}, "States.Runtime", "FunctionName must be the name or ARN of a function."),
    ],
)
def test_a_failure_has_an_error_and_a_cause(
    functions: dict[str, Workers], resource: str, arguments: Any, error: str, cause: str
) -> None:
    with pytest.raises(TaskError) as failed:
        call(functions, resource, arguments)
    assert failed.value.error == error
    assert cause in failed.value.cause
    if resource == ARN:
        assert set(json.loads(failed.value.cause)) == {"errorMessage", "errorType", "requestId", "stackTrace"}
