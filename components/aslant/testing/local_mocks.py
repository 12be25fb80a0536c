"""The mocks of a test for the local AWS: values and functions, as in `run(tasks=…)`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.mocks import Mocks

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["LocalMocks"]


class LocalMocks(Mocks):
    """The mocks of a test, before those of the stack's configuration."""

    def __init__(self, tasks: Mapping[str, Any], configured: Mocks) -> None:
        super().__init__({})
        self._tasks = tasks
        self._configured = configured

    def __iter__(self) -> Iterator[str]:
        """Yield the configured names, which are checked. A test may mock tasks of machines that it creates later."""
        return iter(self._configured)

    def names(self, state: str, definition: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the names by which a task can be mocked; None if the task chooses its function at run time."""
        return self._configured.names(state, definition)

    def handles(self, call: TaskCall) -> bool:
        """Return whether a task is mocked."""
        from aslant.run.doubles import Doubles
        from aslant.run.resource import TaskResource

        resource = TaskResource.of(call.resource)
        return Doubles(self._tasks, {}).handles(resource, call.state, call.arguments) or self._configured.handles(call)

    def answer(self, call: TaskCall) -> Any:
        """Return a mocked task's raw result. Raise TaskError if the mock throws."""
        from aslant.run.doubles import Doubles
        from aslant.run.failure import Failure
        from aslant.run.resource import TaskResource

        doubles = Doubles(self._tasks, {})
        if not doubles.handles(TaskResource.of(call.resource), call.state, call.arguments):
            return self._configured.answer(call)
        try:
            return doubles.perform(call, time.time())
        except Failure as failure:
            raise TaskError(failure.error or "", failure.cause or "") from None
