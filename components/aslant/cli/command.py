"""The entry point of the `aslant` command: it runs a subcommand, and turns exceptions into messages and exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

from aslant.errors import AslantError, did_you_mean

__all__ = ["COMMANDS", "main"]

COMMANDS: Final = {
    "check": "find every fault in definitions",
    "graph": "draw a workflow, as Mermaid or SVG",
    "diff": "compare two definitions",
    "types": "print the shape of the data at every state",
    "generate": "write the Python that builds a definition",
    "format": "format definitions",
    "run": "run a workflow in this process",
    "permissions": "write the IAM policy that a workflow needs",
    "cost": "estimate what a workflow costs a month",
    "local": "serve Step Functions on this machine: a Pulumi program, definitions, or the AWS API",
}
"""The subcommands, each a module of this package, with their descriptions."""

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""The exit codes that shells report for a program that SIGINT or SIGPIPE ends."""

HELP: Final = f"""\
usage: aslant COMMAND ...

Workflows in Amazon States Language: JSON or YAML files, folders of them, `-` for standard input,
or Python, as workflows/pizza.py:pizza or package.module:name.

commands:
{chr(10).join(f"  {name:<12} {what}" for name, what in COMMANDS.items())}

options:
  -h, --help  show this; aslant COMMAND --help has the options and examples of each
  --version   show the version

examples:
  aslant check .                                check every definition below this folder
  aslant check workflows/pizza.py:pizza         check a workflow written in Python
  aslant graph order.asl.json -o order.svg      draw a definition
  aslant generate order.asl.yaml -o order.py    turn a definition into Python
  git show HEAD:order.asl.json | aslant diff - order.asl.json

exit codes: 0 success, 1 findings, a difference or a failed execution, 2 bad usage, a file that cannot be read,
or an extra that is not installed
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return the exit code. Results go to standard output, messages to standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Half a surrogate pair is written as its escape, which means the same character in JSON.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _run(sys.argv[1:] if arguments is None else list(arguments))
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except AslantError as error:
        return _fail(str(error), getattr(error, "exit_code", 1))
    except OSError as error:
        _drop_output()
        return _fail(f"{error.filename or 'the output'}: {error.strerror or error}", 2)
    except Exception as error:
        return _fail(f"this is a bug in aslant. Please report it: {type(error).__name__}: {error}", 2)


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        module = importlib.import_module(f"aslant.cli.{name}")
        try:
            return int(module.run(arguments[1:]))
        except SystemExit as end:  # argparse: 0 after --help, 2 after bad usage
            return end.code if isinstance(end.code, int) else 0
    if name in ("-h", "--help", "help"):
        print(HELP, end="")
        return 0
    if name == "--version":
        from aslant import __version__

        print(f"aslant {__version__}")
        return 0
    if not name:
        print(HELP, end="", file=sys.stderr)
        return 2
    known = did_you_mean(name, COMMANDS) or f"; the commands are {', '.join(COMMANDS)}"
    return _fail(f"unknown command {name!r}{known}", 2)


def _fail(message: str, code: int) -> int:
    print(f"error: {message}", file=sys.stderr)
    return code


def _drop_output() -> None:
    """Redirect standard output to the null device, so that Python does not write the rest again when it exits."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError, AttributeError):  # standard output is not a file, as in a test
        pass
