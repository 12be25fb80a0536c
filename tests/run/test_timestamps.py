"""Timestamps are ISO 8601 with an offset."""

from __future__ import annotations

from fractions import Fraction

import pytest

from aslant.run.timestamps import format_timestamp, parse_timestamp


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2016-03-14T01:59:00Z", 1457920740),
        ("2016-03-14T01:59Z", 1457920740),
        ("2016-03-14T03:59:00+02:00", 1457920740),
        ("1970-01-01T00:00:00.000000001Z", Fraction(1, 10**9)),
        ("1969-12-31T23:59:59.5Z", Fraction(-1, 2)),
    ],
)
def test_a_timestamp_is_an_instant(text: str, instant: int | Fraction) -> None:
    assert parse_timestamp(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "2016-03-14 01:59:00Z",
        "2016-03-14T01:59:00",
        "2016-03-14t01:59:00z",
        "2016-13-14T01:59:00Z",
        "2016-03-14T25:59:00Z",
        "05-12-2016T21:29:29Z",
        "2016-03-14T01:59:00.1234567890Z",
        "2016-03-14T01:59:00+19:00",
        "٢016-03-14T01:59:00Z",
        "",
        None,
        5,
    ],
)
def test_anything_else_is_none(text: object) -> None:
    assert parse_timestamp(text) is None


def test_the_context_object_has_milliseconds() -> None:
    assert format_timestamp(1735689600.25) == "2025-01-01T00:00:00.250Z"
    assert format_timestamp(1735689599.9996) == "2025-01-01T00:00:00.000Z"
