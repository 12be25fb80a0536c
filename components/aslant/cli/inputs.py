"""What a subcommand works on: files, folders, standard input, workflows in Python."""

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
from aslant.cli.folder import FORMATS, TEMPLATE, PassedBy, definitions, is_definition, is_template
from aslant.cli.output import say
from aslant.cli.usage import UsageError
from aslant.cli.workflow import load_workflow, split_reference
from aslant.errors import AslantError, DefinitionError

__all__ = ["DefinitionSource", "Input", "find", "load", "load_machine", "load_one", "load_roughly", "named"]


_NO_DEFINITION: Final = "this is no definition, which is an object with StartAt and States"


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
class DefinitionSource:
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


def find(names: Iterable[str], *, verbose: bool = False, passed: PassedBy | None = None) -> list[Input]:
    """The inputs that names on the command line stand for, each once; of a folder its definitions.

    `passed` takes up what of folders is passed by, and where it is `verbose` the user is told.

    Raises:
        UsageError: a folder has none.
    """
    passed = PassedBy() if passed is None else passed
    found: dict[str, Input] = {}
    for name in names:
        if not name or "\0" in name:
            raise UsageError(f"{name!r} is no name of a file")
        path = Path(name)
        if name == "-":
            inputs = [Input("<stdin>")]
        elif path.is_dir():
            inputs = [Input(str(file), file) for file in definitions(path, passed, verbose=verbose)]
            if not inputs:
                python = f", and workflows in Python by name, such as {passed.modules[0]}" if passed.modules else ""
                raise UsageError(
                    f"{name} has no definition in it; definitions are named *.asl.json or *.asl.yaml{python}"
                )
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
        TextError: its text is neither JSON nor YAML.
        UsageError: there is no such file, it cannot be read, or it is a template of CloudFormation; it is YAML, and
            no reader of YAML is installed.
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
            f"{item.name}: this is {TEMPLATE}, and no definition; "
            "keep the definition in a file of its own, to which DefinitionUri leads, and name that"
        )
    return DefinitionSource(item, text, None)


def load_one(name: str) -> DefinitionSource:
    """The one definition that a name on the command line stands for, as it is; messages begin with the name.

    Raises:
        UsageError: it stands for none or for several, or a member stands in it twice.
        DefinitionError: it cannot be read, or is no definition.
    """
    inputs = find([name])
    if len(inputs) > 1:
        raise UsageError(f"{name} has {len(inputs)} definitions, and this takes one; name it, such as {inputs[0].name}")
    item = inputs[0]
    try:
        source = load(item)
    except DefinitionError as why:
        raise DefinitionError(named(item, why)) from None
    for twice in source.text.duplicates if source.text else ():
        raise UsageError(
            f"{item.name}:{twice.line}:{twice.column}: {pointer(*twice.steps)} stands here a second time, after line "
            f"{twice.first}; rename or remove one of them"
        )
    if source.text and not is_definition(source.text.document):
        raise DefinitionError(f"{item.name}: {_NO_DEFINITION}")
    return source


def load_roughly(name: str) -> StateMachine | dict[str, Any]:
    """The one definition that a name stands for, with its faults, of which the user is told.

    Raises:
        UsageError, DefinitionError: as `load_one`.
    """
    from aslant.asl.checking import check  # who reads a definition strictly needs none

    source = load_one(name)
    document: StateMachine | dict[str, Any] = source.definition
    if isinstance(document, dict) and not isinstance(document.get("States"), dict):
        raise DefinitionError(f"{source.input.name}: {_NO_DEFINITION}")
    errors = sum(finding.severity == "ERROR" for finding in check(document))
    if errors:
        say(
            f"{source.input.name}: {errors} error{'' if errors == 1 else 's'} in this definition; aslant check has them"
        )
    return document


def load_machine(name: str) -> StateMachine:
    """The one workflow that a name stands for.

    Raises:
        UsageError, DefinitionError: as `load_one`, or the builder has no such workflow.
    """
    source = load_one(name)
    try:
        return source.machine
    except DefinitionError as why:
        raise DefinitionError(named(source.input, why)) from None


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
