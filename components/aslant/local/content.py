"""The content of a deployment: the resources of a program, and the definitions and functions of the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from aslant.local.forward.forwards import Forwards
from aslant.local.mocks import Mocks
from aslant.local.project import Project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

if TYPE_CHECKING:
    from aslant.local.definition_files import FileMachine
    from aslant.local.functions.handler_file import HandlerFile
    from aslant.run.mock_config import MockConfig

__all__ = ["Content"]


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """Everything that one version of a deployment serves."""

    project: Project
    registry: Registry
    account: LocalAccount
    mocks: Mocks
    forwards: Forwards = dataclasses.field(default_factory=Forwards)
    """The tasks that go to AWS."""
    wait_scale: float = 1.0
    """The factor for waits; see `aslant.run.wait_scale`."""
    machines: tuple[FileMachine, ...] = ()
    """The machines in files."""
    handlers: Mapping[str, HandlerFile] = dataclasses.field(default_factory=dict)
    """Python handlers in files, by the function's name."""
    urls: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The URL of each function that another server runs, by name."""
    endpoints: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The URL for each service whose calls go to another server, by botocore's name."""
    mock_config: MockConfig | None = None
    """The test cases of Step Functions Local's mock configuration file."""
    problems: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """The problems of the files that are not served."""
    warnings: tuple[str, ...] = ()
    """Probable mistakes in the files that are served."""

    @property
    def base(self) -> Path:
        """The folder at which relative paths of the program's resources start."""
        return self.project.main.parent
