"""How the states of a machine are joined: targets that exist, states that something goes to, ends."""

from __future__ import annotations

from typing import Any, NamedTuple

from aslant.asl.checking.rule_context import RuleContext, is_unresolved

__all__ = ["TERMINAL", "Joined", "check_transitions", "targets"]

MISSING_TARGET = "MISSING_TRANSITION_TARGET"
MISSING_END = "MISSING_END_STATE"
TERMINAL = frozenset({"Succeed", "Fail"})


class Joined(NamedTuple):
    """The states of one machine, which are looked at together."""

    ctx: RuleContext
    document: dict[str, Any]
    contexts: dict[str, RuleContext]
    """Those of the states that are objects, by name."""


def targets(state: dict[str, Any]) -> list[tuple[tuple[str | int, ...], Any]]:
    """The names that a state goes on to, each with the steps to where it is written."""
    found: list[tuple[tuple[str | int, ...], Any]] = []
    for key in ("Next", "Default"):
        if key in state:
            found.append(((key,), state[key]))
    for key in ("Choices", "Catch"):
        if key in state and type(state[key]) is list:
            for index, record in enumerate(state[key]):
                if type(record) is dict and "Next" in record:
                    found.append(((key, index, "Next"), record["Next"]))
    return found


def check_transitions(machines: list[Joined]) -> None:
    """Look at how states are joined in all machines of a definition, as AWS does once it has read them.

    AWS asks for one state that ends, be it within another, and without one does not look for unreachable states.
    """
    ends = [_ends(machine) for machine in machines]
    ended = any(ends)
    for machine, end in zip(machines, ends, strict=True):
        ways = _transitions(machine)
        if ended and ways is not None:
            _reach(machine, ways)
        if ended and not end:
            machine.ctx.warning(_NO_END, code=MISSING_END, repair=_AN_END)
    if machines and not ended:
        machines[0].ctx.error(_NO_END, code=MISSING_END, repair=_AN_END)


_NO_END = "Workflow has no terminal state"
_AN_END = 'end it with a Succeed or Fail state, or with "End": true'


def _transitions(machine: Joined) -> dict[Any, list[str]] | None:
    """The states that each state goes to, None where some are not known; reports those that do not exist."""
    ctx, document, contexts = machine
    states = document["States"]
    start = document.get("StartAt")
    certain = type(start) is str and len(contexts) == len(states)
    if type(start) is str and start not in states:
        if is_unresolved(start):
            certain = False
        else:  # AWS calls it Next here as well
            ctx.error(
                f"Missing 'Next' target: {start}", "StartAt", code=MISSING_TARGET, repair=_near(ctx, start, states)
            )
    ways: dict[Any, list[str]] = {}
    for name, here in contexts.items():
        ways[name] = following = []
        for steps, target in targets(states[name]):
            if type(target) is not str:
                certain = False
            elif target in states:
                following.append(target)
            elif is_unresolved(target):
                certain = False
            else:
                here.error(
                    f"Missing 'Next' target: {target}", *steps, code=MISSING_TARGET, repair=_near(here, target, states)
                )
    return ways if certain else None


def _ends(machine: Joined) -> bool:
    """Whether a state ends the machine, or may do so for all that is known."""
    for name, state in machine.document["States"].items():
        kind = state.get("Type", "") if name in machine.contexts else None
        if type(kind) is not str or kind in TERMINAL:
            return True
        if kind and "End" in state and state["End"] is not False:  # a state without a Type AWS does not count
            return True
    return False


def _reach(machine: Joined, ways: dict[Any, list[str]]) -> None:
    """Report the states that nothing goes to, as AWS does, and doubt those that only go to each other."""
    start = machine.document["StartAt"]
    entered = {start}.union(*ways.values())
    alone = [name for name in machine.contexts if name not in entered]
    for name in alone:
        machine.contexts[name].error(f'State "{name}" is not reachable.', code=MISSING_TARGET, repair=_UNREACHED)
    if alone or start not in ways:
        return
    reached = {start}
    stack = [start]
    while stack:
        for target in ways.get(stack.pop(), ()):
            if target not in reached:
                reached.add(target)
                stack.append(target)
    for name, here in machine.contexts.items():
        if name not in reached:
            here.warning(f'State "{name}" is not reachable.', code="UNREACHABLE_STATE", repair=_UNREACHED)


_UNREACHED = "go on to it from a state that is reached, or take it away"


def _near(ctx: RuleContext, name: str, states: dict[str, Any]) -> str:
    return ctx.near(name, states) or "a transition stays within its own machine, branch or processor"
