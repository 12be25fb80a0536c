"""A part of a JSONata expression, as far as it decides what may follow it."""

from __future__ import annotations

from aslant.grammar.jsonata_scopes import Reference

__all__ = ["Part", "path_of"]


class Part:
    """What must be remembered of a part.

    `kind` is "path" or what the part is made of. `name` is the text of a string, or the first name of a path;
    `reference` the variable that the part is or calls, and `alone` says that nothing has been added to it. `last` is
    the last step of a path, of any other part itself. `barred` is the literal, if it is one that is no step of a path.
    `filtered` and `grouped` say that it has a predicate, a grouping.
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
    """A path of one step."""
    path = Part("path", step.at, step.name)
    path.last = step
    path.barred = step.barred
    return path
