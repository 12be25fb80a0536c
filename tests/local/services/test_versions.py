"""Versions of machines and functions, and their aliases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Bakery


def test_an_execution_names_the_alias_and_version_it_was_started_by(bakery: Bakery) -> None:
    started = bakery.aws("StartExecution", stateMachineArn=bakery.arn("echo:live"), name="by-alias", input="{}")
    result = bakery.aws("DescribeExecution", executionArn=started["executionArn"])
    assert result["stateMachineArn"] == bakery.arn("echo")
    assert result["stateMachineAliasArn"] == bakery.arn("echo:live")
    assert result["stateMachineVersionArn"] in (bakery.arn("echo:1"), bakery.arn("echo:2"))
    started = bakery.aws("StartExecution", stateMachineArn=bakery.arn("echo:1"), name="by-version", input="{}")
    result = bakery.aws("DescribeExecution", executionArn=started["executionArn"])
    assert (result["stateMachineVersionArn"], "stateMachineAliasArn" in result) == (bakery.arn("echo:1"), False)


def test_versions_and_aliases_are_listed(bakery: Bakery) -> None:
    versions = bakery.aws("ListStateMachineVersions", stateMachineArn=bakery.arn("echo"))["stateMachineVersions"]
    assert [item["stateMachineVersionArn"][-2:] for item in versions] == [":2", ":1"]
    (alias,) = bakery.aws("ListStateMachineAliases", stateMachineArn=bakery.arn("echo"))["stateMachineAliases"]
    result = bakery.aws("DescribeStateMachineAlias", stateMachineAliasArn=alias["stateMachineAliasArn"])
    assert (result["name"], [route["weight"] for route in result["routingConfiguration"]]) == ("live", [90, 10])


def test_a_version_that_was_not_published_does_not_exist(bakery: Bakery) -> None:
    for qualified in ("echo:7", "echo:test", "quick:1"):
        refused = bakery.aws("StartExecution", stateMachineArn=bakery.arn(qualified))
        assert refused["__type"].endswith("#StateMachineDoesNotExist")


def test_a_client_can_invoke_a_version_of_a_function(bakery: Bakery) -> None:
    event = {"service": "sts", "operation": "get_caller_identity", "arguments": {}}
    client = bakery.clients.of("lambda", "us-east-1")
    for qualifier, version in (("1", "1"), ("$LATEST", "$LATEST")):
        answer = client.invoke(FunctionName="calls", Qualifier=qualifier, Payload=json.dumps(event))
        assert answer["ExecutedVersion"] == version
        assert json.loads(answer["Payload"].read())["Account"] == "123456789012"
