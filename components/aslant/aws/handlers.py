"""Where a handler's code lies, and what Lambda calls it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aslant.errors import ArgsError, did_you_mean

__all__ = ["Source", "of_callable", "of_folder"]

FILE = "handler.py"


@dataclass(frozen=True)
class Source:
    """The code of one Lambda function: an absolute folder and the handler in it,
    `handler.pineapple_check`."""

    folder: Path
    handler: str
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further arguments of the PythonFunction that is made of it."""

    @property
    def args(self) -> dict[str, Any]:
        """The arguments of that PythonFunction."""
        return {"folder": str(self.folder), "handler": self.handler, **self.options}

    def __str__(self) -> str:
        return f"{self.handler} in {self.folder}"


def of_callable(place: str, handler: Callable[..., Any]) -> Source:
    """The source of a Python handler: the folder of its file, and its name there.

    Raises ArgsError for what Lambda could not find by name: a lambda, a nested function, a method.
    """
    try:
        file = inspect.getsourcefile(inspect.unwrap(handler))
    except TypeError:
        file = None
    name = getattr(handler, "__name__", "")
    if file is None or not name.isidentifier() or getattr(handler, "__qualname__", "") != name:
        raise ArgsError(
            f"{place}: {handler!r} is not a function that Lambda can find by name; move it to the top level "
            f"of functions/<name>/{FILE}"
        )
    path = Path(file).resolve()
    return Source(path.parent, f"{path.stem}.{name}")


def of_folder(place: str, folder: Path, handler: str | None = None) -> Source:
    """The source in a folder, found without running it.

    The handler is the function of `handler.py` that is named like the folder, else `handler`, else
    `lambda_handler`; or what `handler` says (`module.function`). Raises ArgsError where there is none.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise ArgsError(f"{place}: there is no folder {str(folder)!r}; make it, with a {FILE} in it")
    if handler is not None:
        module, _, name = handler.rpartition(".")
        if not module:
            raise ArgsError(f"{place}: handler must be named module.function, not {handler!r}")
        _look(place, folder, Path(*module.split("/")).with_suffix(".py"), [name])
        return Source(folder, handler)
    own = folder.name.replace("-", "_")
    return Source(folder, f"handler.{_look(place, folder, Path(FILE), [own, 'handler', 'lambda_handler'])}")


def _look(place: str, folder: Path, file: Path, names: list[str]) -> str:
    """The first of `names` that the file defines at its top level."""
    path = folder / file
    if not path.is_file():
        raise ArgsError(f"{place}: the folder {str(folder)!r} has no {file}; put the handler there")
    try:
        defined = _defined(ast.parse(path.read_bytes()))
    except SyntaxError as why:
        raise ArgsError(f"{place}: {path} is not Python ({why.msg}, line {why.lineno}); mend it") from why
    for name in names:
        if name in defined:
            return name
    hint = did_you_mean(names[0], defined)
    raise ArgsError(f"{place}: {path} defines no function {' or '.join(map(repr, names))}{hint or '; define one'}")


def _defined(module: ast.Module) -> list[str]:
    """The names that a module makes at its top level by def, assignment or import."""
    names: list[str] = []
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.ImportFrom):
            names += [alias.asname or alias.name for alias in node.names]
    return names
