"""Tests for equal arguments of several states as one variable."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import StateMachine, to_python

RETRY = {"IntervalSeconds": 2, "MaxAttempts": 3}
LONG = {"order": {"id": 1, "lines": ["margherita", "pepperoni"]}, "urgent": True}


def source(*states: dict[str, Any]) -> list[str]:
    """Return the lines of a chain of tasks."""
    named = {f"S{number}": {"Type": "Task", "Resource": "${f}", **state} for number, state in enumerate(states)}
    for number, state in enumerate(named.values()):
        state |= {"Next": f"S{number + 1}"} if number + 1 < len(named) else {"End": True}
    return to_python({"StartAt": "S0", "States": named}).splitlines()


@pytest.mark.parametrize(
    ("errors", "name"),
    [
        (["States.ALL"], "retry_all"),
        (["Oven.Busy"], "retry_oven_busy"),
        (["Lambda.ServiceException", "Lambda.SdkClientException"], "retry_lambda"),
        (["States.Timeout", "Oven.Busy"], "retry_timeout_and_others"),
    ],
)
def test_shared_retriers_are_named_by_their_errors(errors: list[str], name: str) -> None:
    retry = {"Retry": [{"ErrorEquals": errors, **RETRY}]}
    lines = source(retry, retry)
    assert sum(line.startswith(f"{name} = Retry(") for line in lines) == 1
    assert f'S0", "f", retry={name})' in "\n".join(lines)


def test_several_retriers_are_one_variable() -> None:
    retry = {"Retry": [{"ErrorEquals": ["Oven.Busy"], **RETRY}, {"ErrorEquals": ["States.ALL"], **RETRY}]}
    assert any(line.startswith("retry_oven_busy_and_others = [") for line in source(retry, retry))


def test_a_long_argument_of_several_states_is_written_once() -> None:
    text = "\n".join(source({"Parameters": LONG}, {"Parameters": LONG}, {"Parameters": {"a": 1}}))
    assert text.count("margherita") == 1
    assert text.count("parameters=parameters") == 2


def test_a_long_argument_of_a_service_is_written_once() -> None:
    call = {
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "f", "Payload": LONG},
    }
    text = "\n".join(source(call, call))
    assert text.count("margherita") == 1
    assert text.count('lambda_.invoke(function_name="f", payload=payload)') == 2


def test_short_arguments_and_single_ones_stay_in_place() -> None:
    text = "\n".join(source({"Parameters": {"a": 1}}, {"Parameters": {"a": 1}}, {"Parameters": LONG}))
    assert text.count('parameters={"a": 1}') == 2
    assert "parameters=parameters" not in text


def test_shared_arguments_make_the_same_machine() -> None:
    state = {"Parameters": LONG, "Retry": [{"ErrorEquals": ["States.ALL"], **RETRY}]}
    names: dict[str, Any] = {}
    lines = source(state, state)
    exec(compile("\n".join(lines), "source", "exec"), names)  # noqa: S102
    built = names["machine"]
    assert isinstance(built, StateMachine)
    assert [built.to_dict()["States"][name]["Parameters"] for name in ("S0", "S1")] == [LONG, LONG]
