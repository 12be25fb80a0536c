"""The short labels of a drawing: a note under a state's name, and the conditions along the arrows.

Each label is short, on one line and safe for any JSON. Values of the wrong type, and values known only at deployment,
appear as `…`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from aslant.asl.condition import SYMBOLS
from aslant.json_value import Json
from aslant.walk import is_distributed

__all__ = ["condition_label", "error_label", "note", "shown"]

WIDTH: Final = 60
"""Maximum number of characters of a label."""

_OPERATORS: Final = {**SYMBOLS, "Matches": "matches"}
_COMPARISON: Final = re.compile(f"(?:String|Numeric|Timestamp|Boolean)({'|'.join(_OPERATORS)})(Path)?")
_TESTS: Final = {
    "IsNull": "null",
    "IsPresent": "present",
    "IsNumeric": "a number",
    "IsString": "a string",
    "IsBoolean": "a boolean",
    "IsTimestamp": "a timestamp",
}
_JOINERS: Final = "\u200c\u200d"  # in some scripts they combine several characters into one
_DETAIL_FIELDS: Final = {"Wait": ("SecondsPath", "Timestamp", "TimestampPath"), "Fail": ("Error", "ErrorPath")}
_INPUT: Final = re.compile(r"\$states\.input\.(?=[A-Za-z_`])")
_SERVICE: Final = re.compile(r"arn:[^:]*:states:[^:]*:[^:]*:(.+)")
_FUNCTION: Final = re.compile(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:(.+)")
_SYMBOL: Final = re.compile(r"\$\{([^{}]+)\}")


def shown(text: Json, width: int = WIDTH) -> str:
    """Return text on one line, cut off if it is too long: `shown("a  long\\nname", 8)` is `a long …`."""
    if type(text) is not str:
        return _literal(text)
    plain = (char if char.isprintable() or char in _JOINERS else " " for char in text[: 8 * width])
    line = " ".join("".join(plain).split())
    if len(line) <= width and len(text) <= 8 * width:
        return line
    return f"{line[: width - 1]}…"


def condition_label(rule: Mapping[str, Any]) -> str:
    """Return the condition of a Choice rule: `total > 100`, `not (a is true and b is true)`, or bare JSONata.

    (ASL specification, "Choice State": data test expressions.)
    """
    if "Condition" in rule:
        condition = rule["Condition"]
        if type(condition) is bool:
            return "always" if condition else "never"
        return shown(_expression(condition))
    parts: list[str] = []
    length = 0
    stack: list[str | Mapping[str, Any]] = [rule]
    while stack and length <= WIDTH:  # the rest would be cut off anyway
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            length += len(item)
        else:
            stack.extend(reversed(_expanded(item)))
    return shown("".join(parts))


def error_label(catcher: Mapping[str, Any]) -> str:
    """Return the errors that a catcher handles: `States.Timeout, Pizza.Burnt`."""
    names = catcher.get("ErrorEquals")
    return shown(", ".join(_text(name) for name in names[:WIDTH])) if isinstance(names, list) else "…"


def note(state: Mapping[str, Any]) -> str:
    """Return a short note on a state: what a Task calls, how long a Wait waits, the number of retries (`↻ 3`)."""
    words = shown(_detail(state)), _retry_label(state.get("Retry"))
    return " ".join(filter(None, words))


def _detail(state: Mapping[str, Any]) -> str:
    kind = _text(state.get("Type"))
    if kind == "Task":
        return _resource_label(state["Resource"]) if "Resource" in state else ""
    if kind == "Wait" and "Seconds" in state:
        seconds = state["Seconds"]
        return _expression(seconds) if type(seconds) is str else f"{_literal(seconds)} s"
    if kind == "Map":
        return "each item, distributed" if is_distributed(state) else "each item"
    return next((_expression(state[key]) for key in _DETAIL_FIELDS.get(kind, ()) if key in state), "")


def _resource_label(resource: Json) -> str:
    text = _text(resource)
    matches = (pattern.fullmatch(text) for pattern in (_SERVICE, _FUNCTION, _SYMBOL))
    return next((match[1] for match in matches if match), text)


def _retry_label(retry: Json) -> str:
    attempts = [_attempts(retrier) for retrier in retry if isinstance(retrier, dict)] if isinstance(retry, list) else []
    most = max(attempts, default=0)
    return f"↻\N{NO-BREAK SPACE}{most}" if most > 0 else ""


def _attempts(retrier: Mapping[str, Any]) -> int:
    attempts = retrier.get("MaxAttempts", 3)  # the default of AWS (ASL specification, "Retrying after error")
    return attempts if type(attempts) is int else 0


def _expanded(condition: Mapping[str, Any]) -> list[str | Mapping[str, Any]]:
    """Return a condition as text and smaller conditions."""
    for word in ("And", "Or"):
        if isinstance(condition.get(word), list):
            return _joined(f" {word.lower()} ", [item for item in condition[word] if isinstance(item, dict)])
    if isinstance(condition.get("Not"), dict):
        negated = _comparison_text(condition["Not"], negated=True)
        return [negated] if negated else ["not (", condition["Not"], ")"]
    return [_comparison_text(condition) or "…"]


def _joined(word: str, conditions: list[dict[str, Any]]) -> list[str | Mapping[str, Any]]:
    parts: list[str | Mapping[str, Any]] = []
    for condition in conditions:
        compound = len(conditions) > 1 and ("And" in condition or "Or" in condition)
        parts += [word, "(", condition, ")"] if compound else [word, condition]
    return parts[1:]


def _comparison_text(condition: Mapping[str, Any], *, negated: bool = False) -> str:
    """Return a comparison in words. Empty if it is not one, or if there are no words for its negation."""
    subject = _path(condition.get("Variable"))
    for key, operand in condition.items():
        if key in _TESTS:
            holds = operand is not False
            return f"{subject} is {'' if holds != negated else 'not '}{_TESTS[key]}"
        if key == "BooleanEquals":
            return f"{subject} is {'not ' if negated else ''}{_literal(operand)}"
        match = _COMPARISON.fullmatch(key)
        if match:
            operator = _OPERATORS[match[1]]
            if negated:
                if operator != "==":
                    return ""
                operator = "!="
            bare = match[2] or key.startswith("Timestamp")
            return f"{subject} {operator} {_path(operand) if bare else _literal(operand)}"
    return ""


def _expression(value: Json) -> str:
    """Return JSONata without `{% %}` and with names as short as possible. Any other string is a path or text."""
    text = _text(value).strip()
    if text.startswith("{%") and text.endswith("%}"):
        return _INPUT.sub("", text[2:-2])
    return _path(text)


def _path(path: Json) -> str:
    text = _text(path)
    return text[2:] if text.startswith("$.") and len(text) > 2 else text


def _text(value: Json) -> str:
    return value if type(value) is str else _literal(value)


def _literal(value: Json) -> str:
    kind = type(value)
    if kind is str:
        return f"'{shown(value)}'"
    if kind is bool:
        return "true" if value else "false"
    if kind is int or kind is float:
        return repr(value)
    return "null" if value is None else "…"
