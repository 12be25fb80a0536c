"""Tasks that wait for a callback: by a task token, or from the worker of an activity.

See the API reference of SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat and GetActivityTask.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.answers import Date
from aslant.local.machines import AWS_OWNED_KEY, DEPLOYED

if TYPE_CHECKING:
    from aslant.run import TaskToken
    from aslant.run.hub import Hub

__all__ = ["Activity", "Callbacks"]

POLL_SECONDS = 60.0
"""The seconds that GetActivityTask waits for a task."""

MANY = 1000
"""The number of tokens from which on those of ended tasks are removed."""


NO_TASK: Mapping[str, Any] = {"taskToken": None, "input": None}
"""The response of GetActivityTask if no task came in time."""


@dataclasses.dataclass(frozen=True, slots=True)
class Activity:
    """An activity, whose tasks are done by workers that ask for them."""

    arn: str
    name: str
    created: Date = DEPLOYED
    encryption: Mapping[str, Any] = dataclasses.field(default_factory=lambda: AWS_OWNED_KEY)
    """The `encryptionConfiguration` of the API."""


class Callbacks:
    """The tokens of all executions and the tasks of all activities. Safe to use from several threads."""

    def __init__(self, activities: Iterable[Activity], hub: Hub, poll_seconds: float = POLL_SECONDS) -> None:
        """Serve activities. The hub times the waiting GetActivityTask calls."""
        self._activities = {activity.arn: activity for activity in activities}
        self._hub = hub
        self._poll_seconds = poll_seconds
        self._tokens: dict[str, TaskToken] = {}
        self._most = MANY
        """The number of tokens at which those of ended tasks are removed next."""
        self._work: dict[str, deque[tuple[TaskToken, str]]] = {arn: deque() for arn in self._activities}
        self._waiters: dict[str, deque[Future[Mapping[str, Any]]]] = {arn: deque() for arn in self._activities}
        """The GetActivityTask calls that wait for a task, by the activity's ARN."""
        self._lock = threading.Lock()

    @property
    def activities(self) -> list[Activity]:
        """All activities."""
        with self._lock:
            return list(self._activities.values())

    def activity(self, arn: str) -> Activity | None:
        """Return the activity with an ARN, or None."""
        return self._activities.get(arn)

    def create(self, activity: Activity) -> Activity:
        """Add an activity unless its ARN exists. Return the activity that has the ARN now."""
        with self._lock:
            existing = self._activities.setdefault(activity.arn, activity)
            self._work.setdefault(activity.arn, deque())
            self._waiters.setdefault(activity.arn, deque())
            return existing

    def remove(self, arn: str) -> None:
        """Remove an activity. Its waiting workers get no task, and its waiting tasks time out."""
        with self._lock:
            self._activities.pop(arn, None)
            self._work.pop(arn, None)
            waiters = self._waiters.pop(arn, ())
        for waiter in waiters:
            waiter.set_result(NO_TASK)

    def clear(self) -> None:
        """Remove all activities."""
        for activity in self.activities:
            self.remove(activity.arn)

    def add(self, token: TaskToken) -> None:
        """Register a token. Call it before the token is passed to anyone."""
        with self._lock:
            self._tokens[str(token)] = token
            if len(self._tokens) > self._most:
                self._tokens = {text: other for text, other in self._tokens.items() if not other.closed}
                self._most = max(MANY, 2 * len(self._tokens))

    def schedule(self, activity: str, token: TaskToken, input: str) -> None:
        """Queue a task for an activity's worker; `input` is a JSON string. Raise TaskError for an unknown activity."""
        with self._lock:
            if activity not in self._work:
                raise TaskError("States.Runtime", f"The activity {activity} does not exist.")
            work, waiters = self._work[activity], self._waiters[activity]
            while work and work[0][0].closed:  # it timed out before a worker asked for it
                work.popleft()
            if not waiters:
                work.append((token, input))
                return
            waiter = waiters.popleft()
        waiter.set_result(_task(token, input))

    def token(self, text: str) -> TaskToken | None:
        """Return the token with a value, or None if it does not exist or its task has ended long ago."""
        with self._lock:
            return self._tokens.get(text)

    def take(self, arn: str) -> Mapping[str, Any] | Future[Mapping[str, Any]]:
        """Return the next task of an activity, or a Future of it. Its result has no token if no task comes in time."""
        waiter: Future[Mapping[str, Any]] = Future()
        with self._lock:
            work = self._work.get(arn)
            if work is None:  # it was deleted at this moment
                return NO_TASK
            while work:
                token, input = work.popleft()
                if not token.closed:
                    return _task(token, input)
            self._waiters[arn].append(waiter)
        timer = self._hub.at(time.time() + self._poll_seconds, lambda: self._give_up(arn, waiter))
        waiter.add_done_callback(lambda _: self._hub.cancel(timer))
        return waiter

    def _give_up(self, arn: str, waiter: Future[Mapping[str, Any]]) -> None:
        with self._lock:
            if waiter not in self._waiters.get(arn, ()):  # it is being given a task at this moment
                return
            self._waiters[arn].remove(waiter)
        waiter.set_result(NO_TASK)


def _task(token: TaskToken, input: str) -> dict[str, Any]:
    """Return the response of GetActivityTask."""
    return {"taskToken": str(token), "input": input}
