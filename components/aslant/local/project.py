"""A Pulumi project, read from `Pulumi.yaml` and `Pulumi.<stack>.yaml`.

The SDK reads neither file under its in-process monitor. The configuration follows Pulumi's project file reference: a
stack's value overrides the project's default, a key without a namespace belongs to the project, and an object becomes a
JSON string.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from aslant.errors import LocalError, did_you_mean
from aslant.local.project_file import config_string, plain_values, read_document
from aslant.provider.account import check_region

__all__ = ["Project", "read_project"]

STACK = re.compile(r"[A-Za-z0-9._-]{1,100}")
"""The valid names of stacks, without organization and project."""

T = TypeVar("T", list[Any], dict[str, Any])


@dataclasses.dataclass(frozen=True, slots=True)
class Project:
    """A Pulumi project with the configuration of one stack."""

    name: str
    stack: str
    directory: Path
    """The absolute path of the folder of `Pulumi.yaml`."""
    main: Path
    """The absolute path of the program's main file."""
    config: dict[str, str]
    """Every value by its full key (`namespace:key`), as the string that Pulumi passes to a program."""
    secrets: frozenset[str]
    """The keys of `config` whose values are secret."""
    notes: tuple[str, ...] = ()
    """Probable mistakes in the configuration."""
    runtime_options: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """`runtime.options` of Pulumi.yaml, such as the toolchain and the virtual environment."""
    environment: Mapping[str, str] = dataclasses.field(default_factory=lambda: dict(os.environ), repr=False)
    """The environment variables before the program has run, which may change them."""

    @classmethod
    def without_program(cls) -> Project:
        """Return a project for a server that runs no program."""
        here = Path.cwd()
        return cls("local", "dev", here, here / "__main__.py", {}, frozenset())

    @property
    def region(self) -> str:
        """The Region of the program's default AWS provider."""
        return self.config.get("aws:region", "us-east-1")

    @property
    def region_is_assumed(self) -> bool:
        """Whether the configuration has no Region, so that the default is used."""
        return "aws:region" not in self.config

    def structured(self, key: str, kind: type[T], rule: str) -> T:
        """Return a list or an object of the configuration, or an empty one. Raise LocalError if it breaks the rule."""
        try:
            value = json.loads(self.config[key]) if key in self.config else kind()
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, kind):
            raise LocalError(f"the config value {key} must {rule}.")
        return value


def read_project(directory: Path, stack: str) -> Project:
    """Read the project in a directory for a stack. Raise LocalError if a file or a value is not valid."""
    directory = directory.resolve()
    if not STACK.fullmatch(stack):
        raise LocalError(
            f"{stack!r} is not a valid name of a stack. Use letters, digits, '-', '_' and '.', such as --stack dev."
        )
    file = directory / "Pulumi.yaml"
    if not file.is_file():
        raise LocalError(f"{directory} has no Pulumi.yaml. Set the program's directory with --program.")
    document = read_document(file)
    name = document.get("name")
    if not isinstance(name, str) or not name:
        raise LocalError(f"{file}: `name` is missing. Add the project's name, such as `name: pizza`.")
    options = _runtime_options(file, document.get("runtime"))
    config, secrets = _config(directory, name, stack, document)
    check_region(config.get("aws:region"), f"aws:region of the stack {stack!r}")
    main, notes = _main(file, document.get("main")), tuple(_notes(directory, name, stack, document))
    return Project(name, stack, directory, main, config, frozenset(secrets), notes, options)


def _runtime_options(file: Path, runtime: Any) -> dict[str, Any]:
    name = runtime.get("name") if isinstance(runtime, dict) else runtime
    if name != "python":
        raise LocalError(f"{file}: `runtime` must be `python`, not {name!r}. aslant.local only runs Python programs.")
    options = runtime.get("options") if isinstance(runtime, dict) else None
    return options if isinstance(options, dict) else {}


def _main(file: Path, main: Any) -> Path:
    if main is not None and not isinstance(main, str):
        raise LocalError(f"{file}: `main` must be a path, not {main!r}.")
    path = (file.parent / (main or ".")).resolve()
    path = path / "__main__.py" if path.is_dir() else path
    if not path.is_file():
        raise LocalError(f"the program {path} does not exist. Create it, or set `main` in {file}.")
    return path


def _config(directory: Path, project: str, stack: str, document: dict[str, Any]) -> tuple[dict[str, str], set[str]]:
    values: dict[str, str] = {}
    secrets: set[str] = set()
    for key, declaration in _mapping(directory / "Pulumi.yaml", document.get("config")).items():
        value, secret = _declared(declaration)
        if value is not None:
            values[_full(project, key)] = config_string(value, f"{directory / 'Pulumi.yaml'}: {key}")
        if secret:
            secrets.add(_full(project, key))
    file = _stack_file(directory, stack, document)
    if file is None:
        return values, secrets
    given = _mapping(file, read_document(file).get("config"))
    written = plain_values(file)
    for key, value in given.items():
        if isinstance(value, dict) and set(value) == {"secure"}:
            raise LocalError(
                f"{file}: {key} is encrypted, and only Pulumi's engine can decrypt it. Give it a plain value in a "
                f"separate stack for this machine (`--stack local` reads Pulumi.local.yaml)."
            )
        if value is not None:
            values[_full(project, key)] = written.get(key) or config_string(value, f"{file}: {key}")
    return values, secrets


def _notes(directory: Path, project: str, stack: str, document: dict[str, Any]) -> Iterator[str]:
    """Yield a note for a stack without a file, and for each key of the project that Pulumi.yaml does not declare."""
    file = _stack_file(directory, stack, document)
    if file is None:
        if stack != "dev":
            yield f"stack {stack} (no Pulumi.{stack}.yaml)"
        return
    keys = (_full(project, key) for key in _mapping(directory / "Pulumi.yaml", document.get("config")))
    declared = [key for key in keys if key.startswith(f"{project}:")]
    for key in _mapping(file, read_document(file).get("config")) if declared else ():
        full = _full(project, key)
        if full.startswith(f"{project}:") and full not in declared:
            yield f"{file.name} sets {key}, which Pulumi.yaml does not declare{did_you_mean(full, declared)}"


def _stack_file(directory: Path, stack: str, document: dict[str, Any]) -> Path | None:
    folder = document.get("stackConfigDir")
    where = directory / folder if isinstance(folder, str) else directory
    file = where / f"Pulumi.{stack}.yaml"
    if file.is_file():
        return file
    known = sorted(path.name[len("Pulumi.") : -len(".yaml")] for path in where.glob("Pulumi.*.yaml"))
    if known and stack != "dev":
        raise LocalError(
            f"the stack {stack!r} does not exist, since there is no {file}. "
            f"The stacks are {', '.join(known)}{did_you_mean(stack, known) or '.'}"
        )
    return None


def _mapping(file: Path, config: Any) -> dict[str, Any]:
    if config is None:
        return {}
    if not isinstance(config, dict):
        raise LocalError(f"{file}: `config` must contain keys and values, not {config!r}.")
    return {str(key): value for key, value in config.items()}


def _declared(declaration: Any) -> tuple[Any, bool]:
    """Return the value of a declaration, which is the value or an object with it, and whether it is secret."""
    if not isinstance(declaration, dict):
        return declaration, False
    value = declaration.get("value", declaration.get("default"))
    return value, declaration.get("secret") is True


def _full(project: str, key: str) -> str:
    return key if ":" in key else f"{project}:{key}"
