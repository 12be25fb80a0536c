"""Local commands for tasks that cannot run here, such as containers, from the stack's configuration.

```yaml
config:
  aslant:commands:
    ecs:runTask.sync: python job.py
    Bake: [node, bake.js, --hot]
```

A command's name is one that a mock can have, and is looked up in the same way; a mock takes precedence. A string is
split into words as a shell does, without a shell: write `sh -c "..."` for one.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aslant.errors import LocalError, TaskError
from aslant.local.credentials import ACCESS_KEY
from aslant.local.functions.function import FAKE_KEYS
from aslant.local.jobs.descriptions import JOBS, described, failure, last_json
from aslant.local.jobs.process import JobProcess, RunningJobs
from aslant.run.answer import Awaited

if TYPE_CHECKING:
    from aslant.local.project import Project
    from aslant.provider.account import LocalAccount
    from aslant.run import TaskCall
    from aslant.run.hub import Hub

__all__ = ["COMMANDS", "Commands", "read_commands"]

COMMANDS = "aslant:commands"

MAX_VARIABLE = 120_000
"""The size in bytes of the task's input up to which it is in a variable as well. Linux allows 128 KB."""

HIDDEN = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
"""The variables of the developer that a command does not get, besides those with other values."""

PYTHON = ("python", "python3")


class Commands:
    """The commands of a stack's configuration. Safe to use from several threads."""

    def __init__(
        self,
        given: Mapping[str, Any],
        folder: Path,
        account: LocalAccount,
        hub: Hub,
        log: Callable[[str, str], None],
        nicknames: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        running: RunningJobs | None = None,
    ) -> None:
        """Run commands in the program's folder. `nicknames` are the other names of functions and machines.

        Their processes are added to `running` while they run.

        Raises:
            LocalError: a command is not valid.
        """
        self._commands = {name: _words(name, command) for name, command in given.items()}
        for name, others in nicknames.items():
            for other in others:
                if other in self._commands:
                    self._commands.setdefault(name, self._commands[other])
        self._given = given
        self._folder = folder
        self._account = account
        self._hub = hub
        self._log = log
        self._running = RunningJobs() if running is None else running

    def __iter__(self) -> Iterator[str]:
        """Yield the configured names."""
        return iter(self._given)

    def of(self, call: TaskCall) -> list[str] | None:
        """Return the command of a task; None if it has none."""
        if not self._commands:
            return None
        from aslant.run.resource import TaskResource

        names = (call.state, *TaskResource.of(call.resource).names(call.arguments))
        return next((self._commands[name] for name in names if name in self._commands), None)

    def start(self, call: TaskCall, command: list[str]) -> Any:
        """Start a task's command, and return its result or the answer that it will come from.

        Raises:
            TaskError: the command does not exist.
        """
        job = self._started(call, command)
        if call.resource.endswith(".waitForTaskToken") or _is_detached(call):
            return described(call, self._account, None)
        return _Job(call, job, self._account)

    def _started(self, call: TaskCall, command: list[str]) -> JobProcess:
        from aslant.run.failure import Failure
        from aslant.run.lambdas import event_of_payload

        arguments = call.arguments
        if ":lambda:invoke" in call.resource and isinstance(arguments, Mapping):
            try:
                arguments = event_of_payload(arguments)
            except Failure as failed:
                raise TaskError(failed.error or "", failed.cause or "") from None
        text = json.dumps(arguments, ensure_ascii=False)
        job = JobProcess(command, self._folder, self._environment(call, text), text.encode(), self._hub.calls)
        try:
            job.start(lambda line: self._log(call.state, line))
        except OSError as error:
            raise TaskError(
                "States.TaskFailed",
                f"state {call.state!r}: the command {shlex.join(command)} cannot be started: {error.strerror}. Change "
                f"it in the stack's file, under {COMMANDS}.",
            ) from None
        self._running.add(job)
        return job

    def _environment(self, call: TaskCall, text: str) -> dict[str, str]:
        """Return the variables of a command: this process's with the local AWS, the job's overrides and its input."""
        variables = {name: value for name, value in os.environ.items() if name not in HIDDEN}
        region = str(call.context["StateMachine"]["Id"]).split(":")[3]
        variables |= {
            **FAKE_KEYS,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_ENDPOINT_URL": self._account.aws_url,
            "PYTHONUNBUFFERED": "1",
            **dict(_overrides(call.arguments)),
        }
        variables.pop("ASLANT_TASK_INPUT", None)
        if len(text.encode()) <= MAX_VARIABLE:
            variables["ASLANT_TASK_INPUT"] = text
        if call.token is not None:
            variables["ASLANT_TASK_TOKEN"] = str(call.token)
        return {name: value.replace("\0", "") for name, value in variables.items()}


class _Job(Awaited):
    """The end of a command, which is stopped when its task no longer waits."""

    def __init__(self, call: TaskCall, job: JobProcess, account: LocalAccount) -> None:
        super().__init__(described(call, account, None), job.when_ended, self._collect, "job")
        self._call = call
        self._job = job
        self._account = account

    def abandon(self) -> None:
        """End the command."""
        self._job.stop()

    def _collect(self) -> Any:
        if self._job.code != 0:
            raise failure(self._call, self._account, self._job.code, self._job.errors)
        found, value = last_json(self._job.output)
        result = value if found else described(self._call, self._account, 0)
        if ":lambda:invoke" in self._call.resource and found:
            return {**described(self._call, self._account, 0), "Payload": value}
        return result


def read_commands(project: Project) -> dict[str, Any]:
    """Return the commands of a stack's configuration, by the names of tasks."""
    return project.structured(COMMANDS, dict, "be an object with commands by the names of tasks")


def _is_detached(call: TaskCall) -> bool:
    """Return whether a task ends when its job has started: an action such as `ecs:runTask` without `.sync`."""
    from aslant.run.resource import TaskResource

    resource = TaskResource.of(call.resource)
    return resource.kind == "service" and f"{resource.service}:{resource.action}" in JOBS


def _words(name: str, command: Any) -> list[str]:
    """Return the words of a command. Raise LocalError if it is not valid."""
    words: list[Any] = []
    if isinstance(command, str):
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise LocalError(
                f"{COMMANDS}: {name!r} is {command!r}, which cannot be split into words: {error}."
            ) from None
    elif isinstance(command, list):
        words = command
    if not words or not all(isinstance(word, str) for word in words):
        raise LocalError(
            f"{COMMANDS}: {name!r} must be a command, such as 'python job.py' or [python, job.py], not {command!r}."
        )
    return [sys.executable if words[0] in PYTHON else words[0], *words[1:]]


def _overrides(arguments: Any) -> Iterator[tuple[str, str]]:
    """Yield the environment variables that a job's arguments set, for ECS, Batch and CodeBuild."""
    if not isinstance(arguments, Mapping):
        return
    holders = [arguments.get("ContainerOverrides"), arguments.get("EcsPropertiesOverride")]
    overrides = arguments.get("Overrides")
    if isinstance(overrides, Mapping):
        containers = overrides.get("ContainerOverrides")
        holders += containers if isinstance(containers, list) else []
    lists = [holder.get("Environment") for holder in holders if isinstance(holder, Mapping)]
    for items in [*lists, arguments.get("EnvironmentVariablesOverride")]:
        for item in items if isinstance(items, list) else ():
            if isinstance(item, Mapping) and item.get("Name") and "=" not in str(item["Name"]):
                yield str(item["Name"]), str(item.get("Value", ""))
