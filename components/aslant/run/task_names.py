"""The names that mocks for the tasks of a workflow may have, and the warning about a misspelled one.

Other unknown names are accepted, because one `tasks` may serve several workflows.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aslant.run.definition import is_workflow
from aslant.run.resource import TaskResource
from aslant.walk import machines_of, s3_actions, states_of

__all__ = ["called_names", "mockable_names", "warn_of_unknown_names"]

_NEAR = 0.66  # closer than in messages about certain mistakes
_OURS = str(Path(__file__).parents[1])


def mockable_names(document: Mapping[str, Any], handlers: Iterable[str] = ()) -> frozenset[str] | None:
    """Return the names for a definition: of its states, their resources, functions and machines, and its handlers.

    Returns None if an execution computes a name, so that any name may be right.
    """
    names = {*handlers}
    for machine in machines_of(document):
        states = machine.get("States")
        names.update(states if isinstance(states, Mapping) else ())
    for _, state in states_of(document):
        if state.get("Type") == "Task" and isinstance(state.get("Resource"), str):
            called = called_names(state, TaskResource.of(state["Resource"]))
            if called is None:
                return None
            names.update(called)
        for action in s3_actions(state).values():
            if isinstance(action["Resource"], str):
                names.update(TaskResource.of(action["Resource"]).known)
    return frozenset(names)


def warn_of_unknown_names(tasks: Mapping[str, Any], names: frozenset[str] | None) -> None:
    """Warn about mocks for no task whose name is close to a name without a mock."""
    if names is None or tasks.keys() <= names:
        return
    for double in tasks.values():
        if is_workflow(double):
            handlers = getattr(double, "handlers", ())
            document = getattr(double, "document", None) or (
                double if isinstance(double, Mapping) else double.to_dict()
            )
            more = mockable_names(document, handlers)
            if more is None:
                return
            names |= more
    from difflib import get_close_matches  # unknown names are rare

    # ARNs resemble each other whatever they name.
    known = sorted(name for name in names if ":" not in name)
    for name in tasks:
        if type(name) is str and name not in names and ":" not in name:
            near = get_close_matches(name, known, n=1, cutoff=_NEAR)
            if near and near[0] not in tasks:
                warnings.warn(
                    f"tasks: {name!r} is not the name of a task of this workflow. Did you mean {near[0]!r}?",
                    stacklevel=_level(),
                )


def called_names(state: Mapping[str, Any], resource: TaskResource) -> tuple[str, ...] | None:
    """Return the names of the function or machine that a task calls; None if an execution computes them."""
    arguments = state.get("Parameters", state.get("Arguments"))
    key = "FunctionName" if resource.invokes_lambda else "StateMachineArn" if resource.starts_execution else ""
    if not key:
        return resource.known
    name = arguments.get(key) if isinstance(arguments, Mapping) else None
    return resource.names(arguments) if isinstance(name, str) and not name.startswith("{%") else None


def _level() -> int:
    """Return the stack level of the caller of aslant, as `warnings.warn` counts."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_OURS):
        level, frame = level + 1, frame.f_back
    return level
