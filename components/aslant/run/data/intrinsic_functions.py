"""The intrinsic functions (ASL specification, appendix B; developer guide, section 'Intrinsics')."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import random
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from aslant.grammar.intrinsics import HASHES, format_parts
from aslant.json_value import Json
from aslant.run.values import dumps, equal, loads, type_name

__all__ = ["FUNCTIONS", "Function", "FunctionError"]

Function: TypeAlias = Callable[..., Json]
"""A function of a source of randomness and of as many arguments as the grammar allows."""

_BLANKS = " \t\r\n"
_LONGEST_TEXT = 10_000
_LONGEST_RANGE = 1_000


class FunctionError(Exception):
    """An error of a function with invalid arguments."""


def _format(_: random.Random, template: Json, *values: Json) -> Json:
    parts = format_parts(_text(template))
    if parts.count(None) != len(values):
        raise FunctionError(f"the template has {parts.count(None)} places {{}} for {len(values)} arguments")
    rest = iter(values)
    return "".join(_shown(next(rest)) if part is None else part for part in parts)


def _shown(value: Json) -> str:
    """Return a value as in a formatted string: objects and arrays as Java prints maps and lists."""
    written: list[str] = []
    stack: list[Any] = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, _Mark):
            written.append(item.text)
        elif isinstance(item, str):
            written.append(item)
        elif isinstance(item, dict):
            pieces: list[Any] = [_Mark("{")]
            for number, (key, entry) in enumerate(item.items()):
                pieces += [_Mark(f"{', ' if number else ''}{key}="), entry]
            stack += reversed([*pieces, _Mark("}")])
        elif isinstance(item, list):
            pieces = [_Mark("[")]
            for number, entry in enumerate(item):
                pieces += [_Mark(", " if number else ""), entry]
            stack += reversed([*pieces, _Mark("]")])
        else:
            written.append(dumps(item))
    return "".join(written)


@dataclass(frozen=True, slots=True)
class _Mark:
    text: str


def _partition(_: random.Random, array: Json, length: Json) -> Json:
    step = _integer(length)
    if step < 1:
        raise FunctionError("the length of a chunk must be 1 or more")
    items = _array(array)
    return [items[at : at + step] for at in range(0, len(items), step)]


def _contains(_: random.Random, array: Json, value: Json) -> Json:
    return any(equal(item, value) for item in _array(array))


def _range(_: random.Random, first: Json, last: Json, step: Json) -> Json:
    start, end, stride = _integer(first), _integer(last), _integer(step)
    if stride == 0:
        raise FunctionError("the step cannot be 0")
    numbers = range(start, end + (1 if stride > 0 else -1), stride)
    if len(numbers) > _LONGEST_RANGE:
        raise FunctionError(f"the range cannot have more than {_LONGEST_RANGE} numbers")
    return list(numbers)


def _item(_: random.Random, array: Json, index: Json) -> Json:
    items, at = _array(array), _integer(index)
    if not 0 <= at < len(items):
        raise FunctionError(f"the index {at} is outside the array of {len(items)} items")
    return items[at]


def _unique(_: random.Random, array: Json) -> Json:
    kept: list[Json] = []
    scalars: set[tuple[str, Json]] = set()
    for item in _array(array):
        if isinstance(item, (dict, list)):
            if any(equal(item, other) for other in kept):
                continue
        elif (mark := (type_name(item), item)) in scalars:
            continue
        else:
            scalars.add(mark)
        kept.append(item)
    return kept


def _encode(_: random.Random, value: Json) -> Json:
    return base64.b64encode(_short(value).encode("utf-8", "surrogatepass")).decode("ascii")


def _decode(_: random.Random, value: Json) -> Json:
    try:
        return base64.b64decode(_short(value), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise FunctionError("the string is not Base64") from None


def _hash(_: random.Random, value: Json, algorithm: Json) -> Json:
    if algorithm not in HASHES:
        raise FunctionError(f"the algorithm must be one of {', '.join(HASHES)}")
    name = algorithm.replace("-", "").lower()
    text = value if isinstance(value, str) else dumps(value)
    return hashlib.new(name, _short(text).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _merge(_: random.Random, left: Json, right: Json, deep: Json) -> Json:
    if not isinstance(left, dict) or not isinstance(right, dict):
        raise FunctionError("only objects can be merged")
    if deep is not False:
        raise FunctionError("the third argument must be false, because Step Functions merges only shallowly")
    return {**left, **right}


def _to_json(_: random.Random, text: Json) -> Json:
    try:
        return loads(_text(text)) if _text(text).strip(_BLANKS) else None
    except ValueError:
        raise FunctionError("the string is not valid JSON") from None


def _random(source: random.Random, first: Json, end: Json, seed: Json = None) -> Json:
    low, high = _integer(first), _integer(end)
    if low >= high:
        raise FunctionError("the end must be greater than the start")
    return (source if seed is None else random.Random(_integer(seed))).randrange(low, high)  # noqa: S311


def _split(_: random.Random, text: Json, letters: Json) -> Json:
    if not _text(letters):
        return [_text(text)]
    return [part for part in re.split(f"[{re.escape(letters)}]", _text(text)) if part]


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise FunctionError(f"a string is needed, not {type_name(value)}")
    return value


def _short(value: Json) -> str:
    if len(_text(value)) > _LONGEST_TEXT:
        raise FunctionError(f"the string cannot be longer than {_LONGEST_TEXT} characters")
    return _text(value)


def _array(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise FunctionError(f"an array is needed, not {type_name(value)}")
    return value


def _integer(value: Json) -> int:
    """Return a number rounded half up, as on AWS."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FunctionError(f"a number is needed, not {type_name(value)}")
    return value if isinstance(value, int) else math.floor(value + 0.5)


FUNCTIONS: dict[str, Function] = {
    "States.Array": lambda _, *values: list(values),
    "States.ArrayContains": _contains,
    "States.ArrayGetItem": _item,
    "States.ArrayLength": lambda _, array: len(_array(array)),
    "States.ArrayPartition": _partition,
    "States.ArrayRange": _range,
    "States.ArrayUnique": _unique,
    "States.Base64Decode": _decode,
    "States.Base64Encode": _encode,
    "States.Format": _format,
    "States.Hash": _hash,
    "States.JsonMerge": _merge,
    "States.JsonToString": lambda _, value: dumps(value),
    "States.MathAdd": lambda _, left, right: _integer(left) + _integer(right),
    "States.MathRandom": _random,
    "States.StringSplit": _split,
    "States.StringToJson": _to_json,
    "States.UUID": lambda source: str(uuid.UUID(int=source.getrandbits(128), version=4)),
}
