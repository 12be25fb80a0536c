"""A program, or definitions in files, that have been checked and are ready to serve."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from aslant.local.checks import check, notes
from aslant.local.checks.tasks import check_mocks, check_names, has_tasks, host_notes, replaced_states, task_notes
from aslant.local.content import Content
from aslant.local.events.deliveries import Deliveries
from aslant.local.events.invocations import Invocations
from aslant.local.executions import Executions
from aslant.local.forward.forwards import FORWARD, Forwards, read_entries
from aslant.local.functions.deployed import FunctionBuilder
from aslant.local.functions.workers import Log
from aslant.local.jobs.commands import COMMANDS, read_commands
from aslant.local.machine_store import MachineStore
from aslant.local.mocks import MOCKS, Mocks
from aslant.local.nicknames import nicknames_of
from aslant.local.project import Project
from aslant.local.release import Release, Shared
from aslant.local.retention import read_kept
from aslant.local.run_folder import RunFolder, remove_abandoned
from aslant.local.services.hosts import HOSTS, Hosts
from aslant.local.threads import Threads
from aslant.local.wait_scale import read_wait_scale
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

__all__ = ["Deployment", "Problem", "deploy"]


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """The reason why an edit is not served."""

    message: str
    time: float
    """The time of the reload that failed, in seconds since the epoch."""


class Deployment:
    """All that the server serves: the HTTP and REST APIs, the AWS API, and the workers of the functions.

    `update` replaces what is served. A request that has begun, and an execution, go on with what they began with.
    """

    def __init__(self, content: Content, log: Log, kept: int | None = None) -> None:
        """Compile the machines, unpack the functions' code and start their workers.

        `kept` is the number of ended executions to keep. Without it, the stack's configuration decides.
        """
        self.machines = MachineStore()
        self.executions = Executions(self.machines, read_kept(content.project) if kept is None else kept)
        self.problem = _problem(content)
        """Why the latest edit, or a file, is not served; None if everything is."""
        remove_abandoned()
        self._folder = RunFolder()
        self._builder = FunctionBuilder(self._folder, log)
        events = Threads()  # separate, so that events which wait for a busy function do not delay requests
        invocations = Invocations(self.executions.hub, events, partial(log, "events"))
        self._shared = Shared(self.executions, self._builder, log, events, invocations)
        self.threads, self.tokens = self._shared.threads, self._shared.tokens
        try:
            self._serve(Release(content, self._shared))
        except BaseException:
            self.executions.end()
            self._folder.remove()
            raise
        self.release.adopt(None)

    def update(self, content: Content) -> None:
        """Serve another content in place of the current one. Executions and the services' data are kept.

        The machines of a file that cannot be read are kept as well.

        Raises:
            LocalError: the content is not valid; the current one is still served.
        """
        before = self.release
        kept = tuple(machine for machine in before.content.machines if machine.file in content.problems)
        release = Release(dataclasses.replace(content, machines=(*content.machines, *kept)), self._shared, before)
        self._serve(release)
        self.problem = _problem(content)
        release.adopt(before)

    @property
    def deliveries(self) -> Deliveries:
        """The deliveries that start functions and machines without a request, such as schedules."""
        return self.release.deliveries

    def fail(self, message: str) -> None:
        """Remember why an edit is not served."""
        self.problem = Problem(message, time.time())

    def log_executions(self, log: Callable[[str], None]) -> None:
        """Write a line to a log whenever an asynchronous execution ends."""
        self.executions.log = log

    def end(self) -> None:
        """End all workers and waits, and remove the unpacked code."""
        self.deliveries.end()
        self.executions.end()
        self._shared.jobs.end()
        self._builder.end()
        self._folder.remove()

    def _serve(self, release: Release) -> None:
        """Make a release the current one. Each attribute that requests read is set at once."""
        self.release = release
        self.project, self.registry = release.content.project, release.content.registry
        self.account, self.rights = release.content.account, release.cloud.rights
        self.region, self.api_url = release.content.account.region, release.content.account.api_url
        self.functions = release.functions
        self.stepfunctions, self.lambda_api = release.stepfunctions, release.lambda_api
        self.integrated_actions = release.integrated_actions
        self.gateway, self.rest, self.domains = release.gateway, release.rest, release.domains
        self.aws, self.dispatcher = release.aws, release.dispatcher


def _problem(content: Content) -> Problem | None:
    return Problem("\n".join(content.problems.values()), time.time()) if content.problems else None


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
    content = Content(
        project,
        registry,
        account,
        read_mocks(project, registry),
        read_forwards(project, registry, project.environment, forward),
        read_wait_scale(project) if wait_scale is None else wait_scale,
    )
    for line in check_content(content):
        note(line)
    return Deployment(content, log, kept)


def read_mocks(project: Project, registry: Registry) -> Mocks:
    """Return the mocks of a stack's configuration."""
    answers = project.structured(MOCKS, dict, "be an object with the results of tasks by name")
    return Mocks(answers, nicknames_of(registry))


def read_forwards(
    project: Project, registry: Registry, environment: Mapping[str, str], options: Sequence[str] = ()
) -> Forwards:
    """Return the tasks that go to AWS: those of a stack's configuration and of the command line's options.

    `environment` has the variables from which the user's credentials are found.
    """
    listed = project.structured(FORWARD, list, "be a list of the tasks to forward to AWS")
    return Forwards(read_entries(listed, options), nicknames_of(registry), environment)


def check_content(content: Content) -> Iterator[str]:
    """Check everything that is to be served, and yield notes about what is probably a mistake.

    Raises:
        LocalError: something is not valid.
    """
    registry, mocks, forwards = content.registry, content.mocks, content.forwards
    commands, hosts = read_commands(content.project), Hosts.read(content.project.config.get(HOSTS))
    found: list[str] = []
    check(registry, content.account, lambda machine: replaced_states(machine, mocks, forwards, commands), found.append)
    check_mocks(mocks, registry)
    check_names(COMMANDS, commands, mocks, registry)
    if not content.machines and has_tasks(registry):
        check_mocks(forwards, registry)
    yield from (*found, *content.project.notes)
    yield from notes(registry)
    yield from task_notes(mocks, registry, {*commands, *forwards})
    yield from host_notes(mocks, registry, {*commands, *forwards}, hosts)
    yield from content.warnings
