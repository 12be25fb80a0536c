"""The types of the events that functions take, read from their source without running it.

Only the statements of a handler's module that define types are executed: imports of `typing`, TypedDicts, aliases and
the handler's signature. All other types are `_Unknown`.
"""

from __future__ import annotations

import ast
import builtins
import collections.abc
import contextlib
import sys
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from aslant.handler_types import event_type, members
from aslant.local.functions.function import Function

__all__ = ["typed_handlers"]

_TYPING = {"typing": typing, "typing_extensions": typing, "collections.abc": collections.abc}
_IN_TYPES = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.BitOr, ast.UnaryOp, ast.USub, ast.Constant),
    *(ast.Tuple, ast.List, ast.expr_context),
)
"""The syntax that an alias may have: no calls, so that no code of the module runs."""


class _Opaque(type):
    """A metaclass whose classes are their own members and subscripts."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, _: object) -> Any:
        return cls


class _Unknown(metaclass=_Opaque):
    """A type that cannot be read from the source."""


@contextlib.contextmanager
def typed_handlers(functions: Iterable[Function]) -> Iterator[dict[str, Callable[..., Any]]]:
    """Yield functions with the handlers' signatures by function name; their modules exist within the `with` block."""
    handlers: dict[str, Callable[..., Any]] = {}
    modules: dict[str, ModuleType] = {}
    try:
        for function in functions:
            module, _, name = function.handler.rpartition(".")
            with contextlib.suppress(OSError, SyntaxError, ValueError):
                reader = _Reader(function, modules)
                handler = vars(reader.module(module.replace("/", "."), name)).get(name)
                if isinstance(handler, FunctionType) and _is_resolved(handler):
                    handlers[function.name] = handler
        yield handlers
    finally:
        for name in modules:
            sys.modules.pop(name, None)


class _Reader:
    """A reader of the types of one function's modules; `modules` collects the modules of all functions by name."""

    def __init__(self, function: Function, modules: dict[str, ModuleType]) -> None:
        self._function = function
        self._modules = modules

    def module(self, name: str, handler: str = "") -> ModuleType:
        """Return a module with the types of a source file and the signature of the handler in it."""
        own = f"aslant types of {self._function.name}: {name}"
        if own in self._modules:
            return self._modules[own]
        tree = ast.parse((self._function.root / f"{name.replace('.', '/')}.py").read_bytes())
        made = sys.modules[own] = self._modules[own] = ModuleType(own)
        kept = [*self._type_statements(_flat(tree.body), name, handler, vars(made))]
        for found in (node for statement in kept for node in ast.walk(statement)):
            if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Load) and not hasattr(builtins, found.id):
                vars(made).setdefault(found.id, _Unknown)
        future = ast.ImportFrom("__future__", [ast.alias("annotations")], 0)
        for statement in kept:
            program = ast.fix_missing_locations(ast.Module([future, statement], []))
            with contextlib.suppress(Exception):  # the type remains unknown
                exec(compile(program, own, "exec"), vars(made))  # noqa: S102 - only types, see `_type_statements`
        return made

    def _type_statements(
        self, statements: Iterable[ast.stmt], module: str, handler: str, names: dict[str, Any]
    ) -> Iterator[ast.stmt]:
        """Yield the statements that define types, stripped of code that would run; add imported names to `names`."""
        for statement in statements:
            if isinstance(statement, ast.Import):
                for name in statement.names:
                    if name.name in _TYPING and (name.asname or "." not in name.name):
                        names[name.asname or name.name] = _TYPING[name.name]
            elif isinstance(statement, ast.ImportFrom):
                source = self._source(statement, module)
                for name in statement.names:
                    if hasattr(source, name.name):
                        names[name.asname or name.name] = getattr(source, name.name)
            elif isinstance(statement, ast.ClassDef):
                members = [
                    ast.AnnAssign(member.target, member.annotation, None, member.simple)
                    for member in statement.body
                    if isinstance(member, ast.AnnAssign)
                ]
                if statement.bases and all(isinstance(base, ast.Name | ast.Attribute) for base in statement.bases):
                    statement.body, statement.decorator_list = [*members] or [ast.Pass()], []
                    statement.keywords = [word for word in statement.keywords if isinstance(word.value, ast.Constant)]
                    yield statement
            elif isinstance(statement, ast.FunctionDef) and statement.name == handler:
                statement.body, statement.decorator_list = [ast.Pass()], []
                nothing = ast.Constant(None)
                statement.args.defaults = [nothing for _ in statement.args.defaults]
                statement.args.kw_defaults = [nothing for _ in statement.args.kw_defaults]
                yield statement
            elif alias := _alias(statement):
                yield alias

    def _source(self, statement: ast.ImportFrom, module: str) -> ModuleType | None:
        """Return the module of an import: one for typing, or one of the function's code; None for others."""
        name = statement.module or ""
        if statement.level:
            name = ".".join([*module.split(".")[: -statement.level], *filter(None, [name])])
        if name in _TYPING:
            return _TYPING[name]
        is_local = name and (self._function.root / Path(*name.split("."))).with_suffix(".py").is_file()
        return self.module(name) if is_local else None


def _flat(statements: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, including those under `if TYPE_CHECKING`."""
    for statement in statements:
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            yield from statement.body
        else:
            yield statement


def _alias(statement: ast.stmt) -> ast.stmt | None:
    """Return the assignment of an alias such as `Size = Literal[...]`, in any syntax; None for other statements."""
    name, value = getattr(statement, "name", None), getattr(statement, "value", None)
    if isinstance(statement, ast.AnnAssign):
        name = statement.target
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        name = statement.targets[0]
    elif type(statement).__name__ != "TypeAlias":  # the statement `type`, since Python 3.12
        return None
    if not isinstance(name, ast.Name) or value is None:
        return None
    is_type = all(isinstance(node, _IN_TYPES) for node in ast.walk(value))
    return ast.Assign([ast.Name(name.id, ast.Store())], value) if is_type else None


def _is_resolved(handler: Callable[..., Any]) -> bool:
    """Return whether every type in the event of a signature can be resolved."""
    seen: list[Any] = []
    try:
        stack = [event_type(handler)]
        while stack:
            hint = stack.pop()
            stack += typing.get_args(hint)
            if typing.is_typeddict(hint) and hint not in seen:
                seen.append(hint)
                stack += [inner for inner, _ in members(hint).values()]
    except Exception:  # an invalid annotation may raise anything
        return False
    return True
