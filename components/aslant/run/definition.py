"""Workflow definitions in the forms that a caller may pass, and the interface of a compiled one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

__all__ = ["BuiltWorkflow", "CompiledWorkflow", "Definition", "is_workflow"]


@runtime_checkable
class BuiltWorkflow(Protocol):
    """A workflow from the builder: an `aslant.asl.StateMachine`."""

    @property
    def handlers(self) -> Mapping[str, Callable[..., Any]]:
        """The Python handlers of its tasks, by their symbols."""
        ...  # pragma: no cover

    def to_dict(self) -> dict[str, Any]:
        """Return the definition as JSON."""
        ...  # pragma: no cover


Definition: TypeAlias = BuiltWorkflow | Mapping[str, Any]
"""A workflow: a StateMachine, or the parsed JSON of a definition."""


class CompiledWorkflow(Protocol):
    """The workflow of an execution; `aslant.run.program.Program` implements it."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The definition as JSON."""
        ...  # pragma: no cover

    @property
    def handlers(self) -> Mapping[str, Callable[..., Any]]:
        """The Python handlers of its tasks, by their symbols."""
        ...  # pragma: no cover

    @property
    def workflow(self) -> Definition | None:
        """The definition as the caller passed it; None after a StateMachine has been garbage-collected."""
        ...  # pragma: no cover


def is_workflow(value: Any) -> bool:
    """Return whether a value is a workflow: a StateMachine, a Program or a definition."""
    if isinstance(value, Mapping):
        return "StartAt" in value and "States" in value
    return hasattr(value, "handlers")
