"""Part: the facts about a part of a JSONata expression that decide what may follow it."""

from __future__ import annotations

from aslant.grammar.jsonata_scopes import Reference

__all__ = ["Part", "path_of"]


class Part:
    """A part of an expression.

    `kind` is "path" or the kind of another part. `name` is the value of a string, or the first name of a path.
    `reference` is the variable that the part is or calls, and `alone` is true while nothing has been added to it.
    `last` is the last step of a path, or the part itself. `barred` is the literal, if it cannot be a step of a path.
    `filtered` and `grouped` are true if it has a predicate or a grouping.
    """

    __slots__ = ("alone", "at", "barred", "filtered", "grouped", "kind", "last", "name", "reference")

    def __init__(self, kind: str, at: int, name: str | None = None, reference: Reference | None = None) -> None:
        self.kind = kind
        self.at = at
        self.name = name
        self.reference = reference
        self.alone = True
        self.last: Part = self
        self.barred = ""
        self.filtered = False
        self.grouped = False


def path_of(step: Part) -> Part:
    """Return a path of one step."""
    path = Part("path", step.at, step.name)
    path.last = step
    path.barred = step.barred
    return path
