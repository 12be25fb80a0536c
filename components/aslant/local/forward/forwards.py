"""The tasks that go to real AWS, from the stack's configuration or the command line.

```yaml
config:
  aslant:forward:
    - Ask the model
    - bedrock:invokeModel: us-east-1
```

A task's name is one that `aslant:mocks` accepts. The Region is that of the state machine unless one is given. A task
that is mocked is not forwarded.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError
from aslant.local.task_names import names_of_task

if TYPE_CHECKING:
    from aslant.local.forward.forwarded_calls import ForwardedCalls
    from aslant.local.services.callbacks import Callbacks
    from aslant.provider.account import LocalAccount
    from aslant.run import TaskCall

__all__ = ["FORWARD", "Forwards", "read_entries"]

FORWARD = "aslant:forward"


def read_entries(entries: Any, options: Iterable[str] = ()) -> dict[str, str | None]:
    """Return the Regions by task, from a configured list and from options such as `bedrock:invokeModel=us-east-1`.

    Raises:
        LocalError: the list does not have the right form.
    """
    regions: dict[str, str | None] = {}
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, str) and entry:
            regions[entry] = None
        elif isinstance(entry, Mapping) and len(entry) == 1 and all(isinstance(text, str) for text in entry.values()):
            regions.update({str(name): region for name, region in entry.items()})
        else:
            raise LocalError(
                f"{FORWARD} must be a list of tasks, each as `NAME` or `NAME: REGION`, not {json.dumps(entry)}. "
                "A name is a state's name, or a resource such as bedrock:invokeModel."
            )
    for option in options:
        name, _, region = option.partition("=")
        if not name:
            raise LocalError(f"--forward must be NAME or NAME=REGION, not {option!r}.")
        regions[name] = region or None
    return regions


class Forwards:
    """The list of the tasks that go to AWS, and the way there."""

    key = FORWARD

    def __init__(
        self,
        regions: Mapping[str, str | None] = MappingProxyType({}),
        nicknames: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        environment: Mapping[str, str] = MappingProxyType({}),
        log: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Forward tasks, whose Regions are given by name.

        `nicknames` are the other names of functions and machines, by their name in AWS. `environment` has the variables
        from which the user's credentials are found.
        """
        self._regions = dict(regions)
        self._nicknames = nicknames
        self._environment = environment
        self.log = log
        """Logs a line for each call."""
        self._calls: ForwardedCalls | None = None

    def __iter__(self) -> Iterator[str]:
        """Yield the listed names."""
        return iter(self._regions)

    def names(self, state: str, definition: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Return the names by which a task can be listed; None if the task chooses its function at run time."""
        return names_of_task(state, definition, self._nicknames)

    def handles(self, call: TaskCall) -> bool:
        """Return whether a task is listed."""
        return bool(self._regions) and self._listed(call) is not None

    def perform(self, call: TaskCall, account: LocalAccount, callbacks: Callbacks) -> Any:
        """Return the raw result of a listed task, from AWS. Raise TaskError if it fails.

        `account` is that of the local AWS, to which nothing is forwarded.
        """
        if self._calls is None:
            from aslant.local.forward.forwarded_calls import ForwardedCalls
            from aslant.local.forward.real_clients import RealClients

            clients = RealClients(self._environment, (account.aws_url, account.api_url))
            self._calls = ForwardedCalls(clients, account, callbacks, lambda line: self.log(line))
        return self._calls(call, self._regions[self._listed(call) or ""])

    def _listed(self, call: TaskCall) -> str | None:
        """Return the name under which a task is listed."""
        from aslant.run.resource import TaskResource

        names = (call.state, *TaskResource.of(call.resource).names(call.arguments))
        more = (other for name in names for other in self._nicknames.get(name, ()))
        return next((name for name in (*names, *more) if name in self._regions), None)
