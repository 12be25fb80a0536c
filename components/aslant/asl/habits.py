"""Habits: names of methods and fields in other builders, and what is written here instead."""

from __future__ import annotations

from typing import Final

__all__ = ["habit_hint"]

_JOIN: Final = "join states with >>, such as Pass('A') >> Pass('B')"
_CATCH: Final = "give the state catch=[Catch(['States.ALL'], flow)]"
_RETRY: Final = "give the state retry=[Retry(['States.ALL'])]"
_RULE: Final = "give the Choice its rules, such as Choice('C', when(condition, flow))"
_OTHERWISE: Final = "give the Choice otherwise=flow; what follows all of its ways is joined with >>"
_PROCESSOR: Final = "give the Map its flow after the name, such as Map('M', flow)"
_BRANCHES: Final = "give the Parallel its flows after the name, such as Parallel('P', one, other)"

_HINTS: Final = {
    **dict.fromkeys(("next", "chain", "goto", "setnext", "transition"), _JOIN),
    "end": "end a flow with .end(), or leave it open",
    **dict.fromkeys(("addcatch", "addcatcher", "catcher", "catchers", "catches", "onerror", "onfailure"), _CATCH),
    **dict.fromkeys(("addretry", "addretrier", "retrier", "retriers", "retries"), _RETRY),
    **dict.fromkeys(("when", "choice", "choices", "rule", "rules", "addchoice", "addrule"), _RULE),
    **dict.fromkeys(("otherwise", "default", "setdefault", "defaultchoice", "afterwards"), _OTHERWISE),
    **dict.fromkeys(("each", "iterator", "itemprocessor", "setiterator", "processor", "body", "foreach"), _PROCESSOR),
    **dict.fromkeys(("branch", "branches", "addbranch", "addbranches"), _BRANCHES),
}


def habit_hint(name: str) -> str:
    """Return what to write instead of a name from another builder, as the end of a message; else nothing."""
    hint = _HINTS.get(name.replace("_", "").lower())
    return f"; {hint}" if hint else ""
