"""Schedule expressions, and the instants that follow from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aslant.local.events.schedule_expression import ScheduleError, parse_schedule

NOW = datetime(2026, 11, 25, tzinfo=UTC).timestamp()  # a Wednesday


def following(expression: str, zone: str | None, count: int = 1, since: float = NOW) -> list[str]:
    schedule = parse_schedule(expression, zone)
    found: list[str] = []
    instant: float | None = since
    while len(found) < count and instant is not None:
        instant = schedule.after(instant, since)
        if instant is not None:
            found.append(datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("expression", "zone", "instants"),
    [
        ("rate(5 minutes)", None, ["2026-11-25 00:05", "2026-11-25 00:10"]),
        ("rate(1 day)", None, ["2026-11-26 00:00", "2026-11-27 00:00"]),
        ("cron(0 12 * * ? *)", None, ["2026-11-25 12:00", "2026-11-26 12:00"]),
        ("cron(0 12 * * ? *)", "Europe/Berlin", ["2026-11-25 11:00", "2026-11-26 11:00"]),
        ("cron(15 10 ? * 6L 2027-2028)", None, ["2027-01-29 10:15", "2027-02-26 10:15"]),
        ("cron(0/30 8-9 ? * MON-FRI *)", None, ["2026-11-25 08:00", "2026-11-25 08:30"]),
        ("cron(0 0 ? * FRI-MON *)", None, ["2026-11-27 00:00", "2026-11-28 00:00", "2026-11-29 00:00"]),
        ("cron(0 8 L * ? *)", None, ["2026-11-30 08:00", "2026-12-31 08:00"]),
        ("cron(0 8 1W * ? *)", None, ["2026-12-01 08:00", "2027-01-01 08:00", "2027-02-01 08:00", "2027-03-01 08:00"]),
        ("cron(0 8 15W AUG ? 2027)", None, ["2027-08-16 08:00"]),
        ("cron(0 8 LW 1 ? 2027)", None, ["2027-01-29 08:00"]),
        ("cron(0 8 ? * 3#5 *)", None, ["2026-12-29 08:00", "2027-03-30 08:00"]),
        ("cron(0 0 29 2 ? *)", None, ["2028-02-29 00:00", "2032-02-29 00:00"]),
        ("cron(0,20 1 25,26 11,12 ? 2026)", None, ["2026-11-25 01:00", "2026-11-25 01:20", "2026-11-26 01:00"]),
        ("cron(0 0 31 2 ? *)", None, []),
        ("cron(0 0 1 1 ? 2025)", None, []),
        ("at(2026-12-24T18:00:00)", "America/New_York", ["2026-12-24 23:00"]),
        ("at(2026-01-01T00:00:00)", None, []),
    ],
)
def test_the_instants_of_a_schedule(expression: str, zone: str | None, instants: list[str]) -> None:
    assert following(expression, zone, max(1, len(instants))) == instants


def test_the_clocks_change() -> None:
    march = datetime(2027, 3, 27, 12, tzinfo=UTC).timestamp()  # the day before 2:30 does not exist in Berlin
    assert following("cron(30 2 * * ? *)", "Europe/Berlin", 1, march) == ["2027-03-29 00:30"]
    october = datetime(2027, 10, 30, 12, tzinfo=UTC).timestamp()  # the day before 2:30 comes twice
    assert following("cron(30 2 * * ? *)", "Europe/Berlin", 2, october) == ["2027-10-31 00:30", "2027-11-01 01:30"]


@pytest.mark.parametrize(
    ("expression", "zone", "message"),
    [
        ("rate(0 minutes)", None, "'rate(0 minutes)' must have a number of at least 1"),
        ("rate(2 minute)", None, "'rate(2 minute)' must have a number of at least 1, and a unit in the right number"),
        ("rate(1.5 hours)", None, "'rate(1.5 hours)' is not a schedule expression. Write it like rate(5 minutes)"),
        ("cron(0 12 * * ?)", None, "'cron(0 12 * * ?)' must have six fields"),
        ("cron(0 12 * * * *)", None, "'cron(0 12 * * * *)' must have ? as the day of the month or as the day of the"),
        ("cron(60 1 * * ? *)", None, "'cron(60 1 * * ? *)' is not a valid cron expression: '60' is not between 0 and"),
        ("cron(0 1 ? * XYZ *)", None, "'cron(0 1 ? * XYZ *)' is not a valid cron expression: 'XYZ' is not a number or"),
        ("cron(0/0 1 ? * 1 *)", None, "'cron(0/0 1 ? * 1 *)' is not a valid cron expression: '0/0' must have a step"),
        ("at(2026-13-01T00:00:00)", None, "'at(2026-13-01T00:00:00)' is not a date and time: month must be in 1..12."),
        ("rate(1 day)", "Mars", "'Mars' is not the name of a time zone"),
        ("rate(1 day)", "../../etc/passwd", "'../../etc/passwd' is not the name of a time zone"),
    ],
)
def test_an_invalid_expression_is_refused(expression: str, zone: str | None, message: str) -> None:
    with pytest.raises(ScheduleError) as refused:
        parse_schedule(expression, zone)
    assert str(refused.value).startswith(message)
