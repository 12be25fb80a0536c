"""Tasks that wait to be told their end: by a token that was handed out, or by whoever works on an activity.

API reference, SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat and GetActivityTask.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.answers import AwsError
from aslant.local.executions import READER, optional, required

if TYPE_CHECKING:
    from aslant.run import TaskToken

__all__ = ["Callbacks"]

POLL_SECONDS = 60.0
"""How long GetActivityTask waits for a task."""

MANY = 1000
"""Tokens of which no few are worth forgetting."""


class Callbacks:
    """The tokens of all executions and the tasks of all activities. Safe to use from several threads."""

    def __init__(self, activities: Mapping[str, str], poll_seconds: float = POLL_SECONDS) -> None:
        """Know some activities: names by ARN."""
        self.activities = activities
        self._poll_seconds = poll_seconds
        self._tokens: dict[str, TaskToken] = {}
        self._most = MANY
        """The tokens among which those of tasks that have ended are looked for next, to be forgotten."""
        self._work: dict[str, deque[tuple[TaskToken, str]]] = {arn: deque() for arn in activities}
        self._changed = threading.Condition()

    def add(self, token: TaskToken) -> None:
        """Know a token, before it is handed out."""
        with self._changed:
            self._tokens[str(token)] = token
            if len(self._tokens) > self._most:
                self._tokens = {text: other for text, other in self._tokens.items() if not other.closed}
                self._most = max(MANY, 2 * len(self._tokens))

    def schedule(self, activity: str, token: TaskToken, input: str) -> None:
        """Leave a task, with its input as JSON text, to whoever asks for it; TaskError for an unknown activity."""
        if activity not in self._work:
            raise TaskError("States.Runtime", f"The activity {activity} does not exist.")
        with self._changed:
            work = self._work[activity]
            while work and work[0][0].closed:  # nobody has asked for it in time
                work.popleft()
            work.append((token, input))
            self._changed.notify_all()

    @property
    def actions(self) -> dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]]:
        """The API's actions, by name."""
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
        with self._changed:
            token = self._tokens.get(text)
        if token is None:
            raise AwsError("InvalidToken", "Invalid Token: 'Invalid token'")
        try:
            send(token)
        except TaskError as refused:
            raise AwsError(refused.error, refused.cause) from None
        return {}

    def _take(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The next task of an activity; without one until the time is over, an answer without a token."""
        arn = self._existing(parameters)
        end = time.monotonic() + self._poll_seconds
        with self._changed:
            while True:
                work = self._work[arn]
                while work:
                    token, input = work.popleft()
                    if not token.closed:
                        return {"taskToken": str(token), "input": input}
                rest = end - time.monotonic()
                if rest <= 0 or not self._changed.wait(rest):
                    return {"taskToken": None, "input": None}

    def _describe(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self._told(self._existing(parameters))

    def _existing(self, parameters: Mapping[str, Any]) -> str:
        arn = required(parameters, "activityArn")
        if arn not in self.activities:
            raise AwsError("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")
        return arn

    def _told(self, arn: str) -> dict[str, Any]:
        return {"activityArn": arn, "name": self.activities[arn], "creationDate": CREATED}


CREATED = 1_767_225_600
