"""The services of one program, put together: permissions, data, task tokens and the calls that tasks make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aslant.local.events.invocations import Invocations
from aslant.local.executions import Executions
from aslant.local.lambda_api import LambdaApi
from aslant.local.later import settle
from aslant.local.services.callbacks import Activity, Callbacks
from aslant.local.services.guard import Guard
from aslant.local.services.hosts import Hosts
from aslant.local.services.port import AwsPort
from aslant.local.services.rights import Rights
from aslant.local.services.store import Store
from aslant.local.stepfunctions.api import StepFunctions
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry
from aslant.provider.resources.activities import ACTIVITY

if TYPE_CHECKING:
    from aslant.local.services.clients import Clients
    from aslant.local.services.integrations import Integrations
    from aslant.run import TaskCall
    from aslant.run.hub import Hub

__all__ = ["Cloud"]


class Cloud:
    """The AWS services that the tasks and functions of one program can call."""

    executions: Executions
    """Set by `open`."""
    port: AwsPort
    """Set by `open`."""

    def __init__(
        self,
        registry: Registry,
        account: LocalAccount,
        base: Path,
        invocations: Invocations,
        hub: Hub,
        log: Callable[[str], None],
        endpoints: Mapping[str, str] = MappingProxyType({}),
        before: Cloud | None = None,
        hosts: Hosts | None = None,
    ) -> None:
        """Serve the resources that a program in the directory `base` has registered.

        `invocations` invokes functions asynchronously. Resources that cannot be created are logged. `endpoints` has the
        URL of another server for some services. A reloaded program gets the data and the tokens of the cloud before,
        and its resources after `adopt`. HTTP tasks may call `hosts`, by default only this machine.
        """
        self.invocations = invocations
        self.rights = Rights(registry)
        self._activities = [Activity(item.output("arn"), item.output("name")) for item in registry.of(ACTIVITY)]
        self.callbacks: Callbacks = before.callbacks if before else Callbacks(self._activities, hub)
        self._registry = registry
        self.account = account
        self._endpoints = endpoints
        self.store: Store = before.store if before else Store(registry, account, base, log)
        self._guard = Guard(registry, self.rights, account)
        self._hosts = hosts or Hosts()
        self._integrations: Integrations | None = None
        self._clients: Clients | None = None

    def open(
        self, executions: Executions, stepfunctions: StepFunctions, lambda_api: LambdaApi, reset: Callable[[], None]
    ) -> AwsPort:
        """Return the AWS port, which serves these services, Step Functions and Lambda. `reset` restores the start."""
        self.executions = executions
        self.port = AwsPort(stepfunctions, lambda_api, self.store, self._guard, reset)
        return self.port

    def reset(self) -> None:
        """Remove all data and activities, and create the registered ones again."""
        self.callbacks.clear()
        for activity in self._activities:
            self.callbacks.create(activity)
        self.store.reset()

    def adopt(self) -> None:
        """Create the resources that the cloud before does not have."""
        for activity in self._activities:
            self.callbacks.create(activity)
        self.store.update(self._registry)

    def perform(self, call: TaskCall) -> Any:
        """Return the raw result of a task that does not call a function. Raise TaskError if it fails."""
        if self._integrations is None:
            self._integrations = self._connect()
        return self._integrations(call)

    def clients(self) -> Clients:
        """Return clients of the AWS port, with the access key that may do anything."""
        if self._clients is None:
            from aslant.local.services.clients import Clients

            answer = self.port.answer
            self._clients = Clients(self.account.aws_url, lambda request: settle(answer(request)), self._endpoints)
        return self._clients

    def _connect(self) -> Integrations:
        from aslant.local.services.calls import ServiceCalls
        from aslant.local.services.http_tasks import HttpTasks
        from aslant.local.services.integrations import Integrations
        from aslant.local.services.nested import NestedExecutions
        from aslant.local.services.store_data import StoreData

        http = HttpTasks(self._hosts, self.rights, lambda: StoreData(self.store, self.account.id))
        nested = NestedExecutions(self.executions, self.rights)
        return Integrations(self.account, ServiceCalls(self.clients(), self.rights), nested, self.callbacks, http)
