"""Odd values of every argument, known now or only at deployment: they pass, or are refused in one message."""

from __future__ import annotations

import contextlib
from typing import Any

import pulumi
import pytest

from aslant.aws import StateMachineApi, StateMachineApiArgs
from tests.aws.recording import record

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
ODD: tuple[Any, ...] = (5, "", "a\ud800", True, [None], {}, {"a": {"b": 5}})
NOW: tuple[Any, ...] = ({5: 1}, float("nan"), b"x", int)
"""Values that no Output can hold."""


@pytest.mark.parametrize("argument", StateMachineApiArgs.__annotations__)
def test_no_value_of_an_argument_is_a_traceback(argument: str) -> None:
    for value in (*ODD, *NOW):
        check("HTTP", argument, lambda value=value: value)
    for value in ODD:
        check("REST", argument, lambda value=value: pulumi.Output.from_input(value))


def check(api_type: str, argument: str, make: Any) -> None:
    """Check that a program with a value passes, or ends with an error that the engine prints as one message."""

    def program() -> None:
        args: Any = {"workflow": DONE, "api_type": api_type, argument: make()}
        StateMachineApi("shop", args)

    with contextlib.suppress(pulumi.RunError):
        record(program)
