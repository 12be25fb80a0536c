"""The `aslant` command: one module for each subcommand, with a function `run(arguments)` that returns the exit code.

Nothing else in the library imports this package; a subcommand's module is imported only when it runs.
"""

from aslant.cli.command import main

__all__ = ["main"]
