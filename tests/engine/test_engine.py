"""The real programs in Pulumi's own engine, from the first preview to nothing left."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import Output, ResourceOptions
from pulumi.automation import CommandError, PulumiCommand

from aslant.aws import PythonFunction, StateMachineApi
from tests.engine.engine import Engine, Steps
from workflows.pizza import pizza

ROOT = Path(__file__).parents[2]
CHECK = str(ROOT / "functions" / "pineapple_check")

PIZZA = {
    "StateMachineApi pizza",
    *("Api pizza", "Stage pizza", "Integration pizza", "Route pizza"),
    *("Role pizza-gateway", "RolePolicy pizza-gateway"),
    *("StateMachine pizza", "Role pizza", "RolePolicy pizza", "LogGroup pizza"),
    *("PythonFunction pizza-pineapple_check", "Function pizza-pineapple_check"),
    *("Role pizza-pineapple_check", "RolePolicy pizza-pineapple_check", "LogGroup pizza-pineapple_check"),
}


def pizza_shop() -> None:
    runpy.run_path(str(ROOT / "__main__.py"))


@pytest.fixture(scope="module")
def life(engine: Engine) -> dict[str, Steps]:
    """The pizza program's runs, one after another."""
    for name in ("Pulumi.yaml", "Pulumi.dev.yaml"):
        shutil.copy(ROOT / name, engine.folder / "work")
    return {
        "preview": engine.preview(pizza_shop),
        "up": engine.up(pizza_shop),
        "up again": engine.up(pizza_shop),
        "refresh": engine.refresh(pizza_shop),
        "preview after refresh": engine.preview(pizza_shop),
        "destroy": engine.destroy(pizza_shop),
    }


@pytest.mark.parametrize(
    ("run", "changes"),
    [
        ("preview", {"create": PIZZA}),
        ("up", {"create": PIZZA}),
        ("up again", {}),
        ("refresh", {}),
        ("preview after refresh", {}),
        ("destroy", {"delete": PIZZA}),
    ],
)
def test_the_pizza_program_is_made_left_alone_and_deleted(
    life: dict[str, Steps], run: str, changes: dict[str, set[str]]
) -> None:
    assert life[run].changes == changes
    assert life[run].problems == []


def test_the_pizza_program_lands_in_the_region_of_its_stack(life: dict[str, Steps]) -> None:
    assert (
        life["up"].outputs["state_machine_arn"].startswith("arn:aws:states:eu-west-1:123456789012:stateMachine:pizza-")
    )
    assert life["up again"].outputs == life["up"].outputs


def test_destroy_leaves_nothing_in_the_account(engine: Engine, life: dict[str, Steps]) -> None:
    assert life["destroy"].by_step.keys() == {"delete"}
    assert engine.standing == []


@pytest.fixture
def fresh(cli: PulumiCommand, plugin: Path, tmp_path: Path) -> Engine:
    return Engine(cli, plugin, tmp_path)


def test_a_stack_may_have_components_in_two_regions(fresh: Engine) -> None:
    def program() -> None:
        there = aws.Provider("there", region="us-gov-west-1")
        here = StateMachineApi("shop", {"workflow": pizza})
        other = StateMachineApi("shop-2", {"workflow": pizza}, ResourceOptions(providers=[there]))
        pulumi.export("urls", [here.url, other.url])
        pulumi.export("machines", [here.state_machine_arn, other.state_machine_arn])

    made = fresh.up(program)
    assert len(made.changes["create"]) == 2 * len(PIZZA)
    assert len(set(made.outputs["urls"])) == 2
    assert [arn.rpartition(":")[0] for arn in made.outputs["machines"]] == [
        "arn:aws:states:us-east-1:123456789012:stateMachine",
        "arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine",
    ]
    assert fresh.preview(program).changes == {}
    fresh.destroy(program)
    assert fresh.standing == []


def test_whatever_may_be_an_output_may_be_unknown_in_a_preview(fresh: Engine) -> None:
    def program() -> None:
        elsewhere = PythonFunction("elsewhere", {"folder": CHECK})

        def later(value: Any) -> Output[Any]:
            return elsewhere.arn.apply(lambda _: value)

        StateMachineApi(
            "shop",
            {
                "workflow": pizza,
                "functions": {"pineapple_check": elsewhere},
                "timeout_milliseconds": later(10_000.0),
                "throttling_rate_limit": later(5.0),
                "throttling_burst_limit": later(10.0),
                "log_level": later("ERROR"),
                "include_execution_data": later(True),
                "tracing": later(False),
                "log_retention_in_days": later(7.0),
                "tags": {"owner": later("bakery")},
            },
        )

    previewed = fresh.preview(program)
    assert previewed.problems == []
    assert fresh.up(program).changes == previewed.changes
    assert fresh.preview(program).changes == {}


def test_a_component_takes_another_name_and_keeps_its_resources(fresh: Engine) -> None:
    def before() -> None:
        StateMachineApi("shop", {"workflow": pizza})

    def after() -> None:
        StateMachineApi("store", {"workflow": pizza}, ResourceOptions(aliases=[pulumi.Alias(name="shop")]))

    fresh.up(before)
    assert fresh.up(after).changes == {}


def test_protect_of_the_component_keeps_its_children(fresh: Engine) -> None:
    def program() -> None:
        StateMachineApi("shop", {"workflow": pizza}, ResourceOptions(protect=True))

    fresh.up(program)
    before = fresh.standing
    with pytest.raises(CommandError, match="protect"):
        fresh.destroy(program)
    assert fresh.standing == before
