# ruff: noqa: PT028 - test_state is no test
"""One state alone: `test_state`, which answers as AWS's TestState does, with the data at each stage.

API reference, TestState, TestStateConfiguration and InspectionData; what is not told there (which stages a state has,
what the context object holds) is as recorded on AWS.
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

_ALONE = "StateName"  # what AWS calls the state under test, whatever its name
_NO_INPUT: Json = {}  # copied before anything sees it
_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"


@dataclass(frozen=True, slots=True)
class StateResult:
    """What came of one state, as TestState answers."""

    status: StateStatus
    """SUCCEEDED; FAILED; RETRIABLE where a retrier would try again; CAUGHT_ERROR where a catcher took the error."""
    output: Json = None
    """The state's output; None where it failed or would be tried again."""
    error: str | None = None
    """The error name, also of one that was caught."""
    cause: str | None = None
    """The text beside the error."""
    next_state: str | None = None
    """The state that follows; None where the flow ends."""
    inspection: dict[str, Json] = field(default_factory=dict)
    """The data after each stage and what handled an error, under InspectionData's names, such as `afterParameters`."""

    def to_dict(self) -> dict[str, Json]:
        """The answer of TestState at its level DEBUG, with JSON values where AWS sends JSON text."""
        members: dict[str, Json] = {"status": self.status}
        if self.status in ("SUCCEEDED", "CAUGHT_ERROR"):
            members["output"] = self.output
        told = {"error": self.error, "cause": self.cause, "nextState": self.next_state}
        members |= {name: text for name, text in told.items() if text is not None}
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
    """Go through one state, once, and return its output with the data at each stage.

    Args:
        machine: The workflow; or the definition of one state, where `state` is left out.
        state: The name of the state, which may stand in a branch or a processor.
        input: The state's input; without one, an empty object.
        mock: The result or the error of a Task, a Parallel or a Map. A Parallel and a Map need one. A Task without one
            is played by a double as in `run`; on AWS an activity, `.sync` and `.waitForTaskToken` need a mock.
        tasks: Doubles, as for `run`. One of the name of a Parallel or a Map is its mock: a value, or a function without
            parameters.
        variables: The variables that are assigned when the state is entered.
        context: The context object, in place of the generated one; an empty one counts as none.
        role_arn: What the context object calls the role.
        retrier_retry_count: How often the retrier that is for the error has tried again.
        error_caused_by_state: The state within a Parallel or a Map that a mocked error comes from.
        map_iteration_failure_count: How many iterations of a distributed Map have failed.
        map_item_reader_data: What the ItemReader of a distributed Map reads: its items, or where it has an
            ItemsPointer, the JSON that these are in.
        reveal_secrets: Whether the result may show what a connection adds to an HTTP request, which nothing here hides.
            AWS refuses it with a mock.
        clock: What tells the time; a FakeClock unless given.
        seed: Makes another sequence of ids, random numbers and jitter.

    Raises:
        DefinitionError: the definition cannot be run as it stands.
        RunError: there is no such state, AWS refuses the mock or what is said beside it (a MockError), or nobody plays
            the state's task.
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
    fiber.given = dict(context) if context else _context(session, role_arn, retries)
    jsonata = definition.get("QueryLanguage", flow.language) == "JSONata"
    stages = Stages(compiled, definition, fiber, jsonata=jsonata, retries=retrier_retry_count)
    if mock is not None:
        stages.play(mock, map_iteration_failure_count, map_item_reader_data)
    return _result(compiled, fiber, stages)


# Its name would make pytest collect it where a test imports it.
test_state.__test__ = False  # type: ignore[attr-defined]


class _Fiber(Fiber):
    """A line of execution whose context object is given."""

    __slots__ = ("given",)
    given: dict[str, Json]

    def context(self) -> dict[str, Json]:
        """The context object, with the item of a Map whose turn it is and the token of a task that waits for it."""
        context = dict(self.given)
        if self.item is not None:
            context["Map"] = {"Item": self.item}
        if self.token is not None:
            context.setdefault("Task", {"Token": self.token})
        return context


def _find(machine: Definition, name: str | None) -> tuple[Program, CompiledFlow, str]:
    """The workflow, the flow that a state stands in, which is compiled anew, and the state's name."""
    if name is None:
        if not isinstance(machine, Mapping) or "Type" not in machine:
            raise DefinitionError("without the name of a state, the definition must be that of one state")
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
    """The names that one state goes to."""
    entries = [state, {"Next": state.get("Default")}]
    for listed in (state.get("Choices"), state.get("Catch")):
        entries += [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list | tuple) else []
    return [entry["Next"] for entry in entries if isinstance(entry.get("Next"), str)]


def _context(session: Session, role_arn: str | None, retries: int | None) -> dict[str, Json]:
    """The context object as TestState makes it up: an Express execution without redrives."""
    whole = session.context()
    execution = {**whole["Execution"], "RoleArn": role_arn}
    state: dict[str, Json] = {"Name": _ALONE, "EnteredTime": format_timestamp(session.start)}
    if retries is not None:
        state["RetryCount"] = retries
    return {**whole, "Execution": execution, "State": state}


def _check_inner(state: State, name: str) -> None:
    inner = [inner for flow in state.flows for inner in flow.definitions]
    if name not in inner:
        raise RunError(f"state {state.name!r} has no state {name!r} within it{did_you_mean(name, inner)}")


def _json(value: Json, what: str) -> Json:
    try:
        return copied(value)
    except (TypeError, ValueError) as problem:
        raise RunError(f"{what} no JSON: {problem}") from None


def _result(state: State, fiber: Fiber, stages: Stages) -> StateResult:
    """Go through a state, and tell how it went."""
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
        raise RunError("the definition or its data is nested too deep to be evaluated; flatten it") from None
    error, cause = (None, None) if failure is None else (failure.error, failure.cause)
    return StateResult(status, copied(output), error, cause, following, copied(stages.inspection()))


def _walk(state: State, fiber: Fiber) -> Transition:
    data = fiber.session.input
    if isinstance(state, Instant):
        return state.step(fiber, data)
    assert isinstance(state, Waiting)  # noqa: S101 - there is no third sort
    fiber.steps = state.steps(fiber, data)
    transition: Transition = VirtualScheduler(fiber.session.clock, fiber.session.deadline).run(fiber)
    return transition
