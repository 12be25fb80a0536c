"""Mistakes in the routes of a component, reported before anything is registered."""

from typing import Any

import pulumi
import pytest

from aslant.asl import StateMachine, Succeed, Wait
from aslant.aws import StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import record

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
SLOW = StateMachine(Wait("Wait", seconds=31) >> Succeed("Done"))
LOST = {"StartAt": "Don", "States": {"Done": {"Type": "Succeed"}}}
JWT = {"type": "JWT", "issuer": "https://i", "audiences": ["a"]}
PLACE = "StateMachineApi 'shop'"
ROUTE = f"{PLACE}: routes['POST /a']"


def route(**options: Any) -> dict[str, Any]:
    return {"routes": {"POST /a": {"workflow": DONE, **options}}}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, f"{PLACE}: workflow is missing. Add it to args, or add routes with workflows."),
        ({"routes": []}, f"{PLACE}: routes must be a mapping of keys such as 'POST /orders' to routes, not []"),
        ({"routes": {"/a": {}}}, f"{PLACE}: routes['/a']: the key must be a method (ANY, DELETE"),
        ({"routes": {"POST /a": DONE["StartAt"]}}, f"{ROUTE} must be a dict of a route's arguments, not str"),
        ({"routes": {"POST /a": {}}}, f"{ROUTE}: workflow is missing. Every route needs one."),
        (route(mod="async"), f"{ROUTE}: 'mod' is not an argument. Did you mean 'mode'?"),
        (route(cors={}), f"{ROUTE}: 'cors' is not an argument"),
        (route(mode="later"), f"{ROUTE}: mode must be one of sync, async, not 'later'"),
        (
            route(state_machine_type="STANDARD"),
            f"{ROUTE}: state_machine_type is STANDARD, but the API cannot wait for such a machine. Set",
        ),
        (
            route(lookup=True),
            f"{ROUTE}: lookup requires a STANDARD machine, since AWS keeps no executions of an EXPRESS",
        ),
        (
            route(mode="async", lookup="GET /a"),
            f"{ROUTE}: lookup must have the variable {{name}} in its path, as in 'GET /a/executions/{{name}}'",
        ),
        (route(mode="async", stop="a"), f"{ROUTE}: stop must be a method"),
        (
            route(mode="async", lookup="POST /a/{name}", stop="POST /a/{name}"),
            f"{PLACE}: two routes have the key 'POST /a/{{name}}': POST /a and POST /a. Change one of them",
        ),
        (
            {"workflow": DONE, "routes": {"POST /": {"workflow": DONE}}},
            f"{PLACE}: two routes have the key 'POST /': POST / and POST /",
        ),
        (
            {"routes": {"POST /a/b": {"workflow": DONE}, "POST /a-b": {"workflow": DONE}}},
            f"{PLACE}: two children of the type Role would be named 'shop-post-a-b'. Give the route another `name`",
        ),
        (route(throttling_rate_limit=1), f"{ROUTE}: throttling_rate_limit and throttling_burst_limit go together"),
        (route(timeout_milliseconds=30_001), "must be a whole number from 50 to 30,000 milliseconds, not 30001"),
        (
            {"api_type": "REST", **route(timeout_milliseconds=300_001)},
            "must be a whole number from 50 to 300,000 milliseconds, not 300001",
        ),
        (
            route(status_by_error={"E": 422}),
            f"{ROUTE}: status_by_error requires a REST API, since an HTTP API passes values on",
        ),
        (
            {"api_type": "REST", **route(status_by_error={"E": 200})},
            "status_by_error has 'E', which must be a whole number from 400 to 599 (an HTTP status), not 200",
        ),
        (route(request_schema={}), f"{ROUTE}: request_schema requires a REST API"),
        (
            route(input={"id": "$request.path.id"}),
            f"{ROUTE}: input is a mapping, but an HTTP API inserts the client's values without escaping them",
        ),
        (route(input="$request.bod"), f"{ROUTE}: input has $request.bod, which API Gateway cannot map"),
        (
            route(mode="async", trace_header="$request.header.x"),
            f"{ROUTE}: trace_header requires mode 'sync' in an HTTP",
        ),
        ({"workflow": DONE, "execution_name": "$input"}, f"{PLACE}: execution_name has $input"),
        ({"workflow": DONE, "api_type": "http"}, f"{PLACE}: api_type must be one of HTTP, REST, not 'http'"),
        (
            {"workflow": DONE, "web_acl_arn": "arn"},
            f"{PLACE}: web_acl_arn requires a REST API, since AWS WAF does not",
        ),
        (
            {"workflow": DONE, "api_type": "REST", "execution_status_header": True},
            f"{PLACE}: execution_status_header requires an HTTP API. Leave it out",
        ),
        ({"workflow": LOST}, f"{PLACE}: the workflow does not pass `aslant check --type EXPRESS --within 30`:\n  /"),
        (
            {"workflow": SLOW},
            "The shortest path through the workflow waits 31 seconds, but its caller waits 30. Shorten the waits",
        ),
        ({"workflow": DONE, "authorizer": {}}, f"{PLACE}: authorizer: type is missing"),
        ({"workflow": DONE, "authorizer": {"type": "OAUTH"}}, "authorizer: type must be one of JWT, IAM, LAMBDA"),
        (
            {"workflow": DONE, "authorizer": {"type": "JWT"}},
            "authorizer: audiences is missing, which the type JWT requires",
        ),
        (
            {"workflow": DONE, "authorizer": {"type": "IAM", "scopes": ["a"]}},
            "the type IAM does not support scopes. Leave it out.",
        ),
        (
            {"workflow": DONE, "authorizer": {**JWT, "identity_sources": ["Authorization"]}},
            "authorizer: identity_sources has 'Authorization', which is not supported. Write $request.header.x",
        ),
        (
            {"workflow": DONE, "authorizer": {"type": "LAMBDA", "function": "nowhere"}},
            "authorizer: function: the folder",
        ),
        (
            {"workflow": DONE, "api_type": "REST", "authorizer": JWT},
            "authorizer: REST APIs do not support JWT authorizers. Set",
        ),
        ({"workflow": DONE, "cors": {}}, f"{PLACE}: cors: allow_origins is missing"),
        (
            {"workflow": DONE, "cors": {"allow_origins": ["a.b"]}},
            "cors: allow_origins has 'a.b', which is not an origin. Write a scheme",
        ),
        (
            {"workflow": DONE, "cors": {"allow_origins": ["*"], "allow_credentials": True}},
            "cors: browsers refuse allow_credentials with the origin '*'. List the origins.",
        ),
    ],
)
def test_a_mistake_is_reported_before_anything_is_registered(args: dict[str, Any], message: str) -> None:
    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            StateMachineApi("shop", args)  # type: ignore[arg-type]
        assert str(caught.value).startswith(PLACE)
        assert message in str(caught.value)

    assert record(program).all == {}


def test_what_waits_too_long_for_its_caller_may_start_asynchronously() -> None:
    recorded = record(lambda: StateMachineApi("shop", {"workflow": SLOW, "mode": "async"}))
    assert recorded["StateMachine shop"].inputs["type"] == "STANDARD"


def test_a_timeout_known_only_at_deployment_is_not_judged_by_the_workflow() -> None:
    def program() -> None:
        StateMachineApi("shop", {"workflow": SLOW, "timeout_milliseconds": pulumi.Output.from_input(5_000)})

    assert record(program)["Integration shop"].inputs["timeoutMilliseconds"] == 5_000


def test_what_aws_accepts_and_was_hardly_meant_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    long = {"TimeoutSeconds": 400, **DONE}
    record(lambda: StateMachineApi("shop", {"workflow": long}))
    assert caplog.messages[0].startswith("StateMachineApi 'shop': the workflow: /TimeoutSeconds: ")
