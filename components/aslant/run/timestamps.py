"""Timestamps as Step Functions reads and writes them: ISO 8601 with an offset, such as 2025-01-01T00:00:00Z."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

__all__ = ["format_timestamp", "parse_timestamp"]

_PATTERN = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_timestamp(text: object) -> Fraction | None:
    """Return the instant in epoch seconds, exact to the nanosecond; None for a value that is not a timestamp."""
    match = _PATTERN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    zone = UTC
    if offset != "Z":
        distance = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
        if distance > timedelta(hours=18):
            return None
        zone = timezone(distance if offset[0] == "+" else -distance)
    try:
        whole = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
    except ValueError:
        return None
    distance = whole - _EPOCH
    seconds = Fraction(distance.days * 86_400 + distance.seconds)
    return seconds + Fraction(int(fraction), 10 ** len(fraction)) if fraction else seconds


def format_timestamp(instant: float) -> str:
    """Return an instant in epoch seconds in the format of the context object: UTC, to the millisecond."""
    milliseconds = round(instant * 1000)
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"
