"""Mistakes in combinations of a component's arguments, reported before anything is registered."""

from pathlib import Path
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from aslant.asl import StateMachine, Succeed, Task
from aslant.aws import PythonFunction, StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import Recording, record
from workflows.pizza import pizza

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
FOLDER = str(Path(__file__).parents[2] / "functions" / "pineapple_check")
JWT = {"type": "JWT", "issuer": "https://i", "audiences": ["a"]}
PLACE = "StateMachineApi 'shop'"


def deploy(args: dict[str, Any], name: str = "shop", *, preview: bool = False) -> Recording:
    return record(lambda: StateMachineApi(name, args), preview=preview)  # type: ignore[arg-type]


def refused(args: Any, name: str = "shop") -> str:
    messages: list[str] = []

    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            StateMachineApi(name, args() if callable(args) else args)
        messages.append(str(caught.value))

    recorded = record(program)
    assert [key for key in recorded.all if key.startswith("StateMachineApi")] == []
    return messages[0]


@pytest.mark.parametrize("api_type", ["HTTP", "REST"])
@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"scopes": ["a"]}, f"{PLACE}: scopes require a JWT authorizer, but the API has none. Add such an authorizer"),
        ({"scopes": ["a"], "authorizer": {"type": "IAM"}}, "but the API has type IAM. Add such an authorizer"),
        (
            {"authorization": "NONE"},
            f"{PLACE}: authorization requires an authorizer, which the API lacks. Leave it out.",
        ),
    ],
)
def test_settings_of_a_missing_authorizer_are_refused(args: dict[str, Any], message: str, api_type: str) -> None:
    assert message in refused({"workflow": DONE, "api_type": api_type, **args})


def test_a_route_that_is_opened_opens_no_other() -> None:
    recorded = deploy(
        {
            "workflow": DONE,
            "authorization": "NONE",
            "authorizer": JWT,
            "policy_statements": [{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}],
            "routes": {"POST /admin": {"workflow": DONE}},
        }
    )
    assert recorded["Route shop"].inputs["authorizationType"] == "NONE"
    assert recorded["Route shop-post-admin"].inputs["authorizationType"] == "JWT"
    assert "s3:GetObject" in recorded["RolePolicy shop"].inputs["policy"]
    assert "s3:GetObject" not in recorded["RolePolicy shop-post-admin"].inputs["policy"]


@pytest.mark.parametrize("option", ["authorization", "policy_statements", "name"])
def test_what_is_of_one_route_stands_beside_its_workflow(option: str) -> None:
    value: Any = {"authorization": "NONE", "policy_statements": [], "name": "a"}[option]
    message = f"{PLACE}: {option} belongs to a route, but args lacks a workflow. Move it into a route."
    assert refused({option: value, "routes": {"POST /a": {"workflow": DONE}}}) == message


def test_a_stop_for_all_is_for_those_that_can_be_stopped() -> None:
    recorded = deploy(
        {
            "stop": True,
            "routes": {"POST /a": {"workflow": DONE}, "POST /b": {"workflow": DONE, "mode": "async"}},
        }
    )
    keys = [one.inputs["routeKey"] for key, one in recorded.all.items() if key.startswith("Route ")]
    assert keys == ["POST /a", "POST /b", "GET /b/executions/{name}", "DELETE /b/executions/{name}"]


@pytest.mark.parametrize(
    ("api_type", "routes", "message"),
    [
        (
            "REST",
            {"GET /a/{id}": {}, "POST /a/{key}": {}},
            "'GET /a/{id}' and 'POST /a/{key}' have variables with different",
        ),
        (
            "HTTP",
            {"GET /a/{id}": {}, "GET /a/{key}/b": {}},
            "'GET /a/{id}' and 'GET /a/{key}/b' have variables with diff",
        ),
        (
            "HTTP",
            {"GET /a/{id}": {}, "POST /a": {"mode": "async", "lookup": "GET /a/{name}"}},
            "{id} and {name}, which API",
        ),
        (
            "REST",
            {"POST /a/{id}": {}, "GET /a/{id+}": {}},
            "'POST /a/{id}' and 'GET /a/{id+}' have the variables {id} and {id+} at one position, where a REST API "
            "allows",
        ),
        ("HTTP", {"POST /u/{name}": {"mode": "async"}}, "lookup has the variable {name} twice in"),
        (
            "HTTP",
            {"POST /f/{rest+}": {"mode": "async"}},
            "lookup: {rest+} matches the rest of the path, so it must come last",
        ),
    ],
)
def test_paths_that_api_gateway_would_refuse_are_refused(api_type: str, routes: dict[str, Any], message: str) -> None:
    given = {key: {"workflow": DONE, **route} for key, route in routes.items()}
    assert message in refused({"api_type": api_type, "routes": given})


def test_an_http_api_takes_other_names_for_another_method() -> None:
    deploy({"routes": {"GET /a/{id}": {"workflow": DONE}, "POST /a/{key}": {"workflow": DONE}}})


def test_an_http_api_takes_the_rest_of_a_path_beside_a_part_of_it() -> None:
    deploy({"routes": {"POST /a/{id}": {"workflow": DONE}, "POST /a/{rest+}": {"workflow": DONE}}})


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"workflow": DONE, "routes": {"POST /a": {"workflow": DONE, "name": "gateway"}}},
            "Role would be named 'shop-gateway'",
        ),
        (
            {"workflow": DONE, "routes": {"POST /a": {"workflow": DONE, "name": "access"}}},
            "LogGroup would be named 'shop-access'",
        ),
        (
            {"workflow": DONE, "mode": "async", "routes": {"ANY /lookup": {"workflow": DONE, "name": "own"}}},
            "RolePolicy would be named 'shop-own'",
        ),
        (
            {
                "workflow": StateMachine(Task("A", "a") >> Succeed("B")),
                "functions": {"a": FOLDER},
                "alarms": {},
                "routes": {"POST /a": {"workflow": DONE, "name": "function-a"}},
            },
            "MetricAlarm would be named 'shop-function-a-throttled'",
        ),
        (
            {
                "workflow": StateMachine(Task("A", "executions") >> Succeed("B")),
                "mode": "async",
                "functions": {"executions": FOLDER},
            },
            "PythonFunction would be named 'shop-executions'",
        ),
        (
            {
                "workflow": StateMachine(Task("A", "authorizer") >> Succeed("B")),
                "functions": {"authorizer": FOLDER},
                "authorizer": {"type": "LAMBDA", "function": FOLDER},
            },
            "PythonFunction would be named 'shop-authorizer'",
        ),
    ],
)
def test_two_children_of_one_name_are_refused(args: dict[str, Any], message: str) -> None:
    assert f"two children of the type {message}. Give the route another `name`" in refused(args)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("shop", {"routes": {"POST /a": {"workflow": DONE, "name": "admin"}}}), ("shop-admin", {"workflow": DONE})),
        (("shop", {"workflow": DONE}), ("shop-gateway", {"workflow": DONE})),
    ],
)
def test_two_components_that_would_collide_are_told_apart(first: Any, second: Any) -> None:
    def program() -> None:
        StateMachineApi(*first)
        with pytest.raises(ArgsError, match=f"StateMachineApi '{second[0]}': a child of the type Role would be named"):
            StateMachineApi(*second)

    record(program)
    record(lambda: StateMachineApi(*second))  # in another run there is no first one


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        (
            "a" * 47,
            {"workflow": DONE, "mode": "async"},
            "the function of lookup and stop: the name has 58 characters",
        ),
        (
            "a" * 47,
            {"workflow": DONE, "authorizer": {"type": "LAMBDA", "function": FOLDER}},
            "function 'authorizer': the name",
        ),
        ("a" * 40, {"routes": {"POST /long-path": {"workflow": DONE}}}, "(its `name` may be shorter): the name has 55"),
    ],
)
def test_a_name_too_long_for_a_child_is_refused_at_once(name: str, args: dict[str, Any], message: str) -> None:
    assert message in refused(args, name)


def test_packages_that_are_not_pinned_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("def handler(event, context): ...\n")
    (tmp_path / "requirements.txt").write_text("requests\n")
    machine = StateMachine(Task("A", "a") >> Succeed("B"))
    message = refused({"workflow": machine, "functions": {"a": str(tmp_path)}})
    assert "StateMachineApi 'shop': function 'a': " in message
    assert "'requests' is not pinned" in message


def test_a_function_may_be_given_with_its_arguments() -> None:
    machine = StateMachine(Task("A", "a") >> Succeed("B"))
    recorded = deploy(
        {"workflow": machine, "functions": {"a": {"folder": FOLDER, "memory_size": 512, "handler": None}}}
    )
    assert recorded["Function shop-a"].inputs["memorySize"] == 512
    assert "function 'a': memory_size must be" in refused(
        {"workflow": machine, "functions": {"a": {"folder": FOLDER, "memory_size": 5}}}
    )


def test_a_function_may_stand_where_a_handler_does() -> None:
    def program() -> None:
        made = PythonFunction("made", {"folder": FOLDER})
        old = aws.lambda_.Function("old", role="arn:aws:iam::1:role/r")
        StateMachineApi("shop", {"workflow": StateMachine(Task("A", made) >> Task("B", old))})

    recorded = record(program)
    resources = [f"arn:aws:lambda:eu-west-1:111122223333:function:{name}-1a2b3c4" for name in ("made", "old")]
    assert all(f'"{resource}"' in recorded["StateMachine shop"].inputs["definition"] for resource in resources)
    assert all(f'"{resource}:*"' in recorded["RolePolicy shop"].inputs["policy"] for resource in resources)


@pytest.mark.parametrize("api_type", ["HTTP", "REST"])
@pytest.mark.parametrize("preview", [False, True])
def test_a_workflow_may_be_known_only_at_deployment(api_type: str, preview: bool) -> None:
    def program() -> None:
        workflow: Any = pulumi.Output.from_input(cast(Any, DONE))
        args: Any = {"workflow": workflow, "api_type": api_type}
        StateMachineApi("shop", args)

    recorded = record(program, preview=preview)
    assert "StateMachine shop" in recorded.all


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            {"workflow": StateMachine},
            "workflow must be a StateMachine, a definition as a dict or as a JSON string, not type",
        ),
        ({"workflow": {"StartAt": "a", "States": "x ${foo}"}}, "${foo} in the definition is not defined"),
        ({"workflow": DONE, "input": "hello"}, "input: "),
        ({"workflow": DONE, "input": '{"a": ${request.body}'}, "input: "),
        ({"workflow": DONE, "input": '{"a": ${$request.body}}'}, "input has $$request.body"),
        (
            {"routes": {"POST /a/{id}": {"workflow": DONE, "input": '{"a": "${request.path.ids}"}'}}},
            "$request.path.ids is not a variable of the path in 'POST /a/{id}'. Did you mean 'id'?",
        ),
        (
            {"workflow": pizza, "api_type": "REST", "status_by_error": {"Failed To Make Piza": 422}},
            "status_by_error has 'Failed To Make Piza', which no state raises. Did you mean",
        ),
        ({"workflow": DONE, "kms_key_arn": "alias/x"}, "kms_key_arn must be the ARN of a KMS key"),
        (
            {"workflow": DONE, "authorizer": {**JWT, "issuer": 5}},
            "authorizer: issuer must be a non-empty string, not 5",
        ),
        (
            {"workflow": DONE, "authorizer": {**JWT, "identity_sources": ["$request.header.a", "$request.header.b"]}},
            "identity_sources has 2 members, and a JWT authorizer supports one.",
        ),
        ({"workflow": DONE, "cors": {"allow_origins": ["https://a'b"]}}, 'cors: allow_origins has "https://a\'b"'),
        (
            {"workflow": DONE, "cors": {"allow_origins": ["*"], "allow_methods": ["get"]}},
            "allow_methods has 'get'. The methods are",
        ),
        (
            {"workflow": DONE, "cors": {"allow_origins": ["*"], "allow_headers": ["a b"]}},
            "allow_headers has 'a b', which is",
        ),
        (
            {"workflow": DONE, "api_type": "REST", "mode": "async", "status_by_error": {"E": 422}},
            "status_by_error requires mode 'sync', in which the API knows an execution's error. Leave it out.",
        ),
        (
            {"workflow": DONE, "api_type": "REST", "request_schema": {"type": "strng"}},
            "request_schema has 'strng', which is not a type of JSON. Did you mean 'string'?",
        ),
        ({"workflow": DONE, "api_type": "REST", "request_schema": {"enum": {1}}}, "request_schema is not valid JSON: "),
        (
            {"workflow": DONE, "api_type": "REST", "request_schema": []},
            "request_schema must be a type, such as a TypedDict",
        ),
        (
            {"workflow": DONE, "transform": {"api": {"foo": 1}}},
            "transform['api'] sets 'foo', which is not an input of it. Its",
        ),
        (
            {"workflow": pizza, "transform": {"function": {"memory": 1}}},
            "sets 'memory', which is not an input of it. Did you mean",
        ),
    ],
)
def test_a_mistake_is_reported(args: dict[str, Any], message: str) -> None:
    assert message in refused(args)


def test_an_output_where_a_value_must_be_known_is_told() -> None:
    later = pulumi.Output.from_input
    assert "cors: allow_origins must be known now" in refused(
        lambda: {"workflow": DONE, "cors": {"allow_origins": [later("https://a.b")]}}
    )
    assert "identity_sources must be known now" in refused(
        lambda: {"workflow": DONE, "authorizer": {**JWT, "identity_sources": [later("$request.header.a")]}}
    )


def test_members_that_are_none_are_not_there() -> None:
    recorded = deploy(
        {
            "workflow": DONE,
            "alarms": {"topic_arn": None, "thresholds": None, "period_seconds": None},
            "rollout": {"stable": None, "percent": None},
            "cors": {"allow_origins": ["*"], "max_age": None, "allow_headers": None},
            "authorizer": {"type": "LAMBDA", "function": FOLDER, "result_ttl_seconds": None},
            "api_type": "REST",
        }
    )
    assert "alarmActions" not in recorded["MetricAlarm shop-failed"].inputs
