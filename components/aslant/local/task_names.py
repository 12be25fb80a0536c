"""The names by which the stack's configuration refers to a task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["names_of_task"]


def names_of_task(
    state: str, definition: Mapping[str, Any], nicknames: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...] | None:
    """Return the names of a task; None if it chooses its function at run time.

    `nicknames` are the other names of functions and machines, by their name in AWS.
    """
    from aslant.run.resource import TaskResource
    from aslant.run.task_names import called_names

    names = called_names(definition, TaskResource.of(str(definition.get("Resource"))))
    if names is None:
        return None
    return (state, *names, *(other for name in names for other in nicknames.get(name, ())))
