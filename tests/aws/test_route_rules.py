"""The rules of a route's arguments, a row per mistake."""

from typing import Any

import pulumi
import pytest

from aslant.aws import StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import record

WITHIN_ITSELF: list[Any] = []
WITHIN_ITSELF.append(WITHIN_ITSELF)

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
REST = {"api_type": "REST"}
STATEMENT = {"actions": ["glue:StartJobRun"], "resources": ["*"]}


def later(value: Any) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            lambda: {**REST, "status_by_error": {"E": later(422)}},
            "status_by_error must be known now, but has an Output for 'E'. Pass the value itself.",
        ),
        (
            lambda: {**REST, "status_by_error": {"States.ALL": 422}},
            "status_by_error has 'States.ALL', which is not the name of an error. List the errors; all others",
        ),
        (lambda: {"execution_name": "a b"}, "execution_name has ' ' in 'a b', which execution names must not contain"),
        (lambda: {"execution_name": "${request.header.x"}, "execution_name has a ${ without a } in"),
        (
            lambda: {"throttling_rate_limit": float("inf"), "throttling_burst_limit": 5},
            "throttling_rate_limit must be a number of requests a second above 0, not inf",
        ),
        (lambda: {"input": 5}, "input must be a string in an HTTP API, not 5. Write it as JSON, or set api_type to"),
        (lambda: {"input": True}, "input must be a string in an HTTP API, not True"),
        (lambda: {"input": ["$request.body"]}, "input must be a string in an HTTP API, not ['$request.body']"),
        (lambda: {"input": WITHIN_ITSELF}, "input is not valid JSON: Circular reference detected"),
        (lambda: {"input": '{"a": NaN}'}, "is not valid JSON, as an execution's input must be"),
        (lambda: {**REST, "input": {"a": float("nan")}}, "input is not valid JSON: Out of range float"),
        (lambda: {**REST, "input": '{"a": -Infinity}'}, "is not valid JSON, as an execution's input must be"),
        (lambda: {**REST, "input": WITHIN_ITSELF}, "input is not valid JSON: Circular reference detected"),
        (
            lambda: {"policy_statements": [{**STATEMENT, "states": ["Don"]}]},
            "policy_statements[0]: the state 'Don' does not exist. Did you mean 'Done'?",
        ),
        (
            lambda: {"policy_statements": [STATEMENT, {**STATEMENT, "states": later(["Done"])}]},
            "policy_statements has an invalid statement: policy_statements[1]: states decides what is",
        ),
        (
            lambda: {**REST, "web_acl_arn": "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/1"},
            "web_acl_arn must be the ARN of a regional WAF web ACL, arn:aws:wafv2:…, not",
        ),
    ],
)
def test_what_no_request_could_satisfy_is_refused(args: Any, message: str) -> None:
    def program() -> None:
        given: Any = {"workflow": DONE, **args()}
        with pytest.raises(ArgsError) as caught:
            StateMachineApi("shop", given)
        assert str(caught.value).startswith("StateMachineApi 'shop': ")
        assert message in str(caught.value)

    assert record(program).all == {}


def test_a_statement_may_be_for_a_state_of_a_workflow_that_is_known_later() -> None:
    def program() -> None:
        args: Any = {"workflow": later(DONE), "policy_statements": [{**STATEMENT, "states": ["Nowhere"]}]}
        StateMachineApi("shop", args)

    assert "StateMachine shop" in record(program).all


def test_what_is_awaited_may_stand_where_an_output_does() -> None:
    async def of(value: Any) -> Any:
        return value

    def program() -> None:
        args: Any = {
            "workflow": DONE,
            "timeout_milliseconds": of(5_000.0),
            "log_retention_in_days": of(7),
            "tags": {"team": of("kitchen")},
            "throttling_rate_limit": of(5),
            "throttling_burst_limit": of(6),
            "routes": {"POST /a": {"workflow": DONE, "log_level": of("FATAL")}},
        }
        StateMachineApi("shop", args)

    recorded = record(program)
    assert recorded["Integration shop-post-a"].inputs["timeoutMilliseconds"] == 5_000
    assert recorded["LogGroup shop"].inputs["retentionInDays"] == 7
    assert recorded["StateMachine shop"].inputs["tags"] == recorded["Role shop"].inputs["tags"] == {"team": "kitchen"}
    assert recorded["Stage shop"].inputs["defaultRouteSettings"]["throttlingBurstLimit"] == 6
    assert recorded["StateMachine shop-post-a"].inputs["loggingConfiguration"]["level"] == "FATAL"
