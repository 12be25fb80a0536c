"""Generated events for property-based tests: hypothesis strategies for the types of handlers.

hypothesis is imported when a strategy is created (it comes with the extra `aslant[test]`). Every value is JSON.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, Union, get_args, get_origin

from aslant.errors import RunError
from aslant.handler_types import event_type, members

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    Strategy: TypeAlias = SearchStrategy[Any]

__all__ = ["any_json", "check_hypothesis", "event_type", "from_handler", "from_type", "members"]

_LARGEST: Final = 2**53 - 1  # the largest integer that every JSON parser preserves
_DEEPEST: Final = 3  # how often a type may be nested in itself
_LISTS: Final = (list, Sequence, Collection, Iterable)
_DICTS: Final = (dict, Mapping)
_WRAPPERS: Final = (typing.Annotated, typing.Required, typing.NotRequired)


def from_handler(handler: Callable[..., Any]) -> Strategy:
    """Return events for a handler, from the annotation of its first parameter; any JSON if it has none.

    `@given(from_handler(pineapple_check))` passes events of the annotated type to a test.
    """
    return from_type(event_type(handler))


def from_type(annotation: Any) -> Strategy:
    """Return JSON values of a type: TypedDict, Literal, Optional and other unions, lists, dicts, enumerations, scalars.

    Raises RunError for a type whose values are not JSON.
    """
    check_hypothesis()
    try:
        return _of(annotation, ())
    except _Infinite:
        raise RunError(
            f"values of type {annotation!r} would be infinite, because it contains itself. Make a member optional."
        ) from None


def check_hypothesis() -> None:
    """Check that hypothesis is installed.

    Raises:
        RunError: hypothesis is not installed.
    """
    try:
        import hypothesis  # noqa: F401
    except ImportError:
        from aslant.extras import install_command

        raise RunError(
            f"generated inputs need hypothesis, which is not installed. Install it with: {install_command('test')}"
        ) from None


def any_json() -> Strategy:
    """Return any JSON values, small enough to read."""
    from hypothesis import strategies as st

    return st.recursive(
        st.none() | st.booleans() | _numbers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=10,
    )


class _Infinite(Exception):
    """A type that is nested in itself too deeply."""


def _of(annotation: Any, parents: tuple[Any, ...]) -> Strategy:
    """Return the values of a type nested in TypedDicts; raises _Infinite if it is nested in itself too deeply."""
    from hypothesis import strategies as st

    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in _WRAPPERS:
        return _of(arguments[0], parents)
    if isinstance(annotation, typing.NewType):
        return _of(annotation.__supertype__, parents)
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        return _union(arguments, parents)
    if typing.is_typeddict(annotation):
        return _typed_dict(annotation, parents)
    if (origin or annotation) in _LISTS or (origin is tuple and arguments[1:] == (...,)):
        inner = _unless_infinite(arguments[0] if arguments else Any, parents)
        return st.just([]) if inner is None else st.lists(inner, max_size=5)
    if origin is tuple:
        return st.tuples(*(_of(argument, parents) for argument in arguments)).map(list)
    if (origin or annotation) in _DICTS:
        inner = _unless_infinite(arguments[1] if arguments else Any, parents)
        return st.just({}) if inner is None else st.dictionaries(st.text(max_size=10), inner, max_size=5)
    return _plain(annotation)


def _union(alternatives: tuple[Any, ...], parents: tuple[Any, ...]) -> Strategy:
    from hypothesis import strategies as st

    found = [_unless_infinite(alternative, parents) for alternative in alternatives]
    ending = [strategy for strategy in found if strategy is not None]
    if not ending:
        raise _Infinite
    return st.one_of(ending)


def _typed_dict(annotation: Any, parents: tuple[Any, ...]) -> Strategy:
    from hypothesis import strategies as st

    if parents.count(annotation) >= _DEEPEST:
        raise _Infinite
    required: dict[Any, Strategy] = {}
    optional: dict[Any, Strategy] = {}
    for name, (hint, needed) in members(annotation).items():
        if needed:
            required[name] = _of(hint, (*parents, annotation))
        elif (strategy := _unless_infinite(hint, (*parents, annotation))) is not None:
            optional[name] = strategy
    return st.fixed_dictionaries(required, optional=optional)


def _unless_infinite(annotation: Any, parents: tuple[Any, ...]) -> Strategy | None:
    try:
        return _of(annotation, parents)
    except _Infinite:
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
        f"values of type {annotation!r} are not JSON. Use TypedDict, list, dict, Literal, str, int, float, bool, None "
        "or a union of them."
    )


def _numbers() -> Strategy:
    from hypothesis import strategies as st

    return st.integers(-_LARGEST, _LARGEST) | st.floats(-1e15, 1e15, allow_nan=False)
