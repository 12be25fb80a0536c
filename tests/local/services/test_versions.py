"""Versions of machines and functions, and the aliases that stand for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Bakery


def test_an_execution_tells_which_alias_and_version_it_was_started_by(bakery: Bakery) -> None:
    started = bakery.aws("StartExecution", stateMachineArn=bakery.arn("echo:live"), name="by-alias", input="{}")
    told = bakery.aws("DescribeExecution", executionArn=started["executionArn"])
    assert told["stateMachineArn"] == bakery.arn("echo")
    assert told["stateMachineAliasArn"] == bakery.arn("echo:live")
    assert told["stateMachineVersionArn"] in (bakery.arn("echo:1"), bakery.arn("echo:2"))
    started = bakery.aws("StartExecution", stateMachineArn=bakery.arn("echo:1"), name="by-version", input="{}")
    told = bakery.aws("DescribeExecution", executionArn=started["executionArn"])
    assert (told["stateMachineVersionArn"], "stateMachineAliasArn" in told) == (bakery.arn("echo:1"), False)


def test_versions_and_aliases_are_listed(bakery: Bakery) -> None:
    versions = bakery.aws("ListStateMachineVersions", stateMachineArn=bakery.arn("echo"))["stateMachineVersions"]
    assert [item["stateMachineVersionArn"][-2:] for item in versions] == [":2", ":1"]
    (alias,) = bakery.aws("ListStateMachineAliases", stateMachineArn=bakery.arn("echo"))["stateMachineAliases"]
    told = bakery.aws("DescribeStateMachineAlias", stateMachineAliasArn=alias["stateMachineAliasArn"])
    assert (told["name"], [route["weight"] for route in told["routingConfiguration"]]) == ("live", [90, 10])


def test_what_was_not_published_is_not_there(bakery: Bakery) -> None:
    for qualified in ("echo:7", "echo:test", "quick:1"):
        refused = bakery.aws("StartExecution", stateMachineArn=bakery.arn(qualified))
        assert refused["__type"].endswith("#StateMachineDoesNotExist")


def test_a_client_calls_a_function_s_version(bakery: Bakery) -> None:
    event = {"service": "sts", "operation": "get_caller_identity", "arguments": {}}
    client = bakery.clients.of("lambda", "us-east-1")
    for qualifier, version in (("1", "1"), ("$LATEST", "$LATEST")):
        answer = client.invoke(FunctionName="calls", Qualifier=qualifier, Payload=json.dumps(event))
        assert answer["ExecutedVersion"] == version
        assert json.loads(answer["Payload"].read())["Account"] == "123456789012"
