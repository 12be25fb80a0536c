"""Says whether a pizza has pineapple on it."""

from typing import TypedDict

PINEAPPLE_PIZZAS = frozenset({"pineapple", "hawaiian"})


class PineappleAnalysis(TypedDict):
    """What the check found."""

    containsPineapple: bool


def pineapple_check(flavour: str, context: object) -> PineappleAnalysis:
    """Analyse one flavour. What is not text fails: a pizza that nobody named is not made."""
    if not isinstance(flavour, str):
        raise TypeError(f"a flavour is text such as 'pepperoni', not {type(flavour).__name__}")
    return {"containsPineapple": flavour in PINEAPPLE_PIZZAS}
