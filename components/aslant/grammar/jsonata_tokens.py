"""The tokens of JSONata: names, variables, literals and operators, read one at a time.

They cannot be split in advance: where a value may begin, a slash begins a regular expression; elsewhere it divides.
"""

from __future__ import annotations

import math
import re
from typing import Final

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_errors import expression_fault

__all__ = ["POWERS", "TokenStream"]

POWERS: Final = {
    **dict.fromkeys(("[", "(", "@", "#"), 80),
    ".": 75,
    "{": 70,
    **dict.fromkeys("*/%", 60),
    **dict.fromkeys("+-&", 50),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in", "^", "~>"), 40),
    "and": 30,
    "or": 25,
    "?": 20,
    ":=": 10,
}
"""The operators by how tightly they bind the part on their left."""

# A name ends at a space or at a character that begins an operator. `!` and `~` alone are not operators.
_STOP = r" \t\n\r\v.\[\]{}(),@#;:?+\-*/%|=<>^&!~"
_TOKEN = re.compile(
    rf"""
    (?P<blank> (?: [ \t\n\r\v] | /\*.*?\*/ )*+ )
    (?:
        (?P<operator> \.\. | := | [!<>]= | \*\* | ~> | [.\[\]{{}}(),@\#;:?+\-*/%|=<>^&!~] )
      | "(?P<double> (?: [^"\\] | \\(?: ["\\/bfnrt] | u[0-9a-fA-F]{{4}} ) )*+ )"
      | '(?P<single> (?: [^'\\] | \\(?: ["\\/bfnrt] | u[0-9a-fA-F]{{4}} ) )*+ )'
      | (?P<number> (?: 0 | [1-9][0-9]* ) (?: \.[0-9]+ )? (?: [Ee][-+]?[0-9]+ )? )
      | `(?P<quoted> [^`]* )`
      | \$(?P<variable> [^{_STOP}]* )
      | (?P<name> [^{_STOP}]+ )
      | (?P<end> \Z )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS = {"double": "(string)", "single": "(string)", "quoted": "(name)", "end": "(end)"}
_WORDS = {"and": "and", "or": "or", "in": "in", "true": "(value)", "false": "(value)", "null": "(value)"}
_STRING_BODY = re.compile(r'(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_FLAGS = re.compile("[im]*")


class TokenStream:
    """An expression and its current token.

    `kind` is an operator, or one of `(name)`, `(variable)`, `(string)`, `(number)`, `(value)`, `(regex)` and `(end)`.
    `value` is the token's content, and `at` its position. `ended` is the end of the token before it.
    """

    def __init__(self, text: str) -> None:
        """Read the first token."""
        self.text = text
        self.kind = ""
        self.value = ""
        self.at = 0
        self.ended = 0
        self._next = 0
        self.advance()

    def advance(self, *, after_value: bool = False) -> None:
        """Read the next token. After a value a slash divides; elsewhere it begins a regular expression."""
        match = _TOKEN.match(self.text, self._next)
        group = match.lastgroup if match is not None else None
        assert match is not None  # noqa: S101 - a character that begins nothing else begins a name
        assert group is not None  # noqa: S101
        self.value = match[group]
        self.ended = self._next
        self.at = match.end("blank")
        self._next = match.end()
        if group == "operator":
            self.kind = self.value
            if self.kind == "/":
                self._slash(after_value)
            elif self.kind in "!~":
                raise self.fault("S0204")
        elif group == "name":
            self.kind = _WORDS.get(self.value, "(name)")
            if self.value[0] in "\"'`":
                raise self._unclosed()
        else:
            self.kind = _KINDS.get(group) or f"({group})"
            if group == "number" and math.isinf(float(self.value)):
                raise expression_fault("S0102", self.text, self.at, f"'{self.value}'")

    def expect(self, kind: str, *, after_value: bool = False) -> None:
        """Skip an operator, which must be the current token."""
        if self.kind != kind:
            raise self.fault("S0203" if self.kind == "(end)" else "S0202", value=kind)
        self.advance(after_value=after_value)

    def fault(self, code: str, at: int | None = None, value: object = "") -> SyntaxFault:
        """Return the fault of an error code at the token, or at another position."""
        written = self.text[self.at : self._next].strip()
        return expression_fault(code, self.text, self.at if at is None else at, written, value)

    def _slash(self, after_value: bool) -> None:
        if self.text.startswith("*", self._next):
            raise self.fault("S0106")
        if after_value:
            return
        begin = self._next
        depth = 0
        for at in range(begin, len(self.text)):
            letter = self.text[at]
            if letter == "/" and depth == 0 and not _is_escaped(self.text, at):
                break
            if letter in "([{" and self.text[at - 1] != "\\":
                depth += 1
            elif letter in ")]}" and self.text[at - 1] != "\\":
                depth -= 1
        else:
            raise self.fault("S0302")
        if at == begin:
            raise self.fault("S0301")
        self.kind = "(regex)"
        self.value = self.text[begin:at]
        flags = _FLAGS.match(self.text, at + 1)
        self._next = at + 1 if flags is None else flags.end()
        if self._next - at > 3 or self.text[at + 1 : self._next] in ("ii", "mm"):
            raise self.fault("flags", at + 1)

    def _unclosed(self) -> SyntaxFault:
        """Return the fault of a quote that is not closed, and so was read as the beginning of a name."""
        if self.value[0] == "`":
            return self.fault("S0105")
        body = _STRING_BODY.match(self.text, self.at + 1)
        end = len(self.text) if body is None else body.end()
        if end == len(self.text):
            return self.fault("S0101")
        escape = self.text[end + 1 : end + 2]
        return expression_fault("S0104" if escape == "u" else "S0103", self.text, end, value=escape)


def _is_escaped(text: str, at: int) -> bool:
    """Return whether the number of backslashes before a position is odd."""
    begin = at
    while text[begin - 1] == "\\":
        begin -= 1
    return (at - begin) % 2 == 1
