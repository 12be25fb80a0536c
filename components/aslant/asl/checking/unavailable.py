"""What the context object has in some states alone: the token of a task, and the item of a Map.

AWS accepts a definition that reads either elsewhere, and the state fails whenever it runs. A task of the pattern
`.sync` has a token as well: AWS's own recording of one ends when the token is sent back.
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
    """Report what a state reads of the context object and does not have."""
    if string_at(state, "Type") == "Choice" and _asks_whether(state):
        return
    for member, steps in ctx.needs:
        repair = _task_repair(state) if member == "Task" else _map_repair(state, in_map)
        if repair:
            message = f"The context object has no '{member}' in this state, which fails whenever it reads it"
            ctx.error(message, *steps, code=UNAVAILABLE, repair=repair)


def _map_repair(state: dict[str, Any], in_map: bool) -> str:
    """How a state gets a Map's item; nothing where it has one."""
    if in_map or string_at(state, "Type") == "Map":
        return ""
    return "a Map and the states inside one have it; hand the value over as input"


def _task_repair(state: dict[str, Any]) -> str:
    """How a state gets a token; nothing where it has one, or may have."""
    if string_at(state, "Type") != "Task":
        return "only a Task that waits for its token has one, such as with .waitForTaskToken at the end of its Resource"
    resource = state.get("Resource")
    if type(resource) is not str or is_unresolved(resource):
        return ""
    facts = resource_facts(resource)
    if facts.fault or facts.activity or facts.pattern:
        return ""
    return f"write {resource if facts.call else _INVOKE}.waitForTaskToken, which waits for the token"


def _asks_whether(state: dict[str, Any]) -> bool:
    """Whether a Choice asks if something is there, and so may read it only where it is."""
    return any("IsPresent" in place for place, _ in leaves(state.get("Choices")))
