"""A program that has been run, checked and made ready to serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError
from aslant.local.answers import to_json
from aslant.local.apigateway.auth.local_tokens import LocalTokens
from aslant.local.apigateway.dispatch import Dispatcher
from aslant.local.apigateway.domains import Domains
from aslant.local.apigateway.gateway import Gateway
from aslant.local.apigateway.http_api import Maker
from aslant.local.apigateway.integration import Service as IntegratedAction
from aslant.local.checks import check, notes
from aslant.local.checks.tasks import check_mocks, replaced_states, task_notes
from aslant.local.executions import Executions
from aslant.local.forward.forwards import FORWARD, Forwards, read_entries
from aslant.local.functions.function import Function
from aslant.local.functions.packages import code_of, lay_out, stack_layers
from aslant.local.functions.workers import Log, Workers
from aslant.local.lambda_api import LambdaApi
from aslant.local.later import then
from aslant.local.machine_store import MachineStore
from aslant.local.mocks import MOCKS, Mocks
from aslant.local.nicknames import nicknames_of
from aslant.local.project import Project
from aslant.local.registered_machines import add_registered_machines
from aslant.local.retention import MAX_ENDED_RUNS, read_kept
from aslant.local.run_folder import RunFolder, remove_abandoned
from aslant.local.services.cloud import Cloud
from aslant.local.stepfunctions.api import StepFunctions
from aslant.local.stepfunctions.service import Service
from aslant.local.tasks import Tasks
from aslant.local.threads import Threads
from aslant.local.wait_scale import read_wait_scale
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import REST_API
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.layers import layers_of

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
        forwards: Forwards | None = None,
    ) -> None:
        """Compile the machines, unpack the functions' code and start their workers."""
        self.project = project
        self.registry = registry
        self.region = account.region
        self.api_url = account.api_url
        self.functions: dict[str, Workers] = {}
        self.machines = MachineStore()
        self.executions = Executions(self.machines, kept)
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
            cloud = Cloud(registry, account, project.main.parent, events, hub, lambda line: log("aws", line))
            tasks = Tasks(self.functions, cloud, mocks, forwards)
            add_registered_machines(self.machines, registry, account, tasks)
            self.stepfunctions = StepFunctions(Service(self.executions, cloud.callbacks))
            self.lambda_api = LambdaApi(self.functions, events)
            self.aws = cloud.open(self.executions, self.stepfunctions, self.lambda_api)
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
        self.executions.end()
        for workers in self.functions.values():
            workers.end()
        self._folder.remove()

    def _services(self) -> dict[str, IntegratedAction]:
        return {
            f"states:{action}": partial(self._integrated, action)
            for action in ("StartSyncExecution", "StartExecution", "StopExecution")
        }

    def _integrated(
        self, action: str, parameters: Mapping[str, Any], trace: str | None
    ) -> tuple[bytes, str] | Future[tuple[bytes, str]]:
        reply = self.stepfunctions.call(action, parameters, trace)
        return then(reply, lambda reply: (to_json(reply.members), reply.note or action))

    def _rest_apis(self, account: LocalAccount, log: Log) -> RestApis | None:
        if not self.registry.of(REST_API):
            return None
        from aslant.local.apigateway.rest import RestApis

        return RestApis(self.registry, account, self.stepfunctions, self.threads, self.functions, self.tokens, log)

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
    wait_scale: float | None = None,
    forward: Sequence[str] = (),
) -> Deployment:
    """Check the resources that a project's program has registered, and prepare to serve them.

    `kept` is the number of ended executions to keep, and `wait_scale` the speed of waits. Without them, the stack's
    configuration decides. `forward` are tasks that go to AWS, in addition to the configured ones.

    Raises:
        LocalError: a resource is not valid.
    """
    answers = project.structured(MOCKS, dict, "be an object with the results of tasks by name")
    nicknames = nicknames_of(registry)
    mocks = Mocks(answers, nicknames)
    listed = project.structured(FORWARD, list, "be a list of the tasks to forward to AWS")
    regions = read_entries(listed, forward)
    forwards = Forwards(regions, nicknames, project.environment, lambda line: log("aws", line))
    check(registry, account, lambda machine: replaced_states(machine, mocks, forwards), note)
    check_mocks(mocks, registry)
    check_mocks(forwards, registry)
    for line in (*project.notes, *notes(registry), *task_notes(mocks, registry, regions)):
        note(line)
    kept = read_kept(project) if kept is None else kept
    scale = read_wait_scale(project) if wait_scale is None else wait_scale
    deployment = Deployment(project, registry, account, mocks, log, kept, forwards)
    deployment.executions.hub.wait_scale = scale
    return deployment
