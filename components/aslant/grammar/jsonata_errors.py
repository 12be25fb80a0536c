"""JSONata's error codes, each with our rule and with the message that Step Functions reports."""

from __future__ import annotations

import json
from typing import NamedTuple

from aslant.errors import SyntaxFault

__all__ = ["expression_fault"]


class _Fault(NamedTuple):
    rule: str
    reported: str = ""


_FAULTS = {
    "S0101": _Fault(
        "the closing quote of the string is missing", "String literal must be terminated by a matching quote"
    ),
    "S0102": _Fault("the number is too large", "Number out of range: {token}"),
    "S0103": _Fault(r"a string cannot have the escape `\{value}`", r'Unsupported escape sequence: \"{value}"'),
    "S0104": _Fault(
        r"the escape `\u` must be followed by four hexadecimal digits",
        r"The escape sequence \u must be followed by 4 hex digits",
    ),
    "S0105": _Fault(
        "the closing backtick of the name is missing", "Quoted property name must be terminated with a backquote (`)"
    ),
    "S0106": _Fault("the closing */ of the comment is missing", "Comment has no closing tag"),
    "S0201": _Fault("an operator is missing before {shown}", "Syntax error: {token}"),
    "S0202": _Fault("`{value}` is missing before {shown}", 'Expected "{value}", got {token}'),
    "S0203": _Fault("`{value}` is missing at the end of the expression", 'Expected "{value}" before end of expression'),
    "S0204": _Fault(
        "the operator {shown} does not exist. Use !=, ~> or the function $not.", "Unknown operator: {token}"
    ),
    "S0207": _Fault("the expression ends where a value is needed", "Unexpected end of expression"),
    "S0208": _Fault(
        "a parameter must be a variable such as $x",
        "Parameter {value} of function definition must be a variable name (start with $)",
    ),
    "S0209": _Fault(
        "a predicate cannot follow a grouping", "A predicate cannot follow a grouping expression in a step"
    ),
    "S0210": _Fault("a path can have only one grouping", "Each step can only have one grouping expression"),
    "S0211": _Fault("a value is needed here, not {shown}", "The symbol {token} cannot be used as a unary operator"),
    "S0212": _Fault(
        "the left side of := must be a variable such as $x",
        "The left side of := must be a variable name (start with $)",
    ),
    "S0213": _Fault(
        "a number, true, false or null cannot be a step of a path",
        "The literal value {value} cannot be used as a step within a path expression",
    ),
    "S0214": _Fault(
        "`{value}` must be followed by a variable such as $x",
        'The right side of "{value}" must be a variable name (start with $)',
    ),
    "S0215": _Fault(
        "`@` must come before the predicates of a step",
        "A context variable binding must precede any predicates on a step",
    ),
    "S0216": _Fault(
        "`@` must come before the order of a step",
        "A context variable binding must precede the 'order-by' clause on a step",
    ),
    "S0301": _Fault("a regular expression cannot be empty", "Empty regular expressions are not allowed"),
    "S0302": _Fault("the closing slash of the regular expression is missing", "No terminating / in regular expression"),
    "S0401": _Fault(
        "in a signature only an array (a) and a function (f) can have a type parameter",
        "Type parameters can only be applied to functions and arrays",
    ),
    "S0402": _Fault(
        "in a signature a choice of types cannot have a type parameter",
        "Choice groups containing parameterized types are not supported",
    ),
    "flags": _Fault("a regular expression can have only the flags i and m, each once"),
    "depth": _Fault("an expression can be nested at most {value} deep"),
}
_SHOWN = 30


def expression_fault(code: str, text: str, at: int, written: str = "", value: object = "") -> SyntaxFault:
    """Return the fault of an error code.

    `written` is the source at the fault's position. `value` is a further detail that the code's rule has, such as a
    missing symbol or a number.
    """
    shown = f"`{written}`" if len(written) <= _SHOWN else f"`{written[:_SHOWN]}…`"
    fault = _FAULTS[code]
    rule = fault.rule.format(shown=shown, value=value)
    return SyntaxFault("expression", text, at, rule, fault.reported.format(token=_token(written), value=value))


def _token(written: str) -> str:
    """Return the value of a token as JSON, as the reference implementation shows it."""
    if written in ("true", "false", "null"):
        return written
    if written[:1].isdecimal():
        number = float(written)
        return str(int(number)) if number.is_integer() else repr(number)
    if written[:1] in ("'", '"', "`"):
        written = written[1:].removesuffix(written[0])
    return json.dumps(written.removeprefix("$"), ensure_ascii=False)
