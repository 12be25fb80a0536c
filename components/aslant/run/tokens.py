"""Task tokens, which end waiting tasks as SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat do.

API reference, these three actions; developer guide, section 'Wait for a Callback with Task Token'.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aslant.errors import RunError, TaskError
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.limits import fits
from aslant.run.values import loads, measured

__all__ = ["Message", "TaskToken", "TaskTokens", "TokenScheduler"]

_GONE = "Task Timed Out: 'Provided task does not exist anymore'"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to a token: a heartbeat, or the task's end."""

    output: Json = None
    failure: Failure | None = None
    beats: bool = False
    """Whether this is a heartbeat, which does not end the task."""


class TokenScheduler(Protocol):
    """The scheduler of the execution that a token belongs to, which delivers messages to it."""

    def send(self, token: TaskToken, message: Message, after: float) -> None:
        """Deliver a message to a token after a number of seconds."""
        ...  # pragma: no cover

    def post(self, action: Callable[[], None]) -> None:
        """Call a function in the scheduler's thread."""
        ...  # pragma: no cover

    def limit(self, group: Any, at_once: int) -> None:
        """Change the number of fibers of a group that run at the same time."""
        ...  # pragma: no cover

    def interrupt(self, fiber: Any, error: BaseException | None) -> None:
        """End a fiber's wait with an error."""
        ...  # pragma: no cover


class TaskToken(str):
    """The token of one attempt of a task: the string at `$$.Task.Token`, with methods that end the task.

    A mock finds it in `context.task_token`, or in `call.token` if one callable handles all tasks, and returns
    `pending()` to make the task wait. The token can be used at once, with a delay in the clock's time, in another
    mock or, with a real clock, in another thread.
    """

    def __new__(cls, text: str, scheduler: TokenScheduler) -> TaskToken:
        """Create the token of a task that a scheduler runs."""
        token = super().__new__(cls, text)
        token._scheduler = scheduler
        token.messages = deque()
        token.receiver = None
        token.closed = False
        return token

    _scheduler: TokenScheduler | None
    messages: deque[Message]
    """The messages that were sent and not received yet."""
    receiver: object | None
    """The fiber that waits for the token. Only the scheduler sets and uses it."""
    closed: bool
    """Whether the task has ended, so that messages are too late."""

    def succeed(self, output: Json = None, *, after: float = 0.0) -> None:
        """End the task with a result, after a number of seconds.

        Raises:
            TaskError: the task has ended already; the error name is that of the SDK's exception.
            RunError: the output is not valid JSON.
        """
        try:
            copy, text = measured(output)
        except (TypeError, ValueError) as problem:
            raise RunError(f"the output sent to a task token is not valid JSON: {problem}") from None
        if not fits(text):
            raise TaskError("InvalidOutput", "Invalid Output: 'The output is larger than 262144 bytes'")
        self._send(Message(output=copy), after)

    def fail(self, error: str | None = None, cause: str | None = None, *, after: float = 0.0) -> None:
        """Fail the task with an error name and a cause, either of which may be missing, after a number of seconds.

        Raises:
            TaskError: the task has ended already; the error name is that of the SDK's exception.
        """
        self._send(Message(failure=Failure(error, cause)), after)

    def heartbeat(self, *, after: float = 0.0) -> None:
        """Send a heartbeat after a number of seconds, which restarts HeartbeatSeconds.

        Raises:
            TaskError: the task has ended already; the error name is that of the SDK's exception.
        """
        self._send(Message(beats=True), after)

    def close(self) -> None:
        """Close the token at the end of its task: refuse later messages, and drop references to the execution."""
        self.closed = True
        self._scheduler = self.receiver = None
        self.messages.clear()

    def _send(self, message: Message, after: float) -> None:
        scheduler = self._scheduler
        if scheduler is None:
            raise TaskError("TaskTimedOut", _GONE)
        scheduler.send(self, message, after)


class TaskTokens:
    """The tokens of an execution and of those it starts, for the tasks that use them: `aws-sdk:sfn:sendTask…`."""

    def __init__(self) -> None:
        self._tokens: dict[str, TaskToken] = {}

    def add(self, token: TaskToken) -> None:
        """Add a token."""
        self._tokens[token] = token

    def answer(self, action: str, arguments: Json, request_id: str) -> Json:
        """Return the SDK's response to one of the three actions, or raise the Failure with which it refuses."""
        arguments = arguments if isinstance(arguments, dict) else {}
        text = arguments.get("TaskToken")
        token = self._tokens.get(text) if isinstance(text, str) else None
        if token is None:
            raise _refused("InvalidTokenException", "Invalid Token: 'Invalid token'", request_id)
        if token.closed:
            raise _refused("TaskTimedOutException", _GONE, request_id)
        if action == "sendTaskHeartbeat":
            token.heartbeat()
        elif action == "sendTaskFailure":
            token.fail(_text(arguments, "Error"), _text(arguments, "Cause"))
        else:
            output = arguments.get("Output")
            try:
                token.succeed(loads(output) if isinstance(output, str) else output)
            except ValueError:
                raise _refused("InvalidOutputException", "Invalid Output: 'Invalid JSON'", request_id) from None
            except TaskError as refused:
                raise _refused(f"{refused.error}Exception", refused.cause, request_id) from None
        return {}


def _text(arguments: dict[str, Json], name: str) -> str | None:
    value = arguments.get(name)
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _refused(error: str, message: str, request_id: str) -> Failure:
    details = f"(Service: Sfn, Status Code: 400, Request ID: {request_id}) (SDK Attempt Count: 1)"
    return Failure(f"Sfn.{error}", f"{message} {details}")
