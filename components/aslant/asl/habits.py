"""Hints for users of other builders: names of their methods and fields, and what to write here instead."""

from __future__ import annotations

from typing import Final

__all__ = ["habit_hint"]

_JOIN: Final = "Join states with >>, such as Pass('A') >> Pass('B')."
_CATCH: Final = "Pass catch=[Catch(['States.ALL'], flow)] to the state."
_RETRY: Final = "Pass retry=[Retry(['States.ALL'])] to the state."
_RULE: Final = "Pass the rules to the Choice, such as Choice('C', when(condition, flow))."
_OTHERWISE: Final = "Pass otherwise=flow to the Choice, and join the successor of all its branches with >>."
_PROCESSOR: Final = "Pass the flow to the Map after its name, such as Map('M', flow)."
_BRANCHES: Final = "Pass the flows to the Parallel after its name, such as Parallel('P', first, second)."

_HINTS: Final = {
    **dict.fromkeys(("next", "chain", "goto", "setnext", "transition"), _JOIN),
    "end": "End a flow with .end(), or leave it open.",
    **dict.fromkeys(("addcatch", "addcatcher", "catcher", "catchers", "catches", "onerror", "onfailure"), _CATCH),
    **dict.fromkeys(("addretry", "addretrier", "retrier", "retriers", "retries"), _RETRY),
    **dict.fromkeys(("when", "choice", "choices", "rule", "rules", "addchoice", "addrule"), _RULE),
    **dict.fromkeys(("otherwise", "default", "setdefault", "defaultchoice", "afterwards"), _OTHERWISE),
    **dict.fromkeys(("each", "iterator", "itemprocessor", "setiterator", "processor", "body", "foreach"), _PROCESSOR),
    **dict.fromkeys(("branch", "branches", "addbranch", "addbranches"), _BRANCHES),
}


def habit_hint(name: str) -> str:
    """Return what to write instead of a name from another builder, as the end of a message. Empty if unknown."""
    hint = _HINTS.get(name.replace("_", "").lower())
    return f". {hint}" if hint else ""
