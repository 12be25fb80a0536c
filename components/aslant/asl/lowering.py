"""Turn a flow into the flat object of ASL: every state gets its `Next`, `Default` or `End`.

A stack of (flow, successor) replaces recursion, so the length of a flow is limited only by memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NoReturn

from aslant.asl.field import BOTH, JSONATA, holds_paths
from aslant.asl.flow import Chain, Ended, Goto, Step
from aslant.asl.handler import Handler, merge
from aslant.asl.state import State, state_view
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json
from aslant.walk import nested_machines

__all__ = ["Lowered", "lower", "refuse_duplicates"]

_RENAMED: Final = {"parameters", "Parameters in item_reader", "Parameters in result_writer"}
"""The JSONPath fields that have another name in JSONata, as they appear in messages."""


class Lowered:
    """The result of lowering a flow."""

    __slots__ = ("handlers", "languages", "states", "undecided", "undeclared")

    def __init__(self) -> None:
        self.states: dict[str, dict[str, Json]] = {}
        """The states' ASL objects by name, in reading order."""
        self.handlers: dict[str, Handler] = {}
        """The handlers of these states and of the machines nested in them, by symbolic name."""
        self.languages = BOTH
        """The query languages that are possible for all states that do not set one."""
        self.undeclared: list[State] = []
        """The states that do not set their query language, but fit only one."""
        self.undecided: list[str] = []
        """The names of the states in which the workflow's query language decides between Parameters and Arguments."""

    def rename_parameters(self) -> None:
        """Rename `Parameters` to `Arguments` in the undecided states, since the workflow is in JSONata."""
        stack: list[tuple[dict[str, dict[str, Json]], list[str]]] = [(self.states, self.undecided)]
        while stack:
            states, names = stack.pop()
            for name in names:
                document = states[name]
                if document["Type"] in ("Parallel", "Map"):
                    document = copy_json(document) if states is self.states else document
                    stack.extend(
                        (inner["States"], list(inner["States"]))
                        for inner in nested_machines(document).values()
                        if "QueryLanguage" not in inner
                    )
                states[name] = document if "QueryLanguage" in document else _with_arguments(name, document)
        self.languages &= JSONATA
        self.undecided = []


def lower(flow: Step, *, inside: bool = False) -> Lowered:
    """Lower a flow. `inside` is true for a branch or a processor.

    Raises:
        DefinitionError: Two states share a name, a state has two different successors, or the target of a Goto does not
            exist.
    """
    lowered = Lowered()
    states = lowered.states
    placed: dict[str, tuple[State, str | None]] = {}
    jumps: list[str] = []
    walked: set[tuple[int, str | None]] = set()
    stack: list[tuple[Step, str | None]] = [(flow, None)]
    while stack:
        step, following = stack.pop()
        if type(step) is Chain:
            walk = (id(step), following if step._open else None)
            if walk in walked:  # several branches share it
                continue
            walked.add(walk)
            right = step.right
            stack.append((right, following))
            stack.append((step.left, right._entry))
        elif isinstance(step, State):
            name = step.name
            if name in placed:
                _check_second_visit(step, following, *placed[name])
                continue
            placed[name] = (step, following)
            states[name] = step._link(following)
            if step._languages & step._inner != BOTH:
                _note_language(lowered, step)
            if step._undecided:
                lowered.undecided.append(name)
            if step._handlers:
                merge(lowered.handlers, step._handlers)
            if step._exits:
                stack.extend([(target, following) for target in reversed(step._targets())])
        elif type(step) is Ended:
            stack.append((step.flow, None))
        elif type(step) is Goto:
            jumps.append(step.name)
    if not states:
        raise DefinitionError("a workflow must start with a state, and this one is only a Goto. Put a state before it.")
    for name in jumps:
        if name not in states:
            _refuse_jump(name, states, inside)
    return lowered


def _refuse_jump(name: str, states: Iterable[str], inside: bool) -> NoReturn:
    near = did_you_mean(name, states)
    if inside and not near:
        raise DefinitionError(
            f"Goto({name!r}) names no state of the same branch or processor, and no transition can leave one. End the "
            "flow there, or let it fail and be caught, and continue after the enclosing Parallel or Map."
        )
    raise DefinitionError(f"Goto({name!r}) names a state that does not exist{near or _list(states)}")


def _note_language(lowered: Lowered, step: State) -> None:
    languages = step._inner if "QueryLanguage" in step._doc else step._inner & step._languages
    if languages != BOTH:
        lowered.languages &= languages
        lowered.undeclared.append(step)


def _check_second_visit(step: State, following: str | None, first: State, before: str | None) -> None:
    if step is not first:
        raise DefinitionError(
            f"two states are called {step.name!r}, but names must be unique in a workflow. Rename one, or write "
            f"Goto({step.name!r}) to jump to the other."
        )
    if following != before and step._open:
        here, there = (f"followed by {name!r}" if name else "the end" for name in (before, following))
        raise DefinitionError(
            f"state {step.name!r} is {here} in one place and {there} in another, but a state has only one Next. Create "
            "a second state, or use Goto."
        )


def _with_arguments(name: str, document: dict[str, Json]) -> dict[str, Json]:
    """Return a Task, or a Map whose parts call a service, in JSONata. JSONPath from a definition is kept."""
    if document["Type"] not in ("Task", "Map"):
        return document
    state = state_view(name, document)
    if not {word for part in (state, *state._exits) for word in part._unsupported(JSONATA)} <= _RENAMED:
        return document
    if document["Type"] == "Task":
        return _renamed(document)
    for part in ("ItemReader", "ResultWriter"):
        if type(document.get(part)) is dict:
            document = {**document, part: _renamed(document[part])}
    return document


def _renamed(document: dict[str, Json]) -> dict[str, Json]:
    if holds_paths(document.get("Parameters")):
        return document
    return {"Arguments" if member == "Parameters" else member: value for member, value in document.items()}


def _list(names: Iterable[str]) -> str:
    return f". The states here are {', '.join(map(repr, names))}."


def refuse_duplicates(states: dict[str, dict[str, Json]]) -> None:
    """Refuse a name that occurs twice in one workflow (ASL specification, "States").

    Raises:
        DefinitionError: Two states share a name, one of them inside a Parallel or Map.
    """
    seen: set[str] = set(states)
    stack = [document for document in states.values() if document["Type"] in ("Parallel", "Map")]
    while stack:
        for machine in nested_machines(stack.pop()).values():
            for name, inner in machine["States"].items():
                if name in seen:
                    raise DefinitionError(
                        f"two states are called {name!r}, one of them inside a Parallel or Map, but names must be "
                        "unique in the whole workflow. Rename one."
                    )
                seen.add(name)
                if inner["Type"] in ("Parallel", "Map"):
                    stack.append(inner)
