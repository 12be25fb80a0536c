"""What a field holds that was never given: `UNSET`, which is not `None` (JSON's null)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NoReturn

from aslant.errors import DefinitionError

__all__ = ["UNSET", "Unset"]


class _Unset(Enum):
    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    if not TYPE_CHECKING:  # a type checker knows that a field is not a function

        def __call__(self, *_: object, **__: object) -> NoReturn:
            """Refuse what looks like a method, such as `Pass("A").next(…)`.

            Raises:
                DefinitionError: always.
            """
            raise DefinitionError(
                "a field of a state is not a method, and this one was not given; join states with >>, such as "
                "Pass('A') >> Pass('B'), and give fields when the state is made"
            )


Unset = Literal[_Unset.UNSET]
"""The type of `UNSET`, for annotations such as `str | Unset`."""

UNSET: Final = _Unset.UNSET
"""A field that was not given. It is false, and no JSON."""
