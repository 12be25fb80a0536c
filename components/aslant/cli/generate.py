"""`aslant generate`: write the Python source that builds a definition."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Final

from aslant.cli.inputs import load_machine
from aslant.cli.output import save
from aslant.cli.usage import UsageError, make_parser

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant generate order.asl.json
  aslant generate order.asl.yaml -o workflows/order.py      names the variable order
  aslant generate order.asl.json --name checkout
  aslant generate order.asl.json -o order.py --force        overwrites order.py
"""

_DEFAULT_NAME: Final = "machine"


def run(arguments: Sequence[str]) -> int:
    """Write the Python source of the definition that the arguments name, and return the exit code."""
    parser = make_parser("generate", "Write the Python source that builds a definition.", EXAMPLES)
    parser.add_argument("definition", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write")
    parser.add_argument(
        "--name", help="the variable that holds the workflow (default: the name of the output file, or machine)"
    )
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    options = parser.parse_intermixed_args(arguments)
    name = options.name
    if name is not None and (not name.isidentifier() or keyword.iskeyword(name)):
        raise UsageError(f"--name must be a valid Python variable name, not {name!r}. Use letters, digits and _.")
    machine = load_machine(options.definition)
    from aslant.asl.source import imports_of, to_python

    imported = imports_of(machine)
    if name is None:
        name = _variable(options.output, imported)
    elif name in imported:
        raise UsageError(f"--name must not be {name!r}, because the source imports that from aslant.asl")
    save(to_python(machine, name=name), options.output, force=options.force)
    return 0


def _variable(output: Path | None, imported: Set[str]) -> str:
    """Return the name of the output file if it is a free variable name, otherwise `machine`."""
    name = re.sub(r"\W", "_", output.name.split(".")[0]) if output else _DEFAULT_NAME
    free = name.isidentifier() and not keyword.iskeyword(name) and name not in imported and not hasattr(builtins, name)
    return name if free else _DEFAULT_NAME
