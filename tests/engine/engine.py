"""One stack in a folder: runs of Pulumi's engine on a program, with the steps of each resource."""

from __future__ import annotations

import gc
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pulumi.automation import (
    CommandError,
    EngineEvent,
    LocalWorkspaceOptions,
    ProjectSettings,
    PulumiCommand,
    Stack,
    create_stack,
)

from tests.aws.recording import STACK, label
from tests.engine.cloud import Cloud, Standing
from tests.engine.provider import CLOUD

__all__ = ["Engine", "Program", "Steps", "left_open"]

Program = Callable[[], None]

PLUMBING = (STACK, "pulumi:providers:")
"""The types of resources that tests ignore."""
PARTS_OF_REPLACE = ("create-replacement", "delete-replaced")
NO_CHANGE = ("same", "refresh", "read")
FOUND_PLUGIN = "using pulumi-resource-aws from $PATH"


@dataclass
class Steps:
    """The result of one run of the engine: the resources by step, such as `Role pizza` by `create`."""

    by_step: dict[str, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """Warnings and errors, as the engine shows them."""
    outputs: dict[str, Any] = field(default_factory=dict)
    """The stack's outputs after it."""

    @property
    def changes(self) -> dict[str, set[str]]:
        """The steps that change a resource; a replacement is one step, `replace`."""
        left_out = (*NO_CHANGE, *PARTS_OF_REPLACE)
        return {step: found for step, found in self.by_step.items() if step not in left_out}

    def of(self, component: str, named: str) -> dict[str, set[str]]:
        """Return the changes of one component's resources, as if the component were called `named`."""
        found: dict[str, set[str]] = {}
        for step, labels in self.changes.items():
            own = {
                f"{kind} {named}{name.removeprefix(component)}"
                for kind, name in map(str.split, labels)
                if name.startswith(component)
            }
            if own:
                found[step] = own
        return found

    def add(self, event: EngineEvent) -> None:
        """Record an event."""
        found = event.diagnostic_event
        if found is not None and found.severity in ("warning", "error") and FOUND_PLUGIN not in found.message:
            self.problems.append(found.message)
        if event.resource_pre_event is not None:
            step = event.resource_pre_event.metadata
            if not step.type.startswith(PLUMBING):
                self.by_step.setdefault(step.op.value, set()).add(label(step.urn))


class Engine:
    """A stack whose state, and whose account, are files of one folder.

    Each run raises the CLI's own error where the engine stops.
    """

    def __init__(self, cli: PulumiCommand, plugin: Path, folder: Path) -> None:
        """Work in a folder, which may hold a project's `Pulumi.yaml` and stack file as `work`."""
        self._cli = cli
        self._plugin = plugin
        self.folder = folder
        for part in ("state", "work", "home"):
            (folder / part).mkdir(exist_ok=True)

    @property
    def standing(self) -> list[Standing]:
        """The resources in the account."""
        return Cloud(self.folder / "cloud").all()

    def preview(self, program: Program) -> Steps:
        """Preview an update."""
        steps = Steps()
        self._stack(program).preview(on_event=steps.add)
        return steps

    def up(self, program: Program) -> Steps:
        """Update the account to match the program."""
        steps = Steps()
        result = self._stack(program).up(on_event=steps.add, show_secrets=False)
        steps.outputs = {key: output.value for key, output in result.outputs.items()}
        return steps

    def refused(self, program: Program, *, up: bool = False) -> str:
        """Return what the CLI prints of a program at which the engine stops."""
        stack = self._stack(program)
        with left_open():
            try:
                _ = stack.up(show_secrets=False) if up else stack.preview()
            except CommandError as why:
                return str(why)
        raise AssertionError("the engine has accepted the program")

    def refresh(self, program: Program) -> Steps:
        """Refresh the state from the account."""
        steps = Steps()
        self._stack(program).refresh(on_event=steps.add, show_secrets=False)
        return steps

    def destroy(self, program: Program) -> Steps:
        """Delete everything."""
        steps = Steps()
        self._stack(program).destroy(on_event=steps.add, show_secrets=False)
        return steps

    def stack_state(self) -> Any:
        """Return the state that the engine keeps of the stack."""
        return self._made.export_stack().deployment

    def _stack(self, program: Program) -> Stack:
        self._made.workspace.program = program
        return self._made

    @cached_property
    def _made(self) -> Stack:
        own = (self.folder / "work" / "Pulumi.yaml").is_file()
        options = LocalWorkspaceOptions(
            work_dir=str(self.folder / "work"),
            pulumi_home=str(self.folder / "home"),
            pulumi_command=self._cli,
            project_settings=None if own else ProjectSettings(name="pizza", runtime="python"),
            env_vars={
                "PATH": os.pathsep.join([str(self._plugin), os.environ["PATH"]]),
                CLOUD: str(self.folder / "cloud"),
                "PULUMI_BACKEND_URL": (self.folder / "state").as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "nothing is secret here",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                # The state is written once, at the end of a run: nobody wants to go on after a crash here.
                "PULUMI_EXPERIMENTAL": "true",
                "PULUMI_SKIP_CHECKPOINTS": "true",
            },
        )
        return create_stack("dev", project_name="pizza", program=_nothing, opts=options)


@contextmanager
def left_open() -> Iterator[None]:
    """Let the SDK's server of inline programs leave its event loop open, as it does where several Outputs fail."""
    server = logging.getLogger("grpc._server")
    level = server.level
    server.setLevel(logging.CRITICAL + 1)  # a record would keep the frames, and with them the loop
    try:
        yield
    finally:
        server.setLevel(level)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def _nothing() -> None:
    """A program, until there is a real one."""
