"""The state machines in files: definitions in JSON and YAML, and workflows in Python.

They are read by the rules of the `aslant` commands. A file that cannot be served is reported and does not prevent the
others. Files that a SAM template refers to get their name, type and substitutions from it.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from aslant.errors import AslantError, LocalError, UsageError
from aslant.local.own_modules import imported_anew
from aslant.local.sam_template import SamMachine, sam_machines
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from aslant.asl import Finding, StateMachine
    from aslant.asl.reading.text import Text
    from aslant.local.functions.handler_file import HandlerFile

__all__ = ["DefinitionFiles", "FileMachine", "handlers_of", "refuse_faulty"]

ENDINGS = (".asl.json", ".asl.yaml", ".asl.yml", ".json", ".yaml", ".yml", ".py")
PLACEHOLDER = re.compile(r"\$\{([\w.-]+)\}")
NOT_A_WORKFLOW = re.compile(r"__main__\.py|conftest\.py|test_.*\.py|.*_test\.py")
IMPORTS_PULUMI = re.compile(rb"^[ \t]*(?:import|from)[ \t]+pulumi", re.MULTILINE)
"""The sign of a Pulumi program, which is served with --program. In a folder, it and tests are left out."""

NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z_-]")
MAX_NAME = 80


@dataclasses.dataclass(frozen=True, slots=True)
class FileMachine:
    """A state machine that a file defines."""

    name: str
    type: Literal["EXPRESS", "STANDARD"]
    definition: str
    """The definition as a JSON string."""
    file: str
    """The file, as messages name it."""


class DefinitionFiles:
    """The machines of files and folders, and messages about files that cannot be served."""

    def __init__(
        self,
        paths: Iterable[Path],
        types: Mapping[str, str],
        substitutions: Mapping[str, str],
        account: LocalAccount,
    ) -> None:
        """Read the definitions of files and folders.

        `types` has the type of machines by name, and under the empty name that of the others. `substitutions` has the
        values of placeholders.

        Raises:
            LocalError: a path does not exist, or an option names a machine or a placeholder that no file has.
        """
        self.machines: dict[str, FileMachine] = {}
        self.problems: dict[str, str] = {}
        """The problems of the files that are not served."""
        self.warnings: list[str] = []
        self.handlers: dict[str, HandlerFile] = {}
        """The Python handlers of the workflows in Python, by name."""
        self._types = types
        self._substitutions = substitutions
        self._placeholders: set[str] = set()
        paths = list(paths)
        found = {file: None for path in paths for file in _files(path)}
        templates = (machine for path in paths for machine in sam_machines(path, account, self.warnings.append))
        self._sam = {machine.file: machine for machine in templates}
        for file in found:
            self._read(file)
        self._check_options()

    def _read(self, file: Path) -> None:
        from aslant.files.import_fault import ImportFault

        shown = _shown(file)
        try:
            if file.suffix == ".py":
                self._read_module(file, shown)
            else:
                self._read_text(file, shown)
        except ImportFault as fault:
            place = f"{_shown(Path(fault.file))}:{fault.line}" if fault.file else shown
            self.problems[shown] = f"{place}: {fault.problem}"
        except AslantError as error:
            message = str(error)
            self.problems[shown] = message if message.startswith(shown) else f"{shown}: {message}"

    def _read_text(self, file: Path, shown: str) -> None:
        from aslant.asl.reading.text import TextError, read
        from aslant.files.folder import FORMATS, is_definition

        sam = self._sam.get(file.resolve())
        try:
            source = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise LocalError(f"{shown}: it cannot be read: {error}.") from None
        try:
            text = read(self._substitute(source, sam), format=FORMATS[file.suffix.lower()])
            document = text.unique()
        except TextError as error:
            raise LocalError(f"{shown}:{error.line}:{error.column}: {error.problem}") from None
        if not is_definition(document):
            raise LocalError(f"{shown}: this is not a definition. It must be an object with StartAt and States.")
        name = sam.name if sam else _name(file)
        self._add(name, json.dumps(document, ensure_ascii=False), document, shown, text, sam)

    def _read_module(self, file: Path, shown: str) -> None:
        from aslant.asl import StateMachine
        from aslant.files.workflow import load_module

        with imported_anew(_project_of(file)):
            module = load_module(str(file))
        workflows = {key: value for key, value in vars(module).items() if isinstance(value, StateMachine)}
        for key, workflow in workflows.items():
            name = _name(file) if len(workflows) == 1 else f"{_name(file)}-{key}"
            document = workflow.to_dict()
            definition = self._substitute(json.dumps(document, ensure_ascii=False, default=str), None)
            self._add(name, definition, json.loads(definition), shown, None, None)
            self.handlers.update(handlers_of(workflow))

    def _substitute(self, text: str, sam: SamMachine | None) -> str:
        """Replace the placeholders whose values are known. The others name functions, or are mocked."""
        values = {**(sam.substitutions if sam else {}), **self._substitutions}

        def value(match: re.Match[str]) -> str:
            self._placeholders.add(match[1])
            return json.dumps(values[match[1]])[1:-1] if match[1] in values else match[0]

        return PLACEHOLDER.sub(value, text)

    def _add(
        self, name: str, definition: str, document: Any, shown: str, text: Text | None, sam: SamMachine | None
    ) -> None:
        if not name or len(name) > MAX_NAME:
            raise LocalError(f"{shown}: a machine's name must have 1 to {MAX_NAME} characters. Rename the file.")
        other = self.machines.get(name)
        if other is not None:
            raise LocalError(f"{shown}: {other.file} already has the name {name!r}. Rename one of the files.")
        chosen = self._types.get(name) or (sam.type if sam else None) or self._types.get("") or "STANDARD"
        type: Literal["EXPRESS", "STANDARD"] = "EXPRESS" if chosen == "EXPRESS" else "STANDARD"
        self.warnings += refuse_faulty(document, type, shown, text)
        self.machines[name] = FileMachine(name, type, definition, shown)

    def _check_options(self) -> None:
        from aslant.errors import did_you_mean

        known = [name for name in self.machines if self.machines]
        for name in self._types if not self.problems else ():
            if name and name not in self.machines:
                near = did_you_mean(name, known) or f". The machines are {', '.join(known) or 'none'}."
                raise LocalError(f"--type: {name!r} is not the name of a machine{near}")
        for name in self._substitutions if not self.problems else ():
            if name not in self._placeholders:
                near = did_you_mean(name, self._placeholders) or ". Correct the name or leave it out."
                raise LocalError(f"--substitute: no definition has the placeholder ${{{name}}}{near}")


def handlers_of(workflow: StateMachine) -> dict[str, HandlerFile]:
    """Return the Python functions that a workflow's tasks call, by name, to be served from their files."""
    import inspect

    from aslant.local.functions.handler_file import HandlerFile

    found = {}
    for name, handler in workflow.handlers.items():
        place = inspect.getsourcefile(handler) if inspect.isfunction(handler) else None
        if place is not None and "<" not in handler.__qualname__ and "." not in handler.__qualname__:
            found[name] = HandlerFile(Path(place).resolve(), handler.__name__)
    return found


def refuse_faulty(
    document: Any, type: Literal["EXPRESS", "STANDARD"], shown: str, text: Text | None = None
) -> list[str]:
    """Refuse a definition that AWS would refuse, and return warnings; `shown` names it in messages.

    Raises:
        LocalError: the definition has errors.
    """
    from aslant.asl import check

    wrong: list[str] = []
    warnings: list[str] = []
    for finding in check(document, type=type):
        is_error = finding.severity == "ERROR" and not finding.fails_late
        (wrong if is_error else warnings).append(f"{_place(finding, shown, text)}: {finding}")
    if wrong:
        raise LocalError("\n  ".join(wrong))
    return warnings


def _files(path: Path) -> Iterator[Path]:
    """Yield the definitions and the modules with workflows of a folder, or a file."""
    from aslant.files.folder import Skipped, definitions

    if not path.exists():
        raise LocalError(f"--machines: {path} does not exist. Name a folder or a file.")
    if path.is_file():
        if not path.name.lower().endswith(ENDINGS):
            raise LocalError(f"--machines: {path} must be a folder, or a file in JSON, YAML or Python.")
        yield path
        return
    skipped = Skipped()
    try:
        yield from definitions(path, skipped)
    except UsageError as error:
        raise LocalError(f"--machines: {error}") from None
    for reference in dict.fromkeys(reference.rpartition(":")[0] for reference in skipped.modules):
        file = Path(reference)
        if not NOT_A_WORKFLOW.fullmatch(file.name) and not IMPORTS_PULUMI.search(file.read_bytes()):
            yield file


def _name(file: Path) -> str:
    """Return the name of a machine: the file's, without its ending."""
    ending = next((end for end in ENDINGS if file.name.lower().endswith(end)), file.suffix)
    return NOT_IN_NAMES.sub("-", file.name[: len(file.name) - len(ending)])


def _project_of(file: Path) -> Path:
    """Return the folder whose modules a workflow may import: that of its project, or its own."""
    above = file.resolve().parents
    marks = ("Pulumi.yaml", "pyproject.toml")
    return next((folder for folder in reversed(above) if any((folder / mark).is_file() for mark in marks)), above[0])


def _place(finding: Finding, shown: str, text: Text | None) -> str:
    return shown if text is None else ":".join(map(str, (shown, *text.position(finding.pointer))))


def _shown(file: Path) -> str:
    return str(file.relative_to(Path.cwd()) if file.is_absolute() and file.is_relative_to(Path.cwd()) else file)
