"""`aslant diff`: what is different between two definitions."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Final

from aslant.asl.comparing.difference import diff
from aslant.cli.inputs import load_roughly
from aslant.cli.output import is_coloured, paint, write
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import AslantError

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant diff old.asl.json new.asl.json
  aslant diff deployed.json workflows/pizza.py:pizza
  git show HEAD:order.asl.json | aslant diff - order.asl.json
  aslant diff --json old.asl.json new.asl.yaml

how to read it: + came with the new definition, - went with the old one, ~ is another one than before
  + 'Ship' (Task)                        a state came
  - 'Ship' in branch 2 of 'Both' (Task)  a state went, from inside a Parallel
  ~ 'Pay' is now 'Charge'                a state has another name, and is the same
  ~ 'Pay' TimeoutSeconds: 5 -> 9         a member of a state is another one: old -> new
  ~ 'Pay' Parameters/order/id: 1 -> 2    one deep inside a member; list items count from 0
  ~ TimeoutSeconds: 60 -> 90             a member of the workflow itself
  - 'Pay' -> 'Ship' (Next)               a transition went: from state, to state, and what makes it
  + 'Pay' -> 'Refund' (Catch Declined)   a transition came, after an error
  ~ 'Ask' Comment: "…if > 5" -> "…if > 9"  of long values the part from where they differ; --json has them whole

exit codes: 0 equal, 1 different, 2 bad usage or something that cannot be read
"""

_HUES: Final = {"+": ["green"], "-": ["red"], "~": ["yellow"]}


def run(arguments: Sequence[str]) -> int:
    """Compare what the arguments name; returns the exit code."""
    parser = make_parser("diff", "Say which states came, went and changed, and how the edges moved.", EXAMPLES)
    parser.add_argument("old", metavar="OLD", help="a file, - or Python as file.py:name")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--json", action="store_true", help="write JSON")
    options = parser.parse_intermixed_args(arguments)
    if options.old == options.new == "-":
        raise UsageError("only one of the two can be standard input")
    try:
        found = diff(load_roughly(options.old), load_roughly(options.new))
    except AslantError as why:
        raise UsageError(str(why)) from None  # 1 means that they differ
    if options.json:
        write(
            json.dumps(found.to_dict(), indent=2, ensure_ascii=False, default=lambda leaf: f"<{type(leaf).__name__}>")
        )
        write("\n")
    elif found:
        coloured = is_coloured(sys.stdout)
        write("".join(f"{paint(line, *_HUES[line[0]], coloured=coloured)}\n" for line in str(found).split("\n")))
    return 1 if found else 0
