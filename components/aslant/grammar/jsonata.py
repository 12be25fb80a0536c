"""JSONata 2.0.6, the version of Step Functions (developer guide, 'Transforming data with JSONata').

The reader finds what an expression names and keeps no tree. It accepts what the reference implementation accepts, but
looks neither inside of regular expressions nor for the ancestor that a `%` means, and bounds how deep parts are nested.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_builtins import FUNCTIONS, REFUSED
from aslant.grammar.jsonata_reader import read
from aslant.grammar.surrogates import refuse_surrogates

__all__ = ["FUNCTIONS", "REFUSED", "ParsedExpression", "expression", "parse"]


@dataclass(frozen=True, slots=True)
class ParsedExpression:
    """What an expression names.

    `variables` are those it reads and does not bind itself, without `$`, `states` and what it only calls left out.
    `reads` are the members of `$states` that it reads, `"*"` where it takes all of it, one that it computes, or reads
    it in a function, where Step Functions does not look. `calls` are the functions it calls and does not bind, with the
    numbers of arguments (what `~>` passes is one of them). `names` are what it reads of a context item, which an
    expression in Step Functions does not have: fields that no path or predicate gives an item (`phone`, also in
    functions), `$` where it is none, `$$` anywhere; each once, in the order of the text.
    """

    variables: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()
    calls: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    names: tuple[str, ...] = ()


def expression(text: str) -> str | None:
    """What stands between `{%` and `%}`, or None where the text is a plain string.

    Raises:
        SyntaxFault: only one of the two marks is there, or blanks stand outside of them.
    """
    opens, closes = text.startswith("{%"), text.endswith("%}")
    if opens and closes and len(text) >= 4:
        return text[2:-2]
    if not opens and not closes:
        return None
    rule = "must begin with `{%` and end with `%}`, without blanks outside"
    raise SyntaxFault("expression", text, len(text) if opens else 0, rule)


@lru_cache(maxsize=4096)
def parse(text: str) -> ParsedExpression:
    """What an expression names, from its text without the `{%` and `%}`.

    Raises:
        SyntaxFault: it is no JSONata, nests too deep, or holds a lone surrogate.
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


# The commonest expression, a path from a variable; the values true, false and null are no steps of one.
_PLAIN = re.compile(
    r"[ \t\n\r\v]*\$([A-Za-z_]\w*)(?:\.(?!(?:true|false|null)\b)([A-Za-z_]\w*))?"
    r"(?:\.(?!(?:true|false|null)\b)[A-Za-z_]\w*)*[ \t\n\r\v]*"
)
