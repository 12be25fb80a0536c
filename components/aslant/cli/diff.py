"""`aslant diff`: compare two definitions."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Final

from aslant.asl.comparing.difference import diff
from aslant.cli.inputs import load_unchecked
from aslant.cli.output import is_coloured, paint, write
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import AslantError

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant diff old.asl.json new.asl.json
  aslant diff deployed.json workflows/pizza.py:pizza
  git show HEAD:order.asl.json | aslant diff - order.asl.json
  aslant diff --json old.asl.json new.asl.yaml
  aslant diff --exact old.asl.json new.asl.json  # also where only the spelling of a path or an expression differs

how to read the output: + is added, - is removed, ~ is changed
  + 'Ship' (Task)                        a state was added
  - 'Ship' in branch 2 of 'Both' (Task)  a state was removed from a branch of a Parallel
  ~ 'Pay' is now 'Charge'                a state was renamed, and is otherwise the same
  ~ 'Pay' TimeoutSeconds: 5 -> 9         a field of a state was changed: old -> new
  ~ 'Pay' Parameters/order/id: 1 -> 2    a nested value was changed; list items count from 0
  ~ TimeoutSeconds: 60 -> 90             a field of the workflow itself was changed
  - 'Pay' -> 'Ship' (Next)               a transition was removed: from, to, and the field that defines it
  + 'Pay' -> 'Refund' (Catch Declined)   a transition after an error was added
  ~ 'Ask' Comment: "…if > 5" -> "…if > 9"  long values are shown from the first difference; --json has them whole

exit codes: 0 equal, 1 different, 2 bad usage or a definition that cannot be read
"""

_HUES: Final = {"+": ["green"], "-": ["red"], "~": ["yellow"]}


def run(arguments: Sequence[str]) -> int:
    """Compare the definitions that the arguments name, and return the exit code."""
    parser = make_parser("diff", "List the states and transitions that were added, removed and changed.", EXAMPLES)
    parser.add_argument("old", metavar="OLD", help="a file, - or Python as file.py:name")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument(
        "--exact", action="store_true", help="compare paths, intrinsic functions and JSONata as strings, not by meaning"
    )
    options = parser.parse_intermixed_args(arguments)
    if options.old == options.new == "-":
        raise UsageError("OLD and NEW cannot both be standard input")
    try:
        found = diff(load_unchecked(options.old), load_unchecked(options.new), exact=options.exact)
    except AslantError as why:
        raise UsageError(str(why)) from None  # exit code 1 means that the definitions differ
    if options.json:
        write(
            json.dumps(found.to_dict(), indent=2, ensure_ascii=False, default=lambda leaf: f"<{type(leaf).__name__}>")
        )
        write("\n")
    elif found:
        coloured = is_coloured(sys.stdout)
        write("".join(f"{paint(line, *_HUES[line[0]], coloured=coloured)}\n" for line in str(found).split("\n")))
    return 1 if found else 0
