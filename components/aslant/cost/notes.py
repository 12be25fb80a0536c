"""Sentences about what an estimate assumes and leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aslant.cost.options import Options
from aslant.cost.quantities import EVENT_BYTES, SECONDS_OF_A_MONTH, billed_megabytes
from aslant.cost.usage import Usage
from aslant.walk import states_of

__all__ = ["notes"]


def notes(
    document: Mapping[str, Any], usage: Usage, definition_bytes: int, options: Options, is_executed: bool
) -> tuple[str, ...]:
    """Return the sentences for an estimate; `is_executed` if the usage is that of an execution."""
    return (
        *(_of_an_execution(options) if is_executed else _of_a_definition(document, options)),
        *_of_services(usage, definition_bytes, options),
        *_left_out(usage, options),
    )


def _of_a_definition(document: Mapping[str, Any], options: Options) -> Iterator[str]:
    states = dict(states_of(document))
    kinds = {state.get("Type") for state in states.values()}
    yield f"no task fails, so there are no retries and no caught errors; each task takes {options.milliseconds:g} ms"
    yield "the length of a path is its number of states; the longest path counts each state of a loop once"
    if "Map" in kinds:
        yield f"each Map has {options.items:,} item{'' if options.items == 1 else 's'}"
    unknown = [
        name
        for name, state in states.items()
        if state.get("Type") == "Wait" and not isinstance(state.get("Seconds"), int | float)
    ]
    if unknown:
        yield f"no time is counted for {', '.join(map(repr, unknown))}, whose duration the definition does not contain"


def _of_an_execution(options: Options) -> Iterator[str]:
    yield (
        "every execution takes the path of the one that was run; each task that took no time there takes "
        f"{options.milliseconds:g} ms, one after another"
    )


def _of_services(usage: Usage, definition_bytes: int, options: Options) -> Iterator[str]:
    usages = {type: list(found) for type, found in usage.executions.items()}
    usages.setdefault(options.type or "EXPRESS", []).append(usage)
    if "STANDARD" in usages:
        yield "a STANDARD execution has a transition for each state, each retry, Start and End"
    for megabytes in sorted(
        {billed_megabytes(express, definition_bytes, options.input_kb) for express in usages.get("EXPRESS", ())}
    ):
        yield (
            f"an EXPRESS execution is billed for {megabytes} MB: 50 MB, the definition, and {options.input_kb:g} KB of "
            "data for each branch and item; its duration excludes the time that Step Functions itself takes"
        )
    if options.api == "HTTP":
        yield "AWS counts an HTTP API's request once for each 512 KB, and an execution's input has at most 256 KB"
    yield (
        f"a logged event has {EVENT_BYTES} bytes, and so have the lines that Lambda itself logs for a call; data in "
        "logs and the output of handlers are not included"
    )
    if options.tracing:
        yield (
            "X-Ray traces the first request of each second and 5% of the others; up to "
            f"{SECONDS_OF_A_MONTH:,} orders a month, spread evenly, that is all of them"
        )


def _left_out(usage: Usage, options: Options) -> Iterator[str]:
    if usage.all_others:
        calls = ", ".join(f"{name} ({count:,} an execution)" for name, count in sorted(usage.all_others.items()))
        yield f"the cost of other services is not included: {calls}"
    yield (
        "not included are data transfer, the storage of logs, access logs, alarms and dashboards, calls of lookup and "
        "stop, authorizers, cold starts, and taxes"
    )
    yield (
        "AWS's permanent monthly free tier is deducted, but not the free tier of new accounts"
        if options.free_tier
        else "no free tier is deducted"
    )
