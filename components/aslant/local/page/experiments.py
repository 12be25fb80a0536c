"""Executions and single states that the page starts with changed data."""

from __future__ import annotations

import dataclasses
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.errors import AslantError
from aslant.json_value import Json
from aslant.local.aliases import ExecutionQualifier
from aslant.local.answers import AwsError
from aslant.local.execution import Run
from aslant.local.executions import Executions, read_input
from aslant.local.page.histories import pretty, pretty_text
from aslant.run.limits import MAX_BYTES, fits
from aslant.walk import nested_machines

if TYPE_CHECKING:
    from aslant.local.machines import LocalMachine

__all__ = ["run_from", "try_state"]

UNSAFE = re.compile(r"[^\w-]+", re.ASCII)


def run_from(executions: Executions, machine: LocalMachine, path: Sequence[str], input: str, variables: str) -> Run:
    """Start an execution of a machine at one of its states, with the input and the variables of that state.

    At a state in a branch or a Map, the execution is that of the branch or of one iteration, from the state to its end.

    Raises:
        AwsError: the state does not exist, or the data are not valid.
    """
    from aslant.run import Program

    if not fits(input):
        raise AwsError("ValidationException", f"The input must have at most {MAX_BYTES:,} bytes of JSON.")
    value, scope = read_input(input), read_variables(variables)
    document = machine_at(machine.document, path)
    try:
        program = Program(document, lazy=True)
    except AslantError as error:
        raise AwsError("InvalidDefinition", str(error)) from None
    derived = dataclasses.replace(machine, program=program, definition=json.dumps(document))
    name = f"from-{UNSAFE.sub('-', path[-1]).strip('-')[:60]}-{secrets.token_hex(4)}"
    run = Run(derived, name, input, value, None, ExecutionQualifier(), executions.hub, executions.map_runs, scope)
    executions.begin(run)
    return run


def machine_at(definition: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Return a definition that starts at the state with a path: the names of the states around it, and its own."""
    flows: list[Mapping[str, Any]] = [definition]
    for depth, name in enumerate(path):
        flow = next((flow for flow in flows if name in (flow.get("States") or {})), None)
        if flow is None:
            break
        if depth == len(path) - 1:
            if flow is definition:
                return {**definition, "StartAt": name}
            language = {key: definition[key] for key in ("QueryLanguage",) if key in definition}
            return {**language, "StartAt": name, "States": flow["States"]}
        flows = list(nested_machines(flow["States"][name]).values())
    raise AwsError("StateDoesNotExist", f"The machine does not have the state {' / '.join(path)!r}.", 404)


def try_state(
    machine: LocalMachine, state: str, input: str, variables: str, mock: Mapping[str, Any] | None
) -> dict[str, Json]:
    """Run one state alone, as TestState does. Without a mock, its task is called.

    `mock` has `result`, a string of JSON, or `error` and `cause`.

    Raises:
        AwsError: the data are not valid, or the state cannot run alone.
    """
    from aslant.run import Mock, test_state

    value, scope = read_input(input), read_variables(variables)
    played: Mock | None = None
    if mock is not None and isinstance(mock.get("error"), str):
        played = Mock(error=mock["error"], cause=str(mock.get("cause") or ""), validation="NONE")
    elif mock is not None:
        played = Mock(read_input(str(mock.get("result", "null"))), validation="NONE")
    try:
        result = test_state(
            machine.document,
            state,
            value,
            mock=played,
            tasks=machine.tasks,
            variables=scope,
            role_arn=machine.role_arn,
        )
    except AslantError as error:
        raise AwsError("InvalidRequest", str(error)) from None
    stages = [{"name": name, "data": pretty(stage)} for name, stage in result.inspection.items()]
    return {
        "status": result.status,
        "output": pretty(result.output) if result.status in ("SUCCEEDED", "CAUGHT_ERROR") else None,
        "error": result.error,
        "cause": pretty_text(result.cause),
        "next": result.next_state,
        "stages": stages,
    }


def read_variables(text: str) -> dict[str, Any]:
    """Return variables from a string of JSON. Raise AwsError if it is not an object."""
    found = read_input(text or "{}")
    if not isinstance(found, dict):
        raise AwsError("ValidationException", "The variables must be a JSON object with their names and values.")
    return found
