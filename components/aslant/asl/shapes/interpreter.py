"""The interpreter: follows the shape of the data through a machine, until the data at every state is known.

Each state is a function from the shape of its input, and of the variables, to the shapes that its transitions carry on.
Where transitions meet, the shapes are joined. A state is visited again whenever the shape of its input grows, and the
faults of its last visit count, because that one saw all data. Nothing recurses over states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from typing import Any, Final, NamedTuple

from aslant.asl.shapes.context import NO_CONTEXT, context_of
from aslant.asl.shapes.environment import NO_VARIABLES, joined_variables
from aslant.asl.shapes.shape import MISSING, NEVER, UNKNOWN, Shape
from aslant.asl.shapes.states import NESTING, Data, Edge, nested, visited
from aslant.asl.shapes.tasks import Handlers, compares_arguments
from aslant.asl.shapes.unions import union
from aslant.asl.shapes.visit import Fault, Steps, Visit
from aslant.asl.trampoline import Routine, run
from aslant.asl.values import is_unresolved, string_at

__all__ = ["Seen", "faults_of", "seen_in"]

_MOST_VISITS: Final = 12  # of one state, before data that still grows becomes unknown
_BUDGET: Final = 100_000  # visits in all; a definition that needs more is not reported
_TELLING: Final = frozenset({"Assign", "Catch", "InputPath", "OutputPath", "QueryLanguage", "ResultSelector"})
"""The fields of a Task or a Wait that make something known of unknown data."""
_ASSIGNING: Final = ("Choices", "Catch")


def faults_of(
    definition: Mapping[str, Any],
    handlers: Mapping[str, Callable[..., Any]],
    input: Shape,
    near: Callable[[str, Iterable[str]], str],
) -> list[Fault]:
    """Return the faults in the data of a workflow for an input of some shape.

    `near` returns a repair such as `Did you mean 'size'?` for an unknown name.
    """
    interpreter = _Interpreter(definition, handlers)
    faults: list[Fault] = []
    visit = Visit("", (), faults, near)
    data = Data(input, NO_VARIABLES, context_of(input))
    run(interpreter.run(definition, (), data, visit))
    return faults if interpreter.left > 0 else []


class Seen(NamedTuple):
    """The data that the last visit of a state has seen, and its transitions."""

    data: Data
    edges: list[Edge]


def seen_in(
    definition: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]], input: Shape
) -> dict[Steps, Seen]:
    """Return the data at every state that an input of some shape reaches, by the state's place in the definition."""
    seen: dict[Steps, Seen] = {}
    interpreter = _Interpreter(definition, handlers, seen)
    data = Data(input, NO_VARIABLES, context_of(input))
    run(interpreter.run(definition, (), data, Visit("", (), [], lambda name, known: "")))
    return seen if interpreter.left > 0 else {}


class _Interpreter:
    """The interpreter of one definition."""

    def __init__(
        self,
        definition: Mapping[str, Any],
        handlers: Mapping[str, Callable[..., Any]],
        seen: dict[Steps, Seen] | None = None,
    ) -> None:
        self._jsonata = _in_jsonata(definition, False)
        self._handlers = Handlers(handlers)
        self.left = _BUDGET
        self._seen = seen
        """The data at every state; None if nobody needs it."""

    def run(self, document: Any, place: Steps, data: Data, visit: Visit) -> Routine[Shape]:
        """Return the shape of a machine's output, and add the faults in it to those of a visit."""
        states = document.get("States") if type(document) is dict else None
        start = document.get("StartAt") if type(document) is dict else None
        if type(states) is not dict or type(start) is not str or start not in states:
            return UNKNOWN
        if not data.input.is_value:
            return NEVER
        walk = _Walk(states, start, data)
        faults: dict[str, list[Fault]] = {}
        outputs: dict[str, Shape] = {}
        while walk.waiting and self.left > 0:
            self.left -= 1
            name = walk.next()
            state = states[name]
            if type(state) is not dict or is_unresolved(state):
                outputs[name] = UNKNOWN
                continue
            at = walk.at[name]
            if at.input.unknown and self._seen is None and self._passes(state, at):
                target = string_at(state, "Next")
                if target in states:
                    walk.reach(target, UNKNOWN, at.variables)
                else:
                    outputs[name] = UNKNOWN
                continue
            inner = Visit(name, (*place, "States", name), [], visit.near)
            jsonata = _in_jsonata(state, self._jsonata)
            if string_at(state, "Type") in NESTING:
                edges = yield nested(state, at, inner, self, jsonata=jsonata)
            else:
                edges = visited(state, at, inner, self._handlers, jsonata=jsonata)
            if self._seen is not None:
                self._seen[inner.place] = Seen(at, edges)
            for target, output, variables in edges:
                if target is None:
                    outputs[name] = union(outputs.get(name, NEVER), output)
                elif target in states:
                    walk.reach(target, output, variables)
                else:
                    outputs[name] = UNKNOWN
            if inner.faults or name in faults:
                faults[name] = inner.faults
        for name in states:
            visit.faults += faults.get(name, ())
        return union(*outputs.values())

    def _passes(self, state: dict[str, Any], at: Data) -> bool:
        """Return whether a state in JSONPath neither reads nor makes anything that is known."""
        kind = string_at(state, "Type")
        if (kind != "Task" and kind != "Wait") or at.variables or at.context is not NO_CONTEXT or self._jsonata:
            return False
        return _TELLING.isdisjoint(state) and not compares_arguments(state.get("Resource"))


class _Walk:
    """The states of one machine that wait for a visit, and the data at the states that were reached."""

    def __init__(self, states: dict[str, Any], start: str, data: Data) -> None:
        unassigned = {name: MISSING for name in _assigned(states) if name not in data.variables}
        variables = {**data.variables, **unassigned} if unassigned else data.variables
        self.at = {start: data._replace(variables=variables)}
        self._order = {name: number for number, name in enumerate(states)}
        self._names = list(states)
        self._visits: dict[str, int] = {}
        self.waiting = [self._order[start]]

    def next(self) -> str:
        """Return the first state of the definition that waits."""
        number = heappop(self.waiting)
        while self.waiting and self.waiting[0] == number:
            heappop(self.waiting)
        name = self._names[number]
        self._visits[name] = self._visits.get(name, 0) + 1
        return name

    def reach(self, name: str, input: Shape, variables: Mapping[str, Shape]) -> None:
        """Add the data of a transition to a state."""
        if not input.is_value:
            return
        known = self.at.get(name)
        if known is None:
            self.at[name] = Data(input, variables, next(iter(self.at.values())).context)
        else:
            both = union(known.input, input)
            all_variables = joined_variables(known.variables, variables)
            if both is known.input and all_variables is known.variables:
                return
            if self._visits.get(name, 0) >= _MOST_VISITS:
                both = both if both is known.input else UNKNOWN
                all_variables = {
                    each: shape if shape is known.variables.get(each) else UNKNOWN
                    for each, shape in all_variables.items()
                }
            self.at[name] = Data(both, all_variables, known.context)
        heappush(self.waiting, self._order[name])


def _in_jsonata(document: Mapping[str, Any], otherwise: bool) -> bool:
    """Return whether a definition or a state is in JSONata. AWS treats every value but 'JSONPath' as JSONata."""
    return string_at(document, "QueryLanguage") != "JSONPath" if "QueryLanguage" in document else otherwise


def _assigned(states: dict[str, Any]) -> set[str]:
    """Return the names of the variables that the states of a machine assign."""
    names: set[str] = set()
    for state in states.values():
        if type(state) is not dict:
            continue
        records = [state]
        for field in _ASSIGNING:
            if type(state.get(field)) is list:
                records += (record for record in state[field] if type(record) is dict)
        for record in records:
            if type(record.get("Assign")) is dict:
                names.update(name.removesuffix(".$") for name in record["Assign"] if type(name) is str)
    return names
