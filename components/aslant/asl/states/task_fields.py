"""The fields of a Task, as keyword arguments. Which of them are passed decides what a type checker knows of the task.

`Task.__init__` is overloaded, since a field such as `result_path` changes the type of the output. If no overload fits a
call, mypy lists all of them, unless one fits when the arguments of generic types are ignored. `Only[These]` is such a
type: nothing has it, but everything has `Only[Any]`. So mypy chooses the first overload with the fields of the call,
and its message names the argument and the types that it can have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, Required, TypeAlias, TypedDict, TypeVar, final

if TYPE_CHECKING:
    from aslant.asl.catch import Catch
    from aslant.asl.expression import Expression
    from aslant.asl.field import QueryLanguage
    from aslant.asl.intrinsics import Intrinsic
    from aslant.asl.path import Path
    from aslant.asl.retry import Retry
    from aslant.asl.unset import Unset
    from aslant.asl.values import Deferred

    T = TypeVar("T")

    @final
    class These:
        """A class without instances."""

    class Only(Protocol[T]):
        """A type that nothing has, unless `T` is `Any`."""

        @property  # type: ignore[override]
        def __class__(self) -> type[T]: ...
        @__class__.setter
        def __class__(self, value: type[T], /) -> None: ...

    Given: TypeAlias = T | Unset | Only[These] | None

__all__ = [
    "ByArguments",
    "ByInputPath",
    "ByParameters",
    "CallFields",
    "OutgoingFields",
    "PlainTaskFields",
    "TaskFields",
]


class PlainTaskFields(TypedDict, total=False):
    """The fields that change neither the task's input nor its output."""

    comment: Given[str]
    """A human-readable note."""
    query_language: Given[QueryLanguage]
    """The query language of this state, if it differs from the machine's."""
    timeout_seconds: Given[int | str | Expression | Deferred]
    """Seconds until the task fails with `States.Timeout`. The default of AWS is 99,999,999."""
    timeout_seconds_path: Given[Path | str]
    """A path to that number in the input (JSONPath)."""
    heartbeat_seconds: Given[int | str | Expression | Deferred]
    """Seconds without a heartbeat until the task fails with `States.HeartbeatTimeout`."""
    heartbeat_seconds_path: Given[Path | str]
    """A path to that number in the input (JSONPath)."""
    credentials: Given[dict[str, Any]]
    """The role to assume for a call in another account, `{"RoleArn": …}`."""
    assign: Given[dict[str, Any]]
    """Variables to set, by name."""
    retry: Given[Retry | Sequence[Retry]]
    """The errors after which to try again. The first retrier that matches an error applies."""


class OutgoingFields(PlainTaskFields, total=False):
    """The fields that change the output, so that a type checker no longer knows its type."""

    result_selector: Given[dict[str, Any]]
    """A payload template that replaces the result (JSONPath)."""
    result_path: Given[Path | str]
    """Where to put the result in the input. `None` discards it (JSONPath)."""
    output_path: Given[Path | Intrinsic | str]
    """The part of the state's data that becomes the output. `None` means `{}` (JSONPath)."""
    output: Any
    """The output (JSONata)."""
    catch: Given[Catch | Sequence[Catch]]
    """The errors after which to continue elsewhere. The first catcher that matches an error applies."""


class CallFields(OutgoingFields, total=False):
    """The fields of a task that calls a service. The arguments are part of the call."""

    input_path: Given[Path | Intrinsic | str]
    """The part of the input that the state uses. `None` means `{}` (JSONPath)."""


class TaskFields(CallFields, total=False):
    """All fields of a task."""

    parameters: Given[dict[str, Any]]
    """The arguments, as a payload template: a path as a member's value is evaluated (JSONPath)."""
    arguments: Any
    """The arguments (JSONata)."""


class ByInputPath(OutgoingFields, total=False):
    """The fields of a task whose handler gets a part of the input, and all fields that a function passes on."""

    input_path: Required[Given[Path | Intrinsic | str]]
    parameters: Given[dict[str, Any]]
    arguments: Any


class ByParameters(OutgoingFields, total=False):
    """The fields of a task whose handler gets a payload template (JSONPath)."""

    parameters: Required[Given[dict[str, Any]]]


class ByArguments(OutgoingFields, total=False):
    """The fields of a task whose handler gets arguments (JSONata)."""

    arguments: Required[Any]
