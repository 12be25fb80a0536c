"""The functions of JSONata in the builder: a method for each, with its arguments and what it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aslant.asl.expression import Expression
from aslant.asl.jsonata_functions.collections import CollectionFunctions
from aslant.asl.jsonata_functions.numbers import NumberFunctions
from aslant.asl.jsonata_functions.strings import StringFunctions
from aslant.errors import DefinitionError, did_you_mean

__all__ = ["Functions"]


class Functions(StringFunctions, NumberFunctions, CollectionFunctions):
    """The functions of JSONata by their own names: `jsonata.fn.substringBefore(text, "@")`.

    `not_` is `$not` and `assert_` is `$assert`, because these are keywords in Python.
    """

    __slots__ = ()

    if not TYPE_CHECKING:  # so that type checkers report a name that does not exist

        def __getattr__(self, name: str) -> Callable[..., Expression]:
            """Return a function whose name has an underscore at its end, or not, and refuse others.

            Raises:
                DefinitionError: Step Functions does not support the function.
            """
            if name.startswith("_"):
                raise AttributeError(name)
            own = name.removesuffix("_")
            found = next((each for each in (own, f"{own}_") if hasattr(Functions, each)), None)
            if found is not None:
                return getattr(self, found)
            raise DefinitionError(_unknown(own))


def _unknown(name: str) -> str:
    from aslant.grammar import jsonata  # building usually does not need the table

    instead = jsonata.REFUSED.get(name)
    if instead is not None:
        return f"Step Functions does not have the function ${name}. {instead}"
    hint = did_you_mean(name, jsonata.FUNCTIONS) or ". Write your own functions as a lambda."
    return f"JSONata has no function ${name}{hint}"
