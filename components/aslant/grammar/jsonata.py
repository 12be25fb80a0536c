"""Parser of JSONata 2.0.6, the version of Step Functions (developer guide, 'Transforming data with JSONata').

`parse` finds the names in an expression, and `tree` returns its syntax tree. They accept the same expressions as the
reference implementation, except that they limit the nesting and check neither regular expressions nor the ancestor of a
`%`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_builtins import FUNCTIONS, REFUSED
from aslant.grammar.jsonata_part import Part
from aslant.grammar.jsonata_reader import read
from aslant.grammar.surrogates import refuse_surrogates

__all__ = ["FUNCTIONS", "REFUSED", "ParsedExpression", "Part", "expression", "parse", "tree"]


@dataclass(frozen=True, slots=True)
class ParsedExpression:
    """The names in an expression.

    `variables` are the free variables that it reads, without `$`; `states` and names that are only called are left out.

    `reads` are the members of `$states` that it reads. `"*"` means all of it, a computed member, or a read inside a
    function, which Step Functions does not check.

    `calls` are the free functions that it calls, with the numbers of arguments, including the value passed by `~>`.

    `names` are the names that it reads from a context item, which does not exist in Step Functions: fields outside a
    path or predicate (`phone`, also in functions), `$` in such a place, and `$$` anywhere. Each is listed once, in the
    order of the expression.
    """

    variables: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    calls: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    names: tuple[str, ...] = ()


def expression(text: str) -> str | None:
    """Return the string between `{%` and `%}`; None for a plain string.

    Raises:
        SyntaxFault: One of the two marks is missing, or there are spaces outside of them.
    """
    opens, closes = text.startswith("{%"), text.endswith("%}")
    if opens and closes and len(text) >= 4:
        return text[2:-2]
    if not opens and not closes:
        return None
    rule = "must begin with `{%` and end with `%}`, without spaces outside"
    raise SyntaxFault("expression", text, len(text) if opens else 0, rule)


@lru_cache(maxsize=4096)
def parse(text: str) -> ParsedExpression:
    """Parse an expression without its `{%` and `%}`.

    Raises:
        SyntaxFault: It is not valid JSONata, is nested too deep, or contains a lone surrogate.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        name, member = plain.groups()
        if name == "states":
            return ParsedExpression(reads=frozenset((member or "*",)))
        return ParsedExpression(variables=frozenset((name,)))
    refuse_surrogates("expression", text)
    variables: set[str] = set()
    reads: set[str] = set()
    calls: dict[str, set[int]] = {}
    reading = read(text)
    for reference in reading.free:
        if reference.name in (None, "", "$"):
            continue
        if reference.count is not None:
            calls.setdefault(reference.name, set()).add(reference.count)
        elif reference.name == "states":
            reads.add(reference.member if reference.member and not reference.is_later else "*")
        else:
            variables.add(reference.name)
    counts = MappingProxyType({name: frozenset(found) for name, found in calls.items()})
    return ParsedExpression(frozenset(variables), frozenset(reads), counts, reading.names)


def tree(text: str) -> Part:
    """Return the syntax tree of an expression without its `{%` and `%}`. Do not change it.

    Raises:
        SyntaxFault: It is not valid JSONata, or is nested too deep.
    """
    return read(text).tree


# The most common expression, a path from a variable; the literals true, false and null cannot be steps of a path.
_PLAIN = re.compile(
    r"[ \t\n\r\v]*\$([A-Za-z_]\w*)(?:\.(?!(?:true|false|null)\b)([A-Za-z_]\w*))?"
    r"(?:\.(?!(?:true|false|null)\b)[A-Za-z_]\w*)*[ \t\n\r\v]*"
)
