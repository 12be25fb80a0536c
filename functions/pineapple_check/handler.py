"""A Lambda function that checks a pizza for pineapple."""

from typing import TypedDict

PINEAPPLE_PIZZAS = frozenset({"pineapple", "hawaiian"})


class PineappleAnalysis(TypedDict):
    """The result of the check."""

    containsPineapple: bool


def pineapple_check(flavour: str, context: object) -> PineappleAnalysis:
    """Return whether a flavour contains pineapple; a flavour that is not a string fails the order."""
    if not isinstance(flavour, str):
        raise TypeError(f"flavour must be a string such as 'pepperoni', not {type(flavour).__name__}")
    return {"containsPineapple": flavour in PINEAPPLE_PIZZAS}
