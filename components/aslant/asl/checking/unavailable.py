"""Rules for members that the context object has only in some states: a task's token and a Map's item.

AWS accepts a definition that reads them elsewhere, but the state fails whenever it runs. A `.sync` task has a token,
too: in AWS's recording of one, it ends when the token is sent back.
"""

from __future__ import annotations

from typing import Any, Final

from aslant.asl.checking.finding import UNAVAILABLE
from aslant.asl.checking.resources import resource_facts
from aslant.asl.checking.rule_context import RuleContext, is_unresolved, string_at
from aslant.asl.values import leaves

__all__ = ["check_context"]

_INVOKE: Final = "arn:aws:states:::lambda:invoke"


def check_context(ctx: RuleContext, state: dict[str, Any], *, in_map: bool) -> None:
    """Report members of the context object that a state reads but that do not exist there."""
    if string_at(state, "Type") == "Choice" and _asks_whether(state):
        return
    for member, steps in ctx.needs:
        repair = _task_repair(state) if member == "Task" else _map_repair(state, in_map)
        if repair:
            message = f"The context object does not have '{member}' in this state, so the state always fails"
            ctx.error(message, *steps, code=UNAVAILABLE, repair=repair)


def _map_repair(state: dict[str, Any], in_map: bool) -> str:
    """Return how to give a state a Map's item; empty if it has one."""
    if in_map or string_at(state, "Type") == "Map":
        return ""
    return "Pass the value as input. Only a Map and the states inside it have this member."


def _task_repair(state: dict[str, Any]) -> str:
    """Return how to give a state a task token; empty if it has one or may have one."""
    if string_at(state, "Type") != "Task":
        return "Read it in a Task that waits for its token, such as one whose Resource ends with .waitForTaskToken."
    resource = state.get("Resource")
    if type(resource) is not str or is_unresolved(resource):
        return ""
    facts = resource_facts(resource)
    if facts.fault or facts.activity or facts.pattern:
        return ""
    return f"Write {resource if facts.call else _INVOKE}.waitForTaskToken, which waits for the token."


def _asks_whether(state: dict[str, Any]) -> bool:
    """Return whether a Choice uses IsPresent, and so may read a member only if it exists."""
    return any("IsPresent" in place for place, _ in leaves(state.get("Choices")))
