"""The conditions of filters in a JSONPath as a tree: `[?(@.price < 10 && @.kind in ['book', 'map'])]`.

The operators are those of the library that Step Functions uses (Jayway JsonPath, section 'Filter Operators').
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from aslant.errors import SyntaxFault

if TYPE_CHECKING:
    from aslant.grammar.jsonpath import JsonPath  # a path holds conditions, and a condition holds paths

__all__ = [
    "AllOf",
    "AnyOf",
    "Comparison",
    "Condition",
    "Constant",
    "Exists",
    "FilterReader",
    "ListOf",
    "Matches",
    "Not",
    "Operand",
]


@dataclass(frozen=True, slots=True)
class Constant:
    """A string, a number, true, false or null."""

    value: Any


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of operands."""

    entries: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """A test that an operand exists."""

    operand: Operand


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of two operands.

    `operator` is one of `== != === !== < <= > >=` or `in nin subsetof anyof noneof size empty contains`.
    """

    operator: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Matches:
    """A test that a regular expression matches an operand from end to end; `at` is its position in the path."""

    operand: Operand
    pattern: str
    flags: str
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """The negation of a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Conditions that must all be true."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions of which one must be true."""

    conditions: tuple[Condition, ...]


Operand: TypeAlias = "Constant | ListOf | JsonPath"
"""An operand of a comparison; a path starts from `@`, the current item, or from `$`, the document."""

Condition: TypeAlias = Exists | Comparison | Matches | Not | AllOf | AnyOf
"""A condition of a filter."""

_DEEPEST = 100
_DEPTH_OF_PATH = 9  # a condition nested in a path takes more of Python's stack than one in parentheses
_OPERATOR = re.compile(
    r"===|!==|==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|size|empty|contains)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[^\s()\[\]'\",!=<>&|]+")
_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*)/([a-z]*)")
_PATH_PIECE = re.compile(r"(?:\\.|[^\s()!=<>&|,\[\]\\])+", re.DOTALL)
_BRACKET_PIECE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^'\"\[\]]+", re.DOTALL)
_LITERALS = {"true": True, "false": False, "null": None}


class FilterReader:
    """The reader of one condition in a region of a path; `at` is the current position."""

    def __init__(
        self, text: str, at: int, end: int, path_of: Callable[[int, int, int, int], JsonPath], depth: int
    ) -> None:
        """Start at the condition's opening parenthesis; `path_of` reads the path of a region, at a depth."""
        self.text = text
        self.at = at
        self._end = end
        self._path_of = path_of
        self._depth = depth

    def condition(self) -> Condition:
        """Read the condition with its parentheses."""
        self._expect("(")
        condition = self._either()
        self._expect(")")
        return condition

    def _either(self) -> Condition:
        terms = [self._both()]
        while self._accept("||"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))

    def _both(self) -> Condition:
        terms = [self._one()]
        while self._accept("&&"):
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else AllOf(tuple(terms))

    def _one(self) -> Condition:
        self._enter()
        if self._accept("!"):
            enclosed = self._peek("(")
            found = self._one()
            if enclosed or not isinstance(found, Comparison | Matches):  # as in Jayway, `!@.a == 1` is `@.a == 1`
                found = Not(found)
        else:
            found = self.condition() if self._peek("(") else self._comparison()
        self._depth -= 1
        return found

    def _comparison(self) -> Condition:
        left = self._operand()
        self._skip()
        operator = _OPERATOR.match(self.text, self.at, self._end)
        if operator is None:
            return Exists(left)
        self.at = operator.end()
        if operator[0] != "=~":
            return Comparison(operator[0].lower(), left, self._operand())
        self._skip()
        regex = _REGEX.match(self.text, self.at, self._end)
        if regex is None:
            raise self._fault("`=~` must be followed by a regular expression such as /a.*/i")
        begin, self.at = self.at, regex.end()
        return Matches(left, regex[1], regex[2], begin)

    def _operand(self) -> Operand:
        self._skip()
        if self._peek("@") or self._peek("$"):
            return self._path()
        if self._accept("["):
            return self._list()
        string = _STRING.match(self.text, self.at, self._end)
        if string is not None:
            self.at = string.end()
            return Constant(re.sub(r"\\(.)", r"\1", string[1] if string[2] is None else string[2], flags=re.DOTALL))
        if self._peek("'") or self._peek('"'):
            raise self._fault("the closing quote is missing")
        number = _NUMBER.match(self.text, self.at, self._end)
        if number is not None:
            self.at = number.end()
            return Constant(float(number[0]) if set(number[0]) & set(".eE") else int(number[0]))
        word = _WORD.match(self.text, self.at, self._end)
        if word is None:
            raise self._fault("a value is missing, such as `@.name`, a string, a number, true, false or null")
        self.at = word.end()
        # An unquoted word is a string: published workflows have [?(@.Name==Receipt)].
        return Constant(_LITERALS.get(word[0], word[0]))

    def _path(self) -> JsonPath:
        begin = self.at
        at = begin + 1
        while at < self._end:
            if self.text[at] == "[":
                at = self._after_bracket(at)
                continue
            piece = _PATH_PIECE.match(self.text, at, self._end)
            if piece is None:
                break
            at = piece.end()
        self.at = at
        return self._path_of(begin, begin + 1, at, self._depth + _DEPTH_OF_PATH)

    def _after_bracket(self, at: int) -> int:
        depth = 0
        while at < self._end:
            piece = _BRACKET_PIECE.match(self.text, at, self._end)
            if piece is not None:
                at = piece.end()
                continue
            if self.text[at] not in "[]":
                break
            depth += 1 if self.text[at] == "[" else -1
            at += 1
            if depth == 0:
                return at
        raise self._fault("the closing bracket is missing")

    def _list(self) -> ListOf:
        self._enter()
        entries: list[Operand] = []
        while not self._accept("]"):
            if entries:
                self._expect(",")
            entries.append(self._operand())
        self._depth -= 1
        return ListOf(tuple(entries))

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._fault(f"a condition can be nested at most {_DEEPEST} deep")

    def _skip(self) -> None:
        while self.at < self._end and self.text[self.at].isspace():
            self.at += 1

    def _peek(self, token: str) -> bool:
        self._skip()
        return self.text.startswith(token, self.at, self._end)

    def _accept(self, token: str) -> bool:
        found = self._peek(token)
        self.at += len(token) if found else 0
        return found

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise self._fault(f"`{token}` is missing")

    def _fault(self, rule: str) -> SyntaxFault:
        return SyntaxFault("path", self.text, self.at, rule)
