"""The checks of TestState before it runs a state, with AWS's messages (API reference, TestState)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.mock import Mock, MockError, check_mock
from aslant.run.resource import TaskResource
from aslant.run.state import State

__all__ = ["check_context", "check_definition", "check_request"]

_TYPES: Final = "Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map"
_WITHOUT_MOCK: Final = "Task, Wait, Pass, Succeed, Fail, Choice"
_CONTEXT: Final[Mapping[str, Mapping[str, str]]] = {
    "Execution": {
        "Id": "a string",
        "Name": "a string",
        "RedriveCount": "a number",
        "RedriveTime": "a string",
        "RoleArn": "a string",
        "StartTime": "a string",
    },
    "State": {"EnteredTime": "a string", "Name": "a string", "RetryCount": "a number"},
    "StateMachine": {"Id": "a string", "Name": "a string"},
    "Task": {"Token": "a string"},
}


def check_definition(name: str, definition: Mapping[str, Any]) -> None:
    """Check a state's definition as AWS does first. Raises DefinitionError with AWS's message and place."""
    kind = definition.get("Type")
    if isinstance(kind, str) and kind not in State.kinds:
        fault = f"The field 'Type' should have one of these values: [{_TYPES}] at /States/{name}/Type"
    elif kind == "Parallel" and definition.get("Branches") == []:
        fault = f"Value cannot be empty at /States/{name}/Branches"
    elif kind == "Choice" and definition.get("Choices") == []:
        fault = f"Value cannot be empty at /States/{name}/Choices"
    else:
        return
    raise DefinitionError(f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {fault}'")


def check_request(
    definition: Mapping[str, Any], mock: Mock | None, configuration: Mapping[str, Any], *, reveal_secrets: bool
) -> None:
    """Check that a state may have its mock, or needs none. Raises MockError where AWS refuses the request.

    `configuration` has the fields of the request that require a mock. A false value counts as missing.
    """
    if mock is not None:
        if reveal_secrets:
            raise MockError("TestState does not support RevealSecrets when a mock is specified.")
        check_mock(mock, definition)
        return
    for field, value in configuration.items():
        if value:
            raise MockError(f"TestState does not support {field} when a mock is not specified.")
    if definition.get("Type") in ("Map", "Parallel"):
        raise MockError(
            f"TestState API does not support Map or Parallel states. Supported state types include: [{_WITHOUT_MOCK}]"
        )


def check_context(context: Mapping[str, Json] | None, definition: Mapping[str, Any]) -> None:
    """Check a context object that replaces the generated one. Raises MockError where AWS refuses it."""
    if not context:
        return
    resource = definition.get("Resource")
    if "Map" in context:
        raise _invalid("'Map' field is not supported when mocking a Context object")
    if "Task" in context and not (isinstance(resource, str) and TaskResource.of(resource).submits):
        raise _invalid(
            "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' "
            "service integration pattern"
        )
    for name, members in _CONTEXT.items():
        value = context.get(name, {})
        if not isinstance(value, Mapping):
            raise _invalid(f"{name} must be an object")
        for member, kind in members.items():
            types = str if kind == "a string" else (int, float)
            if member in value and (not isinstance(value[member], types) or isinstance(value[member], bool)):
                raise _invalid(f"{name}.{member} must be {kind}")


def _invalid(problem: str) -> MockError:
    return MockError(f"Invalid Context object provided: {problem}")
