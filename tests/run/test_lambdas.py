"""Calls of handlers as in Lambda."""

from __future__ import annotations

import functools
import json
import re
import sys
from decimal import Decimal
from typing import Any
from unittest.mock import Mock

import pytest

from aslant.errors import RunError
from aslant.run import run
from aslant.run.lambdas import LambdaContext, apply
from tests.run.machines import FUNCTION, INVOKE, task


class Sad(Exception):
    """An exception class of a handler."""


def inner() -> None:
    raise Sad("too sad")


def sad(event: Any, context: Any) -> Any:
    inner()


@pytest.mark.parametrize("resource", [FUNCTION, "${work}", INVOKE])
def test_an_exception_is_reported_with_its_class_and_the_handlers_own_frames(resource: str) -> None:
    definition = task(Resource=resource, Parameters={"FunctionName": "work"})
    execution = run(definition, tasks={"work": sad})
    assert (execution.status, execution.error) == ("FAILED", "Sad")
    assert execution.cause is not None
    report = json.loads(execution.cause)
    assert list(report) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert (report["errorMessage"], report["errorType"]) == ("too sad", "Sad")
    assert [frame.split(", in ")[1].split("\n")[0] for frame in report["stackTrace"]] == ["sad", "inner"]
    assert (", " in execution.cause.split("requestId")[0]) is (resource != INVOKE), "as recorded on AWS"


@pytest.mark.parametrize("resource", [FUNCTION, "${work}", INVOKE])
@pytest.mark.parametrize(
    ("code", "how"), [(3, "exited with error: exit status 3"), (None, "exited without providing a reason")]
)
def test_a_handler_that_exits_fails_as_its_process_would(resource: str, code: int | None, how: str) -> None:
    def leave(event: Any, context: Any) -> Any:
        sys.exit(code)

    definition = task(Resource=resource, Parameters={"FunctionName": "work"})
    execution = run(definition, tasks={"work": leave})
    assert (execution.status, execution.error) == ("FAILED", "Runtime.ExitError")
    report = json.loads(execution.cause or "")
    assert list(report) == ["errorType", "errorMessage"]
    assert re.fullmatch(rf"RequestId: [0-9a-f-]{{36}} Error: Runtime {how}", report["errorMessage"])


@pytest.mark.parametrize("raised", [KeyboardInterrupt, GeneratorExit, pytest.fail.Exception])
def test_exceptions_that_stop_the_test_itself_are_raised(raised: type[BaseException]) -> None:
    def stop(event: Any, context: Any) -> Any:
        raise raised

    with pytest.raises(raised):
        run(task(), tasks={"work": stop})


@pytest.mark.parametrize(
    ("answer", "output"),
    [
        ((1, [2]), [1, [2]]),
        ({1: "a"}, {"1": "a"}),
        (Decimal("1.5"), 1.5),
        (b'{"raw": 1}', {"raw": 1}),
        (None, None),
        (False, False),
    ],
)
def test_a_result_is_converted_through_json(answer: Any, output: Any) -> None:
    assert run(task(), tasks={"work": lambda event, context: answer}).output == output
    assert run(task(), tasks={"work": answer}).output == output, "a canned answer too"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({1, 2}, "Unable to marshal response: Object of type set is not JSON serializable"),
        (float("nan"), "Unable to marshal response: Out of range float values are not JSON compliant"),
        (b"{", "Unable to marshal response: "),
    ],
)
def test_a_result_that_is_not_json_is_a_marshal_error(answer: Any, message: str) -> None:
    execution = run(task(), tasks={"work": lambda event, context: answer})
    assert execution.error == "Runtime.MarshalError"
    report = json.loads(str(execution.cause))
    assert report["errorMessage"].startswith(message)
    assert (report["errorType"], report["stackTrace"]) == ("Runtime.MarshalError", [])


def test_a_handler_gets_its_own_copy_of_the_event() -> None:
    def spoil(event: Any, context: Any) -> Any:
        event["list"].append(1)
        return event

    order = {"list": [0]}
    execution = run(task(ResultPath="$.result"), order, tasks={"work": spoil})
    assert execution.output == {"list": [0], "result": {"list": [0, 1]}}
    assert order == {"list": [0]}


def test_a_handler_gets_lambdas_context() -> None:
    def ask(event: Any, context: Any) -> Any:
        return [
            context.function_name,
            context.function_version,
            context.invoked_function_arn,
            context.memory_limit_in_mb,
            context.log_group_name,
            context.log_stream_name == f"[$LATEST]{context.aws_request_id.replace('-', '')}",
            context.get_remaining_time_in_millis(),
        ]

    assert run(task(TimeoutSeconds=30), tasks={"work": ask}).output == [
        "work",
        "$LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:work",
        "128",
        "/aws/lambda/work",
        True,
        30_000,
    ]
    assert LambdaContext("work").get_remaining_time_in_millis() == 900_000


class Callables:
    """Callables of every kind."""

    def method(self, event: Any) -> Any:
        return event

    def __call__(self, event: Any, context: Any) -> Any:
        return event


def optional(event: Any, context: Any = None, *, more: int = 0) -> Any:
    return event if context is not None else "no context"


@pytest.mark.parametrize(
    "double",
    [
        lambda event: event,
        lambda event, context: event,
        lambda *everything: everything[0],
        optional,
        Callables(),
        Callables().method,
        functools.partial(lambda flag, event: event, True),
        Mock(side_effect=lambda event, context: event),
        sorted,
    ],
)
def test_a_mock_is_called_with_the_arguments_that_it_accepts(double: Any) -> None:
    assert apply(double, [5], "context") == [5]
    assert apply(lambda: 1, [5], "context") == 1


@pytest.mark.parametrize(
    ("arguments", "event"),
    [
        ({"Payload": {"a": 1}}, {"a": 1}),
        ({"Payload": '"text"'}, "text"),
        ({"Payload": "0.0"}, 0),
        ({"Payload": None}, {}),
        ({}, {}),
    ],
)
def test_lambda_invoke_sends_its_payload_and_wraps_the_result(arguments: Any, event: Any) -> None:
    definition = task(Resource=INVOKE, Parameters={"FunctionName": "work", **arguments})
    execution = run(definition, tasks={"work": lambda event, context: event})
    output = execution.output
    assert output["Payload"] == event
    assert list(output) == ["ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode"]
    assert (output["ExecutedVersion"], output["StatusCode"]) == ("$LATEST", 200)
    assert output["SdkHttpMetadata"]["HttpHeaders"]["Content-Type"] == "application/json"
    assert output["SdkHttpMetadata"]["HttpHeaders"]["Date"] == "Wed, 01 Jan 2025 00:00:00 GMT"
    assert output["SdkHttpMetadata"]["AllHttpHeaders"]["Content-Type"] == ["application/json"]


def test_a_payload_that_is_a_string_must_be_json() -> None:
    definition = task(Resource=INVOKE, Parameters={"FunctionName": "work", "Payload": "hello"})
    assert run(definition, tasks={"work": 1}).error == "Lambda.InvalidRequestContentException"


def test_a_result_that_is_too_large_is_the_tasks_failure() -> None:
    execution = run(task(), tasks={"work": lambda event: "ü" * 131_072})
    assert (execution.error, execution.cause) == (
        "States.DataLimitExceeded",
        f"The state/task '{FUNCTION}' returned a result with a size exceeding the maximum number of bytes "
        "service limit.",
    )
    assert execution.history[-2].type == "LambdaFunctionFailed"


def test_a_run_error_in_a_mock_does_not_fail_the_task() -> None:
    def nested(event: Any) -> Any:
        return run(task(Resource="nobody")).output

    with pytest.raises(RunError, match="has no mock or handler"):
        run(task(), tasks={"work": nested})
