"""What a subcommand works on: files, folders, standard input, workflows in Python."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aslant.asl.machine import StateMachine
from aslant.asl.reader import from_dict
from aslant.asl.text import Format, Text, TextError, read
from aslant.cli.output import say
from aslant.cli.usage import UsageError
from aslant.cli.workflow import load_workflow, split_reference
from aslant.errors import AslantError, DefinitionError

__all__ = ["Input", "Source", "find", "load", "load_machine", "named"]

_SURE: Final = (".asl.json", ".asl.yaml", ".asl.yml")
_LIKELY: Final = (".json", ".yaml", ".yml")
_FORMATS: Final[dict[str, Format]] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_PASSED_BY: Final = frozenset({"__pycache__", "build", "cdk.out", "dist", "node_modules", "site-packages", "venv"})
_YAML_KEYS: Final = [re.compile(rb"^[\"']?%s[\"']?[ \t]*:" % key, re.MULTILINE) for key in (b"StartAt", b"States")]


@dataclass(frozen=True, slots=True)
class Input:
    """One definition to work on, not yet read."""

    name: str
    """How the user knows it."""
    path: Path | None = None
    """Its file; None for standard input and for workflows in Python."""
    reference: tuple[str, str] | None = None
    """The module and the name of a workflow in Python."""


@dataclass(frozen=True, slots=True)
class Source:
    """A definition that was read: from text, or from Python."""

    input: Input
    text: Text | None
    workflow: StateMachine | None

    @property
    def definition(self) -> Any:
        """The definition, as a workflow or as the document in the text, which may be any JSON."""
        return self.workflow if self.text is None else self.text.document

    @property
    def machine(self) -> StateMachine:
        """The workflow; `DefinitionError` where the document is none."""
        return self.workflow or from_dict(self.definition)


def find(names: Iterable[str], *, verbose: bool = False) -> list[Input]:
    """The inputs that names on the command line stand for, each once, folders' in the order of their paths.

    In a folder these are the files `*.asl.json`, `*.asl.yaml` and `*.asl.yml`, and any other JSON or YAML file that
    has `StartAt` and `States` at its top. Hidden folders and those of build tools are passed by.

    Raises:
        UsageError: a folder has none.
    """
    found: dict[str, Input] = {}
    for name in names:
        if not name or "\0" in name:
            raise UsageError(f"{name!r} is no name of a file")
        path = Path(name)
        if name == "-":
            inputs = [Input("<stdin>")]
        elif path.is_dir():
            inputs = list(_in_folder(path, verbose))
            if not inputs:
                raise UsageError(f"{name} has no definition in it; definitions are named *.asl.json or *.asl.yaml")
        else:
            reference = split_reference(name)
            is_text = reference is None or (path.is_file() and not name.endswith(".py"))
            inputs = [Input(name, path) if is_text else Input(name, None, reference)]
        for item in inputs:
            found.setdefault(item.name if item.path is None else str(item.path.resolve()), item)
    return list(found.values())


def load(item: Input) -> Source:
    """Read an input.

    Raises:
        TextError: its text is neither JSON nor YAML.
        UsageError: there is no such file, or it cannot be read.
        DefinitionError: it is YAML, and no reader of YAML is installed.
    """
    if item.reference:
        return Source(item, None, load_workflow(*item.reference))
    return Source(item, read(_bytes(item), format=_FORMATS.get(item.path.suffix.lower()) if item.path else None), None)


def load_machine(name: str) -> StateMachine:
    """The one workflow that a name on the command line stands for; messages begin with the name.

    Raises:
        UsageError: it stands for none, or for several.
        DefinitionError: it cannot be read, or is no definition.
    """
    inputs = find([name])
    if len(inputs) > 1:
        raise UsageError(f"{name} has {len(inputs)} definitions, and this takes one; name it, such as {inputs[0].name}")
    try:
        return load(inputs[0]).machine
    except DefinitionError as why:
        raise DefinitionError(named(inputs[0], why)) from None


def named(item: Input, why: AslantError) -> str:
    """What is wrong, with the place: `order.asl.json:12:7: …`."""
    if isinstance(why, TextError):
        return f"{item.name}:{why.line}:{why.column}: {why.problem}"
    return str(why) if isinstance(why, UsageError) else f"{item.name}: {why}"


def _bytes(item: Input) -> bytes:
    try:
        if item.path is None:
            return sys.stdin.buffer.read() if sys.stdin is not None else b""
        return item.path.read_bytes()
    except OSError as why:
        hint = "; a workflow in Python is named as file.py:name" if ".py" in item.name else ""
        raise UsageError(f"{item.name}: {(why.strerror or str(why)).lower()}{hint}") from None


def _in_folder(folder: Path, verbose: bool) -> Iterator[Input]:
    def refuse(why: OSError) -> None:
        raise UsageError(f"{why.filename}: {(why.strerror or str(why)).lower()}")

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if name not in _PASSED_BY and not name.startswith("."))
        for file in sorted(files):
            path = Path(where, file)
            if not file.lower().endswith(_LIKELY):
                continue
            if file.lower().endswith(_SURE) or _looks_right(path):
                yield Input(str(path), path)
            elif verbose:
                say(f"{path}: passed by, since it has no StartAt and States at its top")


def _looks_right(path: Path) -> bool:
    """Whether a file has StartAt and States at its top, or would have if it could be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return True  # so that the user is told
    if b"StartAt" not in data or b"States" not in data:
        return False
    if path.suffix.lower() != ".json" and not data.lstrip().startswith(b"{"):
        return all(key.search(data) for key in _YAML_KEYS)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return True
    return isinstance(document, dict) and "StartAt" in document and "States" in document
