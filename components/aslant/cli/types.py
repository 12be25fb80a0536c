"""`aslant types`: print the shape of the data at every state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from aslant.asl.explaining import explain
from aslant.asl.machine import StateMachine
from aslant.cli.inputs import load_unchecked
from aslant.cli.output import write
from aslant.cli.usage import add_input_type, make_parser
from aslant.files.workflow import load_type

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant types workflows/pizza.py:pizza                       a workflow in Python
  aslant types order.asl.json --input-type orders.py:Order    a definition, for an input of a type
  aslant types --json order.asl.json

how to read the output:
  input  {flavour: string, size?: number}  the state's input; a question mark follows a member that may be missing
  unknown                                  data of which nothing is known; it is never a finding of `aslant check`
  $total  number                           a variable before the state
  to 'Bake'  {ok: true}                    the output that goes to the state 'Bake'
  never reached                            no input of this type reaches the state

exit codes: 0 success, 2 bad usage or a definition that cannot be read
"""


def run(arguments: Sequence[str]) -> int:
    """Print the shapes in the workflow that the arguments name, and return the exit code."""
    parser = make_parser("types", "Print the shape of the data at every state, as check follows it.", EXAMPLES)
    parser.add_argument("name", metavar="FILE", help="a file, - or Python as file.py:name")
    add_input_type(parser)
    parser.add_argument("--json", action="store_true", help="write JSON")
    options = parser.parse_intermixed_args(arguments)
    machine = load_unchecked(options.name)
    kind = load_type(options.input_type) if options.input_type else None
    found = machine.explain(input_type=kind) if isinstance(machine, StateMachine) else explain(machine, input_type=kind)
    text = json.dumps(found.to_dict(), indent=2, ensure_ascii=False) if options.json else str(found)
    write(f"{text}\n")
    return 0
