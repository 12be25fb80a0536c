"""The functions of JSONata for numbers, times and random values."""
# ruff: noqa: N802 - the names are those of JSONata

from __future__ import annotations

from aslant.asl.expression import Expression
from aslant.asl.jsonata_functions.call import Array, Number, Text, call
from aslant.asl.unset import UNSET, Unset

__all__ = ["NumberFunctions"]


class NumberFunctions:
    """The functions for numbers, times and random values."""

    __slots__ = ()

    def number(self, value: Text | Number | bool) -> Expression:
        """Return the number that a string contains; 1 for true and 0 for false."""
        return call("number", "v", value)

    def abs(self, number: Number) -> Expression:
        """Return the absolute value."""
        return call("abs", "n", number)

    def ceil(self, number: Number) -> Expression:
        """Return the number rounded up to a whole one."""
        return call("ceil", "n", number)

    def floor(self, number: Number) -> Expression:
        """Return the number rounded down to a whole one."""
        return call("floor", "n", number)

    def round(self, number: Number, precision: Number | Unset = UNSET) -> Expression:
        """Return the number rounded to decimal places, half to even. A negative precision rounds to tens, hundreds…"""
        return call("round", "nn", number, precision)

    def power(self, base: Number, exponent: Number) -> Expression:
        """Return the base to the power of the exponent."""
        return call("power", "nn", base, exponent)

    def sqrt(self, number: Number) -> Expression:
        """Return the square root."""
        return call("sqrt", "n", number)

    def sum(self, numbers: Array | Number) -> Expression:
        """Return the sum of an array of numbers."""
        return call("sum", "N", numbers)

    def max(self, numbers: Array | Number) -> Expression:
        """Return the largest of an array of numbers; nothing if it is empty."""
        return call("max", "N", numbers)

    def min(self, numbers: Array | Number) -> Expression:
        """Return the smallest of an array of numbers; nothing if it is empty."""
        return call("min", "N", numbers)

    def average(self, numbers: Array | Number) -> Expression:
        """Return the mean of an array of numbers; nothing if it is empty."""
        return call("average", "N", numbers)

    def random(self, seed: Number | Unset = UNSET) -> Expression:
        """Return a random number from 0 to less than 1, always the same one for a seed."""
        return call("random", "n", seed)

    def uuid(self) -> Expression:
        """Return a random UUID, version 4."""
        return call("uuid", "")

    def range(self, first: Number, last: Number, step: Number) -> Expression:
        """Return the whole numbers from the first to the last one, in steps."""
        return call("range", "nnn", first, last, step)

    def now(self, picture: Text | Unset = UNSET, timezone: Text | Unset = UNSET) -> Expression:
        """Return the current time as an ISO 8601 string in UTC, or in the format of a picture."""
        return call("now", "ss", picture, timezone)

    def millis(self) -> Expression:
        """Return the milliseconds since 1970."""
        return call("millis", "")

    def toMillis(self, timestamp: Text, picture: Text | Unset = UNSET) -> Expression:
        """Return the milliseconds since 1970 of an ISO 8601 string, or of one in the format of a picture."""
        return call("toMillis", "ss", timestamp, picture)

    def fromMillis(
        self, milliseconds: Number, picture: Text | Unset = UNSET, timezone: Text | Unset = UNSET
    ) -> Expression:
        """Return the time of milliseconds since 1970 as an ISO 8601 string, or in the format of a picture."""
        return call("fromMillis", "nss", milliseconds, picture, timezone)
