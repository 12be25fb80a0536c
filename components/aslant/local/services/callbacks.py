"""Tasks that wait for a callback: by a task token, or from the worker of an activity.

See the API reference of SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat and GetActivityTask.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError

if TYPE_CHECKING:
    from aslant.run import TaskToken
    from aslant.run.hub import Hub

__all__ = ["Callbacks"]

POLL_SECONDS = 60.0
"""The seconds that GetActivityTask waits for a task."""

MANY = 1000
"""The number of tokens from which on those of ended tasks are removed."""


class Callbacks:
    """The tokens of all executions and the tasks of all activities. Safe to use from several threads."""

    def __init__(self, activities: Mapping[str, str], hub: Hub, poll_seconds: float = POLL_SECONDS) -> None:
        """Serve activities, whose names are given by ARN. The hub times the waiting GetActivityTask calls."""
        self.activities = activities
        self._hub = hub
        self._poll_seconds = poll_seconds
        self._tokens: dict[str, TaskToken] = {}
        self._most = MANY
        """The number of tokens at which those of ended tasks are removed next."""
        self._work: dict[str, deque[tuple[TaskToken, str]]] = {arn: deque() for arn in activities}
        self._waiters: dict[str, deque[Future[dict[str, Any]]]] = {arn: deque() for arn in activities}
        """The GetActivityTask calls that wait for a task, by the activity's ARN."""
        self._lock = threading.Lock()

    def register(self, activities: Mapping[str, str]) -> None:
        """Serve more activities, whose names are given by ARN. The tasks of those that exist are kept."""
        with self._lock:
            self.activities = {**self.activities, **activities}
            for arn in activities:
                self._work.setdefault(arn, deque())
                self._waiters.setdefault(arn, deque())

    def add(self, token: TaskToken) -> None:
        """Register a token. Call it before the token is passed to anyone."""
        with self._lock:
            self._tokens[str(token)] = token
            if len(self._tokens) > self._most:
                self._tokens = {text: other for text, other in self._tokens.items() if not other.closed}
                self._most = max(MANY, 2 * len(self._tokens))

    def schedule(self, activity: str, token: TaskToken, input: str) -> None:
        """Queue a task for an activity's worker; `input` is a JSON string. Raise TaskError for an unknown activity."""
        if activity not in self._work:
            raise TaskError("States.Runtime", f"The activity {activity} does not exist.")
        with self._lock:
            work, waiters = self._work[activity], self._waiters[activity]
            while work and work[0][0].closed:  # it timed out before a worker asked for it
                work.popleft()
            if not waiters:
                work.append((token, input))
                return
            waiter = waiters.popleft()
        waiter.set_result(_task(token, input))

    def token(self, text: str) -> TaskToken | None:
        """Return the token with a text, or None if it does not exist or its task has ended long ago."""
        with self._lock:
            return self._tokens.get(text)

    def take(self, arn: str) -> dict[str, Any] | Future[dict[str, Any]]:
        """Return the next task of an activity, or a Future of it. Its result has no token if no task comes in time."""
        waiter: Future[dict[str, Any]] = Future()
        with self._lock:
            work = self._work[arn]
            while work:
                token, input = work.popleft()
                if not token.closed:
                    return _task(token, input)
            self._waiters[arn].append(waiter)
        timer = self._hub.at(time.time() + self._poll_seconds, lambda: self._give_up(arn, waiter))
        waiter.add_done_callback(lambda _: self._hub.cancel(timer))
        return waiter

    def _give_up(self, arn: str, waiter: Future[dict[str, Any]]) -> None:
        with self._lock:
            if waiter not in self._waiters[arn]:  # it is being given a task at this moment
                return
            self._waiters[arn].remove(waiter)
        waiter.set_result({"taskToken": None, "input": None})


def _task(token: TaskToken, input: str) -> dict[str, Any]:
    """Return the response of GetActivityTask."""
    return {"taskToken": str(token), "input": input}
