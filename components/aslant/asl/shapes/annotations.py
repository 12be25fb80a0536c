"""The shapes of Python's annotations: of a handler's event and result, and of an execution's input.

An annotation is the user's code. Whatever cannot be read, or cannot pass through JSON, may be anything.
"""

from __future__ import annotations

import types
import typing
from collections import abc
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Final,
    Literal,
    NotRequired,
    Required,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from aslant.asl.shapes.shape import ANY, ARRAY, BOOLEAN, NULL, NUMBER, STRING, UNKNOWN, Shape, literal
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union

__all__ = ["handler_shapes", "shape_of"]

_DEEPEST: Final = 12  # levels that are read, so that states can wrap the value in more
_UNROLLED: Final = 2  # times that a type which contains itself is repeated
_SCALARS: Final[Mapping[object, Shape]] = {
    str: STRING,
    bool: BOOLEAN,
    int: NUMBER,
    float: NUMBER,
    Decimal: NUMBER,
    None: NULL,
    type(None): NULL,
    typing.LiteralString: STRING,
}
_ARRAYS: Final = frozenset(
    {list, abc.Sequence, abc.MutableSequence, abc.Collection, abc.Iterable, abc.Set, set, frozenset}
)
_OBJECTS: Final = (dict, abc.Mapping, abc.MutableMapping)
_WRAPPERS: Final = (Annotated, Required, NotRequired, ClassVar, typing.Final, getattr(typing, "ReadOnly", Annotated))
_UNIONS: Final = (Union, types.UnionType)


@lru_cache(512)
def _handler_shapes(handler: object) -> tuple[Shape, Shape]:
    function: Any = handler
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    if not hasattr(function, "__code__"):
        function = type(function).__call__
    names = function.__code__.co_varnames[: function.__code__.co_argcount]
    bound = getattr(function, "__self__", None) is not None or (function is not handler and names[:1] == ("self",))
    hints = _hints(function, None)[0]
    event = names[1:2] if bound else names[:1]
    return (
        shape_of(hints[event[0]], function.__globals__) if event and event[0] in hints else ANY,
        shape_of(hints["return"], function.__globals__) if "return" in hints else ANY,
    )


def handler_shapes(handler: Callable[..., Any]) -> tuple[Shape, Shape]:
    """Return the shapes of a handler's event and of its result, from its annotations."""
    try:
        return _handler_shapes(handler)
    except Exception:  # a handler can be any callable
        return ANY, ANY


def shape_of(annotation: Any, names: Mapping[str, Any] | None = None) -> Shape:
    """Return the shape of an annotation; a shape is returned as it is.

    `names` has the values of names in annotations that are strings, where a class is not in a module that has them.
    """
    if isinstance(annotation, Shape):
        return annotation
    try:
        try:
            shape, is_whole = _read(annotation)
        except TypeError:  # it cannot be hashed
            shape, is_whole = _Reader(None).whole(annotation)
        return shape if is_whole or names is None else _Reader(names).whole(annotation)[0]
    except Exception:  # an annotation can be any object, even one that cannot be compared
        return ANY


@lru_cache(512, typed=True)
def _read(annotation: Any) -> tuple[Shape, bool]:
    return _Reader(None).whole(annotation)


class _Reader:
    """A reader of one annotation and of the types that it names."""

    def __init__(self, names: Mapping[str, Any] | None) -> None:
        self._names = names
        self._is_whole = True
        self._known: dict[tuple[int, ...], Shape] = {}
        self._active: set[tuple[int, ...]] = set()
        self._recursive: set[tuple[int, ...]] = set()
        self._kept: list[Any] = []  # so that no other object gets the same id

    def whole(self, annotation: Any) -> tuple[Shape, bool]:
        """Return the shape of an annotation, and whether all names in it are known."""
        return self.read(annotation, {}, _DEEPEST), self._is_whole

    def _hints(self, owner: Any) -> dict[str, Any]:
        hints, is_whole = _hints(owner, self._names)
        self._is_whole &= is_whole
        return hints

    def read(self, annotation: Any, types_: Mapping[Any, Any], levels: int) -> Shape:
        """Return the shape of an annotation; `types_` are the arguments of type variables."""
        if not levels:
            return ANY
        if isinstance(annotation, TypeVar):
            if annotation in types_:
                return self.read(types_[annotation], {}, levels)
            return self.read(annotation.__bound__, {}, levels) if annotation.__bound__ else ANY
        origin, arguments = get_origin(annotation), get_args(annotation)
        named = annotation if origin is None else origin
        if is_typeddict(named) or hasattr(named, "__value__"):
            return self._named(named, _bound(named, arguments, types_), levels)
        if origin in _UNIONS:
            return union(*(self.read(argument, types_, levels) for argument in arguments))
        if origin in _WRAPPERS:
            return self.read(arguments[0], types_, levels)
        if origin is Literal:
            return union(*(_constant(value) for value in arguments))
        if origin is tuple or annotation is tuple:
            return self._tuple(arguments, types_, levels)
        if named in _ARRAYS:
            return array_of(self.read(arguments[0], types_, levels - 1)) if len(arguments) == 1 else ARRAY
        if isinstance(named, type) and issubclass(named, _OBJECTS):
            other = self.read(arguments[1], types_, levels - 1) if len(arguments) == 2 else ANY
            return object_of({}, UNKNOWN if other is ANY else other)
        if hasattr(annotation, "__supertype__"):
            return self.read(annotation.__supertype__, types_, levels)
        return self._class(annotation, levels) if isinstance(annotation, type) else _SCALARS.get(annotation, ANY)

    def _class(self, annotation: type, levels: int) -> Shape:
        if annotation in _SCALARS:
            return _SCALARS[annotation]
        if issubclass(annotation, Enum):
            return union(*(_constant(member) for member in annotation))
        if issubclass(annotation, tuple) and hasattr(annotation, "_fields"):
            hints = self._hints(annotation)
            return tuple_of([self.read(hints.get(name, Any), {}, levels - 1) for name in annotation._fields])
        scalars = ((kind, shape) for kind, shape in _SCALARS.items() if isinstance(kind, type))
        return next((shape for kind, shape in scalars if issubclass(annotation, kind)), ANY)

    def _tuple(self, arguments: tuple[Any, ...], types_: Mapping[Any, Any], levels: int) -> Shape:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return array_of(self.read(arguments[0], types_, levels - 1))
        if any(get_origin(argument) is typing.Unpack for argument in arguments):
            return ARRAY
        return tuple_of([self.read(argument, types_, levels - 1) for argument in arguments]) if arguments else ARRAY

    def _named(self, named: Any, types_: Mapping[Any, Any], levels: int) -> Shape:
        """Return the shape of a TypedDict or a type alias, which may contain itself."""
        key = (id(named), *(id(argument) for argument in types_.values()))
        self._kept += (named, *types_.values())
        if key in self._known:
            if key in self._active:
                self._recursive.add(key)
            return self._known[key]
        before = self._known.keys() | {key}
        shape = ANY
        self._active.add(key)
        for _ in range(1 + _UNROLLED):
            self._known = {known: self._known[known] for known in before if known in self._known} | {key: shape}
            shape = self._definition(named, types_, levels)
            if key not in self._recursive:
                break
        self._active.discard(key)
        self._known[key] = shape
        return shape

    def _definition(self, named: Any, types_: Mapping[Any, Any], levels: int) -> Shape:
        if not is_typeddict(named):
            return self.read(named.__value__, types_, levels)
        members = {}
        required = named.__required_keys__  # ignores Required and NotRequired in an annotation that is a string
        for name, hint in self._hints(named).items():
            member = self.read(hint, types_, levels - 1)
            members[name] = member if _is_required(hint, name in required) else member.optional()
        return object_of(members)


def _bound(named: Any, arguments: tuple[Any, ...], types_: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return the arguments of a generic type by its type variables."""
    if not arguments:
        return {}
    parameters = getattr(named, "__type_params__", ()) or getattr(named, "__parameters__", ())
    return {
        parameter: types_.get(argument, argument) if isinstance(argument, TypeVar) else argument
        for parameter, argument in zip(parameters, arguments, strict=False)
    }


def _constant(value: Any) -> Shape:
    """Return the shape of a member of a Literal or of an Enum that JSON can hold."""
    if isinstance(value, Enum):
        if not isinstance(value, str | int | float):
            return ANY
        value = value.value
    return literal(value) if value is None or type(value) in (str, int, float, bool) else ANY


def _hints(owner: Any, names: Mapping[str, Any] | None) -> tuple[dict[str, Any], bool]:
    """Return the annotations of a function or a class, and whether all names in them are known.

    An unknown name makes only its own annotation unknown.
    """
    try:
        return get_type_hints(owner, include_extras=True), True
    except Exception:  # one of them names something that does not exist at run time
        bases = reversed(owner.__mro__) if isinstance(owner, type) and not is_typeddict(owner) else (owner,)
        found = [each for base in bases for each in _each_hint(base, names or {})]
        return {name: hint for name, hint, _ in found}, all(is_known for *_, is_known in found)


def _each_hint(owner: Any, names: Mapping[str, Any]) -> abc.Iterator[tuple[str, Any, bool]]:
    own = vars(owner).get("__annotations__", {}) if isinstance(owner, type) else owner.__annotations__
    for name, hint in own.items():
        hint = getattr(hint, "__forward_arg__", hint)  # the string of a reference, which would look in its module only
        holder = type("Holder", (), {"__annotations__": {name: hint}, "__module__": owner.__module__})
        try:
            yield name, get_type_hints(holder, {**names, **_globals(owner)}, include_extras=True)[name], True
        except Exception:
            is_optional = isinstance(hint, str) and hint.startswith(("NotRequired[", "typing.NotRequired["))
            unknown = NotRequired[Any] if is_optional else Any
            yield name, unknown, False


def _globals(owner: Any) -> dict[str, Any]:
    import sys

    return getattr(owner, "__globals__", None) or vars(sys.modules.get(owner.__module__, types))


def _is_required(hint: Any, otherwise: bool) -> bool:
    """Return whether a member of a TypedDict is required."""
    while get_origin(hint) in (Annotated, getattr(typing, "ReadOnly", Annotated)):
        hint = get_args(hint)[0]
    return {Required: True, NotRequired: False}.get(get_origin(hint), otherwise)
