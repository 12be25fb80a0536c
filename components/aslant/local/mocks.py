"""Mocked results of tasks that cannot run on this machine, from the stack's configuration.

```yaml
config:
  aslant:mocks:
    Cook: { Return: { Done: true } }
    ecs:runTask.sync: { Throw: { Error: ECS.Down, Cause: no oven is free } }
    Pay:
      "0": { Throw: { Error: Busy } }
      "1-2": { Return: { Paid: true } }
```

A mock's name is one that `tasks` of `aslant.run.run` accepts, and is looked up in the same way. The results have the
form of the mock configuration file of Step Functions Local: one result for all attempts, or one for each attempt, which
are counted from 0 in each state.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from aslant.errors import LocalError, RunError, TaskError
from aslant.local.task_names import names_of_task

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["MOCKS", "Mocks"]

MOCKS = "aslant:mocks"

Mock: TypeAlias = Callable[[int], Any]
"""A function that returns the result of an attempt, counted from 0, or raises TaskError."""


class Mocks:
    """The mocks of a stack's configuration."""

    key = MOCKS

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
        return names_of_task(state, definition, self._nicknames)

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
            return Doubles(_Attempt(self._mocks, call), {}).perform(call, time.time())
        except Failure as failure:
            raise TaskError(failure.error or "", failure.cause or "") from None


class _Attempt(Mapping[str, Any]):
    """The mocks for one attempt of a task: functions that return its result."""

    def __init__(self, mocks: Mapping[str, Mock], call: TaskCall) -> None:
        state: Any = call.context.get("State") or {}
        self._mocks = mocks
        self._attempt: int = state.get("RetryCount", 0)

    def __getitem__(self, name: str) -> Any:
        return partial(self._mocks[name], self._attempt)

    def __iter__(self) -> Iterator[str]:
        return iter(self._mocks)

    def __len__(self) -> int:
        return len(self._mocks)


def _mock(name: str, answer: Any) -> Mock:
    """Return the mock for a configured result. Raise LocalError if the result does not have the right form."""
    from aslant.run.mock_config import MockedResponse

    keys = [str(key) for key in answer] if isinstance(answer, Mapping) else []
    attempts = bool(keys) and all(key[:1].isdigit() for key in keys)
    results = dict(zip(keys, answer.values(), strict=True)) if attempts else {"0": answer}
    document = {
        attempt: _result(f"{MOCKS}: {name!r}{f', attempt {attempt!r},' if attempts else ''}", result)
        for attempt, result in results.items()
    }
    try:
        response = MockedResponse.of(name, document)
    except RunError as problem:
        raise LocalError(f"{MOCKS}: {str(problem).removeprefix('MockedResponses ')}") from None
    return response.result if attempts else lambda _: response.result(0)


def _result(place: str, answer: Any) -> Any:
    """Return a result with strings for the error and its cause. Raise LocalError if it does not have the right form."""
    keys = list(answer) if isinstance(answer, Mapping) else []
    throw = answer["Throw"] if keys == ["Throw"] else {"Error": ""}
    if keys not in (["Return"], ["Throw"]) or not isinstance(throw, Mapping) or "Error" not in throw:
        raise LocalError(
            f"{place} must be {{Return: <the task's result>}} or {{Throw: {{Error: <its name>, Cause: <why>}}}}, "
            f'not {answer!r}. Results by attempt are {{"0": {{Throw: …}}, "1-2": {{Return: …}}}}.'
        )
    if keys == ["Return"]:
        return answer
    return {"Throw": {"Error": str(throw["Error"]), "Cause": str(throw.get("Cause") or "")}}
