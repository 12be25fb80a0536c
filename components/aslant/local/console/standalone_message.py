"""The startup message of a server without a program: what is served, and first commands to paste."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from aslant.local.credentials import ACCESS_KEY, SECRET_KEY
from aslant.local.deployment import Deployment
from aslant.local.page.address import page_url

__all__ = ["standalone_message"]

HELLO = {"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "Result": "Hello!", "End": True}}}
PROJECT_FILE = "Pulumi.yaml"


def standalone_message(deployment: Deployment, aws_url: str, folder: Path, *, machines_given: bool) -> str:
    """Return the whole message for a server that was started in a folder."""
    served = list(_served(deployment))
    return "\n".join(
        [
            f"aws: {aws_url}",
            f"page: {page_url(aws_url)}",
            "",
            "This serves AWS Step Functions and the data of other AWS services to any client of this machine.",
            *_hints(folder, machines_given),
            "",
            "Try it:",
            *(f"  {line}" for line in _commands(deployment, aws_url)),
            "",
            *(["Served:", *(f"  {line}" for line in served), ""] if served else []),
            "Press Ctrl-C to stop.",
        ]
    )


def _hints(folder: Path, machines_given: bool) -> Iterator[str]:
    """Yield how to serve the program above the folder, or the definitions in it."""
    above = next((place for place in folder.resolve().parents if (place / PROJECT_FILE).is_file()), None)
    if above is not None:
        yield f"{above / PROJECT_FILE} is a program. To serve it, start again with --program {quote(str(above))}"
    if machines_given:
        return
    found = sorted(path.name for ending in ("json", "yaml", "yml") for path in folder.glob(f"*.asl.{ending}"))
    if found:
        count = "is a definition" if len(found) == 1 else f"and {len(found) - 1} more are definitions"
        yield f"{found[0]} {count} in this folder. To serve them, start again with --machines ."


def _commands(deployment: Deployment, aws_url: str) -> Iterator[str]:
    variables = {
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_DEFAULT_REGION": deployment.region,
    }
    yield "export " + " ".join(f"{name}={value}" for name, value in variables.items())
    account = deployment.release.content.account
    machine = next(iter(deployment.release.machines), None)
    if machine is None:
        yield (
            f"aws stepfunctions create-state-machine --name hello --role-arn {account.arn('iam', 'role/hello')} "
            f"--definition {quote(json.dumps(HELLO))}"
        )
        arn, operation = account.arn("states", "stateMachine:hello"), "start-execution"
    else:
        arn = machine.arn
        operation = "start-sync-execution" if machine.type == "EXPRESS" else "start-execution"
    yield f"aws stepfunctions {operation} --state-machine-arn {arn} --input '{{}}'"
    yield (
        "python -c \"import boto3; print(boto3.client('stepfunctions')."
        f"{operation.replace('-', '_')}(stateMachineArn='{arn}'))\""
    )


def _served(deployment: Deployment) -> Iterator[str]:
    for machine in deployment.release.machines:
        yield f"{machine.type} state machine {machine.arn}"
    content = deployment.release.content
    for name in content.handlers:
        yield f"function {name} of {content.handlers[name].path}"
    for name, url in content.urls.items():
        yield f"function {name} at {url}"
    for service, url in content.endpoints.items():
        yield f"calls of {service} at {url}"
