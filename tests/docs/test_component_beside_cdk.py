"""docs/coming-from-cdk.md on APIs: both sides make the same routes, machines and permissions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.aws.recording import record, short
from tests.docs.cdk import RECORDED, SETTING, page

SHOWN = page()
BLOCKS = {name: block for name, block in json.loads(RECORDED.read_text())["blocks"].items() if "resources" in block}


def ours(section: str) -> dict[str, Any]:
    """Return the API that aslant's block registers."""
    code = SHOWN.aslant[SETTING] + SHOWN.aslant[section]
    recorded = record(lambda: exec(compile(code, section, "exec", dont_inherit=True), {}))  # noqa: S102  # our own page
    resources = [(short(one.type), one.inputs) for one in recorded.by_urn.values()]
    bodies = [json.loads(inputs["body"]) for kind, inputs in resources if kind == "RestApi"]
    rest = [
        ({"x-amazon-apigateway-any-method": "ANY"}.get(method, method.upper()), path, operation)
        for body in bodies
        for path, methods in body["paths"].items()
        for method, operation in methods.items()
    ]
    return {
        "routes": sorted(
            [inputs["routeKey"] for kind, inputs in resources if kind == "Route"]
            + [f"{method} {path}" for method, path, _ in rest]
        ),
        "calls": sorted(
            [inputs["integrationSubtype"].partition("-")[2] for kind, inputs in resources if kind == "Integration"]
            + [operation["x-amazon-apigateway-integration"]["uri"].rpartition("/")[2] for _, _, operation in rest]
        ),
        "parameters": parameters(inputs["requestParameters"] for kind, inputs in resources if kind == "Integration"),
        "machines": sorted(inputs["type"] for kind, inputs in resources if kind == "StateMachine"),
        "definitions": [json.loads(inputs["definition"]) for kind, inputs in resources if kind == "StateMachine"],
        "trusts": trusts(inputs["assumeRolePolicy"] for kind, inputs in resources if kind == "Role"),
        "rights": rights(inputs["policy"] for kind, inputs in resources if kind == "RolePolicy"),
    }


def cdks(section: str) -> dict[str, Any]:
    """Return the API that the CDK's block synthesizes."""
    resources = [(one["Type"].split("::")[-1], one["Properties"]) for one in BLOCKS[section]["resources"]]
    methods = [properties for kind, properties in resources if kind == "Method"]
    return {
        "routes": sorted(
            [properties["RouteKey"] for kind, properties in resources if kind == "Route"]
            + [f"{properties['HttpMethod']} /" for properties in methods]
        ),
        "calls": sorted(
            [one["IntegrationSubtype"].partition("-")[2] for kind, one in resources if kind == "Integration"]
            + [json.dumps(one["Integration"]["Uri"]).rpartition("/")[2].strip('"]}') for one in methods]
        ),
        "parameters": parameters(one["RequestParameters"] for kind, one in resources if kind == "Integration"),
        "machines": [
            properties.get("StateMachineType", "STANDARD") for kind, properties in resources if kind == "StateMachine"
        ],
        "definitions": [json.loads(one["DefinitionString"]) for kind, one in resources if kind == "StateMachine"],
        "trusts": trusts(one["AssumeRolePolicyDocument"] for kind, one in resources if kind == "Role"),
        "rights": rights(one["PolicyDocument"] for kind, one in resources if kind == "Policy"),
    }


def parameters(found: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the parameters that start an execution, without the ARN of its machine."""
    return [{key: value for key, value in one.items() if key != "StateMachineArn"} for one in found]


def trusts(documents: Iterable[Any]) -> set[tuple[str, tuple[str, ...]]]:
    """Return the services that may assume a role, each with its condition operators."""
    statements = [one for document in documents for one in read(document)]
    return {(one["Principal"]["Service"], tuple(sorted(one.get("Condition", {})))) for one in statements}


def rights(documents: Iterable[Any]) -> list[str]:
    """Return the actions of Step Functions that the policies allow."""
    actions = [one["Action"] for document in documents for one in read(document)]
    names = [name for action in actions for name in ([action] if isinstance(action, str) else action)]
    return sorted(name for name in names if name.startswith("states:"))


def read(document: Any) -> Any:
    return (json.loads(document) if isinstance(document, str) else document)["Statement"]


@pytest.mark.parametrize("section", BLOCKS)
def test_both_blocks_of_a_section_make_the_same_api(section: str) -> None:
    assert ours(section) == cdks(section)


def test_every_pair_of_the_section_is_compared() -> None:
    assert list(BLOCKS) == ["a-synchronous-response", "an-asynchronous-execution", "a-rest-api"]
