"""A task to be done, and the interface of the objects that handle tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from aslant.json_value import Json
from aslant.run.resource import TaskResource
from aslant.run.tokens import TaskToken

__all__ = ["TaskCall", "TaskHandling", "Tasks"]


@dataclass(frozen=True, slots=True)
class TaskCall:
    """A task to be done, as the argument of a callable that handles all tasks."""

    state: str
    """The name of the state."""
    resource: str
    """The Resource as written in the definition."""
    arguments: Json
    """The effective input. It is shared and must not be changed."""
    context: dict[str, Json]
    """The context object (`$$`)."""
    timeout_seconds: float | None
    """The seconds after which a result is too late: the task's own timeout or the time left for the execution."""
    token: TaskToken | None = None
    """The token that ends the task, for an activity or a task that waits for its token, once the callable has returned
    `pending()`."""


Tasks: TypeAlias = Mapping[str, Any] | Callable[[TaskCall], Json]
"""Mocks by name, or one callable that handles every task and returns its raw result or raises TaskError."""


class TaskHandling(Protocol):
    """The interface that handles the tasks of an execution; `aslant.run.doubles.Doubles` implements it."""

    tasks: Mapping[str, Any]
    everything: Callable[[TaskCall], Json] | None

    def of(self, handlers: Mapping[str, Callable[..., Any]]) -> TaskHandling:
        """Return the same mocks for a workflow with other handlers."""
        ...  # pragma: no cover

    def handles(self, resource: TaskResource, state: str, arguments: Json) -> bool:
        """Return whether a task has a mock or a handler."""
        ...  # pragma: no cover

    def handle(
        self,
        resource: TaskResource,
        state: str,
        arguments: Json,
        now: float,
        remaining: Callable[[], float] | None,
        token: TaskToken | None = None,
    ) -> Json:
        """Return the raw result of a task, or the Answer that it will come from."""
        ...  # pragma: no cover

    def answer(self, call: TaskCall, resource: TaskResource) -> Json:
        """Return the raw result from the callable that handles every task, or the Answer that it will come from."""
        ...  # pragma: no cover
