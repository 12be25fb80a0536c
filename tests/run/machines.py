"""Helpers that build the definitions for the tests."""

from __future__ import annotations

from typing import Any

NO_NEXT = ("Choice", "Succeed", "Fail")
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work"
INVOKE = "arn:aws:states:::lambda:invoke"


def machine(states: dict[str, dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """Return a definition of states in order. Each continues with the next one by default, and the last one ends."""
    names = list(states)
    complete = {}
    for name, following in zip(names, [*names[1:], None], strict=True):
        state = {"Type": "Pass", **states[name]}
        if not {"Next", "End"} & state.keys() and state["Type"] not in NO_NEXT:
            state |= {"End": True} if following is None else {"Next": following}
        complete[name] = state
    return {"StartAt": names[0], "States": complete, **fields}


def only(type: str = "Pass", **fields: Any) -> dict[str, Any]:
    """Return a definition of one state, named `Only`."""
    return machine({"Only": {"Type": type, **fields}})


def task(**fields: Any) -> dict[str, Any]:
    """Return a definition of one Task that calls the function `work`."""
    return only("Task", **{"Resource": FUNCTION, **fields})


def distributed(processor: dict[str, Any] | None = None, type: str = "STANDARD", **fields: Any) -> dict[str, Any]:
    """Return a definition of one distributed Map, named `Only`; by default its items pass through."""
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": type}}
    inner = machine({"Each": {}}) if processor is None else processor
    return only("Map", **{"ItemProcessor": {**inner, **config}, **fields})
