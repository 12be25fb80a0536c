"""What an estimate assumes and what it leaves out, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aslant.cost.options import Options
from aslant.cost.quantities import EVENT_BYTES, SECONDS_OF_A_MONTH, billed_megabytes
from aslant.cost.usage import Usage
from aslant.walk import states_of

__all__ = ["notes"]


def notes(
    document: Mapping[str, Any], way: Usage, definition_bytes: int, options: Options, taken: bool
) -> tuple[str, ...]:
    """The sentences for an estimate; `taken` says that the way is one execution's."""
    return (
        *(_of_an_execution(options) if taken else _of_a_definition(document, options)),
        *_of_services(way, definition_bytes, options),
        *_left_out(way, options),
    )


def _of_a_definition(document: Mapping[str, Any], options: Options) -> Iterator[str]:
    states = dict(states_of(document))
    kinds = {state.get("Type") for state in states.values()}
    yield f"nothing fails, so that there are no retries and no Catch; each task takes {options.milliseconds:g} ms"
    yield "the ways are told apart by the number of states; each state of a loop is counted once on the longest"
    if "Map" in kinds:
        yield f"each Map has {options.items:,} item{'' if options.items == 1 else 's'}"
    unknown = [
        name
        for name, state in states.items()
        if state.get("Type") == "Wait" and not isinstance(state.get("Seconds"), int | float)
    ]
    if unknown:
        yield f"no time is counted for {', '.join(map(repr, unknown))}, whose length the definition does not tell"


def _of_an_execution(options: Options) -> Iterator[str]:
    yield (
        "every execution goes the way of the one that was run; a task that took no time there takes "
        f"{options.milliseconds:g} ms, one after another"
    )


def _of_services(way: Usage, definition_bytes: int, options: Options) -> Iterator[str]:
    ways = {type: list(found) for type, found in way.executions.items()}
    ways.setdefault(options.type or "EXPRESS", []).append(way)
    if "STANDARD" in ways:
        yield "a STANDARD execution has a transition for each state, each retry, Start and End"
    for megabytes in sorted(
        {billed_megabytes(one, definition_bytes, options.input_kb) for one in ways.get("EXPRESS", ())}
    ):
        yield (
            f"an EXPRESS execution is billed for {megabytes} MB: 50 MB, the definition, and {options.input_kb:g} KB of "
            "data for each branch and item; the time that Step Functions itself takes is not in its duration"
        )
    if options.api == "HTTP":
        yield "AWS counts an HTTP API's request once for each 512 KB, and an execution is given 256 KB at most"
    yield (
        f"a logged event has {EVENT_BYTES} bytes, and so have Lambda's own lines of a call; data in logs and what "
        "handlers print come on top"
    )
    if options.tracing:
        yield (
            "X-Ray traces the first request of each second and 5% of the others; up to "
            f"{SECONDS_OF_A_MONTH:,} orders a month, spread evenly, that is all of them"
        )


def _left_out(way: Usage, options: Options) -> Iterator[str]:
    if way.all_others:
        calls = ", ".join(f"{name} ({count:,} an execution)" for name, count in sorted(way.all_others.items()))
        yield f"left out is what other services cost: {calls}"
    yield (
        "left out are data transfer, the storage of logs, access logs, alarms and dashboards, calls of lookup and "
        "stop, authorizers, cold starts, and taxes"
    )
    yield (
        "what an account has free each month without an end is taken off, and no free tier of new accounts"
        if options.free_tier
        else "no free tier is taken off"
    )
