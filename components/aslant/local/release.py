"""One version of what a deployment serves. A reload makes another one, while requests still use this one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from aslant.local.answers import to_json
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.dispatch import Dispatcher
from aslant.local.apigateway.domains import Domains
from aslant.local.apigateway.gateway import Gateway
from aslant.local.apigateway.http_api import Maker
from aslant.local.content import Content
from aslant.local.executions import Executions
from aslant.local.file_machines import add_file_machines
from aslant.local.functions.deployed import FunctionBuilder, Functions
from aslant.local.functions.workers import Log
from aslant.local.lambda_api import LambdaApi
from aslant.local.later import then
from aslant.local.machine_store import MachineStore
from aslant.local.registered_machines import add_registered_machines, add_registered_tags
from aslant.local.services.cloud import Cloud
from aslant.local.stepfunctions.api import StepFunctions
from aslant.local.stepfunctions.service import Service
from aslant.local.tags import Tags
from aslant.local.tasks import Tasks
from aslant.local.threads import Threads
from aslant.provider.resources.apis import REST_API

if TYPE_CHECKING:
    from aslant.local.apigateway.rest import RestApis
    from aslant.run import TaskCall

__all__ = ["Release", "Shared"]

INTEGRATED_ACTIONS = ("StartSyncExecution", "StartExecution", "StopExecution")


class LatestTasks:
    """Performs the tasks of the machines that clients have created, as the latest version does."""

    latest: Tasks
    """Set when a version is adopted."""

    def __call__(self, call: TaskCall) -> Any:
        """Return a task's raw result, or the result that it waits for. Raise TaskError if it fails."""
        return self.latest(call)


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """What all versions of a deployment have in common, so that a reload changes none of it."""

    executions: Executions
    functions: FunctionBuilder
    log: Log
    tokens: LocalTokens = dataclasses.field(default_factory=LocalTokens)
    threads: Threads = dataclasses.field(default_factory=Threads)
    events: Threads = dataclasses.field(default_factory=Threads)
    """Separate, so that events which wait for a busy function do not delay requests."""
    tasks: LatestTasks = dataclasses.field(default_factory=LatestTasks)
    tags: Tags = dataclasses.field(default_factory=Tags)


class Release:
    """The APIs, machines and functions of one version."""

    def __init__(self, content: Content, shared: Shared, before: Release | None = None) -> None:
        """Compile the machines, unpack the functions' code and start their workers.

        The workers of functions that are the same as in the version before are used again. Nothing that is shared is
        changed until `adopt`.

        Raises:
            LocalError: something is not valid.
        """
        self.content = content
        self._shared = shared
        registry, account, log = content.registry, content.account, shared.log
        self._before: Functions = before.functions if before else Functions(account)
        self.functions: Functions = Functions(account, content.endpoints.get("lambda"))
        try:
            self._add_functions()
            hub = shared.executions.hub
            self.cloud: Cloud = Cloud(
                registry,
                account,
                content.base,
                shared.events,
                hub,
                lambda line: log("aws", line),
                content.endpoints,
                before.cloud if before else None,
            )
            self.tasks = Tasks(self.functions, self.cloud, content.mocks)
            self.machines = MachineStore()
            """The machines of this version; those that clients created are in the store of the executions."""
            add_registered_machines(self.machines, registry, account, self.tasks)
            add_file_machines(self.machines, content.machines, account, self.tasks)
            self.stepfunctions = StepFunctions(self._service())
            self.lambda_api = LambdaApi(self.functions, shared.events)
            self.aws = self.cloud.open(shared.executions, self.stepfunctions, self.lambda_api)
            services = {f"states:{action}": partial(self._integrated, action) for action in INTEGRATED_ACTIONS}
            self.integrated_actions = tuple(services)
            """The actions of Step Functions that an HTTP API may integrate with; docs/local.md lists them."""
            maker = Maker(registry, account, services, self.functions, shared.tokens, log)
            self.gateway = Gateway(maker, shared.threads)
            self.rest = self._rest_apis()
            self.domains = Domains(registry)
            self.dispatcher = Dispatcher(self.gateway, self.domains, self.rest)
            if before is not None:
                self.functions.start(self._before)
        except BaseException:
            self.functions.end(self._before)
            raise

    def adopt(self, before: Release | None) -> None:
        """Take the place of the version before in what is shared, and let that one end its work."""
        mine = {machine.arn for machine in self.machines}
        removed = [machine.arn for machine in before.machines if machine.arn not in mine] if before else []
        self._shared.executions.machines.adopt(self.machines, removed)
        self._shared.executions.mock_config = self.content.mock_config
        self._shared.tasks.latest = self.tasks
        add_registered_tags(self._shared.tags, self.content.registry)
        self.cloud.adopt()
        if before is not None:
            before.functions.retire(self.functions)

    def _service(self) -> Service:
        shared, account, rights = self._shared, self.content.account, self.cloud.rights
        source = {"aws:SourceAccount": account.id}
        return Service(
            account,
            shared.executions,
            self.cloud.callbacks,
            shared.tags,
            shared.tasks,
            trusts=lambda role_arn: rights.may_assume("states.amazonaws.com", role_arn, source),
        )

    def _add_functions(self) -> None:
        content, builder, before = self.content, self._shared.functions, self._before
        for name, url in content.urls.items():
            self.functions[name] = self.functions.remote(name, url)
        for name, workers in builder.in_files(content.handlers, content.account, before):
            self.functions[name] = workers
        for name, workers in builder.registered(content.registry, content.account, content.base, before):
            self.functions[name] = workers

    def _integrated(
        self, action: str, parameters: Mapping[str, Any], trace: str | None
    ) -> tuple[bytes, str] | Future[tuple[bytes, str]]:
        reply = self.stepfunctions.call(action, parameters, trace)
        return then(reply, lambda reply: (to_json(reply.members), reply.note or action))

    def _rest_apis(self) -> RestApis | None:
        content, shared = self.content, self._shared
        if not content.registry.of(REST_API):
            return None
        from aslant.local.apigateway.rest import RestApis

        return RestApis(
            content.registry,
            content.account,
            self.stepfunctions,
            shared.threads,
            self.functions,
            shared.tokens,
            shared.log,
        )
