"""Times that cannot fit: the quickest way through a machine waits longer than its caller, or it itself, lasts."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.limits import EXPRESS_SECONDS, shortest
from aslant.asl.checking.rule_context import RuleContext, string_at
from aslant.json_value import Json
from aslant.walk import nested_machines

__all__ = ["CANNOT_FIT", "check_task_times", "check_times"]

CANNOT_FIT = "TIMEOUT_CANNOT_FIT"


def check_times(ctx: RuleContext, definition: Json, within: float | None) -> None:
    """Report what cannot end in time: AWS, the machine and its caller, who waits `within` seconds, bound it."""
    states = definition.get("States") if type(definition) is dict else None
    if type(states) is not dict:
        return
    longest = EXPRESS_SECONDS if ctx.express else None
    own = definition.get("TimeoutSeconds")
    own = own if type(own) is int else None
    if longest is not None and own is not None and own > longest:
        ctx.warning(
            f"The machine is given {own} seconds, and AWS ends an Express execution after {longest}",
            "TimeoutSeconds",
            code=CANNOT_FIT,
            repair=f"write at most {longest}, or make the machine STANDARD",
        )
    bounds = [bound for bound in (longest, own, within) if bound is not None]
    if not bounds or not _waits(states):
        return
    bound = min(bounds)
    seconds = _shortest(definition)
    if bound < seconds < float("inf"):
        who = "its caller waits" if bound == within else "an execution may last"
        ctx.warning(
            f"The quickest way through the machine waits {seconds:g} seconds, and {who} {bound:g}",
            code=CANNOT_FIT,
            repair="shorten the waits, or start the machine asynchronously",
        )


def check_task_times(ctx: RuleContext, state: dict[str, Any]) -> None:
    """Report times of a Task that have no effect: a heartbeat that is not shorter, a timeout longer than Express has.

    AWS takes them, though the heartbeat should be the smaller one (ASL specification, "Timeouts and Heartbeats").
    """
    timeout, heartbeat = state.get("TimeoutSeconds"), state.get("HeartbeatSeconds")
    if type(timeout) is not int:
        return
    if type(heartbeat) is int and heartbeat >= timeout > 0:
        ctx.warning(
            f"The heartbeat of {heartbeat} seconds is never missed, since the timeout comes after {timeout}",
            "HeartbeatSeconds",
            code="USELESS_HEARTBEAT",
            repair=f"write less than {timeout}",
        )
    if ctx.express and timeout > EXPRESS_SECONDS:
        ctx.warning(
            f"The task is given {timeout} seconds, and AWS ends an Express execution after {EXPRESS_SECONDS}",
            "TimeoutSeconds",
            code=CANNOT_FIT,
            repair=f"write at most {EXPRESS_SECONDS}, or make the machine STANDARD",
        )


def _waits(states: dict[str, Any]) -> bool:
    return any(type(state) is dict and string_at(state, "Type") in ("Wait", "Parallel") for state in states.values())


def _shortest(definition: dict[str, Any]) -> float:
    """The seconds of the quickest way through a machine, those inside its Parallels included, without recursion."""
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
    """The machines inside the Parallels of a machine; a Map may have no items, and waits for none."""
    found: list[tuple[str, dict[str, Any]]] = []
    for name, state in machine["States"].items():
        if type(state) is dict and string_at(state, "Type") == "Parallel":
            branches = nested_machines(state).values()
            found += [(name, branch) for branch in branches if type(branch.get("States")) is dict]
    return found
