"""Aliases: created, executed, changed, listed and deleted. Messages are those that AWS's recordings have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import MACHINE, WAIT

if TYPE_CHECKING:
    from .conftest import Api

ARN = f"{MACHINE}bake"


def routes(*weights: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"stateMachineVersionArn": f"{MACHINE}{name}", "weight": weight} for name, weight in weights]


LIVE = routes(("bake:1", 100))


@pytest.fixture
def two(api: Api) -> Api:
    """Return an API with a machine that has two versions, and another one with one version."""
    api.create(publish=True)
    api.client.update_state_machine(stateMachineArn=ARN, definition=WAIT, publish=True)
    api.create("other", publish=True)
    return api


def test_an_alias_is_created_described_and_executed(two: Api) -> None:
    made = two.client.create_state_machine_alias(name="live", description="all", routingConfiguration=LIVE)
    assert made["stateMachineAliasArn"] == f"{ARN}:live"
    described = two.client.describe_state_machine_alias(stateMachineAliasArn=f"{ARN}:live")
    assert {name: value for name, value in described.items() if name != "ResponseMetadata"} == {
        "creationDate": made["creationDate"],
        "description": "all",
        "name": "live",
        "routingConfiguration": LIVE,
        "stateMachineAliasArn": f"{ARN}:live",
        "updateDate": made["creationDate"],
    }
    ended = two.ended(two.client.start_execution(stateMachineArn=f"{ARN}:live", input="1")["executionArn"])
    assert (ended["stateMachineAliasArn"], ended["stateMachineVersionArn"]) == (f"{ARN}:live", f"{ARN}:1")
    executions = two.client.list_executions(stateMachineArn=f"{ARN}:live")["executions"]
    assert [item["executionArn"] for item in executions] == [ended["executionArn"]]


def test_creating_is_idempotent_and_nothing_else(two: Api) -> None:
    first = two.client.create_state_machine_alias(name="live", routingConfiguration=LIVE)
    again = two.client.create_state_machine_alias(name="live", routingConfiguration=LIVE)
    assert again["creationDate"] == first["creationDate"]
    for change in ({"description": "new"}, {"routingConfiguration": routes(("bake:2", 100))}):
        request: dict[str, Any] = {"name": "live", "routingConfiguration": LIVE, **change}
        assert two.refusal("create_state_machine_alias", **request) == (
            "ConflictException",
            "Failed to create alias because an alias with the same name and a different routing configuration already "
            "exists.",
        )


PATTERN = "Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$"


@pytest.mark.parametrize(
    ("name", "configuration", "message"),
    [
        (
            "live",
            routes(("bake", 100)),
            f"Routing configuration must contain state machine version ARNs. Received: [{ARN}]",
        ),
        (
            "live",
            routes(("bake:1", 50), ("bake:1", 50)),
            f"Routing configuration must contain distinct state machine version ARNs. Received: [{ARN}:1, {ARN}:1]",
        ),
        (
            "live",
            routes(("bake:1", 70), ("bake:2", 29)),
            "Sum of routing configuration weights must equal 100. Received: [70, 29]",
        ),
        (
            "live",
            routes(("bake:1", 101)),
            "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy "
            "constraint: Member must have value less than or equal to 100",
        ),
        (
            "live",
            routes(("bake:1", 50), ("bake:2", 30), ("bake:3", 20)),
            "1 validation error detected: Value '["
            f"RoutingConfigurationListItem(stateMachineVersionArn={ARN}:1, weight=50), "
            f"RoutingConfigurationListItem(stateMachineVersionArn={ARN}:2, weight=30), "
            f"RoutingConfigurationListItem(stateMachineVersionArn={ARN}:3, weight=20)]' at 'routingConfiguration' "
            "failed to satisfy constraint: Member must have length less than or equal to 2",
        ),
        (
            "live",
            routes(("bake:1", 50), ("other:1", 50)),
            "Both stateMachineVersionArn values must belong to the same state machine. "
            f"Received: [{ARN}:1, {MACHINE}other:1]",
        ),
        ("123", LIVE, f"1 validation error detected: Value '123' at 'name' failed to satisfy constraint: {PATTERN}"),
        ("a b", LIVE, f"1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: {PATTERN}"),
    ],
)
def test_an_invalid_alias_is_refused(two: Api, name: str, configuration: Any, message: str) -> None:
    refused = two.refusal("create_state_machine_alias", name=name, routingConfiguration=configuration)
    assert refused == ("ValidationException", message)


def test_an_update_changes_what_it_names(two: Api) -> None:
    two.client.create_state_machine_alias(name="live", routingConfiguration=LIVE)
    two.client.update_state_machine_alias(stateMachineAliasArn=f"{ARN}:live", description="new")
    both = routes(("bake:1", 50), ("bake:2", 50))
    two.client.update_state_machine_alias(stateMachineAliasArn=f"{ARN}:live", routingConfiguration=both)
    described = two.client.describe_state_machine_alias(stateMachineAliasArn=f"{ARN}:live")
    assert (described["description"], described["routingConfiguration"]) == ("new", both)
    assert described["updateDate"] >= described["creationDate"]


@pytest.mark.parametrize("change", [{}, {"routingConfiguration": routes(("other:1", 100))}])
def test_an_invalid_update_is_refused(two: Api, change: dict[str, Any]) -> None:
    two.client.create_state_machine_alias(name="live", routingConfiguration=LIVE)
    refused = two.refusal("update_state_machine_alias", stateMachineAliasArn=f"{ARN}:live", **change)
    assert refused[0] == "ValidationException"


def test_aliases_are_listed_for_a_machine_or_a_version(two: Api) -> None:
    two.client.create_state_machine_alias(name="old", routingConfiguration=LIVE)
    two.client.create_state_machine_alias(name="new", routingConfiguration=routes(("bake:2", 100)))

    def listed(arn: str) -> list[str]:
        aliases = two.client.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]
        return [item["stateMachineAliasArn"].rpartition(":")[2] for item in aliases]

    assert (listed(ARN), listed(f"{ARN}:1"), listed(f"{MACHINE}other")) == (["new", "old"], ["old"], [])
    for arn in (f"{MACHINE}none", f"{ARN}:7"):
        assert two.refusal("list_state_machine_aliases", stateMachineArn=arn)[0] == "StateMachineDoesNotExist"


def test_deleting_is_idempotent(two: Api) -> None:
    two.client.create_state_machine_alias(name="live", routingConfiguration=LIVE)
    for _ in range(2):
        two.client.delete_state_machine_alias(stateMachineAliasArn=f"{ARN}:live")
    for operation, more in (("describe_state_machine_alias", {}), ("update_state_machine_alias", {"description": "x"})):
        assert two.refusal(operation, stateMachineAliasArn=f"{ARN}:live", **more) == (
            "ResourceNotFound",
            "Request references a resource that does not exist.",
        )
    two.client.delete_state_machine_version(stateMachineVersionArn=f"{ARN}:1")


def test_an_alias_of_a_version_that_does_not_exist_is_refused(two: Api) -> None:
    refused = two.refusal("create_state_machine_alias", name="live", routingConfiguration=routes(("bake:7", 100)))
    assert refused[0] == "ResourceNotFound"
    refused = two.refusal("create_state_machine_alias", name="live", routingConfiguration=routes(("none:1", 100)))
    assert refused[0] == "StateMachineDoesNotExist"
