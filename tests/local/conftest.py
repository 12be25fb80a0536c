from __future__ import annotations

import asyncio
import dataclasses
import fnmatch
import functools
import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from aslant.local.deployment import Deployment, deploy
from aslant.local.http import Request, Response
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

from .serving import serving

with warnings.catch_warnings():  # the provider deprecates some of its own modules while it imports them
    warnings.simplefilter("ignore")
    import pulumi_aws

    vars(pulumi_aws.s3.Bucket)
    vars(pulumi_aws.lambda_.Function)  # the SDK imports a module when something of it is asked for

PROJECT = "name: shop\nruntime: python\n"

HANDLER = '''\
import os
import time


def handle(event, context):
    """Do what the event requests."""
    if event == "crash":
        raise ValueError("no such flavour")
    if event == "exit":
        os._exit(3)
    if isinstance(event, dict) and "sleep" in event:
        time.sleep(event["sleep"])
    if event == "environment":
        return dict(os.environ)
    return {"containsPineapple": event in ("pineapple", "hawaiian")}


def look_up(event, context):
    """Return the status and output of an execution."""
    import boto3

    arn = os.environ["MACHINE"].replace(":stateMachine:", ":execution:") + ":" + event["pathParameters"]["name"]
    found = boto3.client("stepfunctions").describe_execution(executionArn=arn)
    return {"status": found["status"], "output": found["output"]}
'''

PROGRAM = """\
import json

import pulumi
import pulumi_aws as aws
from changes import make_changes

make_changes()


def policy(action, resource):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]}


def role(name, service):
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    return aws.iam.Role(name, name=name, assume_role_policy=document)


check = aws.lambda_.Function(
    "check",
    name="check",
    role=role("check", "lambda.amazonaws.com").arn,
    runtime="python3.13",
    handler="handler.handle",
    timeout=1,
    environment={"variables": {"OVEN": "hot"}},
    code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
)
works = role("works", "states.amazonaws.com")
rights = aws.iam.RolePolicy(
    "works", role=works.id, policy=pulumi.Output.json_dumps(policy("lambda:InvokeFunction", check.arn))
)
PIZZA = {
    "StartAt": "Order",
    "States": {
        "Order": {
            "Type": "Task",
            "Resource": check.arn,
            "InputPath": "$.flavour",
            "ResultPath": "$.analysis",
            "Next": "Pineapple?",
        },
        "Pineapple?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.analysis.containsPineapple", "BooleanEquals": True, "Next": "Refuse"}],
            "Default": "Bake",
        },
        "Refuse": {"Type": "Fail", "Error": "Failed To Make Pizza", "Cause": "They asked for Pineapple"},
        "Bake": {"Type": "Succeed", "OutputPath": "$.analysis"},
    },
}
ECHO = {"StartAt": "Echo", "States": {"Echo": {"Type": "Pass", "End": True}}}
SUM = {
    "QueryLanguage": "JSONata",
    "StartAt": "Sum",
    "States": {"Sum": {"Type": "Pass", "Output": "{% $sum($states.input.prices) %}", "End": True}},
}
WAIT = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 290, "End": True}}}
INVOKE = {
    "StartAt": "Invoke",
    "States": {
        "Invoke": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": check.arn, "Payload.$": "$"},
            "End": True,
        }
    },
}


def machine(name, definition, type="EXPRESS"):
    return aws.sfn.StateMachine(
        name,
        name=name,
        type=type,
        role_arn=works.arn,
        definition=pulumi.Output.json_dumps(definition),
        opts=pulumi.ResourceOptions(depends_on=[rights]),
    )


pizza = machine("pizza", PIZZA)
echo = machine("echo", ECHO)
invoke = machine("invoke", INVOKE)
total = machine("sum", SUM)
wait = machine("wait", WAIT, "STANDARD")
record = machine("record", ECHO, "STANDARD")
expressWait = machine("express-wait", WAIT)

calls = role("calls", "apigateway.amazonaws.com")
every = policy(["states:StartSyncExecution", "states:StartExecution"], "*")
aws.iam.RolePolicy("calls", role=calls.id, policy=json.dumps(every))
api = aws.apigatewayv2.Api("api", protocol_type="HTTP")
aws.apigatewayv2.Stage("stage", api_id=api.id, name="$default", auto_deploy=True)


def route(name, keys, target, input="$request.body", action="StartSyncExecution", timeout=30000, **more):
    integration = aws.apigatewayv2.Integration(
        name,
        api_id=api.id,
        integration_type="AWS_PROXY",
        integration_subtype=f"StepFunctions-{action}",
        credentials_arn=calls.arn,
        payload_format_version="1.0",
        timeout_milliseconds=timeout,
        request_parameters={"StateMachineArn": target.arn, "Input": input, **more},
    )
    for key in keys:
        path = integration.id.apply("integrations/{}".format)
        aws.apigatewayv2.Route(f"{name} {key}", api_id=api.id, route_key=key, target=path)


route("order", ["POST /"], pizza)
route("echo", ["ANY /echo", "POST /echo/{proxy+}"], echo)
route("sum", ["POST /sum"], total)
route("selected", ["POST /selected"], echo, "$request.body.order.items[1]")
route("path", ["GET /orders/{id}"], echo, \'{"id": "${request.path.id}", "q": "${request.querystring.q}"}\')
route("named", ["POST /named"], echo, Name="$request.header.x-name")
route("async", ["POST /async"], record, action="StartExecution")
route("impatient", ["POST /impatient"], expressWait, timeout=50)

looks = role("lookup", "lambda.amazonaws.com")
aws.iam.RolePolicy("lookup", role=looks.id, policy=json.dumps(policy("states:DescribeExecution", "*")))
lookup = aws.lambda_.Function(
    "lookup",
    name="lookup",
    role=looks.arn,
    runtime="python3.13",
    handler="handler.look_up",
    timeout=10,
    environment={"variables": {"MACHINE": record.arn}},
    code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
)
aws.lambda_.Permission(
    "lookup",
    action="lambda:InvokeFunction",
    function=lookup.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*/*"),
)
lookup_integration = aws.apigatewayv2.Integration(
    "lookup",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=lookup.invoke_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "lookup",
    api_id=api.id,
    route_key="GET /async/executions/{name}",
    target=lookup_integration.id.apply("integrations/{}".format),
)

pulumi.export("machine", pizza.arn)
pulumi.export("url", pulumi.Output.concat(api.api_endpoint, "/"))
pulumi.export("password", pulumi.Output.secret("hush"))
"""


@dataclasses.dataclass(frozen=True)
class Served:
    """The pizza program over real HTTP."""

    deployment: Deployment
    api: httpx.Client
    aws: httpx.Client
    log: list[str]
    printed: list[str]

    @property
    def aws_url(self) -> str:
        return str(self.aws.base_url).rstrip("/")

    def call(self, action: str, **parameters: object) -> httpx.Response:
        headers = {"X-Amz-Target": f"AWSStepFunctions.{action}", "Content-Type": "application/x-amz-json-1.0"}
        return self.aws.post("/", json=parameters, headers=headers)

    def logged(self, start: str) -> list[str]:
        """Return the log lines with a prefix. Wait, since a request is logged just after its response."""
        end = time.monotonic() + 5
        while not (lines := [line for line in self.log if line.startswith(start)]) and time.monotonic() < end:
            time.sleep(0.001)
        return lines

    def arn(self, name: str) -> str:
        return f"arn:aws:states:us-east-1:123456789012:stateMachine:{name}"


SHOP = Path(__file__).parent / "shop"


@dataclasses.dataclass(frozen=True)
class Shop:
    """The program with every option of an HTTP API, deployed without a server."""

    deployment: Deployment
    lines: list[str]
    """The lines that functions have printed and those of access logs."""
    notes: list[str]

    def ask(self, method: str, target: str, body: bytes = b"", /, **headers: str) -> Response:
        """Return the response to a request. Each `_` in a header's name becomes `-`."""
        path, _, query = target.partition("?")
        sent = {"host": "127.0.0.1:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return asyncio.run(self.deployment.dispatcher.answer(Request(method, path, query, sent, body)))


WriteProgram = Callable[..., Path]
LoadProgram = Callable[..., Registry]
Changes = Mapping[str, Any]
"""Patches of resources' inputs by the type and name of the resource, as `shop/changes.py` documents them."""


def write(directory: Path, main: str, /, changes: Changes | None = None, **files: str) -> Path:
    (directory / "Pulumi.yaml").write_text(files.pop("project", PROJECT))
    (directory / "handler.py").write_text(HANDLER)
    (directory / "changes.py").write_text((SHOP / "changes.py").read_text())
    if changes is not None:
        (directory / "Pulumi.dev.yaml").write_text(json.dumps({"config": {"shop:changes": changes}}))
    (directory / "__main__.py").write_text(main)
    for name, text in files.items():
        (directory / name.replace("__", ".")).write_text(text)
    return directory


@pytest.fixture
def pizza_program() -> str:
    """The `__main__.py` that the `served` fixture serves."""
    return PROGRAM


@pytest.fixture
def write_program(tmp_path: Path) -> WriteProgram:
    """A function that writes a program: `__main__.py`, changes of resources, other files by name (`__` for the dot)."""
    return functools.partial(write, tmp_path)


@pytest.fixture
def load_program(write_program: WriteProgram) -> LoadProgram:
    """A function that runs a program and returns the registry."""

    def run(main: str, changes: Changes | None = None, **files: str) -> Registry:
        project = read_project(write_program(main, changes, **files), "dev")
        registry = load(project, LocalAccount(project.region))
        resources = [f"{item.type.rpartition(':')[2]} {item.name}" for item in registry]
        assert [key for key in changes or () if not fnmatch.filter(resources, key)] == []
        return registry

    return run


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pizza program over real HTTP on two free ports."""
    with (
        serving(write(tmp_path_factory.mktemp("shop"), PROGRAM)) as running,
        httpx.Client(base_url=running.url) as api,
        httpx.Client(base_url=running.aws_url) as aws,
    ):
        yield Served(running.deployment, api, aws, running.log, running.printed)


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """The program of `tests/local/shop`, deployed."""
    lines: list[str] = []
    notes: list[str] = []
    project, account = read_project(SHOP, "dev"), LocalAccount()
    deployment = deploy(
        project, load(project, account), account, lambda name, line: lines.append(f"{name} | {line}"), notes.append
    )
    yield Shop(deployment, lines, notes)
    deployment.end()


@pytest.fixture
def load_shop(load_program: LoadProgram) -> LoadProgram:
    """A function that runs the shop's program with changed resources and more lines, and returns the registry."""

    def run(changes: Changes | None = None, more: str = "") -> Registry:
        return load_program((SHOP / "__main__.py").read_text() + more, changes)

    return run
