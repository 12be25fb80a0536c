"""The Resource of a Task: a Lambda function, a service integration or an activity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from aslant.json_value import Json

__all__ = ["TaskResource", "function_names", "machine_names"]

_SERVICE = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:]+(?::2)?)")
_ACTIVITY = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:activity:(.+)")
_FUNCTION = re.compile(r"(?:(?:arn:[^:]+:lambda:[^:]*:)?\d+:)?function:([^:]+)(?::.+)?")
_MACHINE = re.compile(r"(arn:[^:]+:states:[^:]*:[^:]*:stateMachine:([^:]+))(?::.+)?")
_STARTS = ("startExecution", "startSyncExecution")
_ANSWERS = ("sendTaskSuccess", "sendTaskFailure", "sendTaskHeartbeat")
_SYMBOL = re.compile(r"\$\{([^}]+)\}")


@dataclass(frozen=True, slots=True)
class TaskResource:
    """A parsed Resource. A string that is not a known ARN is the name of a Lambda function."""

    text: str
    kind: Literal["lambda", "service", "activity"]
    service: str = ""
    """`lambda` or `aws-sdk:s3`: AWS's resourceType."""
    action: str = ""
    """`invoke` or `sendMessage.waitForTaskToken`: AWS's resource, within events."""
    known: tuple[str, ...] = ()
    """The names that do not depend on the arguments: as written, then shorter (`sqs:sendMessage.waitForTaskToken`)."""

    @classmethod
    def of(cls, text: str) -> TaskResource:
        """Parse a Resource."""
        activity = _ACTIVITY.fullmatch(text)
        if activity:
            return cls(text, "activity", known=(text, activity[1]))
        service = _SERVICE.fullmatch(text)
        if service:
            return cls(text, "service", service[1], service[2], (text, f"{service[1]}:{service[2]}"))
        return cls(text, "lambda", known=tuple(dict.fromkeys(function_names(text))))

    @property
    def function(self) -> str:
        """The name of the Lambda function."""
        return self.known[-1]

    @property
    def invokes_lambda(self) -> bool:
        """Whether this is `lambda:invoke`, which wraps the function's result."""
        return self.service == "lambda" and self.action.partition(".")[0] == "invoke"

    @property
    def starts_execution(self) -> bool:
        """Whether this starts an execution of a state machine."""
        return self.service in ("states", "aws-sdk:sfn") and self.action.partition(".")[0] in _STARTS

    @property
    def answers_token(self) -> bool:
        """Whether this ends another task by its token."""
        return self.service == "aws-sdk:sfn" and self.action in _ANSWERS

    @property
    def submits(self) -> bool:
        """Whether the task goes on after the service has accepted it: `.sync` and `.waitForTaskToken`."""
        return "." in self.action

    @property
    def takes_token(self) -> bool:
        """Whether the task ends by its token."""
        return self.action.endswith(".waitForTaskToken")

    def names(self, arguments: Json) -> tuple[str, ...]:
        """Return the names, apart from the state's, that a mock in `tasks` may have, in lookup order."""
        if self.kind == "service" and isinstance(arguments, dict):
            function = arguments.get("FunctionName") if self.invokes_lambda else None
            if isinstance(function, str):
                return tuple(dict.fromkeys((*self.known, *function_names(function))))
            machine = arguments.get("StateMachineArn") if self.starts_execution else None
            if isinstance(machine, str):
                return tuple(dict.fromkeys((*self.known, *machine_names(machine))))
        return self.known


def function_names(function: str) -> list[str]:
    """Return a function's names: as written, its ARN without a qualifier, its name, and the symbol of `${symbol}`."""
    names = [function]
    match = _FUNCTION.fullmatch(function)
    if match:
        names += [function[: match.end(1)], match[1]]
        function = match[1]
    elif ":" in function and not function.startswith("arn:"):
        function = function.partition(":")[0]
        names.append(function)
    symbol = _SYMBOL.fullmatch(function)
    return [*names, symbol[1]] if symbol else names


def machine_names(machine: str) -> list[str]:
    """Return a state machine's names: as written, its ARN without version or alias, its name, and the symbol."""
    match = _MACHINE.fullmatch(machine)
    names = [machine, match[1], match[2]] if match else [machine]
    symbol = _SYMBOL.fullmatch(names[-1])
    return [*names, symbol[1]] if symbol else names
