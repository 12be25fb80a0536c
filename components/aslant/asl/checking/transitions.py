"""Rules for transitions: targets that exist, states that are reachable, and states that end the machine."""

from __future__ import annotations

from typing import Any, NamedTuple

from aslant.asl.checking.rule_context import RuleContext, is_unresolved

__all__ = ["TERMINAL", "Joined", "check_transitions", "targets"]

MISSING_TARGET = "MISSING_TRANSITION_TARGET"
MISSING_END = "MISSING_END_STATE"
TERMINAL = frozenset({"Succeed", "Fail"})


class Joined(NamedTuple):
    """The states of one machine, which are checked together."""

    ctx: RuleContext
    document: dict[str, Any]
    contexts: dict[str, RuleContext]
    """The contexts of the states that are objects, by name."""


def targets(state: dict[str, Any]) -> list[tuple[tuple[str | int, ...], Any]]:
    """Return the names of the states that follow a state, each with the steps to the place that names it."""
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
    """Check the transitions in all machines of a definition, as AWS does after reading them.

    AWS requires one state that ends anywhere in the definition. Without one, it does not check reachability.
    """
    ends = [_ends(machine) for machine in machines]
    ended = any(ends)
    for machine, end in zip(machines, ends, strict=True):
        transitions = _transitions(machine)
        if ended and transitions is not None:
            _reach(machine, transitions)
        if ended and not end:
            machine.ctx.warning(_NO_END, code=MISSING_END, repair=_AN_END)
    if machines and not ended:
        machines[0].ctx.error(_NO_END, code=MISSING_END, repair=_AN_END)


_NO_END = "Workflow has no terminal state"
_AN_END = 'End it with a Succeed or Fail state, or with "End": true.'


def _transitions(machine: Joined) -> dict[Any, list[str]] | None:
    """Return the states that follow each state, None if some are unknown; report the ones that do not exist."""
    ctx, document, contexts = machine
    states = document["States"]
    start = document.get("StartAt")
    certain = type(start) is str and len(contexts) == len(states)
    if type(start) is str and start not in states:
        if is_unresolved(start):
            certain = False
        else:  # AWS's message says Next here, too
            ctx.error(
                f"Missing 'Next' target: {start}", "StartAt", code=MISSING_TARGET, repair=_near(ctx, start, states)
            )
    transitions: dict[Any, list[str]] = {}
    for name, here in contexts.items():
        transitions[name] = following = []
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
    return transitions if certain else None


def _ends(machine: Joined) -> bool:
    """Return whether a state ends the machine, or may do so."""
    for name, state in machine.document["States"].items():
        kind = state.get("Type", "") if name in machine.contexts else None
        if type(kind) is not str or kind in TERMINAL:
            return True
        if kind and "End" in state and state["End"] is not False:  # AWS does not count a state without Type
            return True
    return False


def _reach(machine: Joined, transitions: dict[Any, list[str]]) -> None:
    """Report states that no transition names, as AWS does, and warn about cycles that are not reachable."""
    start = machine.document["StartAt"]
    entered = {start}.union(*transitions.values())
    alone = [name for name in machine.contexts if name not in entered]
    for name in alone:
        machine.contexts[name].error(f'State "{name}" is not reachable.', code=MISSING_TARGET, repair=_UNREACHED)
    if alone or start not in transitions:
        return
    reached = {start}
    stack = [start]
    while stack:
        for target in transitions.get(stack.pop(), ()):
            if target not in reached:
                reached.add(target)
                stack.append(target)
    for name, here in machine.contexts.items():
        if name not in reached:
            here.warning(f'State "{name}" is not reachable.', code="UNREACHABLE_STATE", repair=_UNREACHED)


_UNREACHED = "Add a transition to it from a reachable state, or remove it."


def _near(ctx: RuleContext, name: str, states: dict[str, Any]) -> str:
    return ctx.near(name, states) or "Name a state of the same machine, branch or processor."
