"""The values that Step Functions computes while a workflow runs: paths, intrinsic functions and JSONata expressions.

Each is a string in one query language. Their own attributes start with `_`, since every other attribute of a path or
an expression is a member of the data.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from aslant.asl.node import setter
from aslant.errors import DefinitionError

__all__ = ["Computed", "a_kind", "allowed_languages", "set_text"]


class Computed:
    """The base class of `Path`, `Intrinsic` and `Expression`. Its `str` is the text in the ASL."""

    __slots__ = ("_text",)
    _text: str

    _LANGUAGE: ClassVar[int]
    """The query language, as the bit that `Field` uses."""
    _KIND: ClassVar[str]
    """The word for it in messages."""

    def __init__(self, text: str) -> None:
        set_text(self, text)
        if not text.isascii():
            from aslant.grammar.surrogates import refuse_surrogates  # building usually needs no grammar

            refuse_surrogates(self._KIND, text)

    def __str__(self) -> str:
        return self._text

    def __format__(self, spec: str) -> NoReturn:
        """Refuse to be part of an f-string, which Step Functions would not evaluate. Use `str` to get the text.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError(
            f"text around {self!s} would not be evaluated. Write {self._joined()} instead of an f-string."
        )

    def _joined(self) -> str:
        """Return how to write text around it."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._text!r})"


set_text = setter(Computed, "_text")


def a_kind(given: Computed) -> str:
    """Return the word for it with its article: `a path`."""
    return f"{'an' if given._KIND[0] in 'aeiou' else 'a'} {given._KIND}"


def allowed_languages(given: Any, languages: int) -> int:
    """Return which of these query languages remain, considering the computed values inside a value."""
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
