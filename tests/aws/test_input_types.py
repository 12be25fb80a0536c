from __future__ import annotations

import asyncio
from typing import TypedDict

import pulumi
import pytest

from aslant.asl import StateMachine, Succeed
from aslant.aws.input_types import input_type_of, keep_input_type


class Order(TypedDict):
    flavour: str


def test_the_input_type_of_a_workflow_is_remembered_until_it_changes() -> None:
    keep_input_type("orders", StateMachine(Succeed("Done"), input_type=Order))
    assert input_type_of("orders") is Order
    keep_input_type("orders", StateMachine(Succeed("Done")))
    assert input_type_of("orders") is None


@pytest.mark.parametrize("workflow", [{}, "{}", None])
def test_other_definitions_have_no_input_type(workflow: object) -> None:
    keep_input_type("orders", workflow)
    assert input_type_of("orders") is None


def test_a_definition_known_only_at_deployment_has_no_input_type() -> None:
    async def program() -> None:
        keep_input_type("orders", pulumi.Output.from_input({}))

    asyncio.run(program())
    assert input_type_of("orders") is None
