"""A program served on two free ports of this process."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aslant.local.deployment import Deployment, deploy
from aslant.local.execution import Run
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.local.server import Server, bind
from aslant.provider.account import LocalAccount


@dataclasses.dataclass(frozen=True)
class Serving:
    """A deployment that is being served, with its URLs and its log."""

    deployment: Deployment
    url: str
    aws_url: str
    log: list[str]
    printed: list[str]
    """The lines that functions have printed."""


def ends(run: Run, seconds: float = 10) -> bool:
    """Wait for an execution's end, and return whether it came in time."""
    ended = threading.Event()
    run.when_ended(ended.set)
    return ended.wait(seconds)


@contextmanager
def serving(directory: Path) -> Iterator[Serving]:
    """Serve the program of a directory over real HTTP."""
    log: list[str] = []
    printed: list[str] = []
    api, aws = bind(0, "--port"), bind(0, "--aws-port")
    url, aws_url = (f"http://127.0.0.1:{listener.getsockname()[1]}" for listener in (api, aws))
    project, account = read_project(directory, "dev"), LocalAccount("us-east-1", url, aws_url)
    registry = load(project, account)
    deployment = deploy(project, registry, account, lambda name, line: printed.append(f"{name} {line}"), log.append)
    server = Server(deployment, api, aws, log.append)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Serving(deployment, url, aws_url, log, printed)
    finally:
        server.stop()
        thread.join(10)
        deployment.end()
