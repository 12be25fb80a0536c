"""The way of an execution as text, state by state, with what AWS's console shows in its event view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from aslant.run.history import Decision, Event
from aslant.run.report.error_summary import raised_at, told_error
from aslant.run.report.state_visits import Attempt, Visit, visits
from aslant.run.values import dumps
from aslant.walk import states_of

if TYPE_CHECKING:
    from aslant.run.execution import Execution

__all__ = ["shortened", "told_seconds", "trace"]

_DATA: Final = ("input", "call", "answer", "output", "assign")
_WORDS: Final = {"Choices": "chose", "Default": "chose", "Retry": "retry", "Catch": "catch"}

NAMELESS: Final = "without an error name"

MOST: Final = 60
"""The visits that are told; of more, the first and the last."""

WIDTH: Final = 110
"""The letters of a line, about."""


def trace(execution: Execution, *, width: int = WIDTH, most: int = MOST) -> str:
    """How an execution went: each state with its input, calls, retries, catches and output, and when.

    `width` is in letters; data that is longer is cut at its end. `most` is the number of states told.
    """
    return "\n".join(_lines(execution, width, most))


def shortened(text: str, width: int) -> str:
    """A text on one line, in so many letters at most; what does not print is shown as Python shows it."""
    if len(text) > width:  # at its end: of two ends without their middle, one reads JSON that nobody wrote
        text = f"{text[: max(1, width - 1)]}…"
    return text if text.isprintable() else "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def told_seconds(seconds: float) -> str:
    """A length of time: `0 s`, `2.5 s`, `3 h 20 min`."""
    if seconds < 120:
        return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _lines(execution: Execution, width: int, most: int) -> Iterator[str]:
    way = visits(execution.history, execution.decisions)
    definitions = dict(states_of(execution.program.document))
    lasted = told_seconds(execution.stop_date - execution.start_date)
    yield f"{execution.status} after {lasted}, {len(way)} state{'' if len(way) == 1 else 's'}"
    yield f"input   {shortened(dumps(execution.input), width - 8)}"
    first = most if len(way) <= most else most // 2
    for number, visit in enumerate(way):
        if first <= number < len(way) - (most - first):
            if number == first:
                yield f"  … {len(way) - most} states more …"
            continue
        yield from _visit(visit, definitions.get(visit.name, {}), execution, width)
    if execution.status == "SUCCEEDED":
        yield f"output  {shortened(dumps(execution.output), width - 8)}"
    else:
        yield f"error   {shortened(_reason(execution), width * 4)}"


def _visit(visit: Visit, definition: Mapping[str, Any], execution: Execution, width: int) -> Iterator[str]:
    around = visit.around
    indent = "  " * (len(around) + 1)
    start = told_seconds(visit.entered.timestamp - execution.start_date)
    item = "" if visit.iteration is None else f", item {visit.iteration}"
    spent = visit.exited.timestamp - visit.entered.timestamp if visit.exited else 0
    lasted = f", for {told_seconds(spent)}" if spent else ""
    yield f"{indent}{shortened(visit.name, width)} ({visit.kind}{item}) at {start}{lasted}"
    room = width - len(indent) - 10

    def line(label: str, text: str) -> str:
        longest = room if label in _DATA else room * 4  # the reasons are what a reader looks for
        return f"{indent}  {label:<8}{shortened(text, longest)}"

    yield line("input", dumps(visit.input))
    events: list[tuple[int, Attempt | Decision | Event]] = [(call.scheduled.id, call) for call in visit.attempts]
    events += [(decision.event_id, decision) for decision in visit.decisions]
    if visit.evaluation is not None:
        events.append((visit.evaluation.id, visit.evaluation))
    for _, event in sorted(events, key=itemgetter(0)):
        if isinstance(event, Attempt):
            yield line("call", f"{event.resource} {dumps(event.arguments)}")
            if event.succeeded:
                yield line("answer", dumps(event.answer))
            elif event.ended is not None:
                yield line("failed", _failure(event.ended))
        elif isinstance(event, Decision):
            yield line(_WORDS[event.field], _why(event, definition))
        else:
            yield line("failed", _failure(event))
    if visit.exited is not None:
        output = dumps(visit.output)
        if output != dumps(visit.input):
            yield line("output", output)
        assigned = visit.exited.details.get("assignedVariables")
        if assigned:
            yield line("assign", ", ".join(f"${name} = {text}" for name, text in assigned.items()))
    elif visit.failed and not _has_told(visit) and all(other.exited is None for other in around):
        yield line("failed", _reason(execution))


def _reason(execution: Execution) -> str:
    """Return why an execution failed; AWS names the error of one that timed out in its last event alone."""
    error = "States.Timeout" if execution.status == "TIMED_OUT" else execution.error
    return told_error(error, execution.cause) or NAMELESS


def _has_told(visit: Visit) -> bool:
    """Whether what ended a visit stands among its events."""
    return visit.evaluation is not None or (bool(visit.attempts) and not visit.attempts[-1].succeeded)


def _why(decision: Decision, definition: Mapping[str, Any]) -> str:
    """An entry that decided the way, and what follows from it."""
    if decision.field == "Default":
        return f"Default, on to {definition.get('Default')!r}"
    entries = definition.get(decision.field, [])
    entry = entries[decision.place] if decision.place < len(entries) else {}
    named = f"{decision.field}[{decision.place}]"
    if decision.field == "Choices":
        rule = {key: value for key, value in entry.items() if key not in ("Next", "Assign", "Comment", "Output")}
        return f"{named}, on to {entry.get('Next')!r}, since {dumps(rule)}"
    errors = ", ".join(entry.get("ErrorEquals", []))
    if decision.field == "Catch":
        return f"{named} for {errors}, on to {entry.get('Next')!r}"
    then = "no attempt is left" if decision.seconds is None else f"again after {told_seconds(decision.seconds)}"
    return f"{named} for {errors}: {then}"


def _failure(event: Event) -> str:
    details = event.details
    error = "States.Timeout" if event.type.endswith("TimedOut") else None
    cause = details.get("cause")
    told, place = told_error(details.get("error", error), cause) or NAMELESS, raised_at(cause)
    return f"{told}, at {place}" if place else told
