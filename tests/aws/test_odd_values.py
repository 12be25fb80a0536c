"""Odd values of every argument, known now or only at deployment: they pass, or are refused in one message."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest

from aslant.aws import (
    Alarms,
    Authorizer,
    Cors,
    Domain,
    PythonFunction,
    PythonFunctionArgs,
    Rollout,
    StateMachineApi,
)
from aslant.aws.args import AllApiArgs
from aslant.errors import ArgsError
from tests.aws.recording import record

ROOT = Path(__file__).parents[2]
DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
ODD: tuple[Any, ...] = (5, "", "a\ud800", True, [None], {}, {"a": {"b": 5}})
NOW: tuple[Any, ...] = ({5: 1}, float("nan"), b"x", int)
"""Values that no Output can hold."""


@pytest.mark.parametrize("argument", AllApiArgs.__annotations__)
def test_no_value_of_an_argument_is_a_traceback(argument: str) -> None:
    for value in (*ODD, *NOW):
        check("HTTP", argument, lambda value=value: value)
    for value in ODD:
        check("REST", argument, lambda value=value: pulumi.Output.from_input(value))


@pytest.mark.parametrize("argument", AllApiArgs.__annotations__)
def test_every_argument_of_the_api_has_a_rule(argument: str) -> None:
    api_type = "HTTP" if argument == "execution_status_header" else "REST"

    def program() -> None:
        args: Any = {"workflow": DONE, "api_type": api_type, argument: object()}
        StateMachineApi("shop", args)

    with pytest.raises(ArgsError, match=rf"StateMachineApi 'shop'.*\b{argument}\b"):
        record(program)


@pytest.mark.parametrize("argument", PythonFunctionArgs.__annotations__)
def test_every_argument_of_a_function_has_a_rule(argument: str) -> None:
    def program() -> None:
        args: Any = {"folder": str(ROOT / "functions" / "pineapple_check"), argument: object()}
        PythonFunction("check", args)

    with pytest.raises(ArgsError, match=rf"PythonFunction 'check': {argument}\b"):
        record(program)


PARTS = [
    (argument, shape, key)
    for argument, shape in {
        "cors": Cors,
        "authorizer": Authorizer,
        "domain": Domain,
        "alarms": Alarms,
        "rollout": Rollout,
    }.items()
    for key in shape.__annotations__
]
WHOLE: Mapping[str, Mapping[str, Any]] = {
    "cors": {"allow_origins": ["https://shop.example"]},
    "domain": {"name": "shop.example", "hosted_zone_id": "Z1"},
}


@pytest.mark.parametrize(("argument", "shape", "key"), PARTS)
def test_every_member_of_an_argument_has_a_rule(argument: str, shape: type, key: str) -> None:
    jwt = {"type": "JWT", "issuer": "https://id.example", "audiences": ["shop"]}
    function = {"type": "LAMBDA", "function": "arn:aws:lambda:us-east-1:123456789012:function:guard"}
    authorizer = jwt if key in ("issuer", "audiences", "scopes") else function
    whole = authorizer if argument == "authorizer" else WHOLE.get(argument, {})

    def program() -> None:
        args: Any = {"workflow": DONE, argument: {**whole, key: object()}}
        StateMachineApi("shop", args)

    with pytest.raises(ArgsError, match=rf"StateMachineApi 'shop': {argument}: {key}\b"):
        record(program)


def check(api_type: str, argument: str, make: Any) -> None:
    """Check that a program with a value passes, or ends with an error that the engine prints as one message."""

    def program() -> None:
        args: Any = {"workflow": DONE, "api_type": api_type, argument: make()}
        StateMachineApi("shop", args)

    with contextlib.suppress(pulumi.RunError):
        record(program)
