"""Answers for tasks that cannot be done on this machine, from the stack's configuration.

```yaml
config:
  aslant:mocks:
    Cook: { Return: { Done: true } }
    ecs:runTask.sync: { Throw: { Error: ECS.Down, Cause: no oven is free } }
```

What is mocked is named by its state, by the `Resource` of its task, or by what follows the colons of that; the answers
have the form of the mock configuration file of Step Functions Local.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError, TaskError

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["MOCKS", "Mocks"]

MOCKS = "aslant:mocks"


class Mocks:
    """The answers of a stack's configuration."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        """Read the answers; a `LocalError` names one that is none."""
        for name, answer in answers.items():
            told = list(answer) if isinstance(answer, Mapping) else []
            throw = answer["Throw"] if told == ["Throw"] else {"Error": ""}
            if told not in (["Return"], ["Throw"]) or not isinstance(throw, Mapping) or "Error" not in throw:
                raise LocalError(
                    f"{MOCKS}: {name!r} must be {{Return: <the task's result>}} or {{Throw: {{Error: <its name>, "
                    f"Cause: <why>}}}}, not {answer!r}"
                )
        self._answers = answers

    def __iter__(self) -> Iterator[str]:
        """The names of what is mocked."""
        return iter(self._answers)

    def __contains__(self, name: str) -> bool:
        return name in self._answers

    @staticmethod
    def names(state: str, resource: str) -> tuple[str, ...]:
        """The names under which a task may be mocked, in the order in which they are looked up."""
        return state, resource, resource.rpartition(":::")[2]

    def plays(self, call: TaskCall) -> bool:
        """Whether a task is mocked."""
        return bool(self._answers) and self._name(call) is not None

    def answer(self, call: TaskCall) -> Any:
        """A mocked task's raw result; TaskError for its failure."""
        answer = self._answers[str(self._name(call))]
        if "Throw" in answer:
            raise TaskError(str(answer["Throw"]["Error"]), str(answer["Throw"].get("Cause") or ""))
        return answer["Return"]

    def _name(self, call: TaskCall) -> str | None:
        return next((name for name in self.names(call.state, call.resource) if name in self._answers), None)
