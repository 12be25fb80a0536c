"""Rules for names that must be unique in a definition: the names of states and the labels of Maps."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.rule_context import RuleContext, is_unresolved

__all__ = ["LONGEST_NAME", "StateNames"]

LONGEST_NAME = 80
"""The most characters of a state's name (developer guide, "Step Functions service quotas")."""

INVALID_NAME = "INVALID_STATE_NAME"


class StateNames:
    """The names of a definition that have been checked so far, including those in branches and processors."""

    __slots__ = ("_labels", "_states")

    def __init__(self) -> None:
        self._states: set[str] = set()
        self._labels: set[str] = set()

    def state(self, ctx: RuleContext, name: Any) -> None:
        """Check the name of a state."""
        if type(name) is not str:
            ctx.error(f"The name of a state must be a string, not {name!r}", code=INVALID_NAME)
            return
        if not 0 < len(name) <= LONGEST_NAME:
            ctx.error(
                f"Invalid State name: {name} exceeds the {LONGEST_NAME}-character limit allowed by the service"
                if name
                else "Invalid State name: it is empty",
                code=INVALID_NAME,
                repair=f"Use 1 to {LONGEST_NAME} characters, not {len(name)}. Move details to Comment.",
            )
        if name in self._states:
            ctx.error(
                f"Duplicate State name: {name}",
                code="DUPLICATE_STATE_NAME",
                repair="Rename one. Names must be unique in the whole definition, including branches and processors.",
            )
        self._states.add(name)

    def label(self, ctx: RuleContext, label: Any) -> None:
        """Check the label of a Map."""
        if type(label) is not str or is_unresolved(label):
            return
        if label in self._labels:
            ctx.error(
                f"Duplicate Label name: {label}",
                "Label",
                code="DUPLICATE_LABEL_NAME",
                repair="Give each Map a different label.",
            )
        self._labels.add(label)
