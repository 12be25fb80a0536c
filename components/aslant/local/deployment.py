"""A program that has been run, checked and made ready to serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError
from aslant.local.aliases import Aliases
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.dispatch import Dispatcher
from aslant.local.apigateway.domains import Domains
from aslant.local.apigateway.gateway import Gateway
from aslant.local.apigateway.http_api import Maker
from aslant.local.apigateway.integration import Service
from aslant.local.checks import check, compile_definition, notes
from aslant.local.checks.tasks import check_mocks, check_names, host_notes, task_notes
from aslant.local.events.deliveries import Deliveries
from aslant.local.events.invocations import Invocations
from aslant.local.executions import Executions
from aslant.local.functions.function import Function
from aslant.local.functions.packages import code_of, lay_out, stack_layers
from aslant.local.functions.workers import Log, Workers
from aslant.local.jobs.commands import COMMANDS, Commands
from aslant.local.lambda_api import LambdaApi
from aslant.local.machines import LocalMachine
from aslant.local.mocks import MOCKS, Mocks
from aslant.local.nicknames import nicknames_of
from aslant.local.project import Project
from aslant.local.retention import MAX_ENDED_RUNS, read_kept
from aslant.local.run_folder import RunFolder, remove_abandoned
from aslant.local.services.cloud import Cloud
from aslant.local.services.hosts import HOSTS, Hosts
from aslant.local.stepfunctions import StepFunctions
from aslant.local.tasks import Tasks
from aslant.local.threads import Threads
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import REST_API
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.layers import layers_of
from aslant.provider.resources.machines import STATE_MACHINE

if TYPE_CHECKING:
    from aslant.local.apigateway.rest import RestApis

__all__ = ["Deployment", "deploy"]


class Deployment:
    """All that the server serves: the HTTP and REST APIs, the AWS API, and the workers of the functions."""

    def __init__(
        self,
        project: Project,
        registry: Registry,
        account: LocalAccount,
        mocks: Mocks,
        log: Log,
        kept: int = MAX_ENDED_RUNS,
    ) -> None:
        """Compile the machines, unpack the functions' code and start their workers."""
        self.project = project
        self.registry = registry
        self.region = account.region
        self.api_url = account.api_url
        self.functions: dict[str, Workers] = {}
        self.machines: dict[str, LocalMachine] = {}
        self.executions = Executions(self.machines, Aliases(registry), kept)
        remove_abandoned()
        self._folder = RunFolder()
        try:
            for resource in registry.of(FUNCTION):
                if not resource.read:
                    function = self._function(resource, account, log)
                    self.functions[function.name] = Workers(function, log)
            self.threads = Threads()
            events = Threads()  # separate, so that events which wait for a busy function do not delay requests
            hub = self.executions.hub
            hosts = Hosts.read(project.config.get(HOSTS))
            event_log = partial(log, "events")
            invocations = Invocations(registry, hub, events, event_log)
            cloud = Cloud(registry, account, project.main.parent, invocations, hub, partial(log, "aws"), hosts)
            self.commands = Commands(_commands(project), project.main.parent, account, hub, log, nicknames_of(registry))
            tasks = Tasks(self.functions, cloud, mocks, self.commands)
            deployed = [item for item in registry.of(STATE_MACHINE) if not item.read]
            self.machines |= {item.output("arn"): _machine(item, account, tasks) for item in deployed}
            self.stepfunctions = StepFunctions(self.executions, cloud.callbacks)
            self.lambda_api = LambdaApi(self.functions, invocations)
            self.aws = cloud.open(self.executions, self.stepfunctions, self.lambda_api)
            self.deliveries = Deliveries(
                registry, account, self.functions, cloud, self.stepfunctions, invocations, hub, events, event_log
            )
            self.tokens = LocalTokens()
            services = self._services()
            self.integrated_actions = tuple(services)
            """The actions of Step Functions that an HTTP API may integrate with; docs/local.md lists them."""
            maker = Maker(registry, account, services, self.functions, self.tokens, log)
            self.gateway = Gateway(maker, self.threads)
            self.rest = self._rest_apis(account, log)
        except BaseException:
            self.end()
            raise
        self.domains = Domains(registry)
        self.dispatcher = Dispatcher(self.gateway, self.domains, self.rest)

    def log_executions(self, log: Callable[[str], None]) -> None:
        """Write a line to a log whenever an asynchronous execution ends."""
        self.executions.log = log

    def end(self) -> None:
        """End all workers and waits, and remove the unpacked code."""
        if hasattr(self, "deliveries"):
            self.deliveries.end()
            self.commands.end()
        self.executions.end()
        for workers in self.functions.values():
            workers.end()
        self._folder.remove()

    def _services(self) -> dict[str, Service]:
        return {
            "states:StartSyncExecution": self.executions.start_sync,
            "states:StartExecution": self._start,
            "states:StopExecution": lambda parameters, _: (self.stepfunctions.stop(parameters), "StopExecution"),
        }

    def _rest_apis(self, account: LocalAccount, log: Log) -> RestApis | None:
        if not self.registry.of(REST_API):
            return None
        from aslant.local.apigateway.rest import RestApis

        return RestApis(self.registry, account, self.stepfunctions, self.threads, self.functions, self.tokens, log)

    def _start(self, parameters: Mapping[str, Any], trace: str | None) -> tuple[bytes, str]:
        return self.stepfunctions.start_execution(parameters, trace), "RUNNING"

    def _function(self, resource: RegisteredResource, account: LocalAccount, log: Log) -> Function:
        name = resource.output("name")
        root, base = self._folder.path / name, self.project.main.parent
        code = code_of(resource, self.registry, base)
        lay_out(code, root, base, resource.label, lambda line: log(name, line))
        handler = str(resource.inputs["handler"])
        module = handler.rpartition(".")[0].replace(".", "/")
        if not (root / f"{module}.py").is_file() and not (root / module).is_dir():
            raise LocalError(
                f"{resource.label}: handler {handler!r} names {module}.py, which its code does not have. It has "
                f"{', '.join(sorted(path.name for path in root.iterdir())) or 'no files'}."
            )
        layers = layers_of(resource, self.registry)
        here = [layer for layer in layers.values() if layer is not None]
        variables = (resource.inputs.get("environment") or {}).get("variables") or {}
        group = (resource.inputs.get("loggingConfig") or {}).get("logGroup")
        return Function(
            name=name,
            arn=resource.output("arn"),
            handler=handler,
            root=root,
            layers=stack_layers(here, self.registry, self._folder.path / f"{name}.layers", base),
            installed=None in layers.values(),
            account=account.within(resource.outputs.get("region")),
            memory=resource.outputs["memorySize"],
            timeout=resource.outputs["timeout"],
            variables={str(key): str(value) for key, value in variables.items()},
            runtime=str(resource.inputs["runtime"]),
            log_group=group or f"/aws/lambda/{name}",
        )


def deploy(
    project: Project,
    registry: Registry,
    account: LocalAccount,
    log: Log,
    note: Callable[[str], None],
    kept: int | None = None,
) -> Deployment:
    """Check the resources that a project's program has registered, and prepare to serve them.

    `kept` is the number of ended executions to keep. Without it, the stack's configuration decides.

    Raises:
        LocalError: a resource is not valid.
    """
    answers = project.structured(MOCKS, dict, "be an object with the results of tasks by name")
    mocks = Mocks(answers, nicknames_of(registry))
    check(registry, account)
    check_mocks(mocks, registry)
    commands, hosts = _commands(project), Hosts.read(project.config.get(HOSTS))
    check_names(COMMANDS, commands, mocks, registry)
    for line in (
        *project.notes,
        *notes(registry),
        *task_notes(mocks, registry, commands),
        *host_notes(mocks, registry, commands, hosts),
    ):
        note(line)
    return Deployment(project, registry, account, mocks, log, read_kept(project) if kept is None else kept)


def _commands(project: Project) -> dict[str, Any]:
    """Return the commands that the stack's configuration gives to tasks."""
    return project.structured(COMMANDS, dict, "be an object with commands by the names of tasks")


def _machine(resource: RegisteredResource, account: LocalAccount, tasks: Callable[..., Any]) -> LocalMachine:
    definition, program = compile_definition(resource)
    home = account.within(resource.outputs.get("region"))
    return LocalMachine(resource, home, str(resource.inputs["definition"]), definition, program, tasks)
