"""Check of the signatures that JSONata functions may declare: `function($x, $y)<a<n>n?:n>{ … }`."""

from __future__ import annotations

__all__ = ["signature_fault"]


def signature_fault(written: str) -> str:
    """Return the error code of an invalid signature, or an empty string; the part after the colon is not checked."""
    at = 0
    before = ""
    while at < len(written) and written[at] != ":":
        letter = written[at]
        if letter == "(":
            begin, at = at, _closing(written, at, "()")
            if "<" in written[begin:at]:
                return "S0402"
        elif letter == "<":
            if before not in ("a", "f"):
                return "S0401"
            at = _closing(written, at, "<>")
        if letter in "snblojxaf(":
            before = letter
        at += 1
    return ""


def _closing(text: str, at: int, pair: str) -> int:
    """Return the position of the closing bracket, or the end of the string."""
    depth = 0
    for position in range(at, len(text)):
        depth += 1 if text[position] == pair[0] else -1 if text[position] == pair[1] else 0
        if depth == 0:
            return position
    return len(text)
