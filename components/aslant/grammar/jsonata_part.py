"""Part: a node of the syntax tree of a JSONata expression."""

from __future__ import annotations

from collections.abc import Iterable

from aslant.grammar.jsonata_scopes import Reference

__all__ = ["Part", "path_of"]


class Part:
    """A part of an expression, with the facts that decide what may follow it.

    | `kind` | is | `parts` |
    | --- | --- | --- |
    | `(string)`, `(number)`, `(value)`, `(regex)` | a literal; `value` is its source without quotes | |
    | `variable` | `reference` | |
    | `name`, `wildcard` | a step of a path; `value` is the name, or one of `*`, `**`, `%` | |
    | `path` | steps, one after the other | the steps |
    | `sort` | a step that sorts, `^(…)` | its terms |
    | `operation` | the operator `value` between operands; `-` with a single part negates | the operands |
    | `condition` | `a ? b : c ? d : e` | `a`, `b`, `c`, `d`, and `e` if it is there |
    | `assignment` | `$value := …` | the value |
    | `block`, `array` | parentheses, square brackets; `..` is an operation | the expressions |
    | `object` | braces | names and values in turn |
    | `lambda` | a function; `names` are its parameters | the body |
    | `function`, `partial` | a call; an argument `?` is left out | the function, then the arguments |
    | `transform` | `|…|…|` | its two or three expressions |

    `predicates` are the conditions in brackets after it, `group` the names and values in turn of a grouping in braces.
    `keeps_array` is true after empty brackets, `binds` after `@` or `#`, for a step. The source is `text[begin:end]`.

    `reference` is the variable that the part is or calls, and `alone` is true while nothing has been added to it.
    `name` is the value of a string, or the first name of a path. `last` is the last step of a path, or the part itself.
    `barred` is the literal, if it cannot be a step of a path. `filtered` and `grouped` are true if it has a predicate
    or a grouping.
    """

    __slots__ = (
        *("alone", "at", "barred", "begin", "binds", "end", "filtered", "group", "grouped", "keeps_array", "kind"),
        *("last", "name", "names", "parts", "predicates", "reference", "value"),
    )

    def __init__(
        self,
        kind: str,
        at: int,
        name: str | None = None,
        reference: Reference | None = None,
        *,
        value: str = "",
        parts: Iterable[Part] = (),
        names: tuple[str, ...] = (),
    ) -> None:
        self.kind = kind
        self.at = at
        self.name = name
        self.reference = reference
        self.value = value
        self.parts = list(parts)
        self.names = names
        self.predicates: list[Part] = []
        self.group: list[Part] = []
        self.begin = self.end = at
        self.alone = True
        self.last: Part = self
        self.barred = ""
        self.keeps_array = False
        self.binds = False
        self.filtered = False
        self.grouped = False


def path_of(step: Part) -> Part:
    """Return a path of one step."""
    path = Part("path", step.at, step.name, parts=[step])
    path.last = step
    path.barred = step.barred
    path.begin, path.end = step.begin, step.end
    return path
