"""The Lambda function that checks whether a pizza has pineapple on it."""

from typing import TypedDict

PINEAPPLE_PIZZAS = frozenset({"pineapple", "hawaiian"})


class PineappleAnalysis(TypedDict):
    """The result of the check."""

    containsPineapple: bool


def pineapple_check(flavour: str, context: object) -> PineappleAnalysis:
    """Return whether a flavour contains pineapple; TypeError for a flavour that is not a string."""
    if not isinstance(flavour, str):
        raise TypeError(f"a flavour must be a string such as 'pepperoni', not {type(flavour).__name__}")
    return {"containsPineapple": flavour in PINEAPPLE_PIZZAS}
