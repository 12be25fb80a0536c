"""`aslant check`: every fault of every definition, for people, programs and GitHub."""

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
from aslant.cli.folder import PassedBy
from aslant.cli.import_fault import ImportFault
from aslant.cli.inputs import Input, find, load
from aslant.cli.module_source import ModuleSource
from aslant.cli.output import Progress, is_coloured, paint, say, write
from aslant.cli.usage import add_type, make_parser
from aslant.cli.workflow import module_file, shown_path
from aslant.errors import AslantError
from aslant.walk import PROCESSORS

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant check order.asl.json                   one file
  aslant check workflows definitions.yaml       folders and files
  aslant check --type express order.asl.json    by the rules of Express workflows
  aslant check --within 30 order.asl.json       which answers a caller that waits 30 seconds, as an HTTP API does
  aslant check --strict .                       a warning is a failure, too
  aslant check --format github .                annotations in a GitHub workflow
  aslant check workflows/pizza.py:pizza         a workflow in Python
  terraform output -raw definition | aslant check -

exit codes: 0 no finding of severity error, 1 findings, 2 bad usage or a file that cannot be read
"""

_UNMADE: Final = "CONSTRUCTION_FAILED"
"""Of a module that fails before it has a definition, which AWS never sees."""
_MISSING: Final = "MISSING_DESCRIPTION"
_DUPLICATE_STATE: Final = "DUPLICATE_STATE_NAME"


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding and where it stands: in which file and, where that can be told, at which line and column."""

    input: Input
    file: str
    finding: Finding
    line: int | None
    column: int | None

    @property
    def place(self) -> str:
        """As compilers write it: `order.asl.json:12:7`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"file": self.file, "line": self.line, "column": self.column, **self.finding.to_dict()}


def run(arguments: Sequence[str]) -> int:
    """Check what the arguments name; returns the exit code."""
    parser = make_parser("check", "Find every fault in definitions, in one pass over each, as AWS would.", EXAMPLES)
    parser.add_argument("names", nargs="+", metavar="FILE", help="files, folders, - or Python as file.py:name")
    add_type(parser, "type of the workflows")
    parser.add_argument(
        "--within",
        type=_seconds,
        metavar="SECONDS",
        help="how long the caller waits for the answer: 30 behind an HTTP API, and what a way through cannot keep",
    )
    parser.add_argument("--format", choices=tuple(_WRITERS), default="text", help="how findings are written")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="short for --format json")
    parser.add_argument(
        "--severity", choices=("error", "warning"), default="warning", help="the least severity that is shown"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings, too")
    parser.add_argument("-v", "--verbose", action="store_true", help="say which files of a folder are passed by")
    options = parser.parse_intermixed_args(arguments)
    passed = PassedBy()
    inputs = find(options.names, verbose=options.verbose, passed=passed)
    placed: list[Placed] = []
    unread = 0
    progress = Progress("checked", len(inputs))
    for item in inputs:
        try:
            placed += _check(item, options.type, options.within)
        except AslantError as why:
            unread += 1
            progress.clear()
            say(f"error: {why}")
        progress.step()
    progress.clear()
    errors = sum(one.finding.severity == "ERROR" for one in placed)
    warnings = len(placed) - errors
    if options.severity == "error":
        placed = [one for one in placed if one.finding.severity == "ERROR"]
    write(_WRITERS[options.format](placed))
    if unread < len(inputs):
        say(_summary(len(inputs) - unread, errors, warnings))
    for line in passed.lines():
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
        raise argparse.ArgumentTypeError(f"seconds are a number above 0, such as 30, not {text!r}")
    return seconds


def _check(item: Input, type: Any, within: float | None) -> Iterator[Placed]:
    """The findings of one input, in the order of its text."""
    try:
        source = load(item)
    except TextError as why:
        code = _MISSING if why.problem == EMPTY else INVALID_JSON
        yield Placed(item, item.name, Finding(code, "ERROR", "/", None, why.problem), why.line, why.column)
        return
    except ImportFault as why:
        file = why.file and str(shown_path(Path(why.file)))
        yield Placed(item, file or item.name, Finding(_UNMADE, "ERROR", "/", None, why.problem), why.line, why.column)
        return
    findings = check(source.definition, type=type, within_seconds=within)
    text = source.text
    if text is None:
        placed = list(_in_python(item, findings))
    else:
        placed = [Placed(item, item.name, finding, *text.position(finding.pointer)) for finding in findings]
        placed += _duplicates(item, text)
    yield from sorted(placed, key=lambda one: (one.line or 0, one.column or 0))


def _in_python(item: Input, findings: Sequence[Finding]) -> Iterator[Placed]:
    """Findings of a workflow in Python, each where its state is made."""
    module, name = item.reference or ("", "")
    path = module_file(module) if findings else None
    source = ModuleSource(path.read_bytes() if path else b"")
    for finding in findings:
        place = source.workflow(name) if finding.state is None else source.state(finding.state)
        yield Placed(item, str(path or item.name), finding, *(place or (None, None)))


def _duplicates(item: Input, text: Text) -> Iterator[Placed]:
    """Members that stand twice. The document holds the later ones alone, so `check` cannot see them."""
    for twice in text.duplicates:
        state = _state(twice.steps)
        is_state = twice.steps[-2:] == ("States", state)
        what, code = ("state", _DUPLICATE_STATE) if is_state else ("member", INVALID_JSON)
        message = f"the {what} {twice.steps[-1]!r} stands here a second time, after line {twice.first}"
        repair = "Rename or remove one of them."
        finding = Finding(code, "ERROR", located(twice.steps), state, message, repair, twice.steps)
        yield Placed(item, item.name, finding, twice.line, twice.column)


def _state(steps: tuple[str | int, ...]) -> str | None:
    """The name of the innermost state that a way leads into."""
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


def _text(placed: list[Placed]) -> str:
    coloured = is_coloured(sys.stdout)
    lines = []
    for one in placed:
        finding = one.finding
        place = paint(_one_line(one.place), "bold", coloured=coloured)
        hue = "red" if finding.severity == "ERROR" else "yellow"
        severity = paint(finding.severity.lower(), "bold", hue, coloured=coloured)
        where = paint(_one_line(f"[{finding.code} at {finding.location}]"), "dim", coloured=coloured)
        lines.append(f"{place}: {severity}: {_one_line(_said(finding))} {where}\n")
    return "".join(lines)


def _said(finding: Finding) -> str:
    message = finding.message.strip()
    return f"{message.rstrip('.')}. {finding.repair}" if finding.repair else message


def _one_line(text: str) -> str:
    """Text in which nothing breaks the line or speaks to the terminal."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _json(placed: list[Placed]) -> str:
    return json.dumps([one.to_dict() for one in placed], indent=2, ensure_ascii=False) + "\n"


def _github(placed: list[Placed]) -> str:
    """Workflow commands (GitHub Actions documentation, "Workflow commands for GitHub Actions")."""
    lines = []
    for one in placed:
        properties = {"file": _file(one), "line": one.line, "col": one.column, "title": one.finding.code}
        given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
        lines.append(f"::{one.finding.severity.lower()} {given}::{_data(_said(one.finding))}\n")
    return "".join(lines)


def _file(one: Placed) -> str | None:
    """The file that an annotation stands in; none is standard input, or a module that has none."""
    return one.file if one.input.path or one.file != one.input.name else None


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_WRITERS: Final[dict[str, Callable[[list[Placed]], str]]] = {"text": _text, "json": _json, "github": _github}
