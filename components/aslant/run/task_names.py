"""The names under which a double may stand for a task of a workflow, and the warning about one that is misspelled.

What is merely unknown is let pass, since one `tasks` may serve several workflows.
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

__all__ = ["called_names", "playable", "warn_of_strangers"]

_NEAR = 0.66  # nearer than for a message about what is wrong for certain
_OURS = str(Path(__file__).parents[1])


def playable(document: Mapping[str, Any], handlers: Iterable[str] = ()) -> frozenset[str] | None:
    """The names for a definition: of its states, their resources, functions and machines, and of its handlers.

    None where an execution makes up a name, so that any may be right.
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


def warn_of_strangers(tasks: Mapping[str, Any], names: frozenset[str] | None) -> None:
    """Warn of doubles that play nothing and whose name is nearest to one that has no double."""
    if names is None or tasks.keys() <= names:
        return
    for double in tasks.values():
        if is_workflow(double):
            handlers = getattr(double, "handlers", ())
            document = getattr(double, "document", None) or (
                double if isinstance(double, Mapping) else double.to_dict()
            )
            more = playable(document, handlers)
            if more is None:
                return
            names |= more
    from difflib import get_close_matches  # strangers are rare

    # ARNs are near each other whatever they name.
    known = sorted(name for name in names if ":" not in name)
    for name in tasks:
        if type(name) is str and name not in names and ":" not in name:
            near = get_close_matches(name, known, n=1, cutoff=_NEAR)
            if near and near[0] not in tasks:
                warnings.warn(
                    f"tasks: {name!r} plays no task of this workflow; did you mean {near[0]!r}?", stacklevel=_level()
                )


def called_names(state: Mapping[str, Any], resource: TaskResource) -> tuple[str, ...] | None:
    """The names of what a task calls; None where they are made up in an execution."""
    arguments = state.get("Parameters", state.get("Arguments"))
    key = "FunctionName" if resource.invokes_lambda else "StateMachineArn" if resource.starts_execution else ""
    if not key:
        return resource.known
    name = arguments.get(key) if isinstance(arguments, Mapping) else None
    return resource.names(arguments) if isinstance(name, str) and not name.startswith("{%") else None


def _level() -> int:
    """How far the caller of aslant is from here, as `warnings.warn` counts."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_OURS):
        level, frame = level + 1, frame.f_back
    return level
