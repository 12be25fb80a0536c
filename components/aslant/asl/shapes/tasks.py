"""The shapes of the results of tasks: of Python handlers and of services."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from aslant.asl.shapes.annotations import handler_shapes
from aslant.asl.shapes.arguments import argument_faults
from aslant.asl.shapes.fitting import misfit
from aslant.asl.shapes.services import output_shape
from aslant.asl.shapes.shape import ANY, NUMBER, STRING, UNKNOWN, Shape
from aslant.asl.shapes.unions import member_of, object_of
from aslant.asl.shapes.visit import Steps, Visit
from aslant.asl.values import string_at

__all__ = ["Handlers", "compares_arguments"]

_SYMBOL: Final = re.compile(r"\$\{([^}]+)\}")
_INVOKE: Final = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:lambda:invoke")
_SERVICE: Final = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:(?!activity:).+")
_METADATA: Final = {
    "SdkHttpMetadata": object_of({}, UNKNOWN).perhaps(),
    "SdkResponseMetadata": object_of({}, UNKNOWN).perhaps(),
}
_ANOTHER_PART: Final = "Pass another part of the data."
_REPAIRS: Final = {
    False: "Pass another part of the data with input_path or parameters.",
    True: "Pass another part of the data with arguments.",
}


@lru_cache(4096)
def _kind(resource: str) -> Literal["lambda", "service", "other"]:
    """Return what a resource calls."""
    if _INVOKE.fullmatch(resource):
        return "lambda"
    return "service" if _SERVICE.fullmatch(resource) else "other"


def compares_arguments(resource: Any) -> bool:
    """Return whether the arguments of a task with this resource are compared with anything."""
    return type(resource) is str and (resource.startswith("${") or _kind(resource) != "other")


class Handlers:
    """The Python handlers of a workflow, by their symbols."""

    def __init__(self, handlers: Mapping[str, Callable[..., Any]]) -> None:
        self._handlers = handlers

    def reads_constants(self, resource: Any) -> bool:
        """Return whether a handler gets the arguments, so that constants in them matter too."""
        return type(resource) is str and (resource.startswith("${") or _kind(resource) == "lambda")

    def result(self, state: dict[str, Any], arguments: Shape, visit: Visit, *, jsonata: bool) -> Shape:
        """Return the shape of the result of a task that calls a handler, and report arguments that do not fit."""
        resource = string_at(state, "Resource")
        symbol = _SYMBOL.fullmatch(resource)
        if symbol is not None:
            return self._called(symbol[1], arguments, visit, ("Resource",), jsonata=jsonata)
        return self._invoked(state, arguments, visit, jsonata=jsonata) if _kind(resource) == "lambda" else ANY

    def service_result(self, state: dict[str, Any], arguments: Iterable[tuple[Steps, Shape]], visit: Visit) -> Shape:
        """Return the shape of a service's result, and report data among its arguments that does not fit."""
        resource = string_at(state, "Resource")
        if _kind(resource) != "service":
            return ANY
        for steps, shape in arguments:
            for fault, inner in argument_faults(resource, shape, steps[1:]):
                visit.at((steps[0], *inner))(fault.severity, fault.why, _ANOTHER_PART)
        return output_shape(resource)

    def _called(self, name: str, given: Shape, visit: Visit, steps: Steps, *, jsonata: bool) -> Shape:
        """Return the shape of a handler's result."""
        handler = self._handlers.get(name)
        if handler is None:
            return ANY
        event, result = handler_shapes(handler)
        fault = misfit(given, event)
        if fault is not None:
            may = "does not" if fault.severity == "ERROR" else "may not"
            source = f" from {' or '.join(given.origin)}" if given.origin else ""
            visit.at(steps)(
                fault.severity,
                f"The input of handler '{name}'{source} {may} match its annotation: {fault.why}",
                _REPAIRS[jsonata],
            )
        return result

    def _invoked(self, state: dict[str, Any], arguments: Shape, visit: Visit, *, jsonata: bool) -> Shape:
        """Return the shape of what lambda:invoke returns. The function's result is in Payload."""
        field = "Arguments" if jsonata else "Parameters"
        template = state.get(field)
        symbol = _SYMBOL.fullmatch(string_at(template, "FunctionName")) if type(template) is dict else None
        payload = ANY
        if symbol is not None:
            given = member_of(arguments, "Payload")
            event = object_of({}) if not given.is_value else given.present().without("string")
            payload = self._called(symbol[1], event, visit, (field,), jsonata=jsonata)
        members = {
            "ExecutedVersion": STRING.perhaps(),
            "FunctionError": STRING.perhaps(),
            "LogResult": STRING.perhaps(),
        }
        return object_of({**members, **_METADATA, "Payload": payload, "StatusCode": NUMBER})
