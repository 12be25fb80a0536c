"""The transfer functions: what each kind of state does to the shape of the data, and where the data goes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol

from aslant.asl.shapes.choices import transitions
from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.flows import Flow, JsonataFlow, JsonPathFlow
from aslant.asl.shapes.maps import iteration, map_result
from aslant.asl.shapes.shape import ANY, NEVER, STRING, Shape
from aslant.asl.shapes.tasks import Handlers
from aslant.asl.shapes.unions import object_of, tuple_of
from aslant.asl.shapes.values import shape_of_value
from aslant.asl.shapes.visit import Steps, Visit
from aslant.asl.trampoline import Routine
from aslant.asl.values import string_at
from aslant.walk import PROCESSORS

__all__ = ["NESTING", "Data", "Edge", "Machines", "nested", "visited"]

_ERROR: Final = object_of({"Error": STRING, "Cause": STRING})
_OWN: Final = frozenset({"Task", "Parallel", "Map"})
NESTING: Final = frozenset({"Parallel", "Map"})
"""The kinds of states that contain machines."""


class Data(NamedTuple):
    """The data at the start of a state or a machine."""

    input: Shape
    variables: Mapping[str, Shape]
    context: Shape


class Edge(NamedTuple):
    """A transition: the name of the next state, None at the end of the machine, and the data that it takes there."""

    target: str | None
    output: Shape
    variables: Mapping[str, Shape]


class Machines(Protocol):
    """The interpreter of nested machines."""

    def run(self, document: Any, place: Steps, data: Data, visit: Visit) -> Routine[Shape]:
        """Return the shape of a machine's output, and add the faults in it to those of a visit."""
        ...  # pragma: no cover


def visited(state: dict[str, Any], data: Data, visit: Visit, handlers: Handlers, *, jsonata: bool) -> list[Edge]:
    """Return the transitions of a state for the data at its start, and report the faults of its fields.

    For a state that contains machines, `nested` does this.
    """
    kind = string_at(state, "Type")
    flow = _flow(state, data, visit, kind, jsonata=jsonata)
    if kind == "Choice":
        return _choice(state, data, visit, flow)
    if kind == "Fail":
        flow.text("Error", data.input)
        flow.text("Cause", data.input)
        return []
    if kind in ("Wait", "Succeed"):
        seen = flow.arguments(data.input)
        if kind == "Wait":
            flow.number(state, "Seconds", seen)
            flow.timestamp(seen)
        return [_edge(state, flow.output(data.input, seen), flow.variables(data.input, seen))]
    if kind == "Pass":
        made = flow.arguments(data.input, "Parameters")
        result = _constant(state["Result"], visit) if "Result" in state and not jsonata else made
        if result is not data.input and "Parameters" in state:
            result = result.made_by(f"the result of state '{visit.name}'")
        return [_edge(state, flow.output(data.input, result), flow.variables(data.input, result))]
    if kind != "Task":
        return [_edge(state, ANY, data.variables)]
    return _edges(state, data, visit, flow, _called(state, data, visit, flow, handlers, jsonata=jsonata))


def nested(
    state: dict[str, Any], data: Data, visit: Visit, machines: Machines, *, jsonata: bool
) -> Routine[list[Edge]]:
    """Return the transitions of a Parallel or a Map, as `visited` does for other states."""
    flow = _flow(state, data, visit, state["Type"], jsonata=jsonata)
    raw = yield from _worked(state, data, visit, flow, machines)
    return _edges(state, data, visit, flow, raw)


def _flow(state: dict[str, Any], data: Data, visit: Visit, kind: str, *, jsonata: bool) -> Flow:
    extra = "result" if kind in _OWN else ""
    return (JsonataFlow if jsonata else JsonPathFlow)(state, visit, data.variables, data.context, (), extra)


def _edges(state: dict[str, Any], data: Data, visit: Visit, flow: Flow, raw: Shape) -> list[Edge]:
    """Return the transitions of a state with a raw result, which is `NEVER` if it never has one."""
    edges = []
    if raw.is_value:
        result = raw.present()
        if "ResultSelector" in state:
            result = flow.result(result.made_by(f"the raw result of state '{visit.name}'"))
        result = result.made_by(f"the result of state '{visit.name}'")
        edges.append(_edge(state, flow.output(data.input, result), flow.variables(data.input, result)))
    if "Catch" in state:
        edges += _caught(state, data, visit, jsonata=isinstance(flow, JsonataFlow))
    return edges


def _edge(state: dict[str, Any], output: Shape, variables: Mapping[str, Shape]) -> Edge:
    return Edge(string_at(state, "Next") or None, output, variables)


def _constant(value: Any, visit: Visit) -> Shape:
    return shape_of_value(value, soft=True).made_by(f"the result of state '{visit.name}'")


def _choice(state: dict[str, Any], data: Data, visit: Visit, flow: Flow) -> list[Edge]:
    """Return the transitions of a Choice."""
    jsonata = isinstance(flow, JsonataFlow)
    environment = Environment(flow.arguments(data.input), None, None, data.context, data.variables)
    edges = []
    for record, steps, found in transitions(state, environment, visit, jsonata=jsonata):
        target = string_at(record, "Next" if steps else "Default")
        if not target:
            continue
        followed = type(flow)(_ruled(state, record, jsonata), visit, found.variables, found.context, steps)
        output = followed.output(found.input, found.input)
        edges.append(Edge(target, output, followed.variables(found.input, found.input)))
    return edges


def _ruled(state: dict[str, Any], record: dict[str, Any], jsonata: bool) -> dict[str, Any]:
    """Return the fields that make the output of a rule, or of the state where no rule is true."""
    if jsonata or record is state or "OutputPath" not in state:
        return record
    return {**record, "OutputPath": state["OutputPath"]}


def _called(state: dict[str, Any], data: Data, visit: Visit, flow: Flow, handlers: Handlers, *, jsonata: bool) -> Shape:
    """Return the shape of the raw result of a Task."""
    for field in ("TimeoutSeconds", "HeartbeatSeconds"):
        if jsonata or "InputPath" not in state:  # with InputPath, it is not recorded which input these paths read
            flow.number(state, field, data.input)
    if handlers.reads_constants(state.get("Resource")):
        arguments = flow.arguments(data.input, "Parameters")
        if "Credentials" in state:
            flow.payload(state, "Credentials", data.input)
        return handlers.result(state, arguments, visit, jsonata=jsonata)
    parts = flow.data_of_arguments(data.input)
    if "Credentials" in state:
        flow.payload(state, "Credentials", data.input)
    return handlers.service_result(state, parts, visit)


def _worked(state: dict[str, Any], data: Data, visit: Visit, flow: Flow, machines: Machines) -> Routine[Shape]:
    """Return the shape of the raw result of a Parallel or a Map; `NEVER` if it never has one."""
    if state["Type"] == "Parallel":
        arguments = flow.arguments(data.input, "Parameters")
        places = []
        branches = state.get("Branches")
        for index, branch in enumerate(branches if type(branches) is list else ()):
            inner = Data(arguments, data.variables, data.context)
            places.append((yield machines.run(branch, (*visit.place, "Branches", index), inner, visit)))
        return tuple_of(places) if all(place.is_value for place in places) else NEVER
    started = iteration(state, flow, flow.arguments(data.input), visit)
    field = next((key for key in PROCESSORS if key in state), "")
    inner = Data(started.input, started.variables, started.context)
    output = yield machines.run(state.get(field), (*visit.place, field), inner, visit)
    return map_result(state, output, started)


def _caught(state: dict[str, Any], data: Data, visit: Visit, *, jsonata: bool) -> Iterator[Edge]:
    """Yield the transitions of the catchers, which see the variables as they were at the state's start."""
    catchers = state.get("Catch")
    for index, catcher in enumerate(catchers if type(catchers) is list else ()):
        if type(catcher) is dict:
            steps = ("Catch", index)
            kind = JsonataFlow if jsonata else JsonPathFlow
            flow = kind(catcher, visit, data.variables, data.context, steps, "error_output")
            error = _ERROR.made_by(f"the error that state '{visit.name}' catches")
            yield _edge(catcher, flow.output(data.input, error), flow.variables(data.input, error))
