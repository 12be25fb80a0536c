"""Transforms: changes to what a component registers."""

from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from aslant.aws import Child, StateMachineApi
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
            "transform has 'statemachine', and there is no such child; did you mean 'state_machine'?",
        ),
        ({"x": {}}, "and there is no such child; there are api, stage, integration"),
        ({"stage": 7}, "transform['stage'] must be inputs to set or a function of the Child, not 7"),
        ({"role": int}, "transform['role'] must be inputs to set or a function of the Child, not <class 'int'>"),
        ({"role": lambda: 1}, "transform['role'] must be inputs to set or a function of the Child, not <function"),
        ({"role": lambda child, more: 1}, "transform['role'] must be inputs to set or a function of the Child, not"),
        (
            {"function": {"memory_size": 5}},
            "StateMachineApi 'shop': transform['function']: memory_size must be a whole number from 128 to 10,240 MB",
        ),
        (
            {"executions_function": {"vpc": {}}},
            "StateMachineApi 'shop': transform['executions_function']: vpc: security_group_ids is missing",
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
    with pytest.raises(ArgsError, match=r"transform\['stage'\] returned None for 'shop'; return the Child"):
        deploy({"stage": lambda child: None})
