"""Tasks that wait to be told their end: by a token that was handed out, or by whoever works on an activity.

API reference, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat and GetActivityTask.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.answers import AwsError
from aslant.local.executions import READER, optional, required

if TYPE_CHECKING:
    from aslant.run import TaskToken
    from aslant.run.hub import Hub

__all__ = ["Callbacks"]

POLL_SECONDS = 60.0
"""How long GetActivityTask waits for a task."""

MANY = 1000
"""Tokens of which no few are worth forgetting."""


class Callbacks:
    """The tokens of all executions and the tasks of all activities. Safe to use from several threads."""

    def __init__(self, activities: Mapping[str, str], hub: Hub, poll_seconds: float = POLL_SECONDS) -> None:
        """Know some activities: names by ARN. The hub has the timers of those who ask for a task."""
        self.activities = activities
        self._hub = hub
        self._poll_seconds = poll_seconds
        self._tokens: dict[str, TaskToken] = {}
        self._most = MANY
        """The tokens among which those of tasks that have ended are looked for next, to be forgotten."""
        self._work: dict[str, deque[tuple[TaskToken, str]]] = {arn: deque() for arn in activities}
        self._askers: dict[str, deque[Future[dict[str, Any]]]] = {arn: deque() for arn in activities}
        """Those who ask for a task of an activity that has none at present."""
        self._lock = threading.Lock()

    def add(self, token: TaskToken) -> None:
        """Know a token, before it is handed out."""
        with self._lock:
            self._tokens[str(token)] = token
            if len(self._tokens) > self._most:
                self._tokens = {text: other for text, other in self._tokens.items() if not other.closed}
                self._most = max(MANY, 2 * len(self._tokens))

    def schedule(self, activity: str, token: TaskToken, input: str) -> None:
        """Leave a task, with its input as JSON text, to whoever asks for it; TaskError for an unknown activity."""
        if activity not in self._work:
            raise TaskError("States.Runtime", f"The activity {activity} does not exist.")
        with self._lock:
            work, askers = self._work[activity], self._askers[activity]
            while work and work[0][0].closed:  # nobody has asked for it in time
                work.popleft()
            if not askers:
                work.append((token, input))
                return
            asker = askers.popleft()
        asker.set_result(_task(token, input))

    @property
    def actions(self) -> dict[str, Callable[[Mapping[str, Any]], dict[str, Any] | Future[dict[str, Any]]]]:
        """The API's actions, by name; a Future is an answer that comes later."""
        return {
            "DescribeActivity": self._describe,
            "GetActivityTask": self._take,
            "ListActivities": lambda _: {"activities": [self._told(arn) for arn in sorted(self.activities)]},
            "SendTaskFailure": self._fail,
            "SendTaskHeartbeat": self._beat,
            "SendTaskSuccess": self._succeed,
        }

    def _succeed(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        text = required(parameters, "output")
        try:
            output = READER.decode(text)
        except (ValueError, RecursionError):
            raise AwsError("InvalidOutput", f"Invalid Output: '{text[:100]}'") from None
        return self._send(parameters, lambda token: token.succeed(output))

    def _fail(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        error, cause = optional(parameters, "error"), optional(parameters, "cause")
        return self._send(parameters, lambda token: token.fail(error, cause))

    def _beat(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self._send(parameters, lambda token: token.heartbeat())

    def _send(self, parameters: Mapping[str, Any], send: Callable[[TaskToken], None]) -> dict[str, Any]:
        text = required(parameters, "taskToken")
        with self._lock:
            token = self._tokens.get(text)
        if token is None:
            raise AwsError("InvalidToken", "Invalid Token: 'Invalid token'")
        try:
            send(token)
        except TaskError as refused:
            raise AwsError(refused.error, refused.cause) from None
        return {}

    def _take(self, parameters: Mapping[str, Any]) -> dict[str, Any] | Future[dict[str, Any]]:
        """The next task of an activity; without one until the time is over, an answer without a token."""
        arn = self._existing(parameters)
        asker: Future[dict[str, Any]] = Future()
        with self._lock:
            work = self._work[arn]
            while work:
                token, input = work.popleft()
                if not token.closed:
                    return _task(token, input)
            self._askers[arn].append(asker)
        timer = self._hub.at(time.time() + self._poll_seconds, lambda: self._give_up(arn, asker))
        asker.add_done_callback(lambda _: self._hub.cancel(timer))
        return asker

    def _give_up(self, arn: str, asker: Future[dict[str, Any]]) -> None:
        with self._lock:
            if asker not in self._askers[arn]:  # it gets a task at this moment
                return
            self._askers[arn].remove(asker)
        asker.set_result({"taskToken": None, "input": None})

    def _describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self._told(self._existing(parameters))

    def _existing(self, parameters: Mapping[str, Any]) -> str:
        arn = required(parameters, "activityArn")
        if arn not in self.activities:
            raise AwsError("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")
        return arn

    def _told(self, arn: str) -> dict[str, Any]:
        return {"activityArn": arn, "name": self.activities[arn], "creationDate": CREATED}


def _task(token: TaskToken, input: str) -> dict[str, Any]:
    """Return GetActivityTask's answer."""
    return {"taskToken": str(token), "input": input}


CREATED = 1_767_225_600
