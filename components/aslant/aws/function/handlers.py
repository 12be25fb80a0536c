"""Where a handler's code lies, and what Lambda calls it."""

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


def of_callable(place: str, handler: Callable[..., Any]) -> FunctionSource:
    """The source of a Python handler: the folder of its file, and its name there.

    Raises ArgsError for what Lambda could not find by name: a lambda, a nested function, a method; or could not call
    with the event and the context.
    """
    if inspect.ismethod(handler):
        name = handler.__name__
        raise ArgsError(
            f"{place}: {handler.__qualname__} is a method, and Lambda finds a handler by its name in the file; write "
            f"def {name}(event, context) at the top level of functions/<name>/{FILE}, which calls the method"
        )
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
    fault = call_fault(name, handler)
    if fault:
        raise ArgsError(f"{place}: {fault}")
    path = Path(file).resolve()
    return FunctionSource(path.parent, f"{path.stem}.{name}")


def of_folder(place: str, folder: Path, handler: str | None = None) -> FunctionSource:
    """The source in a folder, found without running it.

    The handler is the function of `handler.py` that is named like the folder, else `handler`, else
    `lambda_handler`; or what `handler` says (`module.function`). Raises ArgsError where there is none,
    or it takes something else than the event and the context.
    """
    if "\0" in str(folder) or any_text(str(folder)) or not (folder := folder.resolve()).is_dir():
        raise ArgsError(f"{place}: there is no folder {str(folder)!r}; make it, with a {FILE} in it")
    if handler is not None:
        module, _, name = handler.rpartition(".")
        if not module:
            raise ArgsError(f"{place}: handler must be named module.function, not {handler!r}")
        _look(place, folder, Path(*module.split("/")).with_suffix(".py"), [name])
        return FunctionSource(folder, handler)
    own = folder.name.replace("-", "_")
    return FunctionSource(folder, f"handler.{_look(place, folder, Path(FILE), [own, 'handler', 'lambda_handler'])}")


def _look(place: str, folder: Path, file: Path, names: list[str]) -> str:
    """The first of `names` that the file defines at its top level."""
    path = folder / file
    if not path.is_file():
        raise ArgsError(f"{place}: the folder {str(folder)!r} has no {file}; put the handler there")
    try:
        defined = _defined(ast.parse(path.read_bytes()))
    except SyntaxError as why:
        raise ArgsError(f"{place}: {path} is not Python ({why.msg}, line {why.lineno}); mend it") from why
    except ValueError as why:
        raise ArgsError(f"{place}: {path} is not Python ({why}); mend it") from why
    for name in names:
        if name in defined:
            fault = _fault(name, defined[name])
            if fault:
                raise ArgsError(f"{place}: {path}: {fault}")
            return name
    hint = did_you_mean(names[0], defined)
    raise ArgsError(f"{place}: {path} defines no function {' or '.join(map(repr, names))}{hint or '; define one'}")


def _defined(module: ast.Module) -> dict[str, ast.stmt]:
    """The names that a module makes at its top level by def, assignment or import, each with what last made it."""
    made: dict[str, ast.stmt] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            made[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            made.update((target.id, node) for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.ImportFrom):
            made.update((alias.asname or alias.name, node) for alias in node.names)
    return made


def _fault(name: str, made: ast.stmt) -> str:
    """Why Lambda could not call a function; empty where it can, or where a decorator may change what it takes."""
    if not isinstance(made, ast.FunctionDef | ast.AsyncFunctionDef) or made.decorator_list:
        return ""
    return signature_fault(name, _signature(made.args)) if isinstance(made, ast.FunctionDef) else async_fault(name)


def _signature(given: ast.arguments) -> inspect.Signature:
    """What a function takes, without its annotations; the value of each default is None."""
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
