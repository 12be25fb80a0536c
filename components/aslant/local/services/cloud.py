"""All that answers beside functions, put together: rights, data, tokens, and what a task can reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aslant.local.executions import Executions
from aslant.local.lambda_api import LambdaApi
from aslant.local.later import settle
from aslant.local.services.callbacks import Callbacks
from aslant.local.services.guard import Guard
from aslant.local.services.port import AwsPort
from aslant.local.services.rights import Rights
from aslant.local.services.store import Store
from aslant.local.stepfunctions import StepFunctions
from aslant.local.threads import Threads
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.provider.resources.activities import ACTIVITY

if TYPE_CHECKING:
    from aslant.local.services.integrations import Integrations
    from aslant.run import TaskCall
    from aslant.run.hub import Hub

__all__ = ["Cloud"]


class Cloud:
    """What one program's tasks and functions find around them."""

    executions: Executions
    """Set by `open`."""
    port: AwsPort
    """Set by `open`."""

    def __init__(
        self,
        registry: Registry,
        account: LocalAccount,
        base: Path,
        threads: Threads,
        hub: Hub,
        log: Callable[[str], None],
    ) -> None:
        """Know what a program in the directory `base` has registered; the log is told what cannot be kept.

        Events that functions are invoked with, and whose results nobody waits for, are handled in `threads`.
        """
        self.threads = threads
        self.rights = Rights(registry)
        self.callbacks = Callbacks({item.output("arn"): item.output("name") for item in registry.of(ACTIVITY)}, hub)
        self._account = account
        self._store = Store(registry, account, base, log)
        self._guard = Guard(registry, self.rights, account)
        self._integrations: Integrations | None = None

    def open(self, executions: Executions, stepfunctions: StepFunctions, lambda_api: LambdaApi) -> AwsPort:
        """Serve it on the AWS port, beside Step Functions and Lambda."""
        self.executions = executions
        self.port = AwsPort(stepfunctions, lambda_api, self._store, self._guard)
        return self.port

    def perform(self, call: TaskCall) -> Any:
        """The raw result of a task that is no function; TaskError is its failure."""
        if self._integrations is None:
            self._integrations = self._connected()
        return self._integrations(call)

    def _connected(self) -> Integrations:
        from aslant.local.services.calls import ServiceCalls
        from aslant.local.services.clients import Clients
        from aslant.local.services.integrations import Integrations
        from aslant.local.services.nested import NestedExecutions

        clients = Clients(self._account.aws_url, lambda request: settle(self.port.answer(request)))
        nested = NestedExecutions(self.executions, self.rights)
        return Integrations(self._account, ServiceCalls(clients, self.rights), nested, self.callbacks)
