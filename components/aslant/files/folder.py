"""The search for definitions in a folder, and the files that it skips."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aslant.asl.reading.text import Format, read
from aslant.errors import AslantError, UsageError
from aslant.files.module_source import ModuleSource

__all__ = ["FORMATS", "TEMPLATE", "Skipped", "definitions", "is_definition", "is_template"]

FORMATS: Final[dict[str, Format]] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
TEMPLATE: Final = "a CloudFormation or SAM template"

_ASL_SUFFIXES: Final = (".asl.json", ".asl.yaml", ".asl.yml")
_BUILD_FOLDERS: Final = frozenset({"__pycache__", "build", "cdk.out", "dist", "node_modules", "site-packages", "venv"})
_YAML_KEYS: Final = [re.compile(rb"^[\"']?%s[\"']?[ \t]*:" % key, re.MULTILINE) for key in (b"StartAt", b"States")]
_TEMPLATE_KEYS: Final = ("AWSTemplateFormatVersion", "Resources")


@dataclass(slots=True)
class Skipped:
    """The files in folders that are not definitions, and the Python files, whose code would have to run."""

    others: int = 0
    """The number of JSON and YAML files that are not definitions."""
    modules: list[str] = field(default_factory=list)
    """Python files with workflows, each as the reference of its first: `workflows/pizza.py:pizza`."""

    def lines(self) -> Iterator[str]:
        """Yield a message to the user for each kind of skipped file."""
        if self.others:
            is_one = self.others == 1
            files = "1 JSON or YAML file" if is_one else f"{self.others} JSON or YAML files"
            yield f"skipped: {files}, not {'a definition' if is_one else 'definitions'}. Use -v for the names."
        if self.modules:
            count = len(self.modules)
            files = "1 Python file with a workflow" if count == 1 else f"{count} Python files with workflows"
            yield f"skipped: {files}. Name each as file.py:name, such as {self.modules[0]}."


def definitions(folder: Path, skipped: Skipped, report: Callable[[str], object] | None = None) -> Iterator[Path]:
    """Yield the files in a folder that are definitions, in the order of their paths, and record the others.

    `report` gets a message for each JSON or YAML file that is skipped.

    Definitions are `*.asl.json`, `*.asl.yaml` and `*.asl.yml` files that are not CloudFormation templates, and any
    other JSON or YAML file with a string `StartAt` or an object `States` at its top level. Hidden folders and the
    folders of build tools are left out.

    Raises:
        UsageError: the folder cannot be read.
    """

    def refuse(why: OSError) -> None:
        raise UsageError(f"{why.filename}: {(why.strerror or str(why)).lower()}")

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if name not in _BUILD_FOLDERS and not name.startswith("."))
        for file in sorted(files):
            path = Path(where, file)
            suffix = path.suffix.lower()
            if suffix == ".py":
                skipped.modules += _references(path)[:1]
            elif suffix in FORMATS:
                reason = _reason_to_skip(path)
                if not reason:
                    yield path
                    continue
                skipped.others += 1
                if report is not None:
                    report(f"{path}: skipped, because it {reason}")


def is_definition(document: Any) -> bool:
    """Return whether a document is a definition, even if it is invalid."""
    return isinstance(document, dict) and (
        isinstance(document.get("StartAt"), str) or isinstance(document.get("States"), dict)
    )


def is_template(document: Any) -> bool:
    """Return whether a document is a CloudFormation or SAM template."""
    return (
        isinstance(document, dict)
        and not is_definition(document)
        and any(key in document for key in _TEMPLATE_KEYS)
        and isinstance(document.get("Resources", {}), dict)
    )


def _references(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
    except OSError:
        return []
    if b"aslant" not in data or b"StateMachine" not in data:
        return []
    return [f"{path}:{name}" for name in ModuleSource(data).workflows]


def _reason_to_skip(path: Path) -> str:
    """Return why a file is not a definition; empty for a definition and for a file that cannot be read.

    A file that cannot be read is not skipped, because reading it later reports the error to the user.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    has_asl_suffix = path.name.lower().endswith(_ASL_SUFFIXES)
    is_yaml = path.suffix.lower() != ".json" and not data.lstrip().startswith(b"{")
    keys = [bool(key.search(data)) for key in _YAML_KEYS] if is_yaml else [b"StartAt" in data, b"States" in data]
    reason = "" if has_asl_suffix else "has neither StartAt nor States at its top level"
    likely_template = any(key.encode() in data for key in _TEMPLATE_KEYS)
    if not likely_template and (has_asl_suffix or not any(keys)):
        return reason
    try:
        document = read(data, format=FORMATS[path.suffix.lower()]).document
    except AslantError:
        return "" if all(keys) else reason
    if is_template(document):
        return f"is {TEMPLATE}"
    return "" if is_definition(document) else reason
