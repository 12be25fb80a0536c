"""`aslant generate`: the Python that builds a definition."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aslant.cli.inputs import load_machine
from aslant.cli.output import write
from aslant.cli.usage import UsageError, make_parser

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant generate order.asl.json
  aslant generate order.asl.yaml -o workflows/order.py      the variable is called order
  aslant generate order.asl.json --name checkout
"""


def run(arguments: Sequence[str]) -> int:
    """Write the Python of what the arguments name; returns the exit code."""
    parser = make_parser("generate", "Write the Python source that builds a definition.", EXAMPLES)
    parser.add_argument("definition", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write")
    parser.add_argument(
        "--name", help="the variable that holds the workflow (default: as the file to write is called, or machine)"
    )
    options = parser.parse_intermixed_args(arguments)
    name = _variable(options.output) if options.name is None else options.name
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UsageError(f"{name!r} is no name of a variable; --name takes letters, digits and _")
    machine = load_machine(options.definition)
    from aslant.asl.source import to_python

    write(to_python(machine, name=name), options.output)
    return 0


def _variable(output: Path | None) -> str:
    """`machine`, or what a file that is written suggests."""
    name = re.sub(r"\W", "_", output.name.split(".")[0]) if output else "machine"
    return name if name.isidentifier() and not keyword.iskeyword(name) else "machine"
