"""Transforms: changes to what a component registers."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from aslant.aws import Child, StateMachineApi
from aslant.aws.child_kinds import kinds_of
from aslant.errors import ArgsError
from tests.aws.recording import Recording, record
from workflows.pizza import pizza


def deploy(transform: Any) -> Recording:
    return record(lambda: StateMachineApi("shop", {"workflow": pizza, "transform": transform}))


def test_inputs_are_set_by_kind_of_child() -> None:
    recorded = deploy({"state_machine": {"publish": True}, "function": {"memory_size": 512}})
    assert recorded["StateMachine shop"].inputs["publish"] is True
    assert recorded["StateMachine shop"].inputs["type"] == "EXPRESS"
    assert recorded["Function shop-pineapple_check"].inputs["memorySize"] == 512


def test_a_function_sees_the_whole_child_and_may_change_its_options() -> None:
    seen: list[tuple[str, Any]] = []

    def change(child: Child) -> Child:
        seen.append((child.name, child.inputs["type"]))
        topic = aws.sns.Topic("news")
        return child.with_inputs(name="shop").with_options(pulumi.ResourceOptions(depends_on=[topic]))

    recorded = deploy({"state_machine": change})
    assert seen == [("shop", "EXPRESS")]
    machine = recorded["StateMachine shop"]
    assert machine.inputs["name"] == "shop"
    assert machine.dependencies >= {"Topic news", "RolePolicy shop", "LogGroup shop"}
    assert machine.parent == "StateMachineApi shop"


@pytest.mark.parametrize(
    ("transform", "message"),
    [
        (
            {"statemachine": {}},
            "transform has 'statemachine', which is not a kind of child. Did you mean 'state_machine'?",
        ),
        ({"x": {}}, "which is not a kind of child. The kinds are api, stage, integration"),
        ({"stage": 7}, "transform['stage'] must be inputs to set or a function of the Child, not 7"),
        ({"role": int}, "transform['role'] must be inputs to set or a function of the Child, not <class 'int'>"),
        ({"role": lambda: 1}, "transform['role'] must be inputs to set or a function of the Child, not <function"),
        ({"role": lambda child, more: 1}, "transform['role'] must be inputs to set or a function of the Child, not"),
        (
            {"function": {"memory_size": 5}},
            "StateMachineApi 'shop': transform['function']: memory_size must be a whole number from 128 to 10,240 MB",
        ),
        (
            {"function": {"vpc": {}}},
            "StateMachineApi 'shop': transform['function']: vpc: security_group_ids is missing",
        ),
        ([], "transform must be a mapping of kinds of children to changes, not []"),
    ],
)
def test_a_transform_of_nothing_is_refused(transform: Any, message: str) -> None:
    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            StateMachineApi("shop", {"workflow": pizza, "transform": transform})
        assert message in str(caught.value)

    assert record(program).all == {}


def test_what_is_awaited_may_be_set_for_all_children_of_a_kind() -> None:
    async def days() -> int:
        return 3

    def program() -> None:
        value = days()
        args: Any = {
            "workflow": pizza,
            "routes": {"POST /a": {"workflow": pizza}},
            "transform": {"log_group": {"retention_in_days": value}},
        }
        StateMachineApi("shop", args)

    recorded = record(program)
    assert [recorded[f"LogGroup shop{end}"].inputs["retentionInDays"] for end in ("", "-post-a")] == [3, 3]


def test_a_transform_must_return_the_child() -> None:
    place = r"^StateMachineApi 'shop': transform\['stage'\]"
    with pytest.raises(ArgsError, match=rf"{place} returned None for 'shop'. Return the Child"):
        deploy({"stage": lambda child: None})


def test_a_transform_must_set_inputs_that_the_child_has() -> None:
    with pytest.raises(ArgsError, match=r"^StateMachineApi 'shop': transform\['role'\] sets 'pth', .* mean 'path'\?"):
        deploy({"role": lambda child: child.with_inputs(pth="/orders/")})


EVERY = ("functions_throttled", "executions_failed", "executions_timed_out", "api_4xx")
HTTP_ONLY = ("integration", "route", "authorizer", "executions_function", "executions_policy")
REST_ONLY = ("deployment", "method_settings", "web_acl_association")
ARN = "arn:aws:lambda:eu-west-1:111122223333:function:check"
DOMAIN = {"name": "shop.example.com"}
CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/c1"


@pytest.mark.parametrize(
    ("args", "kind", "why"),
    [
        *(({"api_type": "REST"}, kind, "only an HTTP API has one") for kind in HTTP_ONLY),
        *(({}, kind, "only a REST API has one") for kind in REST_ONLY),
        ({"api_type": "REST"}, "web_acl_association", "web_acl_arn is not set"),
        ({"functions": {"pineapple_check": ARN}}, "function", "the component creates no function"),
        (
            {"functions": {"pineapple_check": ARN}, "alarms": {}},
            "functions_throttled",
            "the component creates no function",
        ),
        *(({}, kind, "alarms is not set") for kind in EVERY),
        ({}, "authorizer", "authorizer does not need one"),
        ({"authorizer": {"type": "IAM"}}, "authorizer", "authorizer does not need one"),
        ({"authorizer": {"type": "IAM"}}, "authorizer_permission", "authorizer has no function"),
        ({}, "access_log_group", "access_logs is not set"),
        ({}, "alias", "rollout is not set"),
        ({}, "own_policy", "no workflow has a distributed Map"),
        ({"log_level": "OFF"}, "log_group", "log_level is 'OFF'"),
        ({}, "executions_permission", "no route looks up or stops executions"),
        ({"mode": "async", "lookup": False}, "executions_function", "no route looks up or stops executions"),
        ({}, "dashboard", "dashboard is not set"),
        ({"dashboard": False}, "dashboard", "dashboard is not set"),
        ({}, "domain_name", "domain is not set"),
        ({"domain": {**DOMAIN, "certificate_arn": CERTIFICATE}}, "certificate", "the component creates no certificate"),
        (
            {"domain": {**DOMAIN, "certificate_arn": CERTIFICATE}},
            "domain_record",
            "domain has no hosted_zone_id",
        ),
    ],
)
def test_a_transform_of_a_missing_child_is_refused(args: Any, kind: str, why: str) -> None:
    given: Any = {"workflow": pizza, "transform": {kind: {}}, **args}

    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            StateMachineApi("shop", given)
        message = (
            f"StateMachineApi 'shop': transform has {kind!r}, but the component has no such child: {why}. Leave it out."
        )
        assert str(caught.value) == message

    assert record(program).all == {}


def test_a_transform_sets_inputs_of_the_chosen_api_alone() -> None:
    def program() -> None:
        args: Any = {"workflow": pizza, "api_type": "REST", "transform": {"api": {"cors_configuration": {}}}}
        with pytest.raises(
            ArgsError, match=r"transform\['api'\] sets 'cors_configuration', which is not an input of it"
        ):
            StateMachineApi("shop", args)

    assert record(program).all == {}


EVERYTHING: dict[str, dict[str, Any]] = {
    "HTTP": {
        "mode": "async",
        "authorizer": {"type": "LAMBDA", "function": ARN},
    },
    "REST": {"api_type": "REST", "web_acl_arn": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1"},
}
MANY = {
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "StartAt": "Check",
                "States": {"Check": {"Type": "Task", "Resource": "${pineapple_check}", "End": True}},
            },
            "End": True,
        }
    },
}


@pytest.mark.parametrize("api_type", EVERYTHING)
def test_every_kind_that_may_be_changed_is_changed_where_it_is_there(api_type: str) -> None:
    changed: set[str] = set()
    kinds = kinds_of(api_type)
    if api_type == "REST":
        kinds = {kind: classes for kind, classes in kinds.items() if kind != "authorizer_permission"}

    def note(kind: str) -> Any:
        def change(child: Child) -> Child:
            changed.add(kind)
            return child

        return change

    def program() -> None:
        args: Any = {
            "workflow": MANY,
            "mode": "async",
            "access_logs": True,
            "rollout": {},
            "alarms": {},
            "dashboard": True,
            "domain": {**DOMAIN, "hosted_zone_id": "Z1"},
            "transform": {kind: note(kind) for kind in kinds},
            **EVERYTHING[api_type],
        }
        StateMachineApi("shop", args)

    record(program)
    assert changed == kinds.keys()
