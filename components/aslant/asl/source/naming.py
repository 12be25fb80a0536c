"""Names for variables: the names of states in snake_case, each used once."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

__all__ = ["VariableNames", "snake"]

LONGEST = 40
"""The most characters of a variable's name before its number; the name of a state has up to 80."""

_RESERVED = frozenset([*keyword.kwlist, *keyword.softkwlist, *dir(builtins)])
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(text: str) -> str:
    """Return a string as a Python name, which may be empty: `snake("SNS: Publish2Topic")` is `sns_publish2_topic`."""
    words = _WORD_STARTS.sub("_", unicodedata.normalize("NFKC", text)).lower()
    plain = unicodedata.normalize("NFKC", re.sub(r"[\W_]+", "_", words))
    whole = "".join(letter for letter in plain if f"a{letter}".isidentifier()).strip("_")
    if len(whole) > LONGEST:
        cut = whole[: LONGEST + 1]
        whole = (cut.rpartition("_")[0] or cut)[:LONGEST].rstrip("_")
    return whole


class VariableNames:
    """The names of one module: each is used once, and none shadows a keyword, a builtin or an import."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*_RESERVED, *taken}
        self._counts: dict[str, int] = {}

    def take(self, text: str, kind: str = "state") -> str:
        """Return a new name made from a string; `kind` is the name if the string has no letters, or before a digit."""
        base = snake(text) or kind
        if not base.isidentifier():
            base = f"{kind}_{base}"
        name = f"{base}_" if base in _RESERVED else base
        count = self._counts.get(base, 1)
        while name in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._counts[base] = count
        self._taken.add(name)
        return name
