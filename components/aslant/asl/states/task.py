"""Task: call a function or a service (ASL specification, "Task State")."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar, Unpack, overload

from aslant.asl.accept import expression, is_path_test, path, resource, template, value
from aslant.asl.computed import Computed
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Field, set_doc, set_languages
from aslant.asl.flow import Flow, I_contra, O_co
from aslant.asl.handler import call_fault, symbol
from aslant.asl.integration import Integration
from aslant.asl.node import put
from aslant.asl.state import WorkState
from aslant.asl.states.task_fields import (
    ByArguments,
    ByInputPath,
    ByParameters,
    CallFields,
    OutgoingFields,
    PlainTaskFields,
    TaskFields,
)
from aslant.asl.unset import UNSET
from aslant.asl.values import Addressed, Deferred
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Task"]

E = TypeVar("E")
R = TypeVar("R")


class Task(WorkState, Flow[I_contra, O_co]):
    """A state that calls a function, a service, another state machine or an activity. The result is its response."""

    __slots__ = ()
    TYPE = "Task"

    resource = Field[Json]("Resource", resource, takes_none=True)
    arguments = Field[Json]("Arguments", expression, JSONATA)
    timeout_seconds = Field[Json]("TimeoutSeconds", value)
    timeout_seconds_path = Field[str]("TimeoutSecondsPath", path, JSONPATH)
    heartbeat_seconds = Field[Json]("HeartbeatSeconds", value)
    heartbeat_seconds_path = Field[str]("HeartbeatSecondsPath", path, JSONPATH)
    credentials = Field[Json]("Credentials", template)

    @overload
    def __init__(
        self: Task[E, R], name: str, resource: Callable[[E, Any], R], **fields: Unpack[PlainTaskFields]
    ) -> None: ...
    # None of these takes a handler that does not fit what comes before. The type of `resource` is the same in each, or
    # mypy could not choose for a handler with a parameter that is `Any`.
    @overload
    def __init__(
        self: Task[E, Any], name: str, resource: Callable[[E, Any], R], **fields: Unpack[OutgoingFields]
    ) -> None: ...
    @overload
    def __init__(
        self: Task[Any, Any], name: str, resource: Callable[[E, Any], R], **fields: Unpack[ByInputPath]
    ) -> None: ...
    @overload
    def __init__(
        self: Task[Any, Any], name: str, resource: Callable[[E, Any], R], **fields: Unpack[ByParameters]
    ) -> None: ...
    @overload
    def __init__(
        self: Task[Any, Any], name: str, resource: Callable[[E, Any], R], **fields: Unpack[ByArguments]
    ) -> None: ...
    @overload
    def __init__(self: Task[Any, Any], name: str, resource: Integration, **fields: Unpack[CallFields]) -> None: ...
    @overload
    def __init__(
        self: Task[Any, Any], name: str, resource: str | Deferred | Addressed, **fields: Unpack[TaskFields]
    ) -> None: ...
    def __init__(
        self, name: str, resource: Callable[[Any, Any], Any] | Integration | str | Deferred | Addressed, **fields: Any
    ) -> None:
        """Call `resource`.

        It is a Python handler, a call of a service such as `sqs.send_message(…)`, a symbolic name such as
        `"pineapple_check"`, an ARN, or an object with an ARN, such as a function of the Pulumi program.

        Raises:
            DefinitionError: The name is too long, the resource is none of these or a handler that Lambda could not
                call with the event and the context, or a field is unknown or in the wrong query language.
        """
        if isinstance(resource, Integration):
            self._call(name, resource, fields)
        elif callable(resource) and not isinstance(resource, Computed) and not is_path_test(resource):
            own = symbol(resource)
            call = getattr(resource, "__self__", None)
            if isinstance(call, Integration):
                raise DefinitionError(f"state {name!r}: {own} of {call.name} was not called. Write .{own}().")
            if str(getattr(resource, "__module__", "")).startswith("aslant.asl.integrations."):
                raise DefinitionError(f"state {name!r}: {own} is a function that creates the call. Write {own}(…).")
            own = _symbol(name, resource)
            self._work(name, {"resource": f"${{{own}}}", **fields})
            put(self, "_handlers", {own: resource})
        else:
            self._work(name, {"resource": resource, **fields})

    def _call(self, name: str, call: Integration, fields: dict[str, Any]) -> None:
        """Fill a task that calls a service. The arguments are `Parameters` in JSONPath and `Arguments` in JSONata."""
        for field in ("parameters", "arguments"):
            if fields.get(field) is not None and fields[field] is not UNSET:
                raise DefinitionError(
                    f"state {name!r}: {call.name} already has its arguments. Move the values of {field} into that call."
                )
        arguments = call._arguments
        handler = arguments.get("FunctionName") if call.name == "lambda:invoke" else None
        if type(handler) is FunctionType:
            own = _symbol(name, handler)
            arguments = {**arguments, "FunctionName": f"${{{own}}}"}
        self._work(name, fields, {"Resource": call.resource, "Parameters": arguments})
        if type(handler) is FunctionType:
            put(self, "_handlers", {own: handler})
        document, possible = self._doc, self._languages
        if "QueryLanguage" in document:
            possible = JSONATA if document["QueryLanguage"] == "JSONata" else JSONPATH
        languages = possible & call._languages
        if not languages:
            given, other = ("paths", "JSONata") if call._languages == JSONPATH else ("'{% … %}'", "JSONPath")
            repair = "'{% $states.input.order %}'" if other == "JSONata" else "a path such as this.order"
            raise DefinitionError(
                f"state {name!r} is in {other}, and {call.name} has {given} among its arguments. Write {repair}."
            )
        if languages == JSONATA:
            renamed = {"Arguments" if key == "Parameters" else key: value for key, value in document.items()}
            set_doc(self, renamed)
        set_languages(self, languages)
        if languages == BOTH:
            put(self, "_undecided", True)


def _symbol(name: str, handler: Any) -> str:
    """Return the symbolic name of a handler of a state, after a check that Lambda can call it."""
    fault = call_fault(handler.__name__, handler)
    if fault:
        raise DefinitionError(f"state {name!r}: {fault}")
    return symbol(handler)
