"""A folder's definitions, told from the other files in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aslant.asl.reading.text import Format, read
from aslant.cli.module_source import ModuleSource
from aslant.cli.output import say
from aslant.cli.usage import UsageError
from aslant.errors import AslantError

__all__ = ["FORMATS", "TEMPLATE", "PassedBy", "definitions", "is_definition", "is_template"]

FORMATS: Final[dict[str, Format]] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
TEMPLATE: Final = "a template of CloudFormation or SAM"

_SURE: Final = (".asl.json", ".asl.yaml", ".asl.yml")
_BUILT: Final = frozenset({"__pycache__", "build", "cdk.out", "dist", "node_modules", "site-packages", "venv"})
_YAML_KEYS: Final = [re.compile(rb"^[\"']?%s[\"']?[ \t]*:" % key, re.MULTILINE) for key in (b"StartAt", b"States")]
_TEMPLATE_KEYS: Final = ("AWSTemplateFormatVersion", "Resources")


@dataclass(slots=True)
class PassedBy:
    """What of folders is no definition, or is one that only running code would tell."""

    others: int = 0
    """Files in JSON or YAML."""
    modules: list[str] = field(default_factory=list)
    """Python files with workflows, each by the reference of its first: `workflows/pizza.py:pizza`."""

    def lines(self) -> Iterator[str]:
        """What to tell the user of it, if there is anything."""
        if self.others:
            files = "1 JSON or YAML file that is" if self.others == 1 else f"{self.others} JSON or YAML files that are"
            yield f"passed by: {files} no definition; -v says which"
        if self.modules:
            count = len(self.modules)
            files = "1 Python file with a workflow" if count == 1 else f"{count} Python files with workflows"
            yield f"passed by: {files}; name each as file.py:name, such as {self.modules[0]}"


def definitions(folder: Path, passed: PassedBy, *, verbose: bool = False) -> Iterator[Path]:
    """The files of a folder that are definitions, in the order of their paths.

    These are `*.asl.json`, `*.asl.yaml` and `*.asl.yml`, templates of CloudFormation apart, and any other JSON or YAML
    file with a name as `StartAt`, or an object as `States`, at its top. Hidden folders and those of build tools are
    left out.

    Raises:
        UsageError: the folder cannot be read.
    """

    def refuse(why: OSError) -> None:
        raise UsageError(f"{why.filename}: {(why.strerror or str(why)).lower()}")

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if name not in _BUILT and not name.startswith("."))
        for file in sorted(files):
            path = Path(where, file)
            suffix = path.suffix.lower()
            if suffix == ".py":
                passed.modules += _references(path)[:1]
            elif suffix in FORMATS:
                reason = _reason_against(path)
                if not reason:
                    yield path
                    continue
                passed.others += 1
                if verbose:
                    say(f"{path}: passed by, since it {reason}")


def is_definition(document: Any) -> bool:
    """Whether a document is a definition, however broken."""
    return isinstance(document, dict) and (
        isinstance(document.get("StartAt"), str) or isinstance(document.get("States"), dict)
    )


def is_template(document: Any) -> bool:
    """Whether a document is a template of CloudFormation or SAM."""
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


def _reason_against(path: Path) -> str:
    """Why a file is no definition, or nothing; what cannot be read may be one, so that the user is told."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    sure = path.name.lower().endswith(_SURE)
    is_yaml = path.suffix.lower() != ".json" and not data.lstrip().startswith(b"{")
    marks = [bool(key.search(data)) for key in _YAML_KEYS] if is_yaml else [b"StartAt" in data, b"States" in data]
    nothing = "" if sure else "has no StartAt and no States at its top"
    likely_template = any(key.encode() in data for key in _TEMPLATE_KEYS)
    if not likely_template and (sure or not any(marks)):
        return nothing
    try:
        document = read(data, format=FORMATS[path.suffix.lower()]).document
    except AslantError:
        return "" if all(marks) else nothing
    if is_template(document):
        return f"is {TEMPLATE}"
    return "" if is_definition(document) else nothing
