"""Intrinsic functions in payload templates: `States.Format('Hello {}', $.name)`.

The grammar is that of the ASL specification (section 'Intrinsic Functions'); what each function does is in `functions`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from aslant.errors import DefinitionError, did_you_mean
from aslant.run.expression import Expression, compile_path
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.functions import FUNCTIONS, Function, FunctionError, format_parts
from aslant.run.path import NoResult
from aslant.run.values import Json, dumps

__all__ = ["compile_intrinsic"]

_CALL = re.compile(r"(States\.\w*)\s*\(")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_LITERAL = re.compile(r"(true|false|null)\b")
_LITERALS = {"true": True, "false": False, "null": None}
_DEEPEST = 100


def compile_intrinsic(text: str) -> Expression:
    """The function of an intrinsic's text; DefinitionError says what is wrong with it."""
    reader = _Reader(text)
    expression = reader.call()
    reader.skip()
    if reader.at != len(text):
        raise reader.fault("nothing may follow the closing parenthesis")
    return expression


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._depth = 0

    def call(self) -> Expression:
        begin = self.at
        match = _CALL.match(self.text, begin)
        if match is None:
            raise self.fault("an intrinsic is written States.Name(argument, …)")
        function = FUNCTIONS.get(match[1])
        if function is None:
            raise self.fault(f"there is no function {match[1]}{did_you_mean(match[1], FUNCTIONS)}")
        self.at = match.end()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.fault(f"calls may be nested {_DEEPEST} deep")
        arguments, template = self._arguments()
        self._depth -= 1
        if not function.least <= len(arguments) <= function.most:
            raise self.fault(f"{match[1]} takes {function.counts} arguments, not {len(arguments)}")
        if match[1] == "States.Format" and template is not None:
            places = sum(part is None for part in format_parts(template))
            if places != len(arguments) - 1:
                raise self.fault(f"the text has {places} places {{}} for {len(arguments) - 1} arguments")
            # The text's own escapes are Format's: \{ is a brace there, and {} a place.
            arguments[0] = _constant(template)
        return _invocation(self.text[begin : self.at], function, arguments)

    def _arguments(self) -> tuple[list[Expression], str | None]:
        """The arguments, and the first one as written where it is a text."""
        arguments: list[Expression] = []
        template: str | None = None
        self.skip()
        while not self.text.startswith(")", self.at):
            if arguments:
                self._expect(",")
                self.skip()
            if self.text.startswith("'", self.at):
                raw = self._quoted()
                template = raw if not arguments else template
                arguments.append(_constant(re.sub(r"\\(.)", r"\1", raw, flags=re.DOTALL)))
            else:
                arguments.append(self._argument())
            self.skip()
        self.at += 1
        return arguments, template

    def _argument(self) -> Expression:
        if self.text.startswith("$", self.at):
            return self._path()
        if self.text.startswith("States.", self.at):
            return self.call()
        number = _NUMBER.match(self.text, self.at)
        if number is not None:
            self.at = number.end()
            return _constant(float(number[0]) if set(number[0]) & set(".eE") else int(number[0]))
        literal = _LITERAL.match(self.text, self.at)
        if literal is None:
            raise self.fault("an argument is a text in single quotes, a number, true, false, null, a path or a call")
        self.at = literal.end()
        return _constant(_LITERALS[literal[1]])

    def _path(self) -> Expression:
        begin = self.at
        depth = 0
        quote = ""
        while self.at < len(self.text):
            letter = self.text[self.at]
            if quote:
                quote = "" if letter == quote else quote
            elif letter in "'\"":
                quote = letter
            elif letter in "[(":
                depth += 1
            elif letter in "])" and depth:
                depth -= 1
            elif letter in ",)" and not depth:
                break
            self.at += 1
        text = self.text[begin : self.at].rstrip()
        select = compile_path(text)
        whole = self.text

        def argument(data: Json, fiber: Fiber) -> Json:
            try:
                return select(data, fiber)
            except NoResult:
                raise EvaluationFailure(
                    f"The function '{whole.strip()}' had the following error: The JsonPath argument for the field "
                    f"'{text}' could not be found in the input '{dumps(data)}'"
                ) from None

        return argument

    def _quoted(self) -> str:
        begin = self.at + 1
        at = begin
        while at < len(self.text) and self.text[at] != "'":
            if self.text[at] == "\\":
                at += 1
                if self.text[at : at + 1] not in ("'", "{", "}", "\\"):
                    self.at = at
                    raise self.fault(r"a backslash stands only before ' { } and \ ")
            at += 1
        if at >= len(self.text):
            raise self.fault("the quote is never closed")
        self.at = at + 1
        return self.text[begin:at]

    def skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _expect(self, token: str) -> None:
        if not self.text.startswith(token, self.at):
            raise self.fault(f"`{token}` or the closing parenthesis is missing")
        self.at += len(token)

    def fault(self, rule: str) -> DefinitionError:
        return DefinitionError(f"the intrinsic {self.text!r} is wrong at character {self.at + 1}: {rule}")


def _constant(value: Json) -> Expression:
    return lambda data, fiber: value


def _invocation(text: str, function: Function, arguments: list[Callable[[Json, Fiber], Json]]) -> Expression:
    def invoke(data: Json, fiber: Fiber) -> Json:
        values = [argument(data, fiber) for argument in arguments]
        try:
            return function.call(fiber.session.random, *values)
        except FunctionError as problem:
            raise EvaluationFailure(
                f"The function '{text}' had the following error: {problem}", "States.IntrinsicFailure"
            ) from None

    return invoke
