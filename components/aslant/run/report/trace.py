"""The trace of an execution: a line-by-line report of its states, with the data of AWS's event view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from aslant.run.history import Decision, Event
from aslant.run.report.error_summary import raised_at, summarize_error
from aslant.run.report.state_visits import Attempt, Visit, visits
from aslant.run.values import dumps
from aslant.walk import states_of

if TYPE_CHECKING:
    from aslant.run.execution import Execution

__all__ = ["decision_text", "format_duration", "shortened", "trace"]

_DATA: Final = ("input", "call", "answer", "output", "assign")
_WORDS: Final = {"Choices": "chose", "Default": "chose", "Retry": "retry", "Catch": "catch"}

NAMELESS: Final = "without an error name"

MOST: Final = 60
"""The maximum number of visits in a trace. Of more visits, the first and the last are shown."""

WIDTH: Final = 110
"""The approximate length of a line."""


def trace(execution: Execution, *, width: int = WIDTH, most: int = MOST) -> str:
    """Return the trace of an execution: each state with its input, calls, retries, catches, output and times.

    `width` is the length of a line; longer data is cut at its end. `most` is the maximum number of states.
    """
    return "\n".join(_lines(execution, width, most))


def shortened(text: str, width: int) -> str:
    """Return a string on one line, cut to a number of characters, with non-printable characters as in Python."""
    if len(text) > width:  # cut at the end: JSON without its middle would be misleading
        text = f"{text[: max(1, width - 1)]}…"
    return text if text.isprintable() else "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def format_duration(seconds: float) -> str:
    """Return a duration such as `0 s`, `2.5 s` or `3 h 20 min`."""
    if seconds < 120:
        return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _lines(execution: Execution, width: int, most: int) -> Iterator[str]:
    visited = visits(execution.history, execution.decisions)
    definitions = dict(states_of(execution.program.document))
    lasted = format_duration(execution.stop_date - execution.start_date)
    yield f"{execution.status} after {lasted}, {len(visited)} state{'' if len(visited) == 1 else 's'}"
    yield f"input   {shortened(dumps(execution.input), width - 8)}"
    first = most if len(visited) <= most else most // 2
    for number, visit in enumerate(visited):
        if first <= number < len(visited) - (most - first):
            if number == first:
                yield f"  … {len(visited) - most} states more …"
            continue
        yield from _visit(visit, definitions.get(visit.name, {}), execution, width)
    if execution.status == "SUCCEEDED":
        yield f"output  {shortened(dumps(execution.output), width - 8)}"
    else:
        yield f"error   {shortened(_reason(execution), width * 4)}"


def _visit(visit: Visit, definition: Mapping[str, Any], execution: Execution, width: int) -> Iterator[str]:
    enclosing = visit.enclosing
    indent = "  " * (len(enclosing) + 1)
    start = format_duration(visit.entered.timestamp - execution.start_date)
    item = "" if visit.iteration is None else f", item {visit.iteration}"
    spent = visit.exited.timestamp - visit.entered.timestamp if visit.exited else 0
    lasted = f", for {format_duration(spent)}" if spent else ""
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
            yield line(_WORDS[event.field], decision_text(event, definition))
        else:
            yield line("failed", _failure(event))
    if visit.exited is not None:
        output = dumps(visit.output)
        if output != dumps(visit.input):
            yield line("output", output)
        assigned = visit.exited.details.get("assignedVariables")
        if assigned:
            yield line("assign", ", ".join(f"${name} = {text}" for name, text in assigned.items()))
    elif visit.failed and not _shows_failure(visit) and all(other.exited is None for other in enclosing):
        yield line("failed", _reason(execution))


def _reason(execution: Execution) -> str:
    """Return why an execution failed. After a timeout, AWS has the error only in the last event."""
    error = "States.Timeout" if execution.status == "TIMED_OUT" else execution.error
    return summarize_error(error, execution.cause) or NAMELESS


def _shows_failure(visit: Visit) -> bool:
    """Return whether an event of a visit shows why it failed."""
    return visit.evaluation is not None or (bool(visit.attempts) and not visit.attempts[-1].succeeded)


def decision_text(decision: Decision, definition: Mapping[str, Any]) -> str:
    """Return the entry that decided what came next, and the next step."""
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
    then = "no attempt is left" if decision.seconds is None else f"again after {format_duration(decision.seconds)}"
    return f"{named} for {errors}: {then}"


def _failure(event: Event) -> str:
    details = event.details
    error = "States.Timeout" if event.type.endswith("TimedOut") else None
    cause = details.get("cause")
    summary, place = summarize_error(details.get("error", error), cause) or NAMELESS, raised_at(cause)
    return f"{summary}, at {place}" if place else summary
