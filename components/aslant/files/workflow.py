"""Workflows written in Python, loaded by reference: `workflows/pizza.py:pizza` or `package.module:name`."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from aslant.asl.flow import Step
from aslant.asl.machine import StateMachine
from aslant.errors import UsageError, did_you_mean
from aslant.files.import_fault import ImportFault

__all__ = ["load_module", "load_type", "load_workflow", "module_file", "shown_path", "split_reference"]

_REFERENCE: Final = re.compile(r"(.+\.py|[^\W\d]\w*(?:\.[^\W\d]\w*)*):([^\W\d]\w*(?:\.[^\W\d]\w*)*)")
_PROJECT_FILES: Final = ("Pulumi.yaml", "pyproject.toml")


def split_reference(text: str) -> tuple[str, str] | None:
    """Split a reference into the module, as a file or a dotted name, and the name in it, which is empty for a file.

    None for other text.
    """
    match = _REFERENCE.fullmatch(text)
    if match:
        return match[1], match[2]
    return (text, "") if text.endswith(".py") else None


def load_workflow(module: str, name: str) -> StateMachine:
    """Import a module and return its workflow of that name, or its only one if the name is empty.

    A file can import modules from its folder, the working directory and its project.

    Raises:
        ImportFault: importing the module fails.
        UsageError: the file, the module or the workflow does not exist.
    """
    loaded = load_module(module)
    known = [key for key, value in vars(loaded).items() if isinstance(value, StateMachine)]
    if not name:
        if len(known) != 1:
            if not known:
                raise UsageError(f"{module} has no StateMachine")
            raise UsageError(f"{module} has several workflows: {', '.join(known)}. Choose one: {module}:{known[0]}.")
        name = known[0]
    value: object = loaded
    for part in name.split("."):
        if not hasattr(value, part):
            hint = did_you_mean(name, known) or (f"; its workflows are {', '.join(known)}" if known else "")
            raise UsageError(f"{module} has no {name}{hint}")
        value = getattr(value, part)
    if isinstance(value, StateMachine):
        return value
    hint = f". Write StateMachine({name})." if isinstance(value, Step) else ""
    raise UsageError(f"{module}:{name} must be a StateMachine, not {type(value).__name__}{hint}")


def load_type(reference: str) -> Any:
    """Import a type by a reference such as `orders.py:Order` or `package.module:Order`.

    Raises:
        ImportFault: importing the module fails.
        UsageError: the reference has another form, or the file, the module or the type does not exist.
    """
    found = split_reference(reference)
    if found is None or not found[1]:
        raise UsageError(f"{reference!r} must name a type in Python, such as orders.py:Order or package.module:Order")
    module, name = found
    value: Any = load_module(module)
    for part in name.split("."):
        if not hasattr(value, part):
            known = [key for key, each in vars(value).items() if isinstance(each, type)]
            raise UsageError(f"{module} has no {name}{did_you_mean(name, known) or '.'}")
        value = getattr(value, part)
    return value


def load_module(module: str) -> ModuleType:
    """Import a module by its file or its dotted name; a file can import the same modules as in `load_workflow`.

    Raises:
        ImportFault: importing the module fails.
        UsageError: the file or the module does not exist.
    """
    is_file = module.endswith(".py")
    path = Path(module)
    if is_file and not path.is_file():
        raise UsageError(f"{module}: this file does not exist")
    with _import_path(path if is_file else None), contextlib.redirect_stdout(sys.stderr):
        try:
            return _import_file(path) if is_file else importlib.import_module(module)
        except ModuleNotFoundError as error:
            if not is_file and f"{module}.".startswith(f"{error.name}."):
                raise UsageError(f"module {module} does not exist. For a file, include the suffix .py.") from None
            raise ImportFault(module, error) from None
        except (Exception, SystemExit) as error:
            raise ImportFault(module, error) from None


def module_file(module: str) -> Path | None:
    """Return the file of an imported module, relative to the working directory if it is inside."""
    if module.endswith(".py"):
        return Path(module)
    file = getattr(sys.modules.get(module), "__file__", None)
    if not file:
        return None
    return shown_path(Path(file))


def shown_path(path: Path) -> Path:
    """Return a path relative to the working directory if it is inside, otherwise as it is."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _import_file(path: Path) -> ModuleType:
    name = f"aslant_workflow_{path.stem}"  # a name that no other module has
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: this is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module


@contextlib.contextmanager
def _import_path(file: Path | None) -> Iterator[None]:
    """Extend the import path with the working directory and, for a file, with its folder and its project."""
    before = list(sys.path)
    places = [Path.cwd()]
    if file is not None:
        above = file.resolve().parents
        places += [above[0], *(folder for folder in above if any((folder / mark).is_file() for mark in _PROJECT_FILES))]
    sys.path[:0] = map(str, dict.fromkeys(places))
    try:
        yield
    finally:
        sys.path[:] = before
