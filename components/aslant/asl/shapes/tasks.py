"""The shapes of the results of tasks: of Python handlers and of services."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from aslant.asl.shapes.annotations import handler_shapes
from aslant.asl.shapes.fitting import misfit
from aslant.asl.shapes.services import input_shape, output_shape
from aslant.asl.shapes.shape import ANY, NUMBER, STRING, UNKNOWN, Shape
from aslant.asl.shapes.templates import expression_of
from aslant.asl.shapes.unions import member_of, object_of
from aslant.asl.shapes.visit import Steps, Visit
from aslant.asl.values import string_at

__all__ = ["Handlers"]

_SYMBOL: Final = re.compile(r"\$\{([^}]+)\}")
_INVOKE: Final = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:lambda:invoke")
_SERVICE: Final = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:(?!activity:).+")
_METADATA: Final = {
    "SdkHttpMetadata": object_of({}, UNKNOWN).perhaps(),
    "SdkResponseMetadata": object_of({}, UNKNOWN).perhaps(),
}
_REPAIRS: Final = {
    False: "Pass another part of the data with input_path or parameters.",
    True: "Pass another part of the data with arguments.",
}


def _located(template: Any, names: tuple[str, ...]) -> Steps | None:
    """Return the steps to the path or expression in a template that makes a value; None if it is a constant.

    Constants are checked with the definition's syntax.
    """
    steps: list[str] = []
    for name in names:
        if type(template) is not dict:
            break
        if f"{name}.$" in template:
            return (*steps, f"{name}.$")
        if name not in template:
            break
        steps.append(name)
        template = template[name]
    return tuple(steps) if expression_of(template) is not None else None


class Handlers:
    """The Python handlers of a workflow, by their symbols."""

    def __init__(self, handlers: Mapping[str, Callable[..., Any]]) -> None:
        self._handlers = handlers

    def needs_arguments(self, resource: Any) -> bool:
        """Return whether the shape of a task's arguments is compared with anything."""
        if type(resource) is not str:
            return False
        return resource.startswith("${") or _SERVICE.fullmatch(resource) is not None

    def result(self, state: dict[str, Any], arguments: Shape, visit: Visit, *, jsonata: bool) -> Shape:
        """Return the shape of a task's result, and report arguments that do not fit."""
        resource = string_at(state, "Resource")
        symbol = _SYMBOL.fullmatch(resource)
        if symbol is not None:
            return self._called(symbol[1], arguments, visit, ("Resource",), jsonata=jsonata)
        if _INVOKE.fullmatch(resource):
            return self._invoked(state, arguments, visit, jsonata=jsonata)
        if not _SERVICE.fullmatch(resource):
            return ANY
        fault = misfit(arguments, input_shape(resource))
        if fault is not None:
            field = "Arguments" if jsonata else "Parameters"
            steps = _located(state.get(field), fault.steps)
            if steps is not None:
                what = resource.split(":", 5)[-1]
                visit.at((field, *steps))(fault.severity, f"The arguments do not fit {what}: {fault.why}", "")
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
