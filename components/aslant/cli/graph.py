"""`aslant graph`: a picture of a workflow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aslant.cli.inputs import load_roughly
from aslant.cli.output import save
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import DefinitionError

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant graph order.asl.json                        Mermaid, for a Markdown file
  aslant graph order.asl.json -o order.svg           a picture
  aslant graph --direction LR order.asl.json         from left to right
  aslant graph workflows/pizza.py:pizza --format svg > pizza.svg
"""

_DRAWN: Final = (("flowchart ", "\n  classDef mark "), ("<svg", ' class="aslant"'))
"""How a drawing starts, and what else is in each."""

_FORMATS: Final = {".mmd": "mermaid", ".mermaid": "mermaid", ".svg": "svg"}


def run(arguments: Sequence[str]) -> int:
    """Draw what the arguments name; returns the exit code."""
    parser = make_parser("graph", "Draw a workflow, as Mermaid or SVG.", EXAMPLES)
    parser.add_argument("name", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write: *.mmd or *.svg")
    parser.add_argument("--force", action="store_true", help="write over a file that is no drawing of aslant's")
    parser.add_argument("--format", choices=("mermaid", "svg"), help="what to write (default: as -o says, or mermaid)")
    parser.add_argument(
        "--direction", choices=("TB", "LR", "BT", "RL"), default="TB", help="which way it goes, such as top to bottom"
    )
    options = parser.parse_intermixed_args(arguments)
    form = options.format or _form(options.output)
    machine = load_roughly(options.name)
    if form == "svg":
        from aslant.draw.svg import to_svg

        try:
            drawn = to_svg(machine, direction=options.direction)
        except DefinitionError as why:  # a definition, but one that cannot be drawn here
            raise UsageError(str(why)) from None
    else:
        from aslant.asl.drawing.mermaid import to_mermaid

        drawn = to_mermaid(machine, direction=options.direction)
    text = drawn if drawn.endswith("\n") else f"{drawn}\n"
    save(text, options.output, force=options.force, may_replace=_is_drawing)
    return 0


def _is_drawing(text: str) -> bool:
    """Whether this was drawn before, so that a new drawing destroys nothing."""
    return any(text.startswith(start) and mark in text for start, mark in _DRAWN)


def _form(output: Path | None) -> str:
    if output is None:
        return "mermaid"
    form = _FORMATS.get(output.suffix.lower())
    if form is None:
        raise UsageError(f"{output}: a drawing is named *.mmd or *.svg; say which it is with --format")
    return form
