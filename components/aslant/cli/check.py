"""`aslant check`: find every fault in definitions, and report it as text, JSON or GitHub annotations."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aslant.asl.checking import Finding, check
from aslant.asl.checking.finding import INVALID_JSON
from aslant.asl.checking.rule_context import located
from aslant.asl.reading.text import EMPTY, Text, TextError
from aslant.cli.inputs import Input, find, load
from aslant.cli.output import Progress, is_coloured, paint, say, write
from aslant.cli.usage import add_input_type, add_type, make_parser
from aslant.errors import AslantError
from aslant.files.construction import ConstructionPlaces, recorded
from aslant.files.folder import Skipped
from aslant.files.import_fault import ImportFault
from aslant.files.module_source import ModuleSource
from aslant.files.workflow import load_type, module_file, shown_path
from aslant.walk import PROCESSORS

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant check order.asl.json                   one file
  aslant check workflows definitions.yaml       folders and files
  aslant check --type express order.asl.json    with the rules for Express workflows
  aslant check --within 30 order.asl.json       for a caller that waits 30 seconds, as an HTTP API does
  aslant check --strict .                       fail on warnings, too
  aslant check --format github .                annotations in a GitHub workflow
  aslant check workflows/pizza.py:pizza         a workflow in Python
  terraform output -raw definition | aslant check -

exit codes: 0 no errors, 1 errors (or warnings with --strict), 2 bad usage or a file that cannot be read
"""

_CONSTRUCTION_FAILED: Final = "CONSTRUCTION_FAILED"
"""The code for a Python module that fails while it builds its workflow. AWS does not have this code."""
_MISSING: Final = "MISSING_DESCRIPTION"
_DUPLICATE_STATE: Final = "DUPLICATE_STATE_NAME"


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with its file and, where they are known, its line and column."""

    input: Input
    file: str
    finding: Finding
    line: int | None
    column: int | None

    @property
    def place(self) -> str:
        """The place in the format of compilers: `order.asl.json:12:7`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def to_dict(self) -> dict[str, Any]:
        """Return the finding and its place as JSON."""
        return {"file": self.file, "line": self.line, "column": self.column, **self.finding.to_dict()}


def run(arguments: Sequence[str]) -> int:
    """Check the definitions that the arguments name, and return the exit code."""
    parser = make_parser("check", "Find every fault in definitions that AWS would find, and more.", EXAMPLES)
    parser.add_argument("names", nargs="+", metavar="FILE", help="files, folders, - or Python as file.py:name")
    add_type(parser, "type of the workflows")
    parser.add_argument(
        "--within",
        type=_seconds,
        metavar="SECONDS",
        help="how long the caller waits, such as 30 behind an HTTP API; warn if the fastest path takes longer",
    )
    add_input_type(parser)
    parser.add_argument("--format", choices=tuple(_WRITERS), default="text", help="the format of the findings")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="short for --format json")
    parser.add_argument(
        "--severity", choices=("error", "warning"), default="warning", help="the lowest severity to show"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings, too")
    parser.add_argument("-v", "--verbose", action="store_true", help="list the files in folders that are skipped")
    options = parser.parse_intermixed_args(arguments)
    input_type = load_type(options.input_type) if options.input_type else None
    skipped = Skipped()
    inputs = find(options.names, verbose=options.verbose, skipped=skipped)
    placed: list[PlacedFinding] = []
    unread = 0
    progress = Progress("checked", len(inputs))
    for item in inputs:
        try:
            placed += _check(item, options.type, options.within, input_type)
        except AslantError as why:
            unread += 1
            progress.clear()
            say(f"error: {why}")
        progress.step()
    progress.clear()
    errors = sum(item.finding.severity == "ERROR" for item in placed)
    warnings = len(placed) - errors
    if options.severity == "error":
        placed = [item for item in placed if item.finding.severity == "ERROR"]
    write(_WRITERS[options.format](placed))
    if unread < len(inputs):
        say(_summary(len(inputs) - unread, errors, warnings))
    for line in skipped.lines():
        say(line)
    if unread:
        return 2
    return 1 if errors or (options.strict and warnings) else 0


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"must be a number of seconds above 0, such as 30, not {text!r}")
    return seconds


def _check(item: Input, type: Any, within: float | None, input_type: Any) -> Iterator[PlacedFinding]:
    """Yield the findings for one input, in the order of its text."""
    try:
        with recorded() as places:
            source = load(item)
    except TextError as why:
        code = _MISSING if why.problem == EMPTY else INVALID_JSON
        yield PlacedFinding(item, item.name, Finding(code, "ERROR", "/", None, why.problem), why.line, why.column)
        return
    except ImportFault as why:
        file = why.file and str(shown_path(Path(why.file)))
        finding = Finding(_CONSTRUCTION_FAILED, "ERROR", "/", None, why.problem)
        yield PlacedFinding(item, file or item.name, finding, why.line, why.column)
        return
    findings = check(source.definition, type=type, within_seconds=within, input_type=input_type)
    text = source.text
    if text is None:
        placed = list(_in_python(item, findings, places))
    else:
        placed = [PlacedFinding(item, item.name, finding, *text.position(finding.pointer)) for finding in findings]
        placed += _duplicates(item, text)
    yield from sorted(placed, key=lambda finding: (finding.line or 0, finding.column or 0))


def _in_python(item: Input, findings: Sequence[Finding], places: ConstructionPlaces) -> Iterator[PlacedFinding]:
    """Yield the findings for a workflow in Python, each at the line that constructs the state."""
    module, name = item.reference or ("", "")
    path = module_file(module) if findings else None
    source = ModuleSource(path.read_bytes() if path else b"")
    for finding in findings:
        place = source.workflow(name) if finding.state is None else source.state(finding.state)
        constructed = places.of(finding.state) if place is None and finding.state is not None else None
        if constructed is not None:  # the name is computed, or the state is made in another file
            yield PlacedFinding(item, str(shown_path(constructed.file)), finding, constructed.line, None)
        else:
            yield PlacedFinding(item, str(path or item.name), finding, *(place or (None, None)))


def _duplicates(item: Input, text: Text) -> Iterator[PlacedFinding]:
    """Yield a finding for each duplicate member. The document only holds the last one, so `check` cannot see them."""
    for duplicate in text.duplicates:
        state = _state(duplicate.steps)
        is_state = duplicate.steps[-2:] == ("States", state)
        noun, code = ("state", _DUPLICATE_STATE) if is_state else ("member", INVALID_JSON)
        message = f"the {noun} {duplicate.steps[-1]!r} is already defined at line {duplicate.first}"
        repair = "Rename or remove one of them."
        finding = Finding(code, "ERROR", located(duplicate.steps), state, message, repair, duplicate.steps)
        yield PlacedFinding(item, item.name, finding, duplicate.line, duplicate.column)


def _state(steps: tuple[str | int, ...]) -> str | None:
    """Return the name of the innermost state on a path of member names and indices."""
    state, at = None, 0
    while len(steps) > at + 1 and steps[at] == "States":
        state = str(steps[at + 1])
        inner = steps[at + 2] if len(steps) > at + 2 else None
        if inner not in ("Branches", *PROCESSORS):
            break
        at += 4 if inner == "Branches" else 3
    return state


def _summary(count: int, errors: int, warnings: int) -> str:
    def number(count: int, word: str) -> str:
        return f"{count} {word}{'' if count == 1 else 's'}"

    found = [number(errors, "error")] * bool(errors) + [number(warnings, "warning")] * bool(warnings)
    return f"{number(count, 'definition')} checked: {' and '.join(found) or 'no findings'}"


def _text(placed: list[PlacedFinding]) -> str:
    coloured = is_coloured(sys.stdout)
    lines = []
    for item in placed:
        finding = item.finding
        place = paint(_one_line(item.place), "bold", coloured=coloured)
        hue = "red" if finding.severity == "ERROR" else "yellow"
        severity = paint(finding.severity.lower(), "bold", hue, coloured=coloured)
        where = paint(_one_line(f"[{finding.code} at {finding.location}]"), "dim", coloured=coloured)
        lines.append(f"{place}: {severity}: {_one_line(_message(finding))} {where}\n")
    return "".join(lines)


def _message(finding: Finding) -> str:
    """Return a finding's message, followed by its repair."""
    message = finding.message.strip()
    return f"{message.rstrip('.')}. {finding.repair}" if finding.repair else message


def _one_line(text: str) -> str:
    """Escape line breaks and control characters."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def _json(placed: list[PlacedFinding]) -> str:
    return json.dumps([item.to_dict() for item in placed], indent=2, ensure_ascii=False) + "\n"


def _github(placed: list[PlacedFinding]) -> str:
    """Return workflow commands (GitHub Actions documentation, "Workflow commands for GitHub Actions")."""
    lines = []
    for item in placed:
        values = {"file": _file(item), "line": item.line, "col": item.column, "title": item.finding.code}
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in values.items() if value is not None)
        lines.append(f"::{item.finding.severity.lower()} {properties}::{_data(_message(item.finding))}\n")
    return "".join(lines)


def _file(item: PlacedFinding) -> str | None:
    """Return the file of an annotation; None for standard input and for a module whose file is unknown."""
    return item.file if item.input.path or item.file != item.input.name else None


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_WRITERS: Final[dict[str, Callable[[list[PlacedFinding]], str]]] = {"text": _text, "json": _json, "github": _github}
