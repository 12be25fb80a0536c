# ruff: noqa: PT028 - test_state is not a test
"""`test_state`, which runs one state and returns the data at each stage, as AWS's TestState does.

API reference, TestState, TestStateConfiguration and InspectionData. Details that these do not document (the stages of
each type of state, the members of the context object) are as recorded on AWS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from aslant.errors import DefinitionError, RunError, did_you_mean
from aslant.json_value import Json
from aslant.run.clock import Clock, FakeClock
from aslant.run.definition import Definition
from aslant.run.doubles import Doubles
from aslant.run.execution import Session
from aslant.run.failure import EvaluationFailure, Failure, TimedOut
from aslant.run.fiber import Fiber
from aslant.run.flow import CompiledFlow
from aslant.run.lifecycle import history_for
from aslant.run.limits import TOO_DEEP
from aslant.run.mock import Mock, mock_of
from aslant.run.program import Program
from aslant.run.scheduler import VirtualScheduler
from aslant.run.stages import Retriable, Stages
from aslant.run.state import Guarded, Instant, State, Transition, Waiting
from aslant.run.state_request import check_context, check_definition, check_request
from aslant.run.task_call import Tasks
from aslant.run.timestamps import format_timestamp
from aslant.run.values import copied
from aslant.walk import machines_of

__all__ = ["StateResult", "StateStatus", "test_state"]

StateStatus: TypeAlias = Literal["SUCCEEDED", "FAILED", "RETRIABLE", "CAUGHT_ERROR"]

_ALONE = "StateName"  # the name of the state under test on AWS, whatever its own name
_NO_INPUT: Json = {}  # a copy is passed on
_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"


@dataclass(frozen=True, slots=True)
class StateResult:
    """The result of one state, as in the response of TestState."""

    status: StateStatus
    """SUCCEEDED; FAILED; RETRIABLE if a retrier would try again; CAUGHT_ERROR if a catcher matched the error."""
    output: Json = None
    """The state's output; None if it failed or would be tried again."""
    error: str | None = None
    """The error name, also of a caught error."""
    cause: str | None = None
    """The cause of the error."""
    next_state: str | None = None
    """The next state; None at the end of the flow."""
    inspection: dict[str, Json] = field(default_factory=dict)
    """The data after each stage and the entry that handled an error, with the names of InspectionData."""

    def to_dict(self) -> dict[str, Json]:
        """Return the response of TestState at level DEBUG, with JSON values where AWS sends strings of JSON."""
        members: dict[str, Json] = {"status": self.status}
        if self.status in ("SUCCEEDED", "CAUGHT_ERROR"):
            members["output"] = self.output
        optional = {"error": self.error, "cause": self.cause, "nextState": self.next_state}
        members |= {name: text for name, text in optional.items() if text is not None}
        return {**members, "inspectionData": self.inspection}


def test_state(
    machine: Definition,
    state: str | None = None,
    input: Json = _NO_INPUT,
    *,
    mock: Mock | None = None,
    tasks: Tasks | None = None,
    variables: Mapping[str, Json] | None = None,
    context: Mapping[str, Json] | None = None,
    role_arn: str | None = None,
    retrier_retry_count: int = 0,
    error_caused_by_state: str | None = None,
    map_iteration_failure_count: int = 0,
    map_item_reader_data: Json = None,
    reveal_secrets: bool = False,
    clock: Clock | None = None,
    seed: int = 0,
) -> StateResult:
    """Run one state once, and return its output and the data at each stage.

    Args:
        machine: The workflow, or the definition of one state if `state` is omitted.
        state: The name of the state, which may be in a branch or a processor.
        input: The state's input; by default an empty object.
        mock: The result or the error of a Task, a Parallel or a Map. A Parallel and a Map need one. A Task without one
            is handled by `tasks` as in `run`; on AWS an activity, `.sync` and `.waitForTaskToken` need a mock.
        tasks: Mocks, as for `run`. The mock of a Parallel or a Map is under its name: a value, or a function without
            parameters.
        variables: The variables that are assigned when the state is entered.
        context: The context object that replaces the generated one, also if it is empty.
        role_arn: The ARN of the role in the context object.
        retrier_retry_count: The number of retries so far of the retrier that matches the error.
        error_caused_by_state: The state inside a Parallel or a Map that causes a mocked error.
        map_iteration_failure_count: The number of failed iterations of a distributed Map.
        map_item_reader_data: The data that the ItemReader of a distributed Map reads: its items or, with an
            ItemsPointer, the JSON that contains them.
        reveal_secrets: Whether the result may show the secrets that a connection adds to an HTTP request. Nothing is
            hidden here. AWS refuses it together with a mock.
        clock: The clock; by default a FakeClock.
        seed: The seed of the sequence of IDs, random numbers and jitter.

    Raises:
        DefinitionError: the definition cannot be run.
        RunError: the state does not exist, AWS refuses the mock or an argument for it (a MockError), or the state's
            task has no mock or handler.
    """
    program, flow, name = _find(machine, state)
    definition = flow.definitions[name]
    if isinstance(definition, Mapping):
        check_definition(name, definition)
    compiled = flow.state(name)
    if mock is None and compiled.kind in ("Map", "Parallel") and isinstance(tasks, Mapping) and name in tasks:
        mock = mock_of(tasks[name])
    configuration = {
        "RetrierRetryCount": retrier_retry_count,
        "ErrorCausedByState": error_caused_by_state,
        "MapIterationFailureCount": map_iteration_failure_count,
        "MapItemReaderData": map_item_reader_data,
    }
    check_request(definition, mock, configuration, reveal_secrets=reveal_secrets)
    check_context(context, definition)
    session = Session(
        _json(input, "the input is"),
        Doubles({} if tasks is None else tasks, program.handlers),
        FakeClock() if clock is None else clock,
        "EXPRESS",
        None,
        name=None,
        machine_arn=_MACHINE,
        role_arn=role_arn or "",
        seed=seed,
    )
    session.program = program
    fiber = _Fiber(session, history_for(session), 0, _json(dict(variables or {}), "the variables are"))
    if error_caused_by_state is not None:
        _check_inner(compiled, error_caused_by_state)
    retries = retrier_retry_count if isinstance(compiled, Guarded) else None
    fiber.given = dict(context) if context is not None else _context(session, role_arn, retries)
    jsonata = definition.get("QueryLanguage", flow.language) == "JSONata"
    stages = Stages(compiled, definition, fiber, jsonata=jsonata, retries=retrier_retry_count)
    if mock is not None:
        stages.replace_work(mock, map_iteration_failure_count, map_item_reader_data)
    return _result(compiled, fiber, stages)


# Its name would make pytest collect it where a test imports it.
test_state.__test__ = False  # type: ignore[attr-defined]


class _Fiber(Fiber):
    """A fiber with a fixed context object."""

    __slots__ = ("given",)
    given: dict[str, Json]

    def context(self) -> dict[str, Json]:
        """Return the context object, with the current item of a Map and the token of a waiting task."""
        context = dict(self.given)
        if self.item is not None:
            context["Map"] = {"Item": self.item}
        if self.token is not None:
            context.setdefault("Task", {"Token": self.token})
        return context


def _find(machine: Definition, name: str | None) -> tuple[Program, CompiledFlow, str]:
    """Return the workflow, the newly compiled flow that contains a state, and the state's name."""
    if name is None:
        if not isinstance(machine, Mapping) or "Type" not in machine:
            raise DefinitionError("without the name of a state, the definition must be the definition of one state")
        rest = {to: {"Type": "Succeed"} for to in _followers(machine)}
        program = Program({"StartAt": _ALONE, "States": {**rest, _ALONE: machine}}, lazy=True)
        return program, program.flow, _ALONE
    program = Program(machine, lazy=True)
    names: list[str] = []
    for flow in machines_of(program.document):
        states = flow.get("States")
        if not isinstance(states, Mapping):
            continue
        if name in states:
            return (
                program,
                CompiledFlow({"StartAt": name, "States": states}, program.flow.language, "the workflow"),
                name,
            )
        names += states
    raise RunError(f"State not found in definition{did_you_mean(name, names)}")


def _followers(state: Mapping[str, Any]) -> list[str]:
    """Return the names of the states that may follow a state."""
    entries = [state, {"Next": state.get("Default")}]
    for listed in (state.get("Choices"), state.get("Catch")):
        entries += [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list | tuple) else []
    return [entry["Next"] for entry in entries if isinstance(entry.get("Next"), str)]


def _context(session: Session, role_arn: str | None, retries: int | None) -> dict[str, Json]:
    """Return the context object that TestState generates: an Express execution without redrives."""
    whole = session.context()
    execution = {**whole["Execution"], "RoleArn": role_arn}
    state: dict[str, Json] = {"Name": _ALONE, "EnteredTime": format_timestamp(session.start)}
    if retries is not None:
        state["RetryCount"] = retries
    return {**whole, "Execution": execution, "State": state}


def _check_inner(state: State, name: str) -> None:
    inner = [inner for flow in state.flows for inner in flow.definitions]
    if name not in inner:
        raise RunError(f"state {state.name!r} does not contain a state {name!r}{did_you_mean(name, inner)}")


def _json(value: Json, what: str) -> Json:
    try:
        return copied(value)
    except (TypeError, ValueError) as problem:
        raise RunError(f"{what} not valid JSON: {problem}") from None


def _result(state: State, fiber: Fiber, stages: Stages) -> StateResult:
    """Run a state, and return its result."""
    status: StateStatus = "FAILED"
    output: Json = None
    following: str | None = None
    failure: Failure | None
    try:
        output, following = _walk(state, fiber)
        failure = stages.caught
        status = "SUCCEEDED" if failure is None else "CAUGHT_ERROR"
    except Retriable as retriable:
        status, failure = "RETRIABLE", retriable.failure
    except EvaluationFailure as evaluation:
        failure = fiber.located(evaluation)
    except Failure as plain:
        failure = plain
    except TimedOut:
        failure = Failure("States.Timeout")
    except RecursionError:
        raise RunError(TOO_DEEP) from None
    error, cause = (None, None) if failure is None else (failure.error, failure.cause)
    return StateResult(status, copied(output), error, cause, following, copied(stages.inspection()))


def _walk(state: State, fiber: Fiber) -> Transition:
    data = fiber.session.input
    if isinstance(state, Instant):
        return state.step(fiber, data)
    assert isinstance(state, Waiting)  # noqa: S101 - these are the two subclasses
    fiber.steps = state.steps(fiber, data)
    transition: Transition = VirtualScheduler(fiber.session.clock, fiber.session.deadline).run(fiber)
    return transition
