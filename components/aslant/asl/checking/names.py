"""Names that a definition has once: those of states, and the labels of Maps."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.rule_context import RuleContext, is_unresolved

__all__ = ["LONGEST_NAME", "StateNames"]

LONGEST_NAME = 80
"""Characters of a state's name (developer guide, "Step Functions service quotas")."""

INVALID_NAME = "INVALID_STATE_NAME"


class StateNames:
    """The names that were seen so far, branches and processors included, as AWS counts them."""

    __slots__ = ("_labels", "_states")

    def __init__(self) -> None:
        """Start with none."""
        self._states: set[str] = set()
        self._labels: set[str] = set()

    def state(self, ctx: RuleContext, name: Any) -> None:
        """Look at the name of a state."""
        if type(name) is not str:
            ctx.error(f"A state is named by text, and here is {name!r}", code=INVALID_NAME)
            return
        if not 0 < len(name) <= LONGEST_NAME:
            ctx.error(
                f"Invalid State name: {name} exceeds the {LONGEST_NAME}-character limit allowed by the service"
                if name
                else "Invalid State name: it is empty",
                code=INVALID_NAME,
                repair=f"a name has 1 to {LONGEST_NAME} characters and this one {len(name)}; say the rest in Comment",
            )
        if name in self._states:
            ctx.error(
                f"Duplicate State name: {name}",
                code="DUPLICATE_STATE_NAME",
                repair="names are unique in the whole definition, branches and processors included; rename one",
            )
        self._states.add(name)

    def label(self, ctx: RuleContext, label: Any) -> None:
        """Look at the label of a Map."""
        if type(label) is not str or is_unresolved(label):
            return
        if label in self._labels:
            ctx.error(
                f"Duplicate Label name: {label}",
                "Label",
                code="DUPLICATE_LABEL_NAME",
                repair="give each Map a label of its own",
            )
        self._labels.add(label)
