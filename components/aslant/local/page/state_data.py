"""All that the page shows of one visit: its data, its calls with the permissions they use, its decisions and events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.json_value import Json
from aslant.local.page.histories import pretty, pretty_text
from aslant.local.page.visited import Visited
from aslant.local.services.rights import Needed, Principal, Rights, needed
from aslant.run.history import Decision, Event
from aslant.run.report.state_visits import Attempt, Visit
from aslant.run.report.trace import decision_text
from aslant.run.values import loads
from aslant.walk import states_of

if TYPE_CHECKING:
    from aslant.local.execution import Run
    from aslant.local.machines import LocalMachine

__all__ = ["event_json", "state_data"]

PATTERN = re.compile(r"\.(?:sync(?::2)?|waitForTaskToken)$")

MOST_EVENTS = 200
"""The maximum number of events of one visit, such as of a Map with many items."""


def state_data(run: Run, entry: Visited, events: Sequence[Event], rights: Rights) -> dict[str, Json]:
    """Return the data of a visit in an execution, whose events are given."""
    visit = entry.visit
    definition = dict(states_of(run.machine.document)).get(visit.name, {})
    exited = visit.exited
    assigned = {} if exited is None else exited.details.get("assignedVariables") or {}
    own = _events(events, visit)
    return {
        **entry.summary(),
        "input": pretty_text(visit.entered.details.get("input")),
        "output": None if exited is None else pretty_text(exited.details.get("output")),
        "variables": pretty({name: loads(text) for name, text in entry.variables.items()}),
        "assigned": pretty({name: loads(text) for name, text in assigned.items()}) if assigned else None,
        "definition": pretty(definition),
        "calls": [_call(run, attempt, definition, rights) for attempt in visit.attempts],
        "failure": None if visit.evaluation is None else _failure(visit.evaluation),
        "decisions": [decision_text(decision, definition) for decision in decisions_of(run, visit)],
        "events": [event_json(event) for event in own[:MOST_EVENTS]],
        "more_events": max(len(own) - MOST_EVENTS, 0),
    }


def decisions_of(run: Run, visit: Visit) -> list[Decision]:
    """Return the Choice rules, retriers and catchers that decided what came after a state."""
    return [decision for decision in run.decisions if decision.entered_id == visit.entered.id]


def _events(events: Sequence[Event], visit: Visit) -> list[Event]:
    """Return the events between the entry and the exit of a state on its own path."""
    inside = {visit.entered.id}
    found = [visit.entered]
    end = None if visit.exited is None else visit.exited.id
    for event in events[visit.entered.id :]:
        if event.previous_event_id in inside or event.id == end or event is visit.evaluation:
            found.append(event)
            if event.id == end:
                break
            if event.type.endswith("StateEntered") and visit.kind not in ("Map", "Parallel"):
                found.pop()
            else:
                inside.add(event.id)
    return found


def event_json(event: Event) -> dict[str, Json]:
    """Return an event with its members as AWS lists them."""
    return {
        "id": event.id,
        "previous": event.previous_event_id,
        "type": event.type,
        "time": event.timestamp,
        "details": pretty(dict(event)),
    }


def _failure(event: Event) -> dict[str, Json]:
    details = event.details
    error = "States.Timeout" if event.type.endswith("TimedOut") else None
    return {"error": details.get("error", error), "cause": pretty_text(details.get("cause"))}


def _call(run: Run, attempt: Attempt, definition: Mapping[str, Any], rights: Rights) -> dict[str, Json]:
    ended = attempt.ended
    failed = ended is not None and not attempt.succeeded
    return {
        "resource": attempt.resource,
        "arguments": pretty(attempt.arguments),
        "start": attempt.scheduled.timestamp,
        "stop": None if ended is None else ended.timestamp,
        "answer": pretty(attempt.answer) if attempt.succeeded else None,
        "failure": _failure(ended) if failed and ended is not None else None,
        "rights": list(_rights(run.machine, run.arn, definition, attempt.arguments, rights)),
    }


def _rights(
    machine: LocalMachine, execution_arn: str, definition: Mapping[str, Any], arguments: Json, rights: Rights
) -> Iterator[dict[str, Json]]:
    """Yield the permissions that a call uses, and whether the role of the machine has them."""
    resource = definition.get("Resource")
    if not isinstance(resource, str):
        return
    principal = Principal(machine.role_arn, execution_arn)
    seen: set[tuple[str, str]] = set()
    for need in needed(PATTERN.sub("", resource), arguments, machine.account):
        if (need.action, need.resource) in seen:
            continue
        seen.add((need.action, need.resource))
        denial = rights.denial(principal, need)
        yield {
            "action": need.action,
            "resource": need.resource,
            "allowed": denial is None,
            "explicit": denial is not None and denial.explicit,
            "statement": None if denial is None or denial.explicit else _statement(need),
        }


def _statement(need: Needed) -> str:
    """Return the policy statement that would allow a call."""
    statement = {"Effect": "Allow", "Action": need.action, "Resource": need.resource}
    return json.dumps(statement, indent=2)
