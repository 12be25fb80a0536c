"""The shapes of the results of services: optimized integrations and calls of the AWS SDK.

They come from AWS's models of its APIs. These rarely say which members of a result are always there, so it is not known
whether the others may be missing; but a member that they do not have never exists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from aslant.asl.integrations.catalogue import ACTIONS
from aslant.asl.services.model import Member, Operation, Type
from aslant.asl.services.table import operation
from aslant.asl.shapes.shape import ANY, BOOLEAN, NUMBER, OBJECT, STRING, UNKNOWN, Shape
from aslant.asl.shapes.unions import MOST_LITERALS, array_of, object_of

__all__ = ["called", "output_shape"]

_CALL: Final = re.compile(r"arn:[^:]*:states:[^:]*:[^:]*:(?P<sdk>aws-sdk:)?(?P<call>[^:.]+:[^:.]+)(?P<waits>\..+)?")
_LEVELS: Final = (12, 8, 5)
"""The levels of a result that are described: the most that make no more shapes than `_MOST_SHAPES`."""
_MOST_SHAPES: Final = 2_000
_WHOLE_BODIES: Final = frozenset(["Body", "Payload"])
"""Members with the bytes of a whole response, which may be a string or JSON."""
_METADATA: Final[Mapping[str, Shape]] = dict.fromkeys(("SdkHttpMetadata", "SdkResponseMetadata"), OBJECT.perhaps())
"""Members that optimized integrations add to a response."""
_HTTP: Final = object_of(
    {"Headers": OBJECT.perhaps(), "ResponseBody": UNKNOWN, "StatusCode": NUMBER, "StatusText": STRING.perhaps()},
    UNKNOWN,
)
_OTHER: Final[Mapping[str, Shape]] = {"apigateway:invoke": _HTTP, "http:invoke": _HTTP}
"""The results of actions without a model (Step Functions developer guide, the pages of these services)."""
_OWN_RESULT: Final = ("eks:", "elasticmapreduce:")
"""The services whose optimized integrations do not return the API's response."""


@lru_cache(256)
def output_shape(resource: str) -> Shape:
    """Return the shape of the result of a task with this resource; `ANY` if it is not known.

    A task that waits for a job or a token has the job's or the token's result, which is not known here.
    """
    found = _CALL.fullmatch(resource)
    if found is None or found["waits"] or found["call"].startswith(_OWN_RESULT):
        return ANY
    if found["call"] in _OTHER:
        return _OTHER[found["call"]]
    return _result(called(resource), optimized=not found["sdk"])


@lru_cache(256)
def called(resource: str) -> Operation | None:
    """Return the action that a task with this resource calls; None if its model is not known."""
    found = _CALL.fullmatch(resource)
    if found is None:
        return None
    if found["sdk"]:
        return operation(found["call"])
    action = ACTIONS.get(found["call"])
    return operation(action.model) if action else None


def _result(call: Operation | None, *, optimized: bool) -> Shape:
    if call is None:
        return ANY
    for levels in _LEVELS:
        shape = _structure(call.result, levels, _METADATA if optimized else {})
        if shape.size <= _MOST_SHAPES:
            return shape
    return OBJECT


def _structure(kind: Type, levels: int, more: Mapping[str, Shape]) -> Shape:
    members = dict(more)
    for member in kind.members.values():
        shape = _member(member, levels)
        members[member.name] = shape
        # Optimized integrations have the API's spelling, such as MD5OfMessageBody. It is not reported in calls of the
        # SDK either, since only few of its names with several capitals in a row are recorded.
        members.setdefault(f"{member.api_name[:1].upper()}{member.api_name[1:]}", shape)
    return object_of(members)


def _member(member: Member, levels: int) -> Shape:
    if member.type.kind == "bytes" and member.name in _WHOLE_BODIES:
        return UNKNOWN
    shape = _shape(member.type, levels - 1)
    return shape if member.required else shape.perhaps()


def _shape(kind: Type, levels: int) -> Shape:
    """Return the shape of a value. The types nest without end, so its levels are limited."""
    if kind.kind == "number":
        return NUMBER
    if kind.kind == "boolean":
        return BOOLEAN
    if kind.kind in ("string", "timestamp", "bytes"):
        return Shape(string=frozenset(kind.values)) if 0 < len(kind.values) <= MOST_LITERALS else STRING
    if kind.kind == "any" or levels == 0:
        return ANY
    if kind.kind == "list":
        return array_of(_shape(kind.item, levels - 1))
    if kind.kind == "map":
        return object_of({}, _shape(kind.item, levels - 1).perhaps())
    if kind.is_attribute_value:
        return OBJECT  # the names of its types differ between top level and nested values
    return _structure(kind, levels, {})
