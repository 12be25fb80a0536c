"""Rules for times that cannot fit: timeouts, heartbeats and waits that exceed a limit."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.limits import EXPRESS_SECONDS, shortest
from aslant.asl.checking.rule_context import RuleContext, string_at
from aslant.json_value import Json
from aslant.walk import nested_machines

__all__ = ["CANNOT_FIT", "check_task_times", "check_times"]

CANNOT_FIT = "TIMEOUT_CANNOT_FIT"


def check_times(ctx: RuleContext, definition: Json, within: float | None) -> None:
    """Warn about a workflow that cannot end in time, given AWS's limit, its timeout, and its caller's `within`."""
    states = definition.get("States") if type(definition) is dict else None
    if type(states) is not dict:
        return
    longest = EXPRESS_SECONDS if ctx.express else None
    own = definition.get("TimeoutSeconds")
    own = own if type(own) is int else None
    if longest is not None and own is not None and own > longest:
        ctx.warning(
            f"The timeout is {own} seconds, but AWS ends an Express execution after {longest}",
            "TimeoutSeconds",
            code=CANNOT_FIT,
            repair=f"Write at most {longest}, or make the state machine STANDARD.",
        )
    bounds = [bound for bound in (longest, own, within) if bound is not None]
    if not bounds or not _waits(states):
        return
    bound = min(bounds)
    seconds = _shortest(definition)
    if bound < seconds < float("inf"):
        who = "its caller waits" if bound == within else "an execution may last"
        ctx.warning(
            f"The shortest path through the workflow waits {seconds:g} seconds, but {who} {bound:g}",
            code=CANNOT_FIT,
            repair="Shorten the waits, or start the execution asynchronously.",
        )


def check_task_times(ctx: RuleContext, state: dict[str, Any]) -> None:
    """Warn about times of a Task without effect: a heartbeat of at least the timeout, a timeout above Express's limit.

    AWS accepts them, although the heartbeat should be smaller (ASL specification, "Timeouts and Heartbeats").
    """
    timeout, heartbeat = state.get("TimeoutSeconds"), state.get("HeartbeatSeconds")
    if type(timeout) is not int:
        return
    if type(heartbeat) is int and heartbeat >= timeout > 0:
        ctx.warning(
            f"The heartbeat of {heartbeat} seconds has no effect, since the task times out after {timeout}",
            "HeartbeatSeconds",
            code="USELESS_HEARTBEAT",
            repair=f"Write less than {timeout}.",
        )
    if ctx.express and timeout > EXPRESS_SECONDS:
        ctx.warning(
            f"The task's timeout is {timeout} seconds, but AWS ends an Express execution after {EXPRESS_SECONDS}",
            "TimeoutSeconds",
            code=CANNOT_FIT,
            repair=f"Write at most {EXPRESS_SECONDS}, or make the state machine STANDARD.",
        )


def _waits(states: dict[str, Any]) -> bool:
    return any(type(state) is dict and string_at(state, "Type") in ("Wait", "Parallel") for state in states.values())


def _shortest(definition: dict[str, Any]) -> float:
    """Return the seconds of the shortest path through a machine, including its Parallels, without recursion."""
    order: list[dict[str, Any]] = []
    stack = [definition]
    while stack:
        machine = stack.pop()
        order.append(machine)
        for _, branch in _branches(machine):
            stack.append(branch)
    seconds: dict[int, float] = {}
    for machine in reversed(order):
        inside: dict[str, float] = {}
        for name, branch in _branches(machine):
            inside[name] = max(inside.get(name, 0), seconds[id(branch)])
        seconds[id(machine)] = shortest(machine, inside)
    return seconds[id(definition)]


def _branches(machine: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the branches of a machine's Parallels by name. Maps are left out, as one without items does not wait."""
    found: list[tuple[str, dict[str, Any]]] = []
    for name, state in machine["States"].items():
        if type(state) is dict and string_at(state, "Type") == "Parallel":
            branches = nested_machines(state).values()
            found += [(name, branch) for branch in branches if type(branch.get("States")) is dict]
    return found
