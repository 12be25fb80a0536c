"""Paths: paths into data whose type is known, checked by type checkers and completed by editors.

```python
order = Paths(Order)
order(lambda o: o["lines"][0]["sku"])  # $.lines[0].sku
```
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Generic, NoReturn, TypeVar, cast, overload

from aslant.asl.computed import Computed
from aslant.asl.path import Path, this
from aslant.errors import DefinitionError

if TYPE_CHECKING:
    from aslant.asl.expression import Expression

__all__ = ["Paths"]

T = TypeVar("T")
P = TypeVar("P", Path, "Expression")


class Paths(Generic[T, P]):
    """The paths into data of one type, such as a `TypedDict`.

    A call with a function returns the path to the part that the function selects. It is a `Path`, or an `Expression` if
    the data is one.
    """

    __slots__ = ("_root",)
    _root: P

    @overload
    def __init__(self: Paths[T, Path], of: type[T]) -> None: ...
    @overload
    def __init__(self: Paths[T, P], of: type[T], root: P) -> None: ...
    def __init__(self, of: type[T], root: Any = this) -> None:
        """Select in data of the type `of` at `root`.

        The root is the state's data, or a path or expression such as `variables.order` or `jsonata.states.input`.

        Raises:
            DefinitionError: The root is neither a path nor an expression.
        """
        if not isinstance(root, Computed):
            raise DefinitionError(f"Paths: the root must be a path or an expression, such as this.order, not {root!r}")
        self._root = cast("P", root)

    def __call__(self, select: Callable[[T], object]) -> P:
        """Return the path to the part that `select` returns: `lambda order: order["lines"][0]["sku"]`.

        Raises:
            DefinitionError: The function returns something else, or compares or calculates.
        """
        found = select(cast("T", _Part(self._root)))
        if type(found) is not _Part:
            raise DefinitionError(f"Paths: the function must return a part of its argument, not {found!r}. {_REPAIR}")
        return cast("P", found._path)


_REPAIR: Final = "Compare and calculate with the path that the call returns, such as order(lambda o: o['total']) > 100."


class _Part:
    """The part of the data that a function has selected so far."""

    __slots__ = ("_path",)
    __hash__ = None  # type: ignore[assignment]
    __iter__ = None

    def __init__(self, path: Any) -> None:
        self._path = path

    def __getitem__(self, key: str | int) -> _Part:
        return _Part(self._path[key])

    def __getattr__(self, name: str) -> _Part:
        return _Part(getattr(self._path, name))

    def get(self, key: str) -> _Part:
        """Return an optional member. Type checkers may refuse to read it with brackets."""
        return self[key]

    def _refuse(self, *_: object) -> NoReturn:
        raise DefinitionError(f"Paths: the function compares or calculates with {self._path!s}. {_REPAIR}")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __mod__ = _refuse
    __bool__ = __len__ = __contains__ = __call__ = _refuse
