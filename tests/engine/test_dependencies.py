"""Effects of a change of one function: its own machine is updated, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aslant.aws import StateMachineApi
from tests.engine.engine import Engine, Program, Steps

COOK = "shop-cook"


def call(symbol: str) -> dict[str, Any]:
    """A workflow that calls one function."""
    return {"StartAt": "Go", "States": {"Go": {"Type": "Task", "Resource": f"${{{symbol}}}", "End": True}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of three functions, the second of which is the first with other code."""
    root = tmp_path_factory.mktemp("functions")
    for name, answer in (("cook", "raw"), ("cook-longer", "done"), ("pack", "box")):
        (root / name).mkdir()
        (root / name / "handler.py").write_text(f"def handler(event, context): return {answer!r}\n")
    return root


def shop(folder: Path, cook: str, **args: Any) -> Program:
    """Two routes, each with a workflow that calls its own function."""

    def program() -> None:
        given: Any = {
            "routes": {"POST /cook": {"workflow": call("cook")}, "POST /pack": {"workflow": call("pack")}},
            "functions": {"cook": str(folder / cook), "pack": str(folder / "pack")},
            **args,
        }
        StateMachineApi("shop", given)

    return program


@pytest.mark.parametrize(
    ("args", "reached"),
    [
        ({}, {f"Function {COOK}"}),
        ({"rollout": {}}, {f"Function {COOK}", "StateMachine shop-post-cook", "Alias shop-post-cook"}),
        (
            {"rollout": {}, "api_type": "REST", "dashboard": True, "alarms": {}},
            {f"Function {COOK}", "StateMachine shop-post-cook", "Alias shop-post-cook"},
        ),
    ],
    ids=["plain", "rollout", "everything"],
)
def test_a_change_of_one_function_reaches_its_machine_alone(
    engine: Engine, folder: Path, args: dict[str, Any], reached: set[str]
) -> None:
    engine.up(shop(folder, "cook", **args))
    after = shop(folder, "cook-longer", **args)
    assert engine.preview(after).changes == {"update": reached}
    assert engine.up(after).changes == {"update": reached}
    assert quiet(engine.preview(after))


def quiet(steps: Steps) -> bool:
    return steps.changes == {} and steps.problems == []
