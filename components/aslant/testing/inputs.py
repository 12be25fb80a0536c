"""Made-up events for property-based tests: hypothesis strategies from the types of handlers.

hypothesis is imported when a strategy is made (it comes with the extra `aslant[test]`). Every value is JSON.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from aslant.errors import RunError
from aslant.run.handler_types import event_type, members

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    Strategy: TypeAlias = SearchStrategy[Any]

__all__ = ["any_json", "check_hypothesis", "event_type", "from_handler", "from_type", "members"]

_LARGEST: Final = 2**53 - 1  # of the whole numbers that every reader of JSON keeps
_DEEPEST: Final = 3  # how often a type may lie within itself
_LISTS: Final = (list, Sequence, Collection, Iterable)
_DICTS: Final = (dict, Mapping)
_WRAPPERS: Final = (typing.Annotated, typing.Required, typing.NotRequired)


def from_handler(handler: Callable[..., Any]) -> Strategy:
    """Events of a handler, from the annotation of its first parameter; any JSON where it has none.

    `@given(from_handler(pineapple_check))` hands a test the events that the handler says it takes.
    """
    return from_type(event_type(handler))


def from_type(annotation: Any) -> Strategy:
    """JSON values of a type: TypedDict, Literal, Optional and other unions, lists, dicts, enumerations, plain types.

    RunError for a type whose values are no JSON.
    """
    check_hypothesis()
    try:
        return _of(annotation, ())
    except _Endless:
        raise RunError(f"a value of type {annotation!r} would have no end; make a member of it optional") from None


def check_hypothesis() -> None:
    """Refuse to make up values without hypothesis.

    Raises:
        RunError: it is not installed.
    """
    try:
        import hypothesis  # noqa: F401
    except ImportError:
        from aslant.extras import install_command

        raise RunError(f"made-up inputs need hypothesis, which is not installed; {install_command('test')}") from None


def any_json() -> Strategy:
    """Any JSON value, small enough to be read."""
    from hypothesis import strategies as st

    return st.recursive(
        st.none() | st.booleans() | _numbers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=10,
    )


class _Endless(Exception):
    """A type that holds itself, deep enough within itself."""


def _of(annotation: Any, around: tuple[Any, ...]) -> Strategy:
    """The values of a type that lies within TypedDicts; _Endless where it has been itself often enough."""
    from hypothesis import strategies as st

    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in _WRAPPERS:
        return _of(arguments[0], around)
    if isinstance(annotation, typing.NewType):
        return _of(annotation.__supertype__, around)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return _union(arguments, around)
    if typing.is_typeddict(annotation):
        return _typed_dict(annotation, around)
    if (origin or annotation) in _LISTS or (origin is tuple and arguments[1:] == (...,)):
        inner = _unless_endless(arguments[0] if arguments else Any, around)
        return st.just([]) if inner is None else st.lists(inner, max_size=5)
    if origin is tuple:
        return st.tuples(*(_of(argument, around) for argument in arguments)).map(list)
    if (origin or annotation) in _DICTS:
        inner = _unless_endless(arguments[1] if arguments else Any, around)
        return st.just({}) if inner is None else st.dictionaries(st.text(max_size=10), inner, max_size=5)
    return _plain(annotation)


def _union(alternatives: tuple[Any, ...], around: tuple[Any, ...]) -> Strategy:
    from hypothesis import strategies as st

    found = [_unless_endless(alternative, around) for alternative in alternatives]
    ending = [strategy for strategy in found if strategy is not None]
    if not ending:
        raise _Endless
    return st.one_of(ending)


def _typed_dict(annotation: Any, around: tuple[Any, ...]) -> Strategy:
    from hypothesis import strategies as st

    if around.count(annotation) >= _DEEPEST:
        raise _Endless
    required: dict[Any, Strategy] = {}
    optional: dict[Any, Strategy] = {}
    for name, (hint, needed) in members(annotation).items():
        if needed:
            required[name] = _of(hint, (*around, annotation))
        elif (strategy := _unless_endless(hint, (*around, annotation))) is not None:
            optional[name] = strategy
    return st.fixed_dictionaries(required, optional=optional)


def _unless_endless(annotation: Any, around: tuple[Any, ...]) -> Strategy | None:
    try:
        return _of(annotation, around)
    except _Endless:
        return None


def _plain(annotation: Any) -> Strategy:
    from hypothesis import strategies as st

    if annotation is Any or annotation is object:
        return any_json()
    if annotation is None or annotation is type(None):
        return st.none()
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(-_LARGEST, _LARGEST)
    if annotation is float:
        return _numbers()
    if annotation is str:
        return st.text(max_size=50)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return st.sampled_from([member.value for member in annotation])
    raise RunError(
        f"the values of type {annotation!r} are no JSON; use TypedDict, list, dict, Literal, str, int, float, "
        "bool, None or a union of them"
    )


def _numbers() -> Strategy:
    from hypothesis import strategies as st

    return st.integers(-_LARGEST, _LARGEST) | st.floats(-1e15, 1e15, allow_nan=False)
