"""The inputs of subcommands: files, folders, standard input, and workflows in Python."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aslant.asl.machine import StateMachine
from aslant.asl.reading.reader import from_dict
from aslant.asl.reading.text import Text, TextError, read
from aslant.asl.values import pointer
from aslant.cli.output import say
from aslant.cli.usage import UsageError
from aslant.errors import AslantError, DefinitionError
from aslant.files.folder import FORMATS, TEMPLATE, Skipped, definitions, is_definition, is_template
from aslant.files.workflow import load_workflow, split_reference

__all__ = [
    "NOT_A_DEFINITION",
    "DefinitionSource",
    "Input",
    "find",
    "load",
    "load_machine",
    "load_one",
    "load_unchecked",
    "named",
]


NOT_A_DEFINITION: Final = "this is not a definition. A definition is an object with StartAt and States."


@dataclass(frozen=True, slots=True)
class Input:
    """A definition that is not yet read."""

    name: str
    """The name that messages use."""
    path: Path | None = None
    """The file; None for standard input and for workflows in Python."""
    reference: tuple[str, str] | None = None
    """The module and the name of a workflow in Python."""


@dataclass(frozen=True, slots=True)
class DefinitionSource:
    """A definition that was read from text or from Python."""

    input: Input
    text: Text | None
    workflow: StateMachine | None

    @property
    def definition(self) -> Any:
        """The workflow, or the document in the text, which may be any JSON value."""
        return self.workflow if self.text is None else self.text.document

    @property
    def machine(self) -> StateMachine:
        """The workflow; raises DefinitionError if the document is not one."""
        return self.workflow or from_dict(self.definition)


def find(names: Iterable[str], *, verbose: bool = False, skipped: Skipped | None = None) -> list[Input]:
    """Return the inputs for the names on the command line, without duplicates; for a folder, its definitions.

    `skipped` collects the other files in folders; with `verbose`, a message names each.

    Raises:
        UsageError: a folder has no definitions.
    """
    skipped = Skipped() if skipped is None else skipped
    found: dict[str, Input] = {}
    for name in names:
        if not name or "\0" in name:
            raise UsageError(f"{name!r} is not a valid file name")
        path = Path(name)
        if name == "-":
            inputs = [Input("<stdin>")]
        elif path.is_dir():
            inputs = [Input(str(file), file) for file in definitions(path, skipped, say if verbose else None)]
            if not inputs:
                python = f", or name a workflow in Python, such as {skipped.modules[0]}" if skipped.modules else ""
                raise UsageError(f"{name} contains no definitions. Name them *.asl.json or *.asl.yaml{python}.")
        else:
            reference = split_reference(name)
            is_text = reference is None or (path.is_file() and not name.endswith(".py"))
            inputs = [Input(name, path) if is_text else Input(name, None, reference)]
        for item in inputs:
            found.setdefault(item.name if item.path is None else str(item.path.resolve()), item)
    return list(found.values())


def load(item: Input) -> DefinitionSource:
    """Read an input.

    Raises:
        TextError: the text is neither JSON nor YAML.
        UsageError: the file does not exist, cannot be read, or is a CloudFormation template; or it is YAML, and PyYAML
            is not installed.
    """
    if item.reference:
        return DefinitionSource(item, None, load_workflow(*item.reference))
    try:
        text = read(_bytes(item), format=FORMATS.get(item.path.suffix.lower()) if item.path else None)
    except TextError:
        raise
    except DefinitionError as why:
        raise UsageError(f"{item.name}: {why}") from None
    if is_template(text.document):
        raise UsageError(
            f"{item.name}: this is {TEMPLATE}, not a definition. "
            "Move the definition to a separate file, refer to it with DefinitionUri, and name that file."
        )
    return DefinitionSource(item, text, None)


def load_one(name: str) -> DefinitionSource:
    """Read the only definition that a name on the command line refers to; messages begin with the name.

    Raises:
        UsageError: the name refers to no definition or to several, or a member is defined twice.
        DefinitionError: the definition cannot be read, or is not one.
    """
    inputs = find([name])
    if len(inputs) > 1:
        raise UsageError(f"{name} has {len(inputs)} definitions, but only one is allowed, such as {inputs[0].name}")
    item = inputs[0]
    try:
        source = load(item)
    except DefinitionError as why:
        raise DefinitionError(named(item, why)) from None
    for duplicate in source.text.duplicates if source.text else ():
        raise UsageError(
            f"{item.name}:{duplicate.line}:{duplicate.column}: {pointer(*duplicate.steps)} is already defined at line "
            f"{duplicate.first}. Rename or remove one of them."
        )
    if source.text and not is_definition(source.text.document):
        raise DefinitionError(f"{item.name}: {NOT_A_DEFINITION}")
    return source


def load_unchecked(name: str) -> StateMachine | dict[str, Any]:
    """Return the only definition that a name refers to, even if it has errors; a message counts them.

    Raises:
        UsageError, DefinitionError: as `load_one`.
    """
    from aslant.asl.checking import check  # imported here, because the other functions do not need it

    source = load_one(name)
    document: StateMachine | dict[str, Any] = source.definition
    if isinstance(document, dict) and not isinstance(document.get("States"), dict):
        raise DefinitionError(f"{source.input.name}: {NOT_A_DEFINITION}")
    errors = sum(finding.severity == "ERROR" for finding in check(document))
    if errors:
        say(
            f"{source.input.name}: this definition has {errors} error{'' if errors == 1 else 's'}. "
            "Run aslant check for details."
        )
    return document


def load_machine(name: str) -> StateMachine:
    """Return the only workflow that a name refers to.

    Raises:
        UsageError, DefinitionError: as `load_one`, or the builder cannot represent the definition.
    """
    source = load_one(name)
    try:
        return source.machine
    except DefinitionError as why:
        raise DefinitionError(named(source.input, why)) from None


def named(item: Input, why: AslantError) -> str:
    """Return an error's message with its place: `order.asl.json:12:7: …`."""
    if isinstance(why, TextError):
        return f"{item.name}:{why.line}:{why.column}: {why.problem}"
    return str(why) if isinstance(why, UsageError) else f"{item.name}: {why}"


def _bytes(item: Input) -> bytes:
    try:
        if item.path is None:
            return sys.stdin.buffer.read() if sys.stdin is not None else b""
        return item.path.read_bytes()
    except OSError as why:
        hint = ". Name a workflow in Python as file.py:name." if ".py" in item.name else ""
        raise UsageError(f"{item.name}: {(why.strerror or str(why)).lower()}{hint}") from None
