"""Pulumi's engine for a test: the CLI from PATH, a stand-in for the provider of AWS, and nothing outside tmp_path."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from pulumi.automation import InvalidVersionError, PulumiCommand
from semver import VersionInfo

from tests.engine.engine import Engine

ROOT = Path(__file__).parents[2]
OLDEST = VersionInfo(3, 200)
"""As old as the oldest SDK that aslant takes."""


@pytest.fixture(scope="session")
def cli() -> PulumiCommand:
    """The `pulumi` on PATH."""
    if shutil.which("pulumi") is None:
        pytest.skip("there is no `pulumi` on PATH: https://www.pulumi.com/docs/iac/download-install/")
    try:
        return PulumiCommand(version=OLDEST)
    except InvalidVersionError as why:
        pytest.skip(f"the `pulumi` on PATH is too old: {why}")


@pytest.fixture(scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an executable `pulumi-resource-aws`, which the engine takes for the provider of AWS.

    It imports what this process would.
    """
    folder = tmp_path_factory.mktemp("plugin")
    script = folder / "pulumi-resource-aws"
    path = os.pathsep.join([str(ROOT), *sys.path])
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{path}" exec "{sys.executable}" -m tests.engine.provider "$@"\n')
    script.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def engine(cli: PulumiCommand, plugin: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with a separate account, for the tests of one module."""
    return Engine(cli, plugin, tmp_path_factory.mktemp("engine"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ignore event loops that the Automation API leaves open after a refused run, and a later test collects."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed event loop:ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))
