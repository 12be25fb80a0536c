"""Integration: what a task has a service do, as a value that the functions of `aslant.asl.integrations` make.

What a call can wait for is its class, so that a type checker knows it (Step Functions developer guide, "Discover
service integration patterns in Step Functions"). A pattern is chosen by a method, which makes another value.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self, cast

from aslant.asl.accept import template
from aslant.asl.computed import Computed
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Refused
from aslant.asl.node import Node, setter
from aslant.asl.unset import UNSET
from aslant.asl.values import Deferred, copy_json
from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.integrations.action import Pattern

__all__ = ["Callback", "Execution", "Flag", "Integration", "Job", "JobOrCallback", "Number", "Text"]

Text = str | Computed | Deferred
"""An argument that is text."""
Number = int | float | str | Computed | Deferred
"""An argument that is a number; text is JSONata."""
Flag = bool | str | Computed | Deferred
"""An argument that is true or false; text is JSONata."""


class Integration(Node):
    """A call of a service, answered at once: what a `Task` takes as its resource."""

    __slots__ = ("_arguments", "_languages", "name", "partition", "pattern")
    name: str
    """The service and its action, as the ARN names them: `sqs:sendMessage`."""
    pattern: Pattern
    """For what the task waits; nothing for the service's answer."""
    partition: str
    """The first part of the ARN after `arn`."""
    _arguments: dict[str, Json]
    _languages: int

    def __init__(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Call an action of the catalogue with arguments by their Python names.

        Raises:
            DefinitionError: the action is unknown, or an argument is missing, unknown or no JSON.
        """
        function, names, required = _signature(name)
        given = {}
        for argument, value in arguments.items():
            own = names.get(argument)
            if own is None:
                known = did_you_mean(argument, names) or f"; it takes {', '.join(names)}"
                raise DefinitionError(f"{function} has no argument {argument!r}{known}")
            if value is not UNSET:
                given[own] = value
        if not required <= given.keys():
            missing = [argument for argument, own in names.items() if own in required and own not in given]
            raise DefinitionError(f"{function} needs {' and '.join(missing)}; give each by its name")
        self._fill(name, given)

    @classmethod
    def _of(cls, name: str, arguments: dict[str, Any]) -> Self:
        """A call of any action, with arguments by their ASL names."""
        self = cls.__new__(cls)
        self._fill(name, {argument: value for argument, value in arguments.items() if value is not UNSET})
        return self

    def _fill(self, name: str, arguments: dict[str, Any]) -> None:
        try:
            plain = template(arguments)
        except Refused as why:
            raise DefinitionError(f"{name} {why}") from None
        languages = _spoken(plain)
        if not languages:
            raise DefinitionError(
                f"{name} mixes both query languages, a path of JSONPath and '{{% … %}}' of JSONata; keep to one of them"
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
        """The ARN that is the task's `Resource`: `arn:aws:states:::sqs:sendMessage.waitForTaskToken`."""
        pattern = f".{self.pattern}" if self.pattern else ""
        return f"arn:{self.partition}:states:::{self.name}{pattern}"

    @property
    def arguments(self) -> dict[str, Json]:
        """The arguments by their ASL names, paths being members whose names end with `.$`."""
        return cast("dict[str, Json]", copy_json(self._arguments))

    def in_partition(self, partition: str) -> Self:
        """The same call in another partition, such as `aws-us-gov`, or `${AWS::Partition}` for a template."""
        made = type(self).__new__(type(self))
        made._put(self.name, self.pattern, partition, self._arguments, self._languages)
        return made

    def _waiting(self, pattern: Pattern) -> Integration:
        made = Integration.__new__(Integration)
        made._put(self.name, pattern, self.partition, self._arguments, self._languages)
        return made

    if not TYPE_CHECKING:  # a type checker knows what a class has not

        def __getattr__(self, name: str) -> NoReturn:
            if name not in ("sync", "wait_for_task_token"):
                raise AttributeError(f"a {type(self).__name__} has no attribute {name!r}")
            if self.pattern:
                raise DefinitionError(f"{self.name}.{self.pattern} waits already; say once for what a task waits")
            other = " or ".join(f".{way}()" for way in ("sync", "wait_for_task_token") if hasattr(type(self), way))
            repair = f"write {other}, or leave it out" if other else "leave it out, since AWS answers this call at once"
            raise DefinitionError(f"{self.name} has no .{name}(); {repair}")

    def _parts(self) -> tuple[Any, ...]:
        return (self.resource, self._arguments)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.resource}>"


_name, _pattern, _partition, _arguments, _languages = (
    setter(Integration, slot) for slot in ("name", "pattern", "partition", "_arguments", "_languages")
)


class Job(Integration):
    """A call that starts a job, whose end a task can wait for."""

    __slots__ = ()

    def sync(self) -> Integration:
        """Wait until the job has ended; the task fails where the job does (`.sync`). Not in an EXPRESS workflow."""
        return self._waiting("sync")


class Callback(Integration):
    """A call that can hand over a token, which a task can wait for."""

    __slots__ = ()

    def wait_for_task_token(self) -> Integration:
        """Wait until somebody sends the token back (`.waitForTaskToken`). Not in an EXPRESS workflow.

        The token is `context.Task.Token`, or `{% $states.context.Task.Token %}`; put it into the arguments.
        """
        return self._waiting("waitForTaskToken")


class JobOrCallback(Job, Callback):
    """A call that starts a job and can hand over a token."""

    __slots__ = ()


class Execution(JobOrCallback):
    """A call that starts an execution of a state machine."""

    __slots__ = ()

    def sync(self, version: Literal[1, 2] = 2) -> Integration:
        """Wait until the execution has ended; its `Output` is JSON (`.sync:2`), or text of JSON in version 1 (`.sync`).

        Raises:
            DefinitionError: there is no such version.
        """
        if version not in (1, 2):
            raise DefinitionError(f"{self.name} has .sync(version=1) and .sync(version=2), not {version!r}")
        return self._waiting("sync:2" if version == 2 else "sync")


@cache
def _signature(name: str) -> tuple[str, Mapping[str, str], Set[str]]:
    """The function that calls an action of the catalogue, its arguments' ASL names, and those that it needs."""
    from aslant.asl.integrations.catalogue import ACTIONS  # the language itself does not need the table

    action = ACTIONS.get(name)
    if action is None:
        known = did_you_mean(name, ACTIONS) or "; any action of the AWS SDK is called by aws_sdk(service, action)"
        raise DefinitionError(f"Step Functions has no integration {name!r} of its own{known}")
    return action.function, action.names, frozenset(action.required)


def _spoken(arguments: Json) -> int:
    """The query languages that arguments leave open: paths are JSONPath, `{% … %}` is JSONata."""
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
