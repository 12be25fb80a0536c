"""TaskNames: the names under which a workflow's tasks can be mocked, to report misspelled ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from aslant.cli.usage import UsageError
from aslant.errors import did_you_mean
from aslant.run.definition import is_workflow
from aslant.run.resource import TaskResource
from aslant.run.task_names import called_names
from aslant.walk import s3_actions, states_of

__all__ = ["TaskNames"]

_SHOWN: Final = 8
_OBJECT: Final = "s3://"


@dataclass(slots=True)
class TaskNames:
    """The names that a mock can have: those of a task's state, resource, function or state machine."""

    states: dict[str, None] = field(default_factory=dict)
    """The states that can be mocked, in the order of the definition."""
    others: dict[str, None] = field(default_factory=dict)
    """The names of resources, functions, state machines and handlers."""
    is_open: bool = False
    """Whether a task's name is known only while an execution runs, so that every name is accepted."""
    has_objects: bool = False
    """Whether the workflow reads or writes S3 objects, which are mocked by their URIs."""

    @classmethod
    def of(cls, workflow: Any) -> Self:
        """Collect the names in a workflow, or in a definition as a dict."""
        self = cls()
        self.add(workflow)
        return self

    def add(self, workflow: Any) -> None:
        """Add the names in another workflow, such as one that is itself a mock."""
        self.others.update(dict.fromkeys(getattr(workflow, "handlers", ())))
        if not isinstance(workflow, Mapping):
            workflow = workflow.document if hasattr(workflow, "document") else workflow.to_dict()
        for name, state in states_of(workflow):
            self._state(name, state)

    def check(self, mocks: Mapping[str, Any], place: str) -> None:
        """Check that each mock has the name of a task.

        Raises:
            UsageError: a name does not belong to a task of the workflow.
        """
        for mock in mocks.values():
            if is_workflow(mock):
                self.add(mock)
        for name in mocks:
            if not self.accepts(name):
                raise UsageError(f"{place}: {name!r} does not match a task of this workflow{self._repair(name)}")

    def accepts(self, name: str) -> bool:
        """Return whether a mock of this name would be called."""
        known = name in self.states or name in self.others
        return known or self.is_open or (self.has_objects and name.startswith(_OBJECT))

    def _state(self, name: str, state: Mapping[str, Any]) -> None:
        if state.get("Type") == "Task":
            self.states[name] = None
            self._task(state)
        for action in s3_actions(state).values():
            if isinstance(action["Resource"], str):
                self.states[name] = None
                self.others.update(dict.fromkeys(TaskResource.of(action["Resource"]).known))
                self.has_objects = True

    def _task(self, state: Mapping[str, Any]) -> None:
        if not isinstance(state.get("Resource"), str):
            return
        resource = TaskResource.of(state["Resource"])
        called = called_names(state, resource)
        self.is_open |= called is None
        self.others.update(dict.fromkeys(resource.known if called is None else called))

    def _repair(self, name: str) -> str:
        known: Iterable[str] = {**self.states, **self.others}
        near = did_you_mean(name, known)
        if near:
            return near
        names = list(known)
        shown = ", ".join(map(repr, names[:_SHOWN])) + (", …" if len(names) > _SHOWN else "")
        return f". The names are {shown}." if names else ", which has no tasks"
