"""Write the table of functions in docs/jsonata.md from their docstrings: `python -m tools.jsonata`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from aslant.asl.jsonata_functions.collections import CollectionFunctions
from aslant.asl.jsonata_functions.numbers import NumberFunctions
from aslant.asl.jsonata_functions.strings import StringFunctions

PAGE = Path(__file__).parents[1] / "docs" / "jsonata.md"
GROUPS = {
    "Strings": StringFunctions,
    "Numbers, times and random values": NumberFunctions,
    "Arrays, objects and any values": CollectionFunctions,
}


def page(text: str) -> str:
    """Return the page with its table of functions."""
    return re.sub(
        r"(<!-- functions -->\n).*(<!-- /functions -->)",
        lambda match: f"{match[1]}{''.join(_rows())}{match[2]}",
        text,
        flags=re.DOTALL,
    )


def _rows() -> Iterator[str]:
    for title, group in GROUPS.items():
        yield f"\n### {title}\n\n| function | |\n| --- | --- |\n"
        for name, method in vars(group).items():
            if inspect.isfunction(method):
                purpose = " ".join((inspect.getdoc(method) or "").split("\n\n")[0].split())
                yield f"| `{name}({_parameters(method)})` | {purpose} |\n".replace(" Return ", " ")
    yield "\n"


def _parameters(method: object) -> str:
    written = []
    for name, parameter in list(inspect.signature(method).parameters.items())[1:]:  # type: ignore[arg-type]
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        written.append(f"{star}{name}" if parameter.default is parameter.empty else f"{name}=…")
    return ", ".join(written)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
