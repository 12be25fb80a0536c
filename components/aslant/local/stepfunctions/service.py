"""The common parts of the operations of the Step Functions API: the data that they serve, and their results."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeAlias

from aslant.local.answers import Date
from aslant.local.executions import Executions
from aslant.local.machine_store import MachineStore
from aslant.local.services.callbacks import Callbacks
from aslant.local.tags import Tags
from aslant.provider.account import LocalAccount

__all__ = ["Operation", "Parameters", "Reply", "Service", "now", "present"]

Parameters: TypeAlias = Mapping[str, Any]
"""The members of a request, after the check against the API model."""


class Reply(NamedTuple):
    """The result of an operation."""

    members: Mapping[str, Any]
    """The members of the response."""
    note: str = ""
    """A note for the log, such as the status of an execution."""


@dataclasses.dataclass(frozen=True, slots=True)
class Service:
    """The data of the Step Functions API in one Region."""

    account: LocalAccount
    executions: Executions
    callbacks: Callbacks
    tags: Tags
    tasks: Callable[..., Any]
    """Performs the tasks of machines that clients create; see `aslant.local.tasks`."""
    trusts: Callable[[str], bool]
    """Returns whether Step Functions may assume the role with an ARN."""

    @property
    def machines(self) -> MachineStore:
        """The state machines of all Regions."""
        return self.executions.machines

    def within(self, region: str | None) -> Service:
        """Return the service in a Region, or itself for None."""
        if region is None or region == self.account.region:
            return self
        return dataclasses.replace(self, account=self.account.within(region))


Operation: TypeAlias = Callable[[Service, Parameters], Reply | Future[Reply]]
"""An operation of the API. It raises AwsError to refuse a request, and returns a Future if the response comes later."""


def present(**members: Any) -> dict[str, Any]:
    """Return the members that have a value."""
    return {key: value for key, value in members.items() if value is not None}


def now() -> Date:
    """Return the current date."""
    return Date(time.time())
