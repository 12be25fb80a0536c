"""What the operations of the Step Functions API have in common: the data that they serve, and their results."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeAlias

from aslant.local.executions import Executions
from aslant.local.services.callbacks import Callbacks

__all__ = ["Operation", "Parameters", "Reply", "Service", "present"]

Parameters: TypeAlias = Mapping[str, Any]


class Reply(NamedTuple):
    """The result of an operation."""

    members: Mapping[str, Any]
    """The members of the response."""
    note: str = ""
    """A note for the log, such as the status of an execution."""


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """The data of the Step Functions API."""

    executions: Executions
    callbacks: Callbacks


Operation: TypeAlias = Callable[[Service, Parameters], Reply | Future[Reply]]
"""An operation of the API. It raises AwsError to refuse a request, and returns a Future if the response comes later."""


def present(**members: Any) -> dict[str, Any]:
    """Return the members that have a value."""
    return {key: value for key, value in members.items() if value is not None}
