"""The conditions in a JSONPath: `[?(@.price < 10 && @.kind in ['book', 'map'])]`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from aslant.errors import DefinitionError
from aslant.run.values import Json, equal

__all__ = ["Filter", "FilterReader"]

Filter: TypeAlias = Callable[[Json, Json], bool]
"""Whether a condition holds for a value (`@`) of a document (`$`)."""

_Operand: TypeAlias = Callable[[Json, Json], Json]

_MISSING = object()
_DEEPEST = 100
_OPERATOR = re.compile(r"==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|size|empty|contains)\b")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[^\s()\[\]'\",!=<>&|]+")
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*)/([a-z]*)")
_LITERALS = {"true": True, "false": False, "null": None}


class FilterReader:
    """Reads one condition out of the text of a path; `at` is the position reached."""

    def __init__(self, text: str, at: int) -> None:
        """Start at the parenthesis that opens the condition."""
        self.text = text
        self.at = at
        self._depth = 0

    def filter(self) -> Filter:
        """The condition, with its parentheses."""
        self._expect("(")
        condition = self._either()
        self._expect(")")
        return condition

    def _either(self) -> Filter:
        terms = [self._both()]
        while self._took("||"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else lambda item, root: any(term(item, root) for term in terms)

    def _both(self) -> Filter:
        terms = [self._one()]
        while self._took("&&"):
            terms.append(self._one())
        return terms[0] if len(terms) == 1 else lambda item, root: all(term(item, root) for term in terms)

    def _one(self) -> Filter:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._fault(f"a condition may be nested {_DEEPEST} deep")
        try:
            if self._took("!"):
                negated = self._one()
                return lambda item, root: not negated(item, root)
            if self._peek("("):
                return self.filter()
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Filter:
        left = self._operand()
        self._skip()
        match = _OPERATOR.match(self.text, self.at)
        if match is None:
            return lambda item, root: left(item, root) is not _MISSING
        self.at = match.end()
        if match[0] == "=~":
            pattern = self._regex()
            return lambda item, root: _matches(pattern, left(item, root))
        compare = _COMPARE[match[0]]
        right = self._operand()
        return lambda item, root: compare(left(item, root), right(item, root))

    def _operand(self) -> _Operand:
        self._skip()
        if self._peek("@") or self._peek("$"):
            return self._path()
        if self._peek("["):
            return self._list()
        if self._peek("'") or self._peek('"'):
            return _constant(self._string())
        number = _NUMBER.match(self.text, self.at)
        if number is not None:
            self.at = number.end()
            return _constant(float(number[0]) if set(number[0]) & set(".eE") else int(number[0]))
        word = _WORD.match(self.text, self.at)
        if word is None:
            raise self._fault("a value is missing: `@.name`, a string, a number, true, false or null")
        self.at = word.end()
        # A bare word is its own text: published machines write [?(@.Name==Receipt)].
        return _constant(_LITERALS.get(word[0], word[0]))

    def _path(self) -> _Operand:
        from aslant.run.path import Path  # a path holds filters, and a filter holds paths

        begin = self.at
        at = begin + 1
        while at < len(self.text):
            letter = self.text[at]
            if letter == "[":
                at = self._behind_bracket(at)
            elif letter.isspace() or letter in "()!=<>&|,]":
                break
            else:
                at += 1
        self.at = at
        path = Path("$" + self.text[begin + 1 : at])
        from_root = self.text[begin] == "$"
        return lambda item, root: path.find(root if from_root else item, _MISSING)

    def _behind_bracket(self, at: int) -> int:
        depth = 0
        quote = ""
        for position in range(at, len(self.text)):
            letter = self.text[position]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "'\"":
                quote = letter
            elif letter in "[]":
                depth += 1 if letter == "[" else -1
                if depth == 0:
                    return position + 1
        raise self._fault("the bracket is not closed")

    def _list(self) -> _Operand:
        self._expect("[")
        entries: list[_Operand] = []
        while not self._took("]"):
            if entries:
                self._expect(",")
            entries.append(self._operand())
        return lambda item, root: [entry(item, root) for entry in entries]

    def _string(self) -> str:
        quote = self.text[self.at]
        letters: list[str] = []
        at = self.at + 1
        while at < len(self.text) and self.text[at] != quote:
            at += self.text[at] == "\\" and at + 1 < len(self.text)
            letters.append(self.text[at])
            at += 1
        if at >= len(self.text):
            raise self._fault("the quote is never closed")
        self.at = at + 1
        return "".join(letters)

    def _regex(self) -> re.Pattern[str]:
        self._skip()
        match = _REGEX.match(self.text, self.at)
        if match is None:
            raise self._fault("`=~` is followed by a regular expression such as /a.*/i")
        try:
            pattern = re.compile(match[1], re.IGNORECASE if "i" in match[2] else 0)
        except re.error as problem:
            raise self._fault(f"the regular expression is wrong ({problem})") from None
        self.at = match.end()
        return pattern

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _peek(self, token: str) -> bool:
        self._skip()
        return self.text.startswith(token, self.at)

    def _took(self, token: str) -> bool:
        found = self._peek(token)
        self.at += len(token) if found else 0
        return found

    def _expect(self, token: str) -> None:
        if not self._took(token):
            raise self._fault(f"`{token}` is missing")

    def _fault(self, rule: str) -> DefinitionError:
        return DefinitionError(f"the path {self.text!r} is wrong at character {self.at + 1}: {rule}")


def _constant(value: Json) -> _Operand:
    return lambda item, root: value


def _matches(pattern: re.Pattern[str], value: Json) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _ordered(test: Callable[[Json, Json], bool]) -> Callable[[Json, Json], bool]:
    def compare(left: Json, right: Json) -> bool:
        numbers = all(isinstance(side, (int, float)) and not isinstance(side, bool) for side in (left, right))
        return (numbers or (isinstance(left, str) and isinstance(right, str))) and test(left, right)

    return compare


def _same(left: Json, right: Json) -> bool:
    if left is _MISSING or right is _MISSING:
        return left is right
    return equal(left, right)


def _within(left: Json, right: Json) -> bool:
    return isinstance(right, list) and any(_same(left, entry) for entry in right)


def _overlap(left: Json, right: Json) -> list[bool]:
    """For each entry of the left list, whether it is in the right one."""
    return [_within(entry, right) for entry in left] if isinstance(left, list) else []


_COMPARE: dict[str, Callable[[Json, Json], bool]] = {
    "==": _same,
    "!=": lambda left, right: not _same(left, right),
    "<": _ordered(lambda left, right: bool(left < right)),
    "<=": _ordered(lambda left, right: bool(left <= right)),
    ">": _ordered(lambda left, right: bool(left > right)),
    ">=": _ordered(lambda left, right: bool(left >= right)),
    "in": _within,
    "nin": lambda left, right: not _within(left, right),
    "subsetof": lambda left, right: isinstance(left, list) and all(_overlap(left, right)),
    "anyof": lambda left, right: any(_overlap(left, right)),
    "noneof": lambda left, right: isinstance(left, list) and not any(_overlap(left, right)),
    "size": lambda left, right: isinstance(left, (list, str)) and len(left) == right,
    "empty": lambda left, right: isinstance(left, (list, str, dict)) and (not left) is right,
    "contains": lambda left, right: (
        _within(right, left) or (isinstance(left, str) and isinstance(right, str) and right in left)
    ),
}
