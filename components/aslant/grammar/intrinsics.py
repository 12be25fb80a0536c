"""Parser of intrinsic functions: `States.Format('Hello {}', $.name)` (ASL specification, 'Intrinsic Functions')."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from aslant.errors import SyntaxFault, did_you_mean
from aslant.grammar import jsonpath
from aslant.grammar.arity import Arity
from aslant.grammar.jsonpath import JsonPath
from aslant.grammar.surrogates import refuse_surrogates

__all__ = [
    "FUNCTIONS",
    "HASHES",
    "Argument",
    "IntrinsicCall",
    "IntrinsicFunction",
    "Literal",
    "argument_faults",
    "count_faults",
    "format_parts",
    "is_call",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, a number, true, false or null. `written` is the source; for a string without quotes, with escapes."""

    value: str | int | float | bool | None
    written: str
    at: int


@dataclass(frozen=True, slots=True)
class IntrinsicCall:
    """A call: the function's name (`States.Format`), its arguments, its source and the position of the source."""

    name: str
    arguments: tuple[Argument, ...]
    text: str
    at: int

    @property
    def placeholders(self) -> int | None:
        """The number of placeholders `{}` in a `States.Format`; None without a literal template."""
        template = self.arguments[0] if self.name == "States.Format" and self.arguments else None
        if isinstance(template, Literal) and isinstance(template.value, str):
            return format_parts(template.written).count(None)
        return None


Argument: TypeAlias = Literal | JsonPath | IntrinsicCall
"""An argument of a call."""


@dataclass(frozen=True, slots=True)
class IntrinsicFunction:
    """The signature of a function.

    `kinds` has the type of each argument (`any` for every type); the last one is for all further arguments. `choices`
    has the allowed values of an argument, by its number from 0, if they are few.
    """

    arity: Arity
    kinds: tuple[str, ...] = ()
    choices: tuple[tuple[int, tuple[str | bool, ...]], ...] = ()

    def kind(self, number: int) -> str:
        """Return the type of an argument, by its number from 0."""
        return self.kinds[min(number, len(self.kinds) - 1)]


HASHES = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")

FUNCTIONS: dict[str, IntrinsicFunction] = {
    "States.Array": IntrinsicFunction(Arity(0, math.inf), ("any",)),
    "States.ArrayContains": IntrinsicFunction(Arity(2, 2), ("array", "any")),
    "States.ArrayGetItem": IntrinsicFunction(Arity(2, 2), ("array", "number")),
    "States.ArrayLength": IntrinsicFunction(Arity(1, 1), ("array",)),
    "States.ArrayPartition": IntrinsicFunction(Arity(2, 2), ("array", "number")),
    "States.ArrayRange": IntrinsicFunction(Arity(3, 3), ("number",)),
    "States.ArrayUnique": IntrinsicFunction(Arity(1, 1), ("array",)),
    "States.Base64Decode": IntrinsicFunction(Arity(1, 1), ("string",)),
    "States.Base64Encode": IntrinsicFunction(Arity(1, 1), ("string",)),
    "States.Format": IntrinsicFunction(Arity(1, math.inf), ("string", "any")),
    "States.Hash": IntrinsicFunction(Arity(2, 2), ("any", "string"), ((1, HASHES),)),
    "States.JsonMerge": IntrinsicFunction(Arity(3, 3), ("object", "object", "boolean"), ((2, (False,)),)),
    "States.JsonToString": IntrinsicFunction(Arity(1, 1), ("any",)),
    "States.MathAdd": IntrinsicFunction(Arity(2, 2), ("number",)),
    "States.MathRandom": IntrinsicFunction(Arity(2, 3), ("number",)),
    "States.StringSplit": IntrinsicFunction(Arity(2, 2), ("string",)),
    "States.StringToJson": IntrinsicFunction(Arity(1, 1), ("string",)),
    "States.UUID": IntrinsicFunction(Arity(0, 0)),
}
"""Every function that Step Functions has (developer guide, 'Intrinsic functions for JSONPath states'), by its name."""

_DEEPEST = 100
_CALL = re.compile(r"(States\.\w*)\s*\(")
_TEXT = re.compile(r"'((?:[^'\\]|\\['{}\\])*)(.?)", re.DOTALL)
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"(true|false|null)\b")
_WORDS = {"true": True, "false": False, "null": None}
_PATH_PIECE = re.compile(r"'[^']*'|\"[^\"]*\"|[^'\"\[\](),]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BLANK = re.compile(r"\s*")


@lru_cache(maxsize=4096)
def parse(text: str) -> IntrinsicCall:
    """Parse a call; spaces around it are ignored.

    Raises:
        SyntaxFault: It is not a call, contains a lone surrogate, or its function does not exist. If a path among the
            arguments is invalid, the fault is that of the path.
    """
    refuse_surrogates("intrinsic", text)
    reader = _Reader(text)
    reader.skip()
    call = reader.call()
    reader.skip()
    if reader.at != len(text):
        raise reader.fault("nothing may follow the closing parenthesis")
    return call


def is_call(text: str) -> bool:
    """Return whether a string is meant as a call, rather than as a path."""
    return text.lstrip().startswith("States.")


def count_faults(text: str) -> Iterator[SyntaxFault]:
    """Yield a fault for each wrong number of arguments or placeholders, and for each number that is too large.

    Step Functions finds these faults, and those of `argument_faults`, only when the call runs.

    Raises:
        SyntaxFault: The string is not a call.
    """
    for call in _calls(text):
        arity = FUNCTIONS[call.name].arity
        count = len(call.arguments)
        if not arity.allows(count):
            yield SyntaxFault("intrinsic", text, call.at, f"{call.name} takes {arity} arguments, not {count}")
        elif call.placeholders is not None and call.placeholders != count - 1:
            rule = f"the template has {call.placeholders} placeholders {{}} for {count - 1} arguments"
            yield SyntaxFault("intrinsic", text, call.at, rule)
        for argument in call.arguments:
            if isinstance(argument, Literal) and argument.value in (math.inf, -math.inf):
                yield SyntaxFault("intrinsic", text, argument.at, "the number is too large")


def argument_faults(text: str) -> Iterator[SyntaxFault]:
    """Yield the faults of `count_faults`, and one for each literal whose type or value its function refuses.

    Raises:
        SyntaxFault: The string is not a call.
    """
    yield from count_faults(text)
    for call in _calls(text):
        function = FUNCTIONS[call.name]
        choices = dict(function.choices)
        for number, argument in enumerate(call.arguments[: int(min(function.arity.most, len(call.arguments)))]):
            if not isinstance(argument, Literal):
                continue
            kind = function.kind(number)
            found = _kind(argument.value)
            allowed = choices.get(number)
            if kind not in ("any", found):
                rule = f"argument {number + 1} of {call.name} must be {_with_article(kind)}, not {_with_article(found)}"
                yield SyntaxFault("intrinsic", text, argument.at, rule)
            elif allowed is not None and argument.value not in allowed:
                listed = ", ".join(_written(choice) for choice in allowed)
                rule = f"argument {number + 1} of {call.name} must be {'one of ' * (len(allowed) > 1)}{listed}"
                yield SyntaxFault("intrinsic", text, argument.at, rule)


def _calls(text: str) -> Iterator[IntrinsicCall]:
    """Yield the call and the calls nested in it."""
    calls = [parse(text)]
    while calls:
        call = calls.pop()
        yield call
        calls += reversed([argument for argument in call.arguments if isinstance(argument, IntrinsicCall)])


def format_parts(template: str) -> list[str | None]:
    """Return the strings between the placeholders of a Format template, and None for each placeholder `{}`."""
    parts: list[str | None] = [""]
    at = 0
    while at < len(template):
        if template[at] == "\\" and template[at + 1 : at + 2] in ("'", "{", "}", "\\"):
            at += 1
        elif template.startswith("{}", at):
            parts += [None, ""]
            at += 2
            continue
        parts[-1] = (parts[-1] or "") + template[at]
        at += 1
    return parts


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._depth = 0

    def call(self) -> IntrinsicCall:
        begin = self.at
        match = _CALL.match(self.text, begin)
        if match is None:
            raise self.fault("an intrinsic function must be written as States.Name(argument, …)")
        name = match[1]
        if name not in FUNCTIONS:
            raise self.fault(f"the function {name} does not exist{did_you_mean(name, FUNCTIONS)}")
        self.at = match.end()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.fault(f"calls can be nested at most {_DEEPEST} deep")
        arguments = self._arguments()
        self._depth -= 1
        return IntrinsicCall(name, tuple(arguments), self.text[begin : self.at], begin)

    def _arguments(self) -> list[Argument]:
        arguments: list[Argument] = []
        self.skip()
        while not self.text.startswith(")", self.at):
            if arguments:
                if not self.text.startswith(",", self.at):
                    raise self.fault("`,` or a closing parenthesis is missing")
                self.at += 1
                self.skip()
            arguments.append(self._argument())
            self.skip()
        self.at += 1
        return arguments

    def _argument(self) -> Argument:
        begin = self.at
        if self.text.startswith("'", begin):
            return self._quoted()
        if self.text.startswith("$", begin):
            return self._path()
        if self.text.startswith("States.", begin):
            return self.call()
        number = _NUMBER.match(self.text, begin)
        if number is not None:
            value = float(number[0]) if set(number[0]) & set(".eE") else int(number[0])
            self.at = number.end()
            return Literal(value, number[0], begin)
        word = _WORD.match(self.text, begin)
        if word is None:
            raise self.fault(
                "an argument must be a string in single quotes, a number, true, false, null, a path or a call"
            )
        self.at = word.end()
        return Literal(_WORDS[word[1]], word[1], begin)

    def _quoted(self) -> Literal:
        begin = self.at
        match = _TEXT.match(self.text, begin)
        assert match is not None  # noqa: S101 - it begins with a quote
        if match[2] == "\\":
            self.at = match.end()
            raise self.fault(r"a backslash can only escape ' { } and \ ")
        if match[2] != "'":
            raise self.fault("the closing quote is missing")
        self.at = match.end()
        return Literal(_ESCAPE.sub(r"\1", match[1]), match[1], begin)

    def _path(self) -> JsonPath:
        begin = self.at
        depth = 0
        while self.at < len(self.text):
            piece = _PATH_PIECE.match(self.text, self.at)
            if piece is not None:
                self.at = piece.end()
                continue
            letter = self.text[self.at]
            if letter in "[(":
                depth += 1
            elif letter in "])" and depth:
                depth -= 1
            elif letter in ",)" and not depth:
                break
            self.at += 1
        return jsonpath.parse(self.text[begin : self.at].rstrip())

    def skip(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        self.at = self.at if blank is None else blank.end()

    def fault(self, rule: str) -> SyntaxFault:
        return SyntaxFault("intrinsic", self.text, self.at, rule)


def _kind(value: str | int | float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def _with_article(kind: str) -> str:
    return kind if kind == "null" else f"an {kind}" if kind[0] in "ao" else f"a {kind}"


def _written(value: str | bool) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).lower()
