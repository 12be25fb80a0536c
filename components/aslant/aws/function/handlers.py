"""The code of a handler: its folder, and the name by which Lambda finds it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aslant.asl.handler import async_fault, call_fault, signature_fault
from aslant.aws.errors import ArgsError
from aslant.aws.rules import any_text
from aslant.errors import did_you_mean

__all__ = ["FunctionSource", "of_callable", "of_folder"]

FILE = "handler.py"


@dataclass(frozen=True)
class FunctionSource:
    """The code of one Lambda function: an absolute folder and the handler in it, `handler.pineapple_check`."""

    folder: Path
    handler: str
    options: Mapping[str, Any] = field(default_factory=dict)
    """More arguments for its PythonFunction."""

    @property
    def args(self) -> dict[str, Any]:
        """All arguments for its PythonFunction."""
        return {"folder": str(self.folder), "handler": self.handler, **self.options}

    def __str__(self) -> str:
        return f"{self.handler} in {self.folder}"


def of_callable(place: str, handler: Callable[..., Any]) -> FunctionSource:
    """Return the source of a Python handler: the folder of its file, and its name there.

    Raises:
        ArgsError: Lambda cannot find it by name (a lambda, a nested function, a method), or cannot call it with the
            event and the context.
    """
    if inspect.ismethod(handler):
        name = handler.__name__
        raise ArgsError(
            f"{place}: {handler.__qualname__} is a method, but Lambda finds a handler by its name in the file. Write "
            f"def {name}(event, context) at the top level of functions/<name>/{FILE}, and call the method in it."
        )
    try:
        file = inspect.getsourcefile(inspect.unwrap(handler))
    except TypeError:
        file = None
    name = getattr(handler, "__name__", "")
    if file is None or not name.isidentifier() or getattr(handler, "__qualname__", "") != name:
        raise ArgsError(
            f"{place}: {handler!r} is not a function that Lambda can find by name. Move it to the top level "
            f"of functions/<name>/{FILE}."
        )
    fault = call_fault(name, handler)
    if fault:
        raise ArgsError(f"{place}: {fault}")
    path = Path(file).resolve()
    return FunctionSource(path.parent, f"{path.stem}.{name}")


def of_folder(place: str, folder: Path, handler: str | None = None) -> FunctionSource:
    """Return the source in a folder, found without running it.

    The handler is `handler` (`module.function`), or by default the function of `handler.py` that is named like the
    folder, or else `handler`, or else `lambda_handler`.

    Raises:
        ArgsError: there is no handler, or it cannot be called with the event and the context.
    """
    if "\0" in str(folder) or any_text(str(folder)) or not (folder := folder.resolve()).is_dir():
        raise ArgsError(f"{place}: the folder {str(folder)!r} does not exist. Create it, with a {FILE} in it.")
    if handler is not None:
        module, _, name = handler.rpartition(".")
        if not module:
            raise ArgsError(f"{place}: handler must have the form module.function, not {handler!r}")
        _look(place, folder, Path(*module.split("/")).with_suffix(".py"), [name])
        return FunctionSource(folder, handler)
    own = folder.name.replace("-", "_")
    return FunctionSource(folder, f"handler.{_look(place, folder, Path(FILE), [own, 'handler', 'lambda_handler'])}")


def _look(place: str, folder: Path, file: Path, names: list[str]) -> str:
    """Return the first of `names` that the file defines at its top level."""
    path = folder / file
    if not path.is_file():
        raise ArgsError(f"{place}: the folder {str(folder)!r} has no {file}. Put the handler there.")
    try:
        defined = _defined(ast.parse(path.read_bytes()))
    except SyntaxError as why:
        raise ArgsError(f"{place}: {path} is not Python ({why.msg}, line {why.lineno}). Fix it.") from why
    except ValueError as why:
        raise ArgsError(f"{place}: {path} is not Python ({why}). Fix it.") from why
    for name in names:
        if name in defined:
            fault = _fault(name, defined[name])
            if fault:
                raise ArgsError(f"{place}: {path}: {fault}")
            return name
    hint = did_you_mean(names[0], defined)
    raise ArgsError(f"{place}: {path} does not define {' or '.join(map(repr, names))}{hint or '. Define one.'}")


def _defined(module: ast.Module) -> dict[str, ast.stmt]:
    """Return the names that a module defines at its top level, each with the last statement that defines it."""
    defined: dict[str, ast.stmt] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined.update((target.id, node) for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.ImportFrom):
            defined.update((alias.asname or alias.name, node) for alias in node.names)
    return defined


def _fault(name: str, statement: ast.stmt) -> str:
    """Return why Lambda cannot call a function; empty if it can, or if a decorator may change the parameters."""
    if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) or statement.decorator_list:
        return ""
    if isinstance(statement, ast.AsyncFunctionDef):
        return async_fault(name)
    return signature_fault(name, _signature(statement.args))


def _signature(given: ast.arguments) -> inspect.Signature:
    """Return a function's signature without annotations; each default is None."""
    empty, own = inspect.Parameter.empty, [*given.posonlyargs, *given.args]
    needed = len(own) - len(given.defaults)
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    parameters = [
        inspect.Parameter(item.arg, kinds[at < len(given.posonlyargs)], default=empty if at < needed else None)
        for at, item in enumerate(own)
    ]
    if given.vararg:
        parameters.append(inspect.Parameter(given.vararg.arg, inspect.Parameter.VAR_POSITIONAL))
    for item, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        parameters.append(
            inspect.Parameter(item.arg, inspect.Parameter.KEYWORD_ONLY, default=None if default else empty)
        )
    if given.kwarg:
        parameters.append(inspect.Parameter(given.kwarg.arg, inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters)
