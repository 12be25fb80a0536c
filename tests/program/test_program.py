"""The pizza program, as Pulumi runs it."""

import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.aws.recording import Recording, record

ROOT = Path(__file__).parents[2]


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text())  # type: ignore[no-any-return]


def config(**values: str) -> dict[str, str]:
    """Return the config that the CLI passes to the program: the project's defaults, overridden by these values."""
    defaults = {f"pizza:{key}": str(one["default"]).lower() for key, one in read("Pulumi.yaml")["config"].items()}
    return {**defaults, **{f"pizza:{key}": value for key, value in values.items()}}


@pytest.fixture(autouse=True)
def in_the_programs_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def run(values: dict[str, str], *, preview: bool = False) -> Recording:
    return record(lambda: runpy.run_path(str(ROOT / "__main__.py")), config=values, preview=preview)


@pytest.mark.parametrize("preview", [False, True])
def test_the_program_registers_one_component(preview: bool) -> None:
    recorded = run(config(), preview=preview)
    assert len(recorded.all) == 16
    assert [key for key, one in recorded.all.items() if not one.parent] == ["StateMachineApi pizza"]


def test_the_program_exports_the_url_and_the_arn_of_the_machine() -> None:
    exports = {name: export.value for name, export in run(config()).exports.items()}
    assert exports == {
        "url": "https://api123.execute-api.eu-west-1.amazonaws.com/",
        "state_machine_arn": "arn:aws:states:eu-west-1:111122223333:stateMachine:pizza-1a2b3c4",
    }


def test_the_config_reaches_the_component() -> None:
    recorded = run(
        config(
            timeoutMilliseconds="5000",
            throttlingRateLimit="2.5",
            throttlingBurstLimit="4",
            logRetentionInDays="1",
            includeExecutionData="true",
        )
    )
    assert recorded["Integration pizza"].inputs["timeoutMilliseconds"] == 5000
    assert recorded["Stage pizza"].inputs["defaultRouteSettings"] == {
        "throttlingRateLimit": 2.5,
        "throttlingBurstLimit": 4,
    }
    assert recorded["LogGroup pizza"].inputs["retentionInDays"] == 1
    assert recorded["StateMachine pizza"].inputs["loggingConfiguration"]["includeExecutionData"] is True


def test_the_program_runs_without_config() -> None:
    assert len(run({}).all) == 16


@pytest.mark.parametrize("file", sorted(ROOT.glob("**/Pulumi.yaml"), key=str), ids=str)
def test_config_has_types_that_pulumi_supports(file: Path) -> None:
    declared = yaml.safe_load(file.read_text()).get("config", {})
    types = {one["type"] for one in declared.values() if isinstance(one, dict) and "type" in one}
    assert types <= {"string", "integer", "boolean", "array", "object"}


def test_mode_async_starts_executions_without_waiting() -> None:
    recorded = run(config(mode="async"))
    assert recorded["Integration pizza"].inputs["integrationSubtype"] == "StepFunctions-StartExecution"
    assert recorded["StateMachine pizza"].inputs["type"] == "STANDARD"
    assert recorded["Route pizza-lookup"].inputs["routeKey"] == "GET /executions/{name}"


@pytest.mark.parametrize("stack", ["dev", "async"])
def test_the_files_of_stacks_set_only_declared_keys(stack: str) -> None:
    declared = {f"pizza:{key}" for key in read("Pulumi.yaml")["config"]}
    assert set(read(f"Pulumi.{stack}.yaml")["config"]) - declared == {"aws:region", "aslant:examples"}


def test_the_program_fits_on_a_page() -> None:
    assert len((ROOT / "__main__.py").read_text().splitlines()) <= 30
