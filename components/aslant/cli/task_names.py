"""Playable: the names under which a double may stand for a workflow, so that a name misspelled is told."""

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

__all__ = ["Playable"]

_SHOWN: Final = 8
_OBJECT: Final = "s3://"


@dataclass(slots=True)
class Playable:
    """What a double may be called: a task's state, its resource, its function or machine."""

    states: dict[str, None] = field(default_factory=dict)
    """The states that a double may play, in the order of the definition."""
    others: dict[str, None] = field(default_factory=dict)
    """The further names: of resources, functions, machines and handlers."""
    is_open: bool = False
    """Whether a name is only known in an execution, so that any may be right."""
    has_objects: bool = False
    """Whether objects of S3 are read or written, which stand under their URI."""

    @classmethod
    def of(cls, workflow: Any) -> Self:
        """The names for a workflow, or for a definition as a dict."""
        self = cls()
        self.add(workflow)
        return self

    def add(self, workflow: Any) -> None:
        """Take in the names for another workflow, such as one that is itself a double."""
        self.others.update(dict.fromkeys(getattr(workflow, "handlers", ())))
        if not isinstance(workflow, Mapping):
            workflow = workflow.document if hasattr(workflow, "document") else workflow.to_dict()
        for name, state in states_of(workflow):
            self._state(name, state)

    def refuse_strangers(self, doubles: Mapping[str, Any], place: str) -> None:
        """Refuse doubles that nothing would ever ask.

        Raises:
            UsageError: a name is none of a task of the workflow.
        """
        for double in doubles.values():
            if is_workflow(double):
                self.add(double)
        for name in doubles:
            if not self.plays(name):
                raise UsageError(f"{place}: {name!r} plays no task of this workflow{self._repair(name)}")

    def plays(self, name: str) -> bool:
        """Whether something would ask a double of that name."""
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
        return f"; a double is called {shown}" if names else ", which has none"
