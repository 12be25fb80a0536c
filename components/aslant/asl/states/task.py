"""Task: have work done (ASL specification, "Task State")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypedDict, TypeVar, Unpack, overload

from aslant.asl.accept import expression, is_path_test, path, resource, template, value
from aslant.asl.field import JSONATA, JSONPATH, Field, QueryLanguage
from aslant.asl.flow import Flow
from aslant.asl.handler import symbol
from aslant.asl.node import put
from aslant.asl.path import Path
from aslant.asl.retry import Retry
from aslant.asl.state import WorkFields, WorkState
from aslant.asl.values import JSON, Deferred

__all__ = ["Task"]

I_contra = TypeVar("I_contra", contravariant=True)
O_co = TypeVar("O_co", covariant=True)
E = TypeVar("E")
R = TypeVar("R")


class PlainTaskFields(TypedDict, total=False):
    """What a task may say without changing what goes in and what comes out."""

    comment: str
    """A note for people."""
    query_language: QueryLanguage
    """The query language of this state, where it is not the machine's."""
    assign: dict[str, Any]
    """Variables to set, by name."""
    retry: Retry | Sequence[Retry]
    """Which errors to try again; the first retrier that names an error counts."""
    timeout_seconds: int | str | Deferred
    """Seconds until the task fails with `States.Timeout`."""
    timeout_seconds_path: Path | str
    """Where in the input those seconds are (JSONPath)."""
    heartbeat_seconds: int | str | Deferred
    """Seconds without a heartbeat until the task fails with `States.HeartbeatTimeout`."""
    heartbeat_seconds_path: Path | str
    """Where in the input those seconds are (JSONPath)."""
    credentials: dict[str, Any]
    """The role to call in, `{"RoleArn": …}`, for another account."""


class TaskFields(WorkFields, total=False):
    """What a task may say."""

    arguments: Any
    """What is handed over (JSONata)."""
    timeout_seconds: int | str | Deferred
    """Seconds until the task fails with `States.Timeout`."""
    timeout_seconds_path: Path | str
    """Where in the input those seconds are (JSONPath)."""
    heartbeat_seconds: int | str | Deferred
    """Seconds without a heartbeat until the task fails with `States.HeartbeatTimeout`."""
    heartbeat_seconds_path: Path | str
    """Where in the input those seconds are (JSONPath)."""
    credentials: dict[str, Any]
    """The role to call in, `{"RoleArn": …}`, for another account."""


class Task(WorkState, Flow[I_contra, O_co]):
    """Has work done by a function, a service, another machine or an activity; the result is its answer."""

    __slots__ = ()
    TYPE = "Task"

    resource = Field[JSON]("Resource", resource)
    arguments = Field[JSON]("Arguments", expression, JSONATA)
    timeout_seconds = Field[JSON]("TimeoutSeconds", value)
    timeout_seconds_path = Field[str]("TimeoutSecondsPath", path, JSONPATH)
    heartbeat_seconds = Field[JSON]("HeartbeatSeconds", value)
    heartbeat_seconds_path = Field[str]("HeartbeatSecondsPath", path, JSONPATH)
    credentials = Field[JSON]("Credentials", template)

    @overload
    def __init__(
        self: Task[E, R], name: str, resource: Callable[[E, Any], R], **fields: Unpack[PlainTaskFields]
    ) -> None: ...
    @overload
    def __init__(
        self: Task[Any, Any],
        name: str,
        resource: Callable[[Any, Any], Any] | str | Deferred,
        **fields: Unpack[TaskFields],
    ) -> None: ...
    def __init__(self, name: str, resource: Callable[[Any, Any], Any] | str | Deferred, **fields: Any) -> None:
        """Have `resource` do the work: a Python handler, a symbolic name such as `"pineapple_check"`, or an ARN.

        Raises:
            DefinitionError: the name is too long, the resource is none of these, or a field is unknown or in
                the wrong query language.
        """
        if callable(resource) and not isinstance(resource, Path) and not is_path_test(resource):
            own = symbol(resource)
            self._work(name, {"resource": f"${{{own}}}", **fields})
            put(self, "_handlers", {own: resource})
        else:
            self._work(name, {"resource": resource, **fields})
