"""Intrinsic functions in payload templates: `States.Format('Hello {}', $.name)`.

The syntax is in `aslant.grammar.intrinsics`, and the functions are in `aslant.run.data.intrinsic_functions`.
"""

from __future__ import annotations

from aslant.grammar import intrinsics
from aslant.grammar.intrinsics import Argument, IntrinsicCall, Literal
from aslant.grammar.jsonpath import JsonPath
from aslant.json_value import Json
from aslant.run.data.expression import Expression, compile_path
from aslant.run.data.intrinsic_functions import FUNCTIONS, FunctionError
from aslant.run.data.path import NoResult
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.values import dumps

__all__ = ["compile_intrinsic"]


def compile_intrinsic(text: str) -> Expression:
    """Compile an intrinsic function call, and raise SyntaxFault for an invalid one."""
    call = intrinsics.parse(text)
    for fault in intrinsics.count_faults(text):
        raise fault
    return _call(call, text)


def _call(call: IntrinsicCall, text: str) -> Expression:
    function = FUNCTIONS[call.name]
    arguments = [_argument(argument, text) for argument in call.arguments]
    template = call.arguments[0] if call.placeholders is not None else None
    if isinstance(template, Literal):
        # Format has its own escapes: \\{ is a brace there, and {} a place.
        arguments[0] = _constant(template.written)

    def invoke(data: Json, fiber: Fiber) -> Json:
        values = [argument(data, fiber) for argument in arguments]
        try:
            return function(fiber.session.random, *values)
        except FunctionError as problem:
            raise EvaluationFailure(
                f"The function '{call.text}' had the following error: {problem}", "States.IntrinsicFailure"
            ) from None

    return invoke


def _argument(argument: Argument, text: str) -> Expression:
    if isinstance(argument, Literal):
        return _constant(argument.value)
    return _call(argument, text) if isinstance(argument, IntrinsicCall) else _path(argument, text)


def _constant(value: Json) -> Expression:
    return lambda data, fiber: value


def _path(path: JsonPath, text: str) -> Expression:
    select = compile_path(path)

    def argument(data: Json, fiber: Fiber) -> Json:
        try:
            return select(data, fiber)
        except NoResult:
            raise EvaluationFailure(
                f"The function '{text.strip()}' had the following error: The JsonPath argument for the field "
                f"'{path.text}' could not be found in the input '{dumps(data)}'"
            ) from None

    return argument
