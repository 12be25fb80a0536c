"""Integration: a call of an AWS service, as a value that the functions of `aslant.asl.integrations` return.

The class of a call shows what a task can wait for, so a type checker can verify it (Step Functions developer guide,
"Discover service integration patterns in Step Functions"). A method chooses the pattern and returns a new value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self, cast

from aslant.asl.accept import template
from aslant.asl.computed import Computed
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Refused
from aslant.asl.node import Node, setter
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import Deferred, copy_json
from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.integrations.action import Pattern

__all__ = ["Callback", "Execution", "Flag", "Function", "Integration", "Job", "JobOrCallback", "Number", "Text"]

Text = str | Computed | Deferred | Unset
"""An argument that is a string."""
Number = int | float | str | Computed | Deferred | Unset
"""An argument that is a number. A string is JSONata."""
Flag = bool | str | Computed | Deferred | Unset
"""An argument that is a boolean. A string is JSONata."""
Function = str | Computed | Deferred | Callable[[Any, Any], Any]
"""An argument that is a Lambda function: its name or ARN, or a Python handler."""


class Integration(Node):
    """A call of a service that a `Task` takes as its resource."""

    __slots__ = ("_arguments", "_languages", "name", "partition", "pattern")
    name: str
    """The service and its action as in the ARN: `sqs:sendMessage`."""
    pattern: Pattern
    """The event that the task waits for. Empty means the service's response."""
    partition: str
    """The AWS partition, which is the second part of the ARN."""
    _arguments: dict[str, Json]
    _languages: int

    def __init__(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Call an action of the catalogue. Arguments go by their Python names.

        Raises:
            DefinitionError: The action is unknown, or an argument is missing, unknown or not valid JSON.
        """
        function, names, required = _signature(name)
        given = {}
        for argument, value in arguments.items():
            own = names.get(argument)
            if own is None:
                known = did_you_mean(argument, names) or f". It takes {', '.join(names)}."
                raise DefinitionError(f"{function} has no argument {argument!r}{known}")
            if value is not UNSET:
                given[own] = value
        if not required <= given.keys():
            missing = [argument for argument, own in names.items() if own in required and own not in given]
            raise DefinitionError(f"{function} needs {' and '.join(missing)}. Pass each as a keyword argument.")
        self._fill(name, given)

    @classmethod
    def _of(cls, name: str, arguments: dict[str, Any]) -> Self:
        """Return a call of any action. Arguments go by their ASL names."""
        self = cls.__new__(cls)
        self._fill(name, {argument: value for argument, value in arguments.items() if value is not UNSET})
        return self

    def _fill(self, name: str, arguments: dict[str, Any]) -> None:
        try:
            plain = template(arguments)
        except Refused as why:
            raise DefinitionError(f"{name} {why}") from None
        languages = _allowed_languages(plain)
        if not languages:
            raise DefinitionError(
                f"{name} mixes both query languages, JSONPath paths and JSONata '{{% … %}}'. Use only one of them."
            )
        self._put(name, "", "aws", plain, languages)

    def _put(self, name: str, pattern: Pattern, partition: str, arguments: dict[str, Json], languages: int) -> None:
        _name(self, name)
        _pattern(self, pattern)
        _partition(self, partition)
        _arguments(self, arguments)
        _languages(self, languages)

    @property
    def resource(self) -> str:
        """The ARN that becomes the task's `Resource`: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`."""
        pattern = f".{self.pattern}" if self.pattern else ""
        return f"arn:{self.partition}:states:::{self.name}{pattern}"

    @property
    def arguments(self) -> dict[str, Json]:
        """The arguments by their ASL names. The names of members that hold a path end with `.$`."""
        return cast("dict[str, Json]", copy_json(self._arguments))

    def in_partition(self, partition: str) -> Self:
        """Return the same call in another partition, such as `aws-us-gov`, or `${AWS::Partition}` for a template."""
        made = type(self).__new__(type(self))
        made._put(self.name, self.pattern, partition, self._arguments, self._languages)
        return made

    def _waiting(self, pattern: Pattern) -> Integration:
        made = Integration.__new__(Integration)
        made._put(self.name, pattern, self.partition, self._arguments, self._languages)
        return made

    if not TYPE_CHECKING:  # type checkers report missing methods themselves

        def __getattr__(self, name: str) -> NoReturn:
            if name not in ("sync", "wait_for_task_token"):
                raise AttributeError(f"a {type(self).__name__} has no attribute {name!r}")
            if self.pattern:
                raise DefinitionError(f"{self.name}.{self.pattern} already waits. Choose only one pattern.")
            other = " or ".join(
                f".{method}()" for method in ("sync", "wait_for_task_token") if hasattr(type(self), method)
            )
            repair = (
                f"Use {other}, or remove it."
                if other
                else ("Remove it: AWS supports only request and response for this call.")
            )
            raise DefinitionError(f"{self.name} does not support .{name}(). {repair}")

    def _parts(self) -> tuple[Any, ...]:
        return (self.resource, self._arguments)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.resource}>"


_name, _pattern, _partition, _arguments, _languages = (
    setter(Integration, slot) for slot in ("name", "pattern", "partition", "_arguments", "_languages")
)


class Job(Integration):
    """A call that starts a job. A task can wait for the job's end."""

    __slots__ = ()

    def sync(self) -> Integration:
        """Wait until the job ends (`.sync`). The task fails if the job fails. Not for EXPRESS workflows."""
        return self._waiting("sync")


class Callback(Integration):
    """A call that can pass on a task token. A task can wait for its return."""

    __slots__ = ()

    def wait_for_task_token(self) -> Integration:
        """Wait until the task token is sent back (`.waitForTaskToken`). Not for EXPRESS workflows.

        Put the token, `context.Task.Token` or `{% $states.context.Task.Token %}`, into the arguments.
        """
        return self._waiting("waitForTaskToken")


class JobOrCallback(Job, Callback):
    """A call that starts a job and can pass on a task token."""

    __slots__ = ()


class Execution(JobOrCallback):
    """A call that starts an execution of a state machine."""

    __slots__ = ()

    def sync(self, version: Literal[1, 2] = 2) -> Integration:
        """Wait until the execution ends. `Output` is JSON (`.sync:2`), or in version 1 a string of JSON (`.sync`).

        Raises:
            DefinitionError: The version is neither 1 nor 2.
        """
        if version not in (1, 2):
            raise DefinitionError(f"{self.name} supports .sync(version=1) and .sync(version=2), not {version!r}.")
        return self._waiting("sync:2" if version == 2 else "sync")


@cache
def _signature(name: str) -> tuple[str, Mapping[str, str], Set[str]]:
    """Return an action's function name, the ASL names of its arguments, and which of them are required."""
    from aslant.asl.integrations.catalogue import ACTIONS  # building without integrations does not need the table

    action = ACTIONS.get(name)
    if action is None:
        known = did_you_mean(name, ACTIONS) or ". Call any other action of the AWS SDK with aws_sdk(service, action)."
        raise DefinitionError(f"Step Functions has no optimized integration {name!r}{known}")
    return action.function, action.names, frozenset(action.required)


def _allowed_languages(arguments: Json) -> int:
    """Return the query languages that arguments allow: paths are JSONPath, `{% … %}` is JSONata."""
    languages = BOTH
    stack: list[Any] = [arguments]
    while stack:
        item = stack.pop()
        if type(item) is dict:
            stack.extend(item.values())
            if any(name.endswith(".$") for name in item):
                languages &= JSONPATH
        elif type(item) is list:
            stack.extend(item)
        elif type(item) is str and item.startswith("{%") and item.endswith("%}"):
            languages &= JSONATA
    return languages
