"""Rules for the names of variables (ASL specification, "State Machine Variables")."""

from __future__ import annotations

__all__ = ["LONGEST_VARIABLE", "variable_fault"]

LONGEST_VARIABLE = 80
"""Maximum number of characters in a variable's name."""


def variable_fault(name: str, *, assigned: bool = False) -> str:
    """Return why a variable cannot have this name, as the end of a message with the repair. Empty if it can.

    For an assigned variable only the first letter is checked: published definitions assign names such as `top-level`,
    although no expression can read them.
    """
    if name == "states":
        return "is reserved by Step Functions. Choose another name."
    if len(name) > LONGEST_VARIABLE:
        return f"has {len(name)} characters, but a variable's name can have at most {LONGEST_VARIABLE}. Shorten it."
    if not (name[:1] if assigned else name).isidentifier() or name.startswith("_"):
        return "is not a valid variable name. Start it with a letter, and use only letters, digits and _."
    return ""
