"""Task: have work done (ASL specification, "Task State")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Required, TypedDict, TypeVar, Unpack, overload

from aslant.asl.accept import expression, is_path_test, path, resource, template, value
from aslant.asl.catch import Catch
from aslant.asl.computed import Computed
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Field, set_doc, set_languages
from aslant.asl.flow import Flow
from aslant.asl.handler import call_fault, symbol
from aslant.asl.integration import Integration
from aslant.asl.node import put
from aslant.asl.path import Path
from aslant.asl.retry import Retry
from aslant.asl.state import CommonFields, WorkFields, WorkState
from aslant.asl.unset import UNSET
from aslant.asl.values import Addressed, Deferred
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression
    from aslant.asl.intrinsics import Intrinsic

__all__ = ["Task"]

I_contra = TypeVar("I_contra", contravariant=True)
O_co = TypeVar("O_co", covariant=True)
E = TypeVar("E")
R = TypeVar("R")


class TimeFields(TypedDict, total=False):
    """How long a task may take, and in whose name it works."""

    timeout_seconds: int | str | Expression | Deferred
    """Seconds until the task fails with `States.Timeout`."""
    timeout_seconds_path: Path | str
    """Where in the input those seconds are (JSONPath)."""
    heartbeat_seconds: int | str | Expression | Deferred
    """Seconds without a heartbeat until the task fails with `States.HeartbeatTimeout`."""
    heartbeat_seconds_path: Path | str
    """Where in the input those seconds are (JSONPath)."""
    credentials: dict[str, Any]
    """The role to call in, `{"RoleArn": …}`, for another account."""


class PlainTaskFields(CommonFields, TimeFields, total=False):
    """What a task may say without changing what goes in and what comes out."""

    assign: dict[str, Any]
    """Variables to set, by name."""
    retry: Retry | Sequence[Retry]
    """Which errors to try again; the first retrier that names an error counts."""


class OutgoingFields(PlainTaskFields, total=False):
    """What a task may say that changes what comes out, so that a type checker no longer knows it."""

    result_selector: dict[str, Any]
    """What is made of the result, as a payload template over it (JSONPath)."""
    result_path: Path | str | None
    """Where the result is put into the input; `None` drops it (JSONPath)."""
    output_path: Path | Intrinsic | str | None
    """Which part of what came out goes on; `None` stands for `{}` (JSONPath)."""
    output: Any
    """What goes on (JSONata)."""
    catch: Catch | Sequence[Catch]
    """Where to go on after which errors; the first catcher that names an error counts."""


class ByInputPath(OutgoingFields, total=False):
    """What a task says whose handler gets a part of the input."""

    input_path: Required[Path | Intrinsic | str | None]
    parameters: dict[str, Any]


class ByParameters(OutgoingFields, total=False):
    """What a task says whose handler gets what is made of the input (JSONPath)."""

    parameters: Required[dict[str, Any]]


class ByArguments(OutgoingFields, total=False):
    """What a task says whose handler gets what is made of the input (JSONata)."""

    arguments: Required[Any]


class CallFields(OutgoingFields, total=False):
    """What a task that calls a service may say: what is handed over stands in the call."""

    input_path: Path | Intrinsic | str | None
    """Which part of the input the state sees; `None` stands for `{}` (JSONPath)."""


class TaskFields(WorkFields, TimeFields, total=False):
    """What a task may say."""

    arguments: Any
    """What is handed over (JSONata)."""


class Task(WorkState, Flow[I_contra, O_co]):
    """Has work done by a function, a service, another machine or an activity; the result is its answer."""

    __slots__ = ()
    TYPE = "Task"

    resource = Field[Json]("Resource", resource)
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
        """Have `resource` do the work.

        It is a Python handler, a call of a service such as `sqs.send_message(…)`, a symbolic name such as
        `"pineapple_check"`, an ARN, or what has one: a function of the Pulumi program.

        Raises:
            DefinitionError: the name is too long, the resource is none of these or a handler that Lambda could not
                call with the event and the context, or a field is unknown or in the wrong query language.
        """
        if isinstance(resource, Integration):
            self._call(name, resource, fields)
        elif callable(resource) and not isinstance(resource, Computed) and not is_path_test(resource):
            own = symbol(resource)
            call = getattr(resource, "__self__", None)
            if isinstance(call, Integration):
                raise DefinitionError(f"state {name!r}: {own} of {call.name} was not called; write .{own}()")
            if str(getattr(resource, "__module__", "")).startswith("aslant.asl.integrations."):
                raise DefinitionError(f"state {name!r}: {own} makes the call of a service; write {own}(…)")
            fault = call_fault(resource.__name__, resource)
            if fault:
                raise DefinitionError(f"state {name!r}: {fault}")
            self._work(name, {"resource": f"${{{own}}}", **fields})
            put(self, "_handlers", {own: resource})
        else:
            self._work(name, {"resource": resource, **fields})

    def _call(self, name: str, call: Integration, fields: dict[str, Any]) -> None:
        """Fill a task that calls a service: what is handed over is `Parameters` in JSONPath, `Arguments` in JSONata."""
        for field in ("parameters", "arguments"):
            if fields.get(field, UNSET) is not UNSET:
                raise DefinitionError(
                    f"state {name!r}: {call.name} has its arguments already; put what {field} says into that call"
                )
        self._work(name, fields, {"Resource": call.resource, "Parameters": call._arguments})
        document, spoken = self._doc, self._languages
        if "QueryLanguage" in document:
            spoken = JSONATA if document["QueryLanguage"] == "JSONata" else JSONPATH
        languages = spoken & call._languages
        if not languages:
            given, other = ("paths", "JSONata") if call._languages == JSONPATH else ("'{% … %}'", "JSONPath")
            repair = "'{% $states.input.order %}'" if other == "JSONata" else "a path such as this.order"
            raise DefinitionError(
                f"state {name!r} is in {other}, and {call.name} has {given} among its arguments; write {repair}"
            )
        if languages == JSONATA:
            renamed = {"Arguments" if key == "Parameters" else key: value for key, value in document.items()}
            set_doc(self, renamed)
        set_languages(self, languages)
        if languages == BOTH:
            put(self, "_undecided", True)
