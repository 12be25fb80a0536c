"""What Step Functions computes while a workflow runs: paths, intrinsic functions and expressions of JSONata.

Each is text of one query language. Their classes keep to names that start with `_`, since every other attribute of
a path or an expression is a member of the data.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from aslant.asl.node import setter
from aslant.errors import DefinitionError

__all__ = ["Computed", "a_kind", "set_text", "spoken"]


class Computed:
    """The base of `Path`, `Intrinsic` and `Expression`; its `str` is what ASL holds."""

    __slots__ = ("_text",)
    _text: str

    _LANGUAGE: ClassVar[int]
    """The query language, as a field knows it."""
    _KIND: ClassVar[str]
    """What it is called in messages."""

    def __init__(self, text: str) -> None:
        set_text(self, text)
        if not text.isascii():
            from aslant.grammar.surrogates import refuse_surrogates  # the language itself needs no grammar

            refuse_surrogates(self._KIND, text)

    def __str__(self) -> str:
        return self._text

    def __format__(self, spec: str) -> NoReturn:
        """Refuse to stand in an f-string, whose text Step Functions would take as it is. `str` gives the text.

        Raises:
            DefinitionError: always.
        """
        raise DefinitionError(
            f"text around {self!s} would not be evaluated; write {self._joined()} instead of an f-string"
        )

    def _joined(self) -> str:
        """How text around it is written."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._text!r})"


set_text = setter(Computed, "_text")


def a_kind(given: Computed) -> str:
    """What it is called, with its article: `a path`."""
    return f"{'an' if given._KIND[0] in 'aeiou' else 'a'} {given._KIND}"


def spoken(given: Any, languages: int) -> int:
    """Which of these query languages remain, given what is computed anywhere inside a value."""
    stack = [given]
    while stack:
        item = stack.pop()
        kind = type(item)
        if issubclass(kind, dict):
            stack.extend(item.values())
        elif issubclass(kind, list | tuple):
            stack.extend(item)
        elif issubclass(kind, Computed):
            languages &= item._LANGUAGE
    return languages
