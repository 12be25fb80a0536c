"""Schedule expressions: `rate(5 minutes)`, `cron(0 12 * * ? *)` and `at(2026-12-24T18:00:00)`.

EventBridge user guide, "Setting a schedule pattern for scheduled rules", and EventBridge Scheduler user guide,
"Schedule types". The second accepts `at` and a time zone as well.
"""

from __future__ import annotations

import calendar
import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

__all__ = ["Schedule", "ScheduleError", "parse_schedule", "read_zone"]

RATE = re.compile(r"rate\((\d{1,9}) (minutes?|hours?|days?)\)")
AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
CRON = re.compile(r"cron\(([^()]*)\)")
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}
MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
DAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
"""The numbers of weekdays, which start with 1 for Sunday."""

FIRST_YEAR, LAST_YEAR = 1970, 2199


class ScheduleError(ValueError):
    """Raised when an expression is not valid. The message is a complete sentence."""


class Schedule:
    """A schedule, whose instants are epoch seconds."""

    once = False
    """Whether there is at most one instant."""

    def after(self, instant: float, start: float) -> float | None:
        """Return the first instant after another one, or None; rates count from `start`."""
        raise NotImplementedError


@dataclasses.dataclass(frozen=True, slots=True)
class _Rate(Schedule):
    seconds: int

    def after(self, instant: float, start: float) -> float | None:
        if instant < start:
            return start
        return start + (int((instant - start) // self.seconds) + 1) * self.seconds


@dataclasses.dataclass(frozen=True, slots=True)
class _At(Schedule):
    instant: float
    once = True

    def after(self, instant: float, start: float) -> float | None:
        return self.instant if self.instant > instant else None


@dataclasses.dataclass(frozen=True, slots=True)
class _Cron(Schedule):
    minutes: frozenset[int]
    hours: frozenset[int]
    months: frozenset[int]
    years: frozenset[int]
    days: str
    weekdays: str
    zone: tzinfo

    def after(self, instant: float, start: float) -> float | None:
        """Return the next instant. A local time that the clocks skip is skipped; one that occurs twice counts once."""
        first = datetime.fromtimestamp(instant, self.zone)
        day = first.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        for date in self._dates(day):
            for hour in sorted(self.hours):
                for minute in sorted(self.minutes):
                    moment = date.replace(hour=hour, minute=minute, tzinfo=self.zone)
                    found = moment.timestamp()
                    if found > instant and datetime.fromtimestamp(found, self.zone).hour == hour:
                        return found
        return None

    def _dates(self, day: datetime) -> Iterator[datetime]:
        """Yield the matching dates from a day on."""
        for year in sorted(item for item in self.years if item >= day.year):
            for month in sorted(self.months):
                if (year, month) < (day.year, day.month):
                    continue
                for number in sorted(self._days_of(year, month)):
                    date = datetime(year, month, number)  # the caller adds the time zone
                    if date >= day:
                        yield date

    def _days_of(self, year: int, month: int) -> set[int]:
        last = calendar.monthrange(year, month)[1]
        first = _weekday(year, month, 1)
        if self.weekdays == "?":
            return _days_of_month(self.days, year, month, last)
        if "#" in self.weekdays:
            name, _, count = self.weekdays.partition("#")
            day = 1 + (_number(name, DAYS) - first) % 7 + 7 * (int(count) - 1)
            return {day} if day <= last else set()
        if self.weekdays.endswith("L"):
            wanted = _number(self.weekdays[:-1], DAYS) if len(self.weekdays) > 1 else DAYS["SAT"]
            days = [day for day in range(1, last + 1) if _weekday(year, month, day) == wanted]
            return set(days[-1:]) if len(self.weekdays) > 1 else set(days)
        wanted_days = _values(self.weekdays, 1, 7, DAYS)
        return {day for day in range(1, last + 1) if _weekday(year, month, day) in wanted_days}


def _weekday(year: int, month: int, day: int) -> int:
    """Return 1 for Sunday to 7 for Saturday."""
    return (calendar.weekday(year, month, day) + 1) % 7 + 1


def _days_of_month(text: str, year: int, month: int, last: int) -> set[int]:
    if text == "L":
        return {last}
    if text.endswith("W"):
        day = last if text == "LW" else min(int(text[:-1]), last)
        weekday = _weekday(year, month, day)
        if weekday == DAYS["SAT"]:
            day += -1 if day > 1 else 2
        elif weekday == DAYS["SUN"]:
            day += 1 if day < last else -2
        return {day}
    return {day for day in _values(text, 1, 31, {}) if day <= last}


def parse_schedule(text: str, zone: str | None = None, *, at: bool = True) -> Schedule:
    """Return the schedule of an expression in a time zone, by default UTC. Rules do not accept `at`.

    Raises:
        ScheduleError: the expression or the time zone is not valid.
    """
    where = read_zone(zone)
    if found := RATE.fullmatch(text):
        number, unit = int(found[1]), found[2]
        if number == 0 or (number == 1) == unit.endswith("s"):
            raise ScheduleError(f"{text!r} must have a number of at least 1, and a unit in the right number: 1 minute.")
        return _Rate(number * SECONDS[unit.removesuffix("s")])
    if found := CRON.fullmatch(text):
        return _cron(text, found[1].upper().split(), where)
    if at and (found := AT.fullmatch(text)):
        try:
            moment = datetime.fromisoformat(found[1]).replace(tzinfo=where)
        except ValueError as error:
            raise ScheduleError(f"{text!r} is not a date and time: {error}.") from None
        return _At(moment.timestamp())
    forms = "rate(5 minutes), cron(0 12 * * ? *)" + (" or at(2026-12-24T18:00:00)" if at else "")
    raise ScheduleError(f"{text!r} is not a schedule expression. Write it like {forms}.")


def read_zone(name: str | None) -> tzinfo:
    """Return a time zone by its name. Raise ScheduleError if it does not exist."""
    if name in (None, "UTC"):
        return UTC
    try:
        return ZoneInfo(str(name))
    except (OSError, ValueError, LookupError):
        raise ScheduleError(f"{name!r} is not the name of a time zone, such as 'Europe/Berlin'.") from None


def _cron(text: str, fields: list[str], zone: tzinfo) -> _Cron:
    if len(fields) != 6:
        raise ScheduleError(
            f"{text!r} must have six fields, minutes, hours, day of month, month, day of week and year, "
            f"not {len(fields)}."
        )
    minutes, hours, days, months, weekdays, years = fields
    if (days == "?") == (weekdays == "?"):
        raise ScheduleError(f"{text!r} must have ? as the day of the month or as the day of the week, not as both.")
    try:
        schedule = _Cron(
            _values(minutes, 0, 59, {}),
            _values(hours, 0, 23, {}),
            _values(months, 1, 12, MONTHS),
            _values(years, FIRST_YEAR, LAST_YEAR, {}),
            days,
            weekdays,
            zone,
        )
        for month in (1, 2):
            schedule._days_of(2026, month)
    except ValueError as error:
        raise ScheduleError(f"{text!r} is not a valid cron expression: {error}.") from None
    return schedule


def _values(text: str, low: int, high: int, names: dict[str, int]) -> frozenset[int]:
    """Return the numbers of a field: `*`, `5`, `1-5`, `MON-FRI`, `0/15`, and lists of them."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = span.partition("-")
        start = low if span == "*" else _number(first, names)
        end = high if span == "*" or (slash and not dash) else _number(last, names) if dash else start
        if slash and (not step.isascii() or not step.isdigit() or int(step) == 0):
            raise ValueError(f"{part!r} must have a step of at least 1")
        if not low <= start <= high or not low <= end <= high:
            raise ValueError(f"{part!r} is not between {low} and {high}")
        every = [*range(start, high + 1), *range(low, end + 1)] if start > end else list(range(start, end + 1))
        found.update(every[:: int(step) if slash else 1])
    return frozenset(found)


def _number(text: str, names: dict[str, int]) -> int:
    if text in names:
        return names[text]
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{text!r} is not a number" + (f" or one of {', '.join(names)}" if names else ""))
    return int(text)
