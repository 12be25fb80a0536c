"""Executions with random data of known shapes: the oracle for what is reported and for what is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from aslant.asl import StateMachine
from aslant.asl.shapes.annotations import handler_shapes, shape_of
from aslant.asl.shapes.arguments import argument_faults
from aslant.asl.shapes.services import output_shape
from aslant.asl.shapes.shape import ANY, Shape
from aslant.asl.shapes.values import shape_of_value
from aslant.asl.values import string_at
from aslant.errors import TaskError
from aslant.run import Execution, run
from aslant.walk import states_of
from tests.asl.shapes.membership import contains, random_value

__all__ = ["play", "sample"]

_TIMES = ("2026-03-14T01:59:00Z", "2027-01-01T00:00:00+01:00")
_LONG = 4  # items of every list, and more than any path of the tests counts


def sample(shape: Shape, source: random.Random) -> Any:
    """Return a random value of a shape, whose optional members are there at random."""
    if shape.unknown:
        return random_value(source)
    makers: list[Callable[[], Any]] = []
    if shape.null:
        makers.append(lambda: None)
    if shape.boolean:
        makers.append(lambda: source.choice(_literals(shape.boolean, [True, False])))
    if shape.number:
        makers.append(lambda: source.choice(_literals(shape.number, [0, 1, 3])))
    if shape.string:
        makers.append(lambda: source.choice(_literals(shape.string, _TIMES)))
    if shape.array is not None:
        array = shape.array
        places = (array.items,) * _LONG if array.places is None else array.places
        makers.append(lambda: [sample(place, source) for place in places])
    for alternative in shape.objects:
        members = dict(alternative.members)
        if not members and alternative.other.is_value:
            members = {"small": alternative.other.present(), "a": alternative.other.present()}
        makers.append(
            lambda members=members: {  # type: ignore[misc]  # mypy does not infer the argument
                name: sample(member.present(), source)
                for name, member in members.items()
                if member.missing is not True or source.random() < 0.5
            }
        )
    return source.choice(makers)()


def _literals(values: Any, otherwise: Any) -> list[Any]:
    return sorted(values, key=str) if isinstance(values, frozenset) else list(otherwise)


def play(machine: StateMachine, input_type: Any, source: random.Random) -> Execution:
    """Run a workflow once, with random data of the declared types. A task fails if its input does not fit."""
    states = {name: dict(state) for name, state in states_of(machine.to_dict())}
    tasks = {
        name: _task(state, machine.handlers, source) for name, state in states.items() if state.get("Type") == "Task"
    }
    files = {"s3://b/k": "a,1\nb,2\n"}
    return run(machine, sample(shape_of(input_type), source), tasks={**tasks, **files})


def _task(state: Mapping[str, Any], handlers: Mapping[str, Any], source: random.Random) -> Callable[[Any], Any]:
    resource = string_at(state, "Resource")
    symbol = resource[2:-1] if resource.startswith("${") else ""
    wanted, result = (ANY, ANY)
    if symbol in handlers:
        wanted, result = handler_shapes(handlers[symbol])
    elif not symbol:
        result = output_shape(resource)

    def answer(event: Any) -> Any:
        if "Catch" in state and source.random() < 0.5:
            raise TaskError("Sample.Failed", "on purpose")
        if resource.endswith("lambda:invoke"):
            return _invoked(event, handlers, source)
        if not contains(wanted, event) or any(argument_faults(resource, shape_of_value(event), None)):
            raise TaskError("Sample.Misfit", f"{event} does not fit {resource}")
        return sample(result, source)

    return answer


def _invoked(event: Any, handlers: Mapping[str, Any], source: random.Random) -> Any:
    symbol = event["FunctionName"].strip("${}")
    if symbol not in handlers:
        return {"Payload": {"status": source.choice(["DONE", "RUNNING"])}, "StatusCode": 200}
    wanted, result = handler_shapes(handlers[symbol])
    if not contains(wanted, event.get("Payload", {})):
        raise TaskError("Sample.Misfit", f"{event} does not fit {symbol}")
    return {"Payload": sample(result, source), "StatusCode": 200, "ExecutedVersion": "$LATEST"}
