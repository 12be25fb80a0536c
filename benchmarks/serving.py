"""The pizza program, served by a process of its own for a benchmark."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["COMMAND", "ROOT", "Served", "program"]

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "aslant.local", "--port", "0", "--aws-port", "0"]


@dataclass(frozen=True)
class Served:
    """The addresses of a served program."""

    api: str
    """The URL of its API."""
    aws: str
    """The URL of the AWS port."""
    function: str
    """The name of its function."""
    process: int
    """The ID of the server's process."""

    @property
    def invoke_path(self) -> str:
        """The path of Lambda's Invoke for its function."""
        return f"/2015-03-31/functions/{self.function}/invocations"


@contextmanager
def program(folder: Path = ROOT) -> Iterator[Served]:
    """Serve a program, by default the pizza program, on free ports of loopback, and stop it at the end."""
    with subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        api = aws = function = ""
        for line in server.stdout:
            words = line.split()
            api = words[1] if line.startswith("url: ") else api
            aws = words[1] if line.startswith("aws: ") else aws
            function = words[1] if line.startswith("  function ") else function
            if line.startswith("Press Ctrl-C"):
                break
        try:
            yield Served(api, aws, function, server.pid)
        finally:
            server.terminate()
            server.stdout.read()
