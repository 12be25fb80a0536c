"""The speed of waits: the option, the stack's configuration, and executions through the API."""

from __future__ import annotations

import time
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.deployment import deploy
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.local.wait_scale import parse_wait_scale
from aslant.provider.account import LocalAccount
from tests.run.machines import machine

from .conftest import WriteProgram
from .stepfunctions.served import serve


@pytest.mark.parametrize(("text", "number"), [("0", 0.0), ("1", 1.0), ("0.01", 0.01), ("2e1", 20.0)])
def test_a_factor(text: str, number: float) -> None:
    assert parse_wait_scale(text) == number


@pytest.mark.parametrize("text", ["", "-1", "fast", "nan", "inf", "1e7"])
def test_an_invalid_factor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a number of 0 or more, such as 0\.5, not '"):
        parse_wait_scale(text)


@pytest.mark.parametrize(
    ("configured", "option", "expected"), [(None, None, 1.0), ("0", None, 0.0), ("0.5", 0.0, 0.0), (None, 2.0, 2.0)]
)
def test_the_option_overrides_the_configuration(
    write_program: WriteProgram, configured: str | None, option: float | None, expected: float
) -> None:
    config = "{}" if configured is None else f"{{aslant:waitScale: {configured}}}"
    project = read_project(write_program("", Pulumi__dev__yaml=f"config: {config}\n"), "dev")
    registry, account = load(project, LocalAccount()), LocalAccount()
    deployment = deploy(project, registry, account, lambda *_: None, lambda _: None, wait_scale=option)
    assert deployment.executions.hub.wait_scale == expected
    deployment.end()


def test_an_invalid_configuration_is_refused(write_program: WriteProgram) -> None:
    project = read_project(write_program("", Pulumi__dev__yaml="config: {aslant:waitScale: fast}\n"), "dev")
    with pytest.raises(LocalError, match=r"^the config value aslant:waitScale must be a number of 0 or more"):
        deploy(project, load(project, LocalAccount()), LocalAccount(), lambda *_: None, lambda _: None)


def test_executions_of_both_types_do_not_wait() -> None:
    definition = machine({f"Wait{number}": {"Type": "Wait", "Seconds": 60} for number in range(3)})

    def nothing(call: Any) -> Any:
        raise AssertionError(call)

    with serve(wait_scale=0) as api:
        began = time.monotonic()
        arn = api.start(definition, {}, nothing)
        ended = api.ended(arn)
        express = api.put(definition, nothing, "express", "EXPRESS")
        assert api.client.start_sync_execution(stateMachineArn=express)["status"] == "SUCCEEDED"
        assert time.monotonic() - began < 5
        assert (ended["stopDate"] - ended["startDate"]).total_seconds() < 5
        times = [event["timestamp"] for event in api.client.get_execution_history(executionArn=arn)["events"]]
        assert times == sorted(times)
