"""TestState, which runs one state and returns the data at each of its stages."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import AslantError, DefinitionError
from aslant.local.answers import AwsError
from aslant.local.json_problems import JsonProblem, read_json
from aslant.local.stepfunctions.configurations import role_of
from aslant.local.stepfunctions.definitions import compile_text, invalid_definition
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service

if TYPE_CHECKING:
    from aslant.run import Mock, StateResult, TaskCall

__all__ = ["OPERATIONS"]

NUMBERS = frozenset({"maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"})
"""The members of the inspection data that are numbers; all others but `errorDetails` are strings of JSON."""

CONFIGURATION: Mapping[str, str] = {
    "errorCausedByState": "error_caused_by_state",
    "mapIterationFailureCount": "map_iteration_failure_count",
    "retrierRetryCount": "retrier_retry_count",
}
"""The arguments of `aslant.run.test_state` for the members of `stateConfiguration` that are not strings of JSON."""


def test_state(service: Service, parameters: Parameters) -> Reply:
    """Perform TestState. A task without a mock is performed like that of an execution, with the rights of the role."""
    definition = _definition(parameters)
    state = _state(definition, parameters.get("stateName"))
    mock = _mock(parameters.get("mock"))
    role = parameters.get("roleArn")
    if role is not None:
        role_of(service, role)
    elif mock is None and state.get("Type") == "Task":
        raise _invalid("RoleArn must be specified when testing a Task state")
    result = _run(service, parameters, definition, mock)
    return Reply(_members(result, parameters.get("inspectionLevel", "INFO")), result.status)


test_state.__test__ = False  # type: ignore[attr-defined] # its name would make pytest collect it


def _definition(parameters: Parameters) -> dict[str, Any]:
    text = parameters["definition"]
    try:
        definition = read_json(text)
    except JsonProblem as problem:
        raise invalid_definition(f"INVALID_JSON_DESCRIPTION: {problem.message} at {problem.place}") from None
    if not isinstance(definition, dict):
        raise invalid_definition("SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object")
    if "stateName" in parameters:
        compile_text(text, "STANDARD")
    elif "Type" not in definition:
        raise invalid_definition("SCHEMA_VALIDATION_FAILED: These fields are required: [Type] at /States/StateName")
    return definition


def _state(definition: Mapping[str, Any], name: str | None) -> Mapping[str, Any]:
    """Return the definition of the state, or an empty one if it does not exist, which `aslant.run` reports."""
    from aslant.walk import machines_of

    if name is None:
        return definition
    for machine in machines_of(definition):
        states = machine.get("States")
        if isinstance(states, Mapping) and isinstance(states.get(name), Mapping):
            state: Mapping[str, Any] = states[name]
            return state
    return {}


def _mock(given: Mapping[str, Any] | None) -> Mock | None:
    if given is None:
        return None
    from aslant.run import Mock

    validation = given.get("fieldValidationMode", "STRICT")
    try:
        if "errorOutput" in given:
            result = {"result": given["result"]} if "result" in given else {}
            error = given["errorOutput"]
            return Mock(**result, error=error.get("error", ""), cause=error.get("cause"), validation=validation)
        if "result" not in given:
            return Mock(validation=validation)
        return Mock.from_json(given["result"], validation=validation)
    except AslantError as refused:
        raise _invalid(str(refused)) from None


def _run(service: Service, parameters: Parameters, definition: dict[str, Any], mock: Mock | None) -> StateResult:
    from aslant import run

    configuration = parameters.get("stateConfiguration", {})
    if mock is None and configuration:
        field = next(iter(configuration))
        raise _invalid(f"TestState does not support {field[0].upper()}{field[1:]} when a mock is not specified.")
    context = _json(parameters, "context", "Context object")
    if context is not None and not isinstance(context, dict):
        raise _invalid("Invalid Context object provided: it must be a JSON object")
    variables = _json(parameters, "variables", "variables")
    if variables is not None and not isinstance(variables, dict):
        raise _invalid("Invalid variables provided: they must be a JSON object")
    try:
        return run.test_state(
            definition,
            parameters.get("stateName"),
            {} if parameters.get("input") is None else _json(parameters, "input", "input"),
            mock=mock,
            tasks=_Tasks(service, parameters.get("roleArn", "")),
            variables=variables,
            context=context,
            role_arn=parameters.get("roleArn"),
            map_item_reader_data=_json(configuration, "mapItemReaderData", "MapItemReaderData"),
            reveal_secrets=parameters.get("revealSecrets", False),
            clock=run.FakeClock(time.time()),
            **{CONFIGURATION[name]: value for name, value in configuration.items() if name in CONFIGURATION},
        )
    except AslantError as refused:
        raise _refused(refused) from None


@dataclasses.dataclass(frozen=True, slots=True)
class _Tasks:
    """Performs the tasks of a tested state with a role, whatever the context object is."""

    service: Service
    role_arn: str

    def __call__(self, call: TaskCall) -> Any:
        """Return a task's raw result."""
        account = self.service.account
        execution = {
            "Id": account.arn("states", "express:TestState:test:test"),
            **call.context.get("Execution", {}),
            "RoleArn": self.role_arn,
        }
        machine = {"Id": account.arn("states", "stateMachine:TestState"), "Name": "TestState"}
        context = {"StateMachine": machine, **call.context, "Execution": execution}
        return self.service.tasks(dataclasses.replace(call, context=context))


def _json(parameters: Mapping[str, Any], name: str, called: str) -> Any:
    """Return the value of a string of JSON, or None if it is missing."""
    if name not in parameters:
        return None
    try:
        return read_json(parameters[name])
    except JsonProblem as problem:
        if name == "input":
            raise AwsError(
                "InvalidExecutionInput", f"Invalid State Machine Execution Input: '{problem.message}'"
            ) from None
        raise _invalid(f"Invalid {called} provided: {problem.message}") from None


def _refused(refusal: AslantError) -> AwsError:
    problem = str(refusal)
    if problem.startswith(("Invalid State Machine Definition", "TestState API")):
        return AwsError("InvalidDefinition", problem)
    if isinstance(refusal, DefinitionError):
        return invalid_definition(f"SCHEMA_VALIDATION_FAILED: {problem} at /")
    return _invalid(problem)


def _invalid(problem: str) -> AwsError:
    return AwsError("ValidationException", problem)


def _members(result: StateResult, level: str) -> dict[str, Any]:
    """Return the response, in which data is in strings of JSON."""
    members = result.to_dict()
    inspection = members.pop("inspectionData")
    if "output" in members:
        members["output"] = _text(members["output"])
    if level != "INFO" and isinstance(inspection, dict):
        members["inspectionData"] = {name: _inspected(name, value) for name, value in inspection.items()}
    return members


def _inspected(name: str, value: Any) -> Any:
    if name == "errorDetails":
        return {key: round(number) for key, number in value.items()}
    return value if name in NUMBERS else _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


OPERATIONS: Mapping[str, Operation] = {"TestState": test_state}
