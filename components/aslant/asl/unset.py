"""`UNSET`, the value of a field that is not set. It differs from `None`, which is JSON's null."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NoReturn

from aslant.errors import DefinitionError

__all__ = ["UNSET", "Unset"]


class Unset(Enum):
    """The type of `UNSET`, for annotations such as `str | Unset`."""

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    if not TYPE_CHECKING:  # type checkers report this call themselves

        def __call__(self, *_: object, **__: object) -> NoReturn:
            """Refuse a call that looks like a method call, such as `Pass("A").next(…)`.

            Raises:
                DefinitionError: Always.
            """
            raise DefinitionError(
                "a field of a state is not a method. Join states with >>, such as Pass('A') >> Pass('B'), and pass "
                "fields when you create the state."
            )


UNSET: Final = Unset.UNSET
"""The value of a field that is not set. It is falsy and not valid JSON."""
