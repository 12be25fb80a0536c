"""Data through a workflow: paths into what handlers return, and handlers that get what they do not take.

What is known comes from the annotations of the Python handlers and from what payload templates make of it. It is
followed through the states of the outermost machine that are in JSONPath; whatever else happens to data makes it
unknown, and of that nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from aslant.asl.checking.choices import COMPARISONS
from aslant.asl.checking.finding import MISMATCH
from aslant.asl.checking.rule_context import RuleContext, said
from aslant.asl.checking.selecting import look, look_inside, select, template
from aslant.asl.checking.shapes import (
    ANY,
    Shape,
    an_array,
    an_object,
    event_and_result,
    fits,
    merged,
    of_value,
    with_member,
)
from aslant.asl.checking.transitions import targets

__all__ = ["check_dataflow"]

Known = Mapping[str, tuple[str, Shape, Shape]]
"""By a task's resource, the handler's name, what it takes and what it returns."""

_ROUNDS: Final = 50  # for each state; where they do not do, nothing is known
_ERROR: Final = an_object({"Error": Shape("string"), "Cause": Shape("string")}, ("Error", "Cause"), closed=True)
_NOTHING: Final = an_object({}, closed=True)
_OWN: Final = ("", "JSONPath")
_NUMBERS: Final = ("MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath")


def check_dataflow(top: RuleContext, definition: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]]) -> None:
    """Report paths that lead nowhere and handlers that do not fit."""
    states, start = definition.get("States"), definition.get("StartAt")
    if type(states) is not dict or type(start) is not str or said(dict(definition), "QueryLanguage") not in _OWN:
        return
    known = {f"${{{name}}}": (name, *event_and_result(handler)) for name, handler in handlers.items()}
    inputs: dict[str, Shape] = {start: ANY}
    waiting = [start]
    rounds = _ROUNDS * len(states)
    while waiting and rounds:
        rounds -= 1
        name = waiting.pop()
        state = states.get(name)
        if type(state) is not dict:
            continue
        for target, shape in _followers(state, inputs[name], known, None):
            if target in states:
                settled = merged(inputs[target], shape) if target in inputs else shape
                if inputs.get(target) != settled:
                    inputs[target] = settled
                    waiting.append(target)
    if waiting:
        return
    for name, shape in inputs.items():
        state = states.get(name)
        if type(state) is dict:
            site = RuleContext(top.report, ("States", name), name, jsonata=False, express=top.express)
            _followers(state, shape, known, site)


def _followers(state: dict[str, Any], given: Shape, known: Known, site: RuleContext | None) -> list[tuple[str, Shape]]:
    """The states that a state goes on to, each with what it gets; with a site, what is wrong is reported there."""
    ways = [(steps, target) for steps, target in targets(state) if type(target) is str]
    if said(state, "QueryLanguage") not in _OWN:
        return [(target, ANY) for _, target in ways]
    kind = said(state, "Type")
    seen = _picked(state, "InputPath", given, site)
    if kind in ("Task", "Pass", "Parallel", "Map"):
        result = _result(kind, state, seen, known, site)
        if "ResultSelector" in state:
            result = template(state["ResultSelector"], result, site, "ResultSelector")
        output = _put(state, given, result)
    else:
        result = output = seen
        for field in ("SecondsPath", "TimestampPath", "ErrorPath", "CausePath"):
            look_inside(state, field, seen, site)
    _assign(state, result, site)
    if kind == "Choice" and site is not None:
        _rules(state, seen, site)
    output = _picked(state, "OutputPath", output, site)
    return [
        (target, _caught(state["Catch"][steps[1]], given, site, *steps[:2]) if steps[0] == "Catch" else output)
        for steps, target in ways
    ]


def _result(kind: str, state: dict[str, Any], seen: Shape, known: Known, site: RuleContext | None) -> Shape:
    """The shape of what the work of a state results in."""
    handed = template(state["Parameters"], seen, site, "Parameters") if "Parameters" in state else seen
    if kind == "Pass":
        return of_value(state["Result"]) if "Result" in state else handed
    if kind == "Task":
        return _called(state, seen, handed, known, site)
    if kind == "Map":
        _of_map(state, seen, site)
    return ANY if "ResultWriter" in state else an_array()


def _called(state: dict[str, Any], seen: Shape, handed: Shape, known: Known, site: RuleContext | None) -> Shape:
    """The shape of a task's result."""
    if "InputPath" not in state:  # with it, nobody has seen which input the times are in
        look_inside(state, "TimeoutSecondsPath", seen, site)
        look_inside(state, "HeartbeatSecondsPath", seen, site)
    template(state.get("Credentials"), seen, site, "Credentials")
    called = known.get(said(state, "Resource"))
    if called is None:
        return ANY
    name, event, result = called
    why = fits(handed, event)
    if why and site is not None:
        site.error(
            f"The handler '{name}' does not take what the state hands it: {why}",
            "Resource",
            code=MISMATCH,
            repair="hand it another part of the data with input_path or parameters",
        )
    return result


def _of_map(state: dict[str, Any], seen: Shape, site: RuleContext | None) -> None:
    """Look at what a Map and its parts read of the state's input."""
    for field in ("ItemsPath", *_NUMBERS):
        look_inside(state, field, seen, site)
    template(state.get("ItemSelector"), seen, site, "ItemSelector")
    for part, field in (("ItemReader", "Parameters"), ("ResultWriter", "Parameters"), ("ItemBatcher", "BatchInput")):
        given = state.get(part)
        if type(given) is dict:
            template(given.get(field), seen, site, part, field)
            look_inside(given.get("ReaderConfig"), "MaxItemsPath", seen, site, part, "ReaderConfig")
            look_inside(given, "MaxItemsPerBatchPath", seen, site, part)
            look_inside(given, "MaxInputBytesPerBatchPath", seen, site, part)


def _picked(state: dict[str, Any], field: str, given: Shape, site: RuleContext | None) -> Shape:
    """What `InputPath` or `OutputPath` leaves."""
    if field not in state:
        return given
    return _NOTHING if state[field] is None else look(state[field], given, site, field)


def _put(record: dict[str, Any], given: Shape, result: Shape) -> Shape:
    """What `ResultPath` makes of the state's input and its result."""
    if "ResultPath" not in record:
        return result
    if record["ResultPath"] is None:
        return given
    path = select(record["ResultPath"])
    if path is None or not all(type(step) is str for step in path.steps):
        return ANY
    return with_member(given, [str(step) for step in path.steps], result)


def _assign(record: dict[str, Any], result: Shape, site: RuleContext | None, *steps: str | int) -> None:
    if site is not None and "Assign" in record:
        template(record["Assign"], result, site, *steps, "Assign")


def _caught(record: dict[str, Any], given: Shape, site: RuleContext | None, *steps: str | int) -> Shape:
    """What a catcher hands on: the error, put into the state's input."""
    _assign(record, _ERROR, site, *steps)
    return _put(record, given, _ERROR)


def _rules(state: dict[str, Any], given: Shape, site: RuleContext) -> None:
    """Look at what the rules of a Choice compare and assign, unless one asks whether something is there."""
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
            _assign(rule, given, site, *steps)
        else:
            look_inside(rule, name, given, site, *steps)


def _compares(name: Any) -> bool:
    """Whether a member of a Choice rule names another path to compare with."""
    return type(name) is str and name.endswith("Path") and name in COMPARISONS
