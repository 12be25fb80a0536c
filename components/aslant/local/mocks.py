"""Mocked results of tasks that cannot run on this machine, from the stack's configuration.

```yaml
config:
  aslant:mocks:
    Cook: { Return: { Done: true } }
    ecs:runTask.sync: { Throw: { Error: ECS.Down, Cause: no oven is free } }
```

A mock's name is one that `tasks` of `aslant.run.run` accepts, and is looked up in the same way. The results have the
form of the mock configuration file of Step Functions Local.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError, TaskError

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["MOCKS", "Mocks"]

MOCKS = "aslant:mocks"


class Mocks:
    """The mocks of a stack's configuration."""

    def __init__(
        self, answers: Mapping[str, Any], nicknames: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    ) -> None:
        """Read the mocks. `nicknames` are the other names of functions and machines, by their name in AWS.

        Raises:
            LocalError: a result does not have the right form.
        """
        mocks = {name: _mock(name, answer) for name, answer in answers.items()}
        for name, others in nicknames.items():
            for other in others:
                if other in mocks:
                    mocks.setdefault(name, mocks[other])
        self._answers = answers
        self._nicknames = nicknames
        self._mocks = mocks

    def __iter__(self) -> Iterator[str]:
        """Yield the configured names."""
        return iter(self._answers)

    def names(self, state: str, definition: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the names by which a task can be mocked; None if the task chooses its function at run time."""
        from aslant.run.resource import TaskResource
        from aslant.run.task_names import called_names

        names = called_names(definition, TaskResource.of(str(definition.get("Resource"))))
        if names is None:
            return None
        return (state, *names, *(other for name in names for other in self._nicknames.get(name, ())))

    def handles(self, call: TaskCall) -> bool:
        """Return whether a task is mocked."""
        if not self._mocks:
            return False
        from aslant.run.doubles import Doubles
        from aslant.run.resource import TaskResource

        return Doubles(self._mocks, {}).handles(TaskResource.of(call.resource), call.state, call.arguments)

    def answer(self, call: TaskCall) -> Any:
        """Return a mocked task's raw result. Raise TaskError if the mock throws."""
        from aslant.run.doubles import Doubles
        from aslant.run.failure import Failure

        try:
            return Doubles(self._mocks, {}).perform(call, time.time())
        except Failure as failure:
            raise TaskError(failure.error or "", failure.cause or "") from None


def _mock(name: str, answer: Any) -> Callable[[], Any]:
    """Return the mock for a configured result. Raise LocalError if the result does not have the right form."""
    keys = list(answer) if isinstance(answer, Mapping) else []
    throw = answer["Throw"] if keys == ["Throw"] else {"Error": ""}
    if keys not in (["Return"], ["Throw"]) or not isinstance(throw, Mapping) or "Error" not in throw:
        raise LocalError(
            f"{MOCKS}: {name!r} must be {{Return: <the task's result>}} or {{Throw: {{Error: <its name>, "
            f"Cause: <why>}}}}, not {answer!r}."
        )
    return partial(_answer, answer)


def _answer(answer: Mapping[str, Any]) -> Any:
    if "Throw" in answer:
        raise TaskError(str(answer["Throw"]["Error"]), str(answer["Throw"].get("Cause") or ""))
    return answer["Return"]
