"""Tasks: mocks that no task would use, and functions that the program does not create."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from aslant.errors import LocalError, did_you_mean
from aslant.local.checks.machines import read_definition
from aslant.local.forward.forwards import Forwards
from aslant.local.functions.function_names import FUNCTION_ARN, plain_name
from aslant.local.mocks import MOCKS, Mocks
from aslant.local.services.hosts import HOSTS, Hosts
from aslant.local.tasks import INVOKE
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.machines import STATE_MACHINE
from aslant.walk import s3_actions

__all__ = ["check_mocks", "check_names", "has_tasks", "host_notes", "replaced_states", "task_notes"]

SHOWN = 8


def check_mocks(mocks: Mocks | Forwards, registry: Registry) -> None:
    """Check that each mock, or each task to forward, has the name of a task of the program's machines.

    Raises:
        LocalError: no task would use it.
    """
    check_names(mocks.key, mocks, mocks, registry)


def check_names(key: str, given: Iterable[str], mocks: Mocks | Forwards, registry: Registry) -> None:
    """Check that each mock or command has the name of a task of the program's machines. `key` is where they are given.

    Raises:
        LocalError: no task would use it.
    """
    known: dict[str, None] = {}
    for machine in _deployed(registry):
        for state, task, _ in _tasks(machine):
            names = mocks.names(state, task)
            if names is None:  # an execution chooses the function
                return
            known.update(dict.fromkeys(names))
    for name in given:
        if name not in known:
            shown = ", ".join(map(repr, list(known)[:SHOWN])) + (", …" if len(known) > SHOWN else "")
            near = did_you_mean(name, known) or f". The names are: {shown}." if known else ", which have no tasks."
            raise LocalError(f"{key}: {name!r} is not the name of a task in this program's state machines{near}")


def has_tasks(registry: Registry) -> bool:
    """Return whether the program's machines have tasks. Others may be created later."""
    return any(True for machine in _deployed(registry) for _ in _tasks(machine))


def replaced_states(
    machine: RegisteredResource, mocks: Mocks, forwards: Forwards, commands: Collection[str] = ()
) -> set[str]:
    """Return the names of a machine's states whose tasks are mocked, forwarded or done by a command."""
    replaced = {*mocks, *forwards, *commands}
    return {state for state, task, _ in _tasks(machine) if replaced.intersection(mocks.names(state, task) or (state,))}


def task_notes(mocks: Mocks, registry: Registry, replaced: Collection[str] = ()) -> Iterator[str]:
    """Yield a note for each task whose function the program does not create.

    Those with a mock, and those whose name is among `replaced`, get none.
    """
    arns = {item.output("name"): item.output("arn") for item in registry.of(FUNCTION) if not item.read}
    for machine in _deployed(registry):
        for state, task, function in _tasks(machine):
            arn = arns.get(plain_name(function)) if function else None
            is_here = arn and (function.startswith(arn) or not FUNCTION_ARN.fullmatch(function))
            others = {*mocks, *replaced}.intersection(mocks.names(state, task) or ())
            if function and not is_here and not others:
                yield (
                    f"{machine.label}: state {state!r} calls {function}, which this program does not create. Mock it "
                    f'with {MOCKS} in the stack\'s file: {{"{state}": {{"Return": ...}}}}.'
                )


def host_notes(mocks: Mocks, registry: Registry, commands: Iterable[str], hosts: Hosts) -> Iterator[str]:
    """Yield a note for each HTTP task to a host that may not be called from here."""
    replaced = {*mocks, *commands}
    for machine in _deployed(registry):
        for state, task, _ in _tasks(machine):
            arguments = task.get("Parameters", task.get("Arguments"))
            url = arguments.get("ApiEndpoint") if isinstance(arguments, Mapping) else None
            fixed = isinstance(url, str) and url.startswith(("http://", "https://"))
            if fixed and not hosts.allows(str(url)) and not replaced.intersection(mocks.names(state, task) or ()):
                host = urlsplit(str(url)).netloc
                yield (
                    f"{machine.label}: state {state!r} calls {host}, to which nothing is sent from this machine. Allow "
                    f'it with {HOSTS}: ["{host}"] in the stack\'s file, or mock the task with {MOCKS}.'
                )


def _deployed(registry: Registry) -> list[RegisteredResource]:
    return [machine for machine in registry.of(STATE_MACHINE) if not machine.read]


def _tasks(machine: RegisteredResource) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield each task: the state's name, the object with Resource and arguments, and the function's name or ""."""
    from aslant.walk import states_of

    for name, state in states_of(read_definition(machine)):
        if state["Type"] == "Task":
            yield name, state, _function(state)
        for action in s3_actions(state).values():
            yield name, action, ""


def _function(state: Mapping[str, Any]) -> str:
    resource = str(state["Resource"])
    if FUNCTION_ARN.fullmatch(resource):
        return resource
    arguments = state.get("Parameters", state.get("Arguments")) if INVOKE.fullmatch(resource) else None
    name = arguments.get("FunctionName") if isinstance(arguments, Mapping) else None
    return name if isinstance(name, str) and not name.startswith("{%") else ""
