"""The shape of the context object: `$$` in JSONPath, `$states.context` in JSONata."""

from __future__ import annotations

from functools import lru_cache

from aslant.asl.shapes.shape import NUMBER, STRING, UNKNOWN, Shape
from aslant.asl.shapes.unions import object_of, with_member

__all__ = ["NO_CONTEXT", "context_of", "with_item"]

_STATE = object_of({"EnteredTime": STRING, "Name": STRING, "RetryCount": NUMBER.perhaps()}, UNKNOWN)
_MACHINE = object_of({"Id": STRING, "Name": STRING}, UNKNOWN)
_TASK = object_of({"Token": STRING}, UNKNOWN).perhaps()


@lru_cache(64)
def context_of(input: Shape) -> Shape:
    """Return the shape of the context object of an execution with an input of some shape.

    It is open to other members: the rules for syntax report those that do not exist.
    """
    strings = dict.fromkeys(("Id", "Name", "RoleArn", "StartTime"), STRING)
    execution = object_of({**strings, "Input": input.present(), "RedriveCount": NUMBER.perhaps()}, UNKNOWN)
    return object_of({"Execution": execution, "State": _STATE, "StateMachine": _MACHINE, "Task": _TASK}, UNKNOWN)


def with_item(context: Shape, value: Shape, *, keyed: bool) -> Shape:
    """Return the context object in a Map, with the current item. The items of an object have a key."""
    members = {"Index": NUMBER, "Value": value.present(), "Source": STRING.perhaps()}
    item = object_of({**members, "Key": STRING} if keyed else members, UNKNOWN)
    return with_member(context, "Map", object_of({"Item": item}, UNKNOWN))


NO_CONTEXT = context_of(UNKNOWN)
"""The context object of an execution with an input of which nothing is known."""
