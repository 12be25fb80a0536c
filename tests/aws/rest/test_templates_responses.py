import json
from collections.abc import Callable
from typing import Any

import pytest

from aslant.aws.rest.templates import (
    describe_response,
    fault_response,
    refused_response,
    start_response,
    start_sync_response,
    stop_response,
)
from tests.aws.rest.evaluation import NASTY, apply


@pytest.mark.parametrize(
    "output", ['{"containsPineapple":false}', '"text with \\"quotes\\""', "[]", "null", "12345678901234567890.10", " 1"]
)
def test_success_is_the_output_alone(output: str) -> None:
    answer = apply(start_sync_response({"E": 422}), json.dumps({"status": "SUCCEEDED", "output": output, "x": 1}))

    assert answer.text == output
    assert answer.status is None


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("Failed To Make Pizza", 422),
        ("Failed", 500),
        ("failed to make pizza", 500),
        ("States.TaskFailed", 503),
        (None, 500),
        *((name, 400 + index) for index, name in enumerate(NASTY)),
    ],
)
def test_a_failure_has_the_status_of_its_error(error: str | None, status: int) -> None:
    names = {"Failed To Make Pizza": 422, "States.TaskFailed": 503, **{n: 400 + i for i, n in enumerate(NASTY)}}

    answer = apply(start_sync_response(names), json.dumps({"status": "FAILED", "error": error, "cause": "why"}))

    assert answer.status == status
    assert json.loads(answer.text) == {"error": error, "cause": "why"}


@pytest.mark.parametrize("cause", [*NASTY, json.dumps({"errorMessage": 'it\'s "bad"', "stackTrace": ["a\n"]})])
def test_a_cause_is_a_json_text_whatever_it_says(cause: str) -> None:
    answer = apply(start_sync_response({}), json.dumps({"status": "FAILED", "error": cause, "cause": cause}))

    assert json.loads(answer.text) == {"error": cause, "cause": cause}


def test_a_failure_without_a_name_says_so() -> None:
    assert json.loads(apply(start_sync_response({}), '{"status": "FAILED"}').text) == {"error": None, "cause": None}


def test_a_timeout_is_a_gateway_timeout() -> None:
    answer = apply(start_sync_response({"States.Timeout": 418}), '{"status": "TIMED_OUT", "error": "States.Timeout"}')

    assert answer.status == 504
    assert json.loads(answer.text) == {"error": "States.Timeout", "cause": None}


def test_a_start_tells_which_execution() -> None:
    body = '{"__type": "x", "executionArn": "arn:e", "startDate": 1.629880767853E9}'

    assert json.loads(apply(start_response(), body).text) == {"executionArn": "arn:e", "startDate": 1629880767.853}


@pytest.mark.parametrize(
    ("described", "told"),
    [
        (
            {"status": "SUCCEEDED", "stopDate": 2.5, "output": '{"a":"it\'s"}', "input": "{}"},
            {"status": "SUCCEEDED", "stopDate": 2.5, "output": {"a": "it's"}},
        ),
        (
            {"status": "SUCCEEDED", "stopDate": 2.5, "output": "null"},
            {"status": "SUCCEEDED", "stopDate": 2.5, "output": None},
        ),
        ({"status": "RUNNING"}, {"status": "RUNNING"}),
        (
            {"status": "FAILED", "stopDate": 2.5, "error": "E", "cause": 'a "b"\n'},
            {"status": "FAILED", "stopDate": 2.5, "error": "E", "cause": 'a "b"\n'},
        ),
    ],
)
def test_a_lookup_tells_how_it_went(described: dict[str, Any], told: dict[str, Any]) -> None:
    common = {"name": "k-1", "startDate": 1.5}

    answer = apply(describe_response(), json.dumps({"executionArn": "arn:e", **common, **described}))
    assert json.loads(answer.text) == {**common, **told}
    assert answer.status is None


def test_a_stop_tells_when() -> None:
    assert json.loads(apply(stop_response(), '{"stopDate": 2.5, "x": 1}').text) == {"stopDate": 2.5}


@pytest.mark.parametrize(
    ("type_", "status", "message"),
    [
        ("com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist", 404, "The execution does not exist"),
        ("InvalidArn", 404, "The execution does not exist"),
        ("com.amazonaws.swf.service.v2.model#ExecutionAlreadyExists", 409, "An execution of this name exists"),
        ("ThrottlingException", 429, "Too Many Requests"),
        ("ExecutionLimitExceeded", 429, "Too Many Requests"),
        ("com.amazonaws.swf.service.v2.model#InvalidExecutionInput", 400, 'it\'s "no"'),
        ("InvalidName", 400, 'it\'s "no"'),
        ("com.amazon.coral.validate#ValidationException", 400, 'it\'s "no"'),
        ("AccessDeniedException", 502, "Bad Gateway"),
        ("StateMachineDoesNotExist", 502, "Bad Gateway"),
        ("KmsAccessDeniedException", 502, "Bad Gateway"),
    ],
)
def test_a_refusal_says_whose_fault_it_is_and_names_no_account(type_: str, status: int, message: str) -> None:
    answer = apply(refused_response(), json.dumps({"__type": type_, "message": 'it\'s "no"'}))

    assert (answer.status, json.loads(answer.text)) == (status, {"message": message})


def test_a_refusal_without_a_message_is_json() -> None:
    assert json.loads(apply(refused_response(), '{"__type": "InvalidName"}').text) == {"message": None}
    assert json.loads(apply(refused_response(), "{}").text) == {"message": "Bad Gateway"}


def test_a_fault_of_step_functions_is_told_as_such() -> None:
    assert json.loads(apply(fault_response(), "whatever").text) == {"message": "Bad Gateway"}


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Origin": "https://a.example"}, "https://a.example"),
        ({"origin": "https://b.example:8443"}, "https://b.example:8443"),
        ({"Origin": "https://a.example.evil"}, None),
        ({"Origin": ""}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize(
    "template",
    [
        lambda origins: start_sync_response({}, origins),
        start_response,
        stop_response,
        refused_response,
        fault_response,
    ],
)
def test_the_origin_that_asks_is_named_where_it_is_known(
    template: Callable[..., str], headers: dict[str, str], allowed: str | None
) -> None:
    origins = ("https://a.example", "https://b.example:8443")

    answer = apply(template(origins), '{"status": "SUCCEEDED", "output": "{}"}', header=headers)

    assert answer.headers == ({} if allowed is None else {"Access-Control-Allow-Origin": allowed})
    assert not answer.text.startswith((" ", "\n"))
