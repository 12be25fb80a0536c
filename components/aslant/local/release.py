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
from aslant.local.events.deliveries import Deliveries
from aslant.local.events.invocations import Invocations
from aslant.local.executions import Executions
from aslant.local.file_machines import add_file_machines
from aslant.local.functions.deployed import FunctionBuilder, Functions
from aslant.local.functions.workers import Log
from aslant.local.jobs.commands import Commands, read_commands
from aslant.local.jobs.process import RunningJobs
from aslant.local.lambda_api import LambdaApi
from aslant.local.later import then
from aslant.local.machine_store import MachineStore
from aslant.local.nicknames import nicknames_of
from aslant.local.registered_machines import add_registered_machines, add_registered_tags
from aslant.local.services.cloud import Cloud
from aslant.local.services.hosts import HOSTS, Hosts
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
    """The parts that all versions of a deployment share, so that a reload changes none of them."""

    executions: Executions
    functions: FunctionBuilder
    log: Log
    events: Threads
    """The threads of deliveries and asynchronous invocations."""
    invocations: Invocations
    tokens: LocalTokens = dataclasses.field(default_factory=LocalTokens)
    threads: Threads = dataclasses.field(default_factory=Threads)
    tasks: LatestTasks = dataclasses.field(default_factory=LatestTasks)
    tags: Tags = dataclasses.field(default_factory=Tags)
    jobs: RunningJobs = dataclasses.field(default_factory=RunningJobs)


class Release:
    """The APIs, machines and functions of one version."""

    deliveries: Deliveries
    """Set by `adopt`."""

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
                shared.invocations,
                hub,
                partial(log, "aws"),
                content.endpoints,
                before.cloud if before else None,
                Hosts.read(content.project.config.get(HOSTS)),
            )
            commands = Commands(
                read_commands(content.project),
                content.base,
                account,
                hub,
                log,
                nicknames_of(registry),
                shared.jobs,
            )
            content.forwards.log = partial(log, "aws")
            mocks, forwards = content.mocks, content.forwards
            self.tasks = Tasks(self.functions, self.cloud, mocks, forwards, commands, partial(log, "aws"))
            self.machines = self._made_machines()
            """The machines of this version; those that clients created are in the store of the executions."""
            self.stepfunctions = StepFunctions(self._service())
            self.lambda_api = LambdaApi(self.functions, shared.invocations)
            self.aws = self.cloud.open(shared.executions, self.stepfunctions, self.lambda_api, self.reset)
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
        self._shared.executions.hub.wait_scale = self.content.wait_scale
        self._shared.tasks.latest = self.tasks
        add_registered_tags(self._shared.tags, self.content.registry)
        self.cloud.adopt()
        self._deliver(before)
        if before is not None:
            before.functions.retire(self.functions)

    def reset(self) -> None:
        """Restore the start: remove all executions and data, and what clients have created or changed."""
        shared = self._shared
        shared.executions.clear()
        shared.executions.machines.clear()
        shared.executions.machines.adopt(self._made_machines())
        shared.tags.clear()
        add_registered_tags(shared.tags, self.content.registry)
        self.cloud.reset()

    def _made_machines(self) -> MachineStore:
        content, machines = self.content, MachineStore()
        add_registered_machines(machines, content.registry, content.account, self.tasks)
        add_file_machines(machines, content.machines, content.account, self.tasks)
        return machines

    def _deliver(self, before: Release | None) -> None:
        """Deliver what services send, in place of the version before."""
        if before is not None:
            before.deliveries.end()
        shared, content = self._shared, self.content
        self.deliveries = Deliveries(
            content.registry,
            content.account,
            self.functions,
            self.cloud,
            shared.executions,
            shared.invocations,
            shared.events,
            partial(shared.log, "events"),
            before.deliveries if before else None,
        )

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
