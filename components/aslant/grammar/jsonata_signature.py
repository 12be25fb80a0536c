"""The signatures that functions of JSONata may declare: `function($x, $y)<a<n>n?:n>{ … }`."""

from __future__ import annotations

__all__ = ["signature_fault"]


def signature_fault(written: str) -> str:
    """The code of what is wrong with a signature, or nothing; what stands behind its colon is never looked at."""
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
    """Where the bracket at a position is closed, or the end."""
    depth = 0
    for position in range(at, len(text)):
        depth += 1 if text[position] == pair[0] else -1 if text[position] == pair[1] else 0
        if depth == 0:
            return position
    return len(text)
