"""The functions that Step Functions adds to JSONata (developer guide, 'JSONata functions provided by Step Functions').

Details that the guide does not document (rounding, empty results, error codes, the largest range) are as others
measured them on AWS.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any, TypeAlias

from aslant.json_value import Json
from aslant.run.execution import Session

__all__ = ["FUNCTIONS", "PARSE", "Function", "FunctionProblem", "MemoryExceeded", "here", "whole"]

Function: TypeAlias = Callable[..., Json]
"""A function of the arguments that its signature accepts. None is a missing argument or an empty result."""

_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_LONGEST_RANGE = 360_145
_LONG = 1 << 63


class _Here(threading.local):
    """The data of a thread that evaluates an expression."""

    session: Session
    """The execution."""


here = _Here()


class FunctionProblem(Exception):
    """An error of a function with invalid arguments, with JSONata's error code."""

    def __init__(self, message: str, code: str = "D3137") -> None:
        super().__init__(message)
        self.code = code


class MemoryExceeded(Exception):
    """A value of a function that is larger than Step Functions allows."""


def _partition(array: Json, size: float | None = None) -> Json:
    if array is None:
        return None
    array = array if isinstance(array, list) else [array]
    step = len(array) if size is None else int(size)
    if step < 0:
        raise FunctionProblem("Second argument must be zero or greater")
    return [array[at : at + step] for at in range(0, len(array), step)] if step and array else None


def _range(first: float | None, last: float | None, step: float | None = None) -> Json:
    if first is None or last is None or step is None:
        return None
    start, end, stride = int(first), int(last), int(step)
    if stride == 0:
        return None
    count = (end - start) // stride + 1
    if count > _LONGEST_RANGE:
        raise MemoryExceeded
    numbers = [start + index * stride for index in range(count)]
    return numbers if count > 1 else numbers[0] if numbers else None


def _hash(text: str | None, algorithm: str | None = None) -> Json:
    if text is None or algorithm is None:
        return None
    if algorithm not in _HASHES:
        raise FunctionProblem(f"Unsupported hash algorithm: {algorithm}")
    return hashlib.new(_HASHES[algorithm], text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _random(seed: float | None = None) -> Json:
    return here.session.random.random() if seed is None else _java_random(int(seed))


def _java_random(seed: int) -> float:
    """Return the first double of java.util.Random, which AWS uses: a 48-bit linear congruential generator."""
    state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)
    drawn = []
    for bits in (26, 27):
        state = (state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
        drawn.append(state >> (48 - bits))
    return float((drawn[0] << 27) + drawn[1]) / (1 << 53)


def _uuid() -> Json:
    return here.session.uuid()


def _parse(text: str | None = None) -> Json:
    """Return the parsed JSON as the only item of an array, because JSONata treats None as no result."""
    if text is None:
        return None
    try:
        return [_decode(text)]
    except (ValueError, RecursionError):
        raise FunctionProblem("Invalid JSON") from None


def whole(number: float) -> float:
    """Return a number as in Step Functions: an integer if it is whole and fits into a long, else a double."""
    if isinstance(number, float):
        return int(number) if number.is_integer() and -_LONG <= number < _LONG else number
    try:
        return number if -_LONG <= number < _LONG else float(number)
    except OverflowError:
        return number


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError
    return whole(number)


def _constant(text: str) -> Json:
    raise ValueError


_decode = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=lambda text: whole(int(text)) if len(text) < 20 else _number(text),
    parse_float=_number,
    parse_constant=_constant,
).decode


FUNCTIONS: dict[str, tuple[Function, str]] = {
    "hash": (_hash, "<ss?:s>"),
    "parse_item": (_parse, "<s?:a>"),
    "partition": (_partition, "<(abnos)n?:a>"),
    "random": (_random, "<n?:n>"),
    "range": (_range, "<nnn?:a>"),
    "uuid": (_uuid, "<:s>"),
}
"""The functions by name, each with its signature in JSONata's notation."""

PARSE = "$parse:=function($text)<s?:x>{$parse_item($text)[0]};"
"""The definition of `$parse` by `$parse_item`, which returns an array, because a Python function cannot return null."""
