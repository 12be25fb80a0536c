"""The `aslant` command: definitions checked, drawn, compared, laid out and turned into Python, on files and pipes.

One file a subcommand; each has `run(arguments)`, which returns the exit code, and is imported when it is used.
"""

from aslant.cli.command import main

__all__ = ["main"]
