"""Answers for tasks that cannot be done on this machine, from the stack's configuration.

```yaml
config:
  aslant:mocks:
    Cook: { Return: { Done: true } }
    ecs:runTask.sync: { Throw: { Error: ECS.Down, Cause: no oven is free } }
```

A mock has a name that `tasks` of `aslant.run.run` takes, and is looked up alike; the answers have the form of the mock
configuration file of Step Functions Local.
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
    """The answers of a stack's configuration."""

    def __init__(
        self, answers: Mapping[str, Any], nicknames: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    ) -> None:
        """Read the answers; `nicknames` are the names that a function or machine has beside the one in AWS.

        Raises:
            LocalError: one is not an answer.
        """
        doubles = {name: _double(name, answer) for name, answer in answers.items()}
        for name, others in nicknames.items():
            for other in others:
                if other in doubles:
                    doubles.setdefault(name, doubles[other])
        self._answers = answers
        self._nicknames = nicknames
        self._doubles = doubles

    def __iter__(self) -> Iterator[str]:
        """The names of what is mocked."""
        return iter(self._answers)

    def names(self, state: str, definition: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the names under which a task may be mocked; None where only an execution knows them all."""
        from aslant.run.resource import TaskResource
        from aslant.run.task_names import called_names

        names = called_names(definition, TaskResource.of(str(definition.get("Resource"))))
        if names is None:
            return None
        return (state, *names, *(other for name in names for other in self._nicknames.get(name, ())))

    def plays(self, call: TaskCall) -> bool:
        """Whether a task is mocked."""
        if not self._doubles:
            return False
        from aslant.run.doubles import Doubles
        from aslant.run.resource import TaskResource

        return Doubles(self._doubles, {}).handles(TaskResource.of(call.resource), call.state, call.arguments)

    def answer(self, call: TaskCall) -> Any:
        """A mocked task's raw result; TaskError for its failure."""
        from aslant.run.doubles import Doubles
        from aslant.run.failure import Failure

        try:
            return Doubles(self._doubles, {}).perform(call, time.time())
        except Failure as failure:
            raise TaskError(failure.error or "", failure.cause or "") from None


def _double(name: str, answer: Any) -> Callable[[], Any]:
    """A double of an answer; a `LocalError` names one that is none."""
    told = list(answer) if isinstance(answer, Mapping) else []
    throw = answer["Throw"] if told == ["Throw"] else {"Error": ""}
    if told not in (["Return"], ["Throw"]) or not isinstance(throw, Mapping) or "Error" not in throw:
        raise LocalError(
            f"{MOCKS}: {name!r} must be {{Return: <the task's result>}} or {{Throw: {{Error: <its name>, "
            f"Cause: <why>}}}}, not {answer!r}"
        )
    return partial(_answer, answer)


def _answer(answer: Mapping[str, Any]) -> Any:
    if "Throw" in answer:
        raise TaskError(str(answer["Throw"]["Error"]), str(answer["Throw"].get("Cause") or ""))
    return answer["Return"]
