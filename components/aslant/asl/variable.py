"""The names of variables (ASL specification, "State Machine Variables")."""

from __future__ import annotations

__all__ = ["LONGEST_VARIABLE", "variable_fault"]

LONGEST_VARIABLE = 80
"""Characters in a variable's name."""


def variable_fault(name: str, *, assigned: bool = False) -> str:
    """Why a variable cannot have this name, as the rest of a sentence with its repair; empty where it can.

    Of one that is assigned only the first letter is looked at: published definitions assign `top-level` and the like,
    which nothing can read.
    """
    if name == "states":
        return "is the name that Step Functions keeps for itself; choose another"
    if len(name) > LONGEST_VARIABLE:
        return f"has {len(name)} characters, and a variable's name at most {LONGEST_VARIABLE}; shorten it"
    if not (name[:1] if assigned else name).isidentifier() or name.startswith("_"):
        return "is no name of a variable, which has letters, digits and _ and starts with a letter; rename it"
    return ""
