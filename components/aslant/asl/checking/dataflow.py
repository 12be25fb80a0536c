"""Checks of the data in a workflow: paths that do not exist in it, and inputs that do not match a handler.

The shapes of data come from the annotations of the Python handlers and from payload templates. They are followed
through the JSONPath states of the outermost machine. Anything else that happens to data makes its shape unknown, and
unknown data is never reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from aslant.asl.checking.choices import COMPARISONS
from aslant.asl.checking.finding import MISMATCH
from aslant.asl.checking.rule_context import RuleContext, string_at
from aslant.asl.checking.selecting import check_member_path, plain_path, selected_shape, template_shape
from aslant.asl.checking.shapes import (
    ANY,
    Shape,
    array_shape,
    event_and_result,
    merged_shape,
    mismatch,
    object_shape,
    shape_of_value,
    with_member,
)
from aslant.asl.checking.transitions import targets

__all__ = ["check_dataflow"]

HandlerShapes = Mapping[str, tuple[str, Shape, Shape]]
"""By a task's resource: the handler's name, the shape of its event and the shape of its result."""

_ROUNDS: Final = 50  # for each state; if the shapes have not settled by then, nothing is reported
_ERROR: Final = object_shape({"Error": Shape("string"), "Cause": Shape("string")}, ("Error", "Cause"), closed=True)
_EMPTY: Final = object_shape({}, closed=True)
_OWN: Final = ("", "JSONPath")
_NUMBERS: Final = ("MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath")


def check_dataflow(top: RuleContext, definition: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]]) -> None:
    """Report paths that do not exist in the data, and inputs that do not match a handler."""
    states, start = definition.get("States"), definition.get("StartAt")
    if type(states) is not dict or type(start) is not str or string_at(dict(definition), "QueryLanguage") not in _OWN:
        return
    by_resource = {f"${{{name}}}": (name, *event_and_result(handler)) for name, handler in handlers.items()}
    inputs: dict[str, Shape] = {start: ANY}
    waiting = [start]
    rounds = _ROUNDS * len(states)
    while waiting and rounds:
        rounds -= 1
        name = waiting.pop()
        state = states.get(name)
        if type(state) is not dict:
            continue
        for target, shape in _followers(state, inputs[name], by_resource, None):
            if target in states:
                settled = merged_shape(inputs[target], shape) if target in inputs else shape
                if inputs.get(target) != settled:
                    inputs[target] = settled
                    waiting.append(target)
    if waiting:
        return
    for name, shape in inputs.items():
        state = states.get(name)
        if type(state) is dict:
            ctx = RuleContext(top.report, ("States", name), name, jsonata=False, express=top.express)
            _followers(state, shape, by_resource, ctx)


def _followers(
    state: dict[str, Any], given: Shape, handlers: HandlerShapes, ctx: RuleContext | None
) -> list[tuple[str, Shape]]:
    """Return the states that follow a state, each with the shape of its input. With a context, report faults there."""
    ways = [(steps, target) for steps, target in targets(state) if type(target) is str]
    if string_at(state, "QueryLanguage") not in _OWN:
        return [(target, ANY) for _, target in ways]
    kind = string_at(state, "Type")
    seen = _filtered(state, "InputPath", given, ctx)
    if kind in ("Task", "Pass", "Parallel", "Map"):
        result = _result(kind, state, seen, handlers, ctx)
        if "ResultSelector" in state:
            result = template_shape(state["ResultSelector"], result, ctx, "ResultSelector")
        output = _with_result(state, given, result)
    else:
        result = output = seen
        for field in ("SecondsPath", "TimestampPath", "ErrorPath", "CausePath"):
            check_member_path(state, field, seen, ctx)
    _assign(state, result, ctx)
    if kind == "Choice" and ctx is not None:
        _check_rules(state, seen, ctx)
    output = _filtered(state, "OutputPath", output, ctx)
    return [
        (target, _catcher_output(state["Catch"][steps[1]], given, ctx, *steps[:2]) if steps[0] == "Catch" else output)
        for steps, target in ways
    ]


def _result(kind: str, state: dict[str, Any], seen: Shape, handlers: HandlerShapes, ctx: RuleContext | None) -> Shape:
    """Return the shape of a state's result, before ResultSelector."""
    handed = template_shape(state["Parameters"], seen, ctx, "Parameters") if "Parameters" in state else seen
    if kind == "Pass":
        return shape_of_value(state["Result"]) if "Result" in state else handed
    if kind == "Task":
        return _task_result(state, seen, handed, handlers, ctx)
    if kind == "Map":
        _check_map(state, seen, ctx)
    return ANY if "ResultWriter" in state else array_shape()


def _task_result(
    state: dict[str, Any], seen: Shape, handed: Shape, handlers: HandlerShapes, ctx: RuleContext | None
) -> Shape:
    """Return the shape of a task's result."""
    if "InputPath" not in state:  # with InputPath, it is not recorded which input these paths read
        check_member_path(state, "TimeoutSecondsPath", seen, ctx)
        check_member_path(state, "HeartbeatSecondsPath", seen, ctx)
    template_shape(state.get("Credentials"), seen, ctx, "Credentials")
    called = handlers.get(string_at(state, "Resource"))
    if called is None:
        return ANY
    name, event, result = called
    why = mismatch(handed, event)
    if why and ctx is not None:
        ctx.error(
            f"The input of handler '{name}' does not match its annotation: {why}",
            "Resource",
            code=MISMATCH,
            repair="Pass another part of the data with input_path or parameters.",
        )
    return result


def _check_map(state: dict[str, Any], seen: Shape, ctx: RuleContext | None) -> None:
    """Check the paths with which a Map and its parts read the state's input."""
    for field in ("ItemsPath", *_NUMBERS):
        check_member_path(state, field, seen, ctx)
    template_shape(state.get("ItemSelector"), seen, ctx, "ItemSelector")
    for part, field in (("ItemReader", "Parameters"), ("ResultWriter", "Parameters"), ("ItemBatcher", "BatchInput")):
        given = state.get(part)
        if type(given) is dict:
            template_shape(given.get(field), seen, ctx, part, field)
            check_member_path(given.get("ReaderConfig"), "MaxItemsPath", seen, ctx, part, "ReaderConfig")
            check_member_path(given, "MaxItemsPerBatchPath", seen, ctx, part)
            check_member_path(given, "MaxInputBytesPerBatchPath", seen, ctx, part)


def _filtered(state: dict[str, Any], field: str, given: Shape, ctx: RuleContext | None) -> Shape:
    """Return the shape that `InputPath` or `OutputPath` selects."""
    if field not in state:
        return given
    return _EMPTY if state[field] is None else selected_shape(state[field], given, ctx, field)


def _with_result(record: dict[str, Any], given: Shape, result: Shape) -> Shape:
    """Return the shape that `ResultPath` makes of the state's input and its result."""
    if "ResultPath" not in record:
        return result
    if record["ResultPath"] is None:
        return given
    path = plain_path(record["ResultPath"])
    if path is None or not all(type(step) is str for step in path.steps):
        return ANY
    return with_member(given, [str(step) for step in path.steps], result)


def _assign(record: dict[str, Any], result: Shape, ctx: RuleContext | None, *steps: str | int) -> None:
    if ctx is not None and "Assign" in record:
        template_shape(record["Assign"], result, ctx, *steps, "Assign")


def _catcher_output(record: dict[str, Any], given: Shape, ctx: RuleContext | None, *steps: str | int) -> Shape:
    """Return the shape of a catcher's output: the state's input with the error put into it."""
    _assign(record, _ERROR, ctx, *steps)
    return _with_result(record, given, _ERROR)


def _check_rules(state: dict[str, Any], given: Shape, ctx: RuleContext) -> None:
    """Check the paths that the rules of a Choice compare and assign, unless a rule has IsPresent."""
    found: list[tuple[Any, str, tuple[str | int, ...]]] = []
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(state.get("Choices"), ("Choices",))]
    while stack:
        value, steps = stack.pop()
        if type(value) is list:
            stack.extend((value[index], (*steps, index)) for index in reversed(range(len(value))))
        elif type(value) is dict:
            if "IsPresent" in value:
                return
            found.extend((value, name, steps) for name in value if name == "Variable" or _compares(name))
            if "Assign" in value:
                found.append((value, "Assign", steps))
            stack.extend((value[join], (*steps, join)) for join in ("And", "Or", "Not") if join in value)
    for rule, name, steps in found:
        if name == "Assign":
            _assign(rule, given, ctx, *steps)
        else:
            check_member_path(rule, name, given, ctx, *steps)


def _compares(name: Any) -> bool:
    """Return whether a member of a Choice rule is a path to compare with."""
    return type(name) is str and name.endswith("Path") and name in COMPARISONS
