from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.local import executions, threads
from aslant.local.console.startup_message import startup_message
from aslant.local.deployment import Deployment, deploy
from aslant.local.http import Request, Response
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount

Write = Callable[..., Path]
Deploy = Callable[..., Deployment]


@pytest.fixture
def deploy_program(write_program: Write) -> Iterator[Deploy]:
    deployed: list[Deployment] = []

    def run(main: str, changes: dict[str, Any] | None = None) -> Deployment:
        project = read_project(write_program(main, changes), "dev")
        deployed.append(deploy(project, load(project, LocalAccount()), LocalAccount(), lambda *_: None, lambda _: None))
        return deployed[-1]

    yield run
    for deployment in deployed:
        deployment.end()


def ask(deployment: Deployment, method: str, path: str, host: str = "127.0.0.1:8000") -> Response:
    request = Request(method, path, "", {"host": host}, b"{}")
    return asyncio.run(deployment.gateway.answer(request))


SECOND = """
other = aws.apigatewayv2.Api("other", protocol_type="HTTP")
aws.apigatewayv2.Stage("staged", api_id=other.id, name="v1", stage_variables={"a": "b"})
more = aws.apigatewayv2.Integration("more", api_id=other.id, integration_type="AWS_PROXY",
    integration_subtype="StepFunctions-StartSyncExecution", credentials_arn=calls.arn, payload_format_version="1.0",
    request_parameters={
        "StateMachineArn": echo.arn,
        "Input": '{"a": "${stageVariables.a}", "s": "${context.stage}"}',
    })
aws.apigatewayv2.Route("more", api_id=other.id, route_key="GET /x", target=more.id.apply("integrations/{}".format))
pulumi.export("other", other.api_endpoint)
"""


def test_a_second_api_has_its_own_host_name_and_stage_paths(deploy_program: Deploy, pizza_program: str) -> None:
    deployment = deploy_program(pizza_program + SECOND)
    url = deployment.registry.exports["other"]
    assert url.endswith(".localhost:8000")
    host = url.removeprefix("http://")
    answer = ask(deployment, "GET", "/v1/x", host)
    assert (answer.status, answer.note) == (200, "SUCCEEDED")
    assert rb'"output":"{\"a\":\"b\",\"s\":\"v1\"}"' in answer.body
    for path in ("/x", "/v2/x", "/v1", "/v1/"):
        assert ask(deployment, "GET", path, host).status == 404
    assert ask(deployment, "GET", "/v1/x").status == 404
    assert ask(deployment, "POST", "/echo").status == 200


def test_the_startup_message_begins_with_the_local_address_and_lists_other_hosts(
    deploy_program: Deploy, pizza_program: str
) -> None:
    deployment = deploy_program(pizza_program + SECOND)
    lines = startup_message(deployment, "http://127.0.0.1:4566").splitlines()
    host = deployment.registry.exports["other"].removeprefix("http://")
    own = lines.index(f"  curl -sS http://{host}/v1/x")
    assert lines[own + 1] == (
        f"  http://127.0.0.1:8000 with -H 'Host: {host}' is the same API, for clients that cannot resolve its host"
    )
    assert all(host not in line for line in lines[lines.index("Try it:") : own])


TYPED = """
import pulumi
from aslant.asl import StateMachine, Task
from aslant.aws import StateMachineApi

api = StateMachineApi("shop", {"workflow": StateMachine(Task("Check", "check"))})
pulumi.export("url", api.url)
"""
HANDLER = """
from typing import NotRequired, TypedDict

class Line(TypedDict):
    name: str
    count: int

class Order(TypedDict):
    lines: list[Line]
    paid: bool
    note: NotRequired[str]

def check(order: Order, context: object) -> Order:
    return order
"""


def test_the_curl_line_has_the_members_of_the_typed_dict(deploy_program: Deploy, tmp_path: Path) -> None:
    (tmp_path / "functions" / "check").mkdir(parents=True)
    (tmp_path / "functions" / "check" / "handler.py").write_text(HANDLER)
    lines = startup_message(deploy_program(TYPED), "http://127.0.0.1:4566").splitlines()
    body = '{"lines": [{"name": "...", "count": 1}], "paid": true}'
    assert f"  curl -sS http://127.0.0.1:8000/ -d '{body}'" in lines


def test_the_name_of_an_execution_is_explained_if_a_line_has_it(deploy_program: Deploy, pizza_program: str) -> None:
    changes = {"Route lookup": {"routeKey": "GET /async/{name}"}}
    text = startup_message(deploy_program(pizza_program, changes), "http://127.0.0.1:4566")
    assert "/async/ASYNC_NAME" in text
    assert "NAME of an execution" not in text


def test_a_program_without_an_api_serves_404(deploy_program: Deploy) -> None:
    assert ask(deploy_program("import pulumi\n"), "GET", "/").status == 404


def test_ending_ends_the_workers_and_removes_the_code(deploy_program: Deploy, pizza_program: str) -> None:
    deployment = deploy_program(pizza_program)
    workers = deployment.functions["check"]
    root = workers.function.root
    assert root.is_dir()
    deployment.end()
    assert not root.exists()
    found: Any = workers.invoke(b"1")
    assert found.failed


@pytest.mark.parametrize(("kept", "expected"), [(None, [7]), (9, [9])])
def test_the_command_line_overrides_the_number_of_executions_to_keep(
    write_program: Write, monkeypatch: pytest.MonkeyPatch, kept: int | None, expected: list[int]
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(executions, "RunStore", lambda kept, _: seen.append(kept))
    project = read_project(write_program("", Pulumi__dev__yaml="config: {aslant:keepExecutions: 7}\n"), "dev")
    deploy(project, load(project, LocalAccount()), LocalAccount(), lambda *_: None, lambda _: None, kept).end()
    assert seen == expected


def test_waiting_executions_do_not_block_the_requests_that_stop_them(
    deploy_program: Deploy, pizza_program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "MAX_THREADS", 1)
    deployment = deploy_program(pizza_program)
    machine = next(machine for machine in deployment.machines if machine.name == "wait")
    run = deployment.executions.start({"stateMachineArn": machine.arn})
    stop = {"executionArn": run.arn}
    assert deployment.threads.submit(deployment.stepfunctions.call, "StopExecution", stop).result(5)


LAYERS = """
def layer(name, hot):
    code = pulumi.AssetArchive({"python/spice.py": pulumi.StringAsset(f"HOT = {hot}")})
    return aws.lambda_.LayerVersion(name, layer_name=name, code=code)


aws.lambda_.Function(
    "layered",
    name="layered",
    role=role("layered", "lambda.amazonaws.com").arn,
    runtime="python3.13",
    handler="handler.handle",
    layers=[layer("mild", 1).arn, layer("hot", 2).arn],
    code=pulumi.AssetArchive({
        "handler.py": pulumi.StringAsset("import spice\\ndef handle(event, context): return spice.HOT"),
    }),
)
"""


def test_the_last_layer_of_a_function_overrides_the_others(deploy_program: Deploy, pizza_program: str) -> None:
    deployment = deploy_program(pizza_program + LAYERS)
    assert deployment.functions["layered"].invoke(b"{}").payload == b"2"


CODE_BUCKETS = {
    "its own": 'aws.s3.Bucket("code")',
    "by name": '"bucket-of-another-program"',
}


@pytest.mark.parametrize("bucket", CODE_BUCKETS.values(), ids=CODE_BUCKETS)
def test_a_function_runs_code_from_a_bucket(deploy_program: Deploy, bucket: str) -> None:
    deployment = deploy_program(
        f"""
import os
import pulumi_aws as aws
from aslant.asl import StateMachine, Task
from aslant.aws import StateMachineApi

folder = os.path.dirname(os.path.abspath(__file__))
function = {{"folder": folder, "handler": "handler.handle", "code_bucket": {bucket}}}
StateMachineApi("shop", {{"workflow": StateMachine(Task("Check", "check")), "functions": {{"check": function}}}})
"""
    )
    answer = ask(deployment, "POST", "/")
    assert json.loads(json.loads(answer.body)["output"]) == {"containsPineapple": False}
