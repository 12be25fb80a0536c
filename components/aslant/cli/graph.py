"""`aslant graph`: draw a workflow as Mermaid or SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aslant.cli.inputs import load_unchecked
from aslant.cli.output import save
from aslant.cli.usage import UsageError, make_parser
from aslant.errors import DefinitionError

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant graph order.asl.json                        Mermaid, for a Markdown file
  aslant graph order.asl.json -o order.svg           a picture
  aslant graph --direction LR order.asl.json         from left to right
  aslant graph --types workflows/pizza.py:pizza      with the shape of the data on the arrows
  aslant graph workflows/pizza.py:pizza --format svg > pizza.svg
"""

_DRAWN: Final = (("flowchart ", "\n  classDef mark "), ("<svg", ' class="aslant"'))
"""The start of a drawing in each format, and another string that it contains."""

_FORMATS: Final = {".mmd": "mermaid", ".mermaid": "mermaid", ".svg": "svg"}


def run(arguments: Sequence[str]) -> int:
    """Draw the workflow that the arguments name, and return the exit code."""
    parser = make_parser("graph", "Draw a workflow, as Mermaid or SVG.", EXAMPLES)
    parser.add_argument("name", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write: *.mmd or *.svg")
    parser.add_argument("--force", action="store_true", help="overwrite a file that aslant did not draw")
    parser.add_argument(
        "--format", choices=("mermaid", "svg"), help="the format (default: by the suffix of -o, or mermaid)"
    )
    parser.add_argument(
        "--direction", choices=("TB", "LR", "BT", "RL"), default="TB", help="the direction (default: TB, top to bottom)"
    )
    parser.add_argument("--types", action="store_true", help="label the arrows with the shape of the data")
    options = parser.parse_intermixed_args(arguments)
    form = options.format or _form(options.output)
    machine = load_unchecked(options.name)
    if form == "svg":
        from aslant.draw.svg import to_svg

        try:
            drawn = to_svg(machine, direction=options.direction, types=options.types)
        except DefinitionError as why:  # the definition is valid, but cannot be drawn on this machine
            raise UsageError(str(why)) from None
    else:
        from aslant.asl.drawing.mermaid import to_mermaid

        drawn = to_mermaid(machine, direction=options.direction, types=options.types)
    text = drawn if drawn.endswith("\n") else f"{drawn}\n"
    save(text, options.output, force=options.force, may_replace=_is_drawing)
    return 0


def _is_drawing(text: str) -> bool:
    """Return whether aslant drew this, so that a new drawing may overwrite it."""
    return any(text.startswith(start) and mark in text for start, mark in _DRAWN)


def _form(output: Path | None) -> str:
    if output is None:
        return "mermaid"
    form = _FORMATS.get(output.suffix.lower())
    if form is None:
        raise UsageError(f"{output}: a drawing's file must be named *.mmd or *.svg. Set the format with --format.")
    return form
