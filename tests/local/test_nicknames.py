"""The nicknames of functions and machines."""

from __future__ import annotations

from aslant.local.nicknames import nicknames_of
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.machines import STATE_MACHINE


def made(urn: str, type: str, name: str, parent: str = "") -> RegisteredResource:
    return RegisteredResource(urn, type, name, {}, parent=parent)


def test_nicknames_are_the_name_in_pulumi_and_in_each_component() -> None:
    registry = Registry()
    registry.add(made("shop", "aslant:aws:StateMachineApi", "shop"))
    registry.add(made("kitchen", "aslant:aws:Workflow", "shop-kitchen", "shop"))
    registry.add(made("bake", "aslant:aws:PythonFunction", "shop-kitchen-bake", "kitchen"))
    registry.add(
        RegisteredResource("f", FUNCTION, "shop-kitchen-bake", {}, {"name": "shop-kitchen-bake-5ece088"}, "bake")
    )
    registry.add(RegisteredResource("m", STATE_MACHINE, "alone", {}, {"name": "alone-1"}))
    registry.add(RegisteredResource("read", FUNCTION, "read", {}, {"name": "read"}, read=True))
    assert nicknames_of(registry) == {
        "shop-kitchen-bake-5ece088": ("shop-kitchen-bake", "bake", "kitchen-bake"),
        "alone-1": ("alone",),
    }
