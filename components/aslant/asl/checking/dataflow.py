"""Data through a workflow: paths into what handlers return, and handlers that get what they do not take.

What is known comes from the annotations of the Python handlers alone, and is followed through the states of the
outermost machine that are in JSONPath; whatever else happens to data makes it unknown, and of that nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aslant.asl.checking.shapes import ANY, Shape, event_and_result, fits, merged, with_member
from aslant.asl.checking.site import Site
from aslant.asl.checking.transitions import targets
from aslant.errors import SyntaxFault, did_you_mean
from aslant.grammar import jsonpath

__all__ = ["check_dataflow"]

MISMATCH = "TYPE_MISMATCH"

Report = Callable[[str, str, tuple[str | int, ...], str], None]
"""Takes the state's name, the message, the steps to what is wrong, and the repair."""


class _Missing(Exception):
    """A path that leads nowhere: why, and what to write instead."""


def check_dataflow(top: Site, definition: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]]) -> None:
    """Report paths that lead nowhere and handlers that do not fit."""
    states = definition.get("States")
    start = definition.get("StartAt")
    if type(states) is not dict or type(start) is not str or "QueryLanguage" in definition:
        return
    known = {f"${{{name}}}": (name, *event_and_result(handler)) for name, handler in handlers.items()}
    inputs: dict[str, Shape] = {start: ANY}
    waiting = [start]
    rounds = 20 * len(states)  # shapes only lose members, so this ends long before
    while waiting and rounds:
        rounds -= 1
        name = waiting.pop()
        state = states.get(name)
        if type(state) is not dict:
            continue
        after = _after(state, inputs[name], known, None)
        for steps, target in targets(state):
            if type(target) is str and target in states:
                shape = ANY if steps[0] == "Catch" else after
                settled = merged(inputs[target], shape) if target in inputs else shape
                if inputs.get(target) != settled:
                    inputs[target] = settled
                    waiting.append(target)
    for name, shape in inputs.items():
        state = states.get(name)
        if type(state) is dict:
            site = Site(top.findings, ("States", name), name, jsonata=False, express=top.express)
            _after(state, shape, known, site)


def _after(
    state: dict[str, Any], given: Shape, known: Mapping[str, tuple[str, Shape, Shape]], site: Site | None
) -> Shape:
    """The shape of a state's output; with a site, what is wrong on the way is reported there."""
    if "QueryLanguage" in state:
        return ANY
    kind = state.get("Type")
    seen = _picked(state, "InputPath", given, site)
    if kind == "Choice":
        if site is not None:
            _choice(state, seen, site)
        return _picked(state, "OutputPath", seen, site)
    result = seen
    if "Parameters" in state:
        handed = ANY
        if site is not None:
            _members(state["Parameters"], seen, site)
    else:
        handed = seen
    if kind == "Task":
        called = known.get(state["Resource"]) if type(state.get("Resource")) is str else None
        result = called[2] if called else ANY
        if called and site is not None:
            why = fits(handed, called[1])
            if why:
                site.error(
                    f"The handler '{called[0]}' does not take what the state hands it: {why}",
                    "Resource",
                    code=MISMATCH,
                    repair="hand it another part of the data with input_path or parameters",
                )
    elif kind == "Pass" and "Result" not in state and "Parameters" not in state:
        result = seen
    elif kind not in ("Wait", "Succeed"):
        result = ANY
    if "ResultSelector" in state:
        result = ANY
    output = _put(state, seen, result) if kind in ("Task", "Pass", "Parallel", "Map") else seen
    return _picked(state, "OutputPath", output, site)


def _put(state: dict[str, Any], given: Shape, result: Shape) -> Shape:
    """What ResultPath makes of the state's input and its result."""
    if "ResultPath" not in state:
        return result
    text = state["ResultPath"]
    if text is None:
        return given
    path = _path(text)
    if path is None or not all(type(step) is str for step in path.steps):
        return ANY
    return with_member(given, [str(step) for step in path.steps], result)


def _picked(state: dict[str, Any], field: str, given: Shape, site: Site | None) -> Shape:
    if field not in state:
        return given
    path = _path(state[field])
    if path is None:
        return ANY
    try:
        return _select(path, given)
    except _Missing as why:
        if site is not None:
            _report(site, str(state[field]), why, (field,))
        return ANY


def _members(template: Any, given: Shape, site: Site) -> None:
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(template, ("Parameters",))]
    while stack:
        value, steps = stack.pop()
        if type(value) is dict:
            for name, inner in value.items():
                if type(name) is str and name.endswith(".$"):
                    _look(site, inner, given, (*steps, name))
                elif type(inner) in (dict, list):
                    stack.append((inner, (*steps, name)))
        elif type(value) is list:
            stack.extend((inner, (*steps, index)) for index, inner in enumerate(value) if type(inner) in (dict, list))


def _choice(state: dict[str, Any], given: Shape, site: Site) -> None:
    """Look at what the rules of a Choice compare, unless it asks whether something is there."""
    found: list[tuple[Any, tuple[str | int, ...]]] = []
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(state.get("Choices"), ("Choices",))]
    while stack:
        value, steps = stack.pop()
        if type(value) is list:
            stack.extend((inner, (*steps, index)) for index, inner in enumerate(value))
        elif type(value) is dict:
            if "IsPresent" in value:
                return
            if "Variable" in value:
                found.append((value["Variable"], (*steps, "Variable")))
            stack.extend((value[join], (*steps, join)) for join in ("And", "Or", "Not") if join in value)
    for text, steps in found:
        _look(site, text, given, steps)


def _look(site: Site, text: Any, given: Shape, steps: tuple[str | int, ...]) -> None:
    path = _path(text)
    if path is not None:
        try:
            _select(path, given)
        except _Missing as why:
            _report(site, text, why, steps)


def _report(site: Site, text: str, why: _Missing, steps: tuple[str | int, ...]) -> None:
    message, repair = why.args
    site.error(f"The path {text} leads nowhere: {message}", *steps, code=MISMATCH, repair=repair)


def _path(text: Any) -> jsonpath.Path | None:
    """A definite path into the state's data; None for any other."""
    if type(text) is not str or "${" in text or not text.startswith("$"):
        return None
    try:
        path = jsonpath.parse(text)
    except SyntaxFault:
        return None
    return path if path.root == "$" and path.definite else None


def _select(path: jsonpath.Path, shape: Shape) -> Shape:
    """The shape of what a path selects."""
    for step in path.steps:
        if shape.kind == "any":
            return ANY
        if type(step) is str:
            if shape.kind != "object":
                raise _Missing(
                    f"there is no member '{step}' in {'an array' if shape.kind == 'array' else shape.kind}", ""
                )
            if step not in shape.members:
                if not shape.closed:
                    return ANY
                near = did_you_mean(step, shape.members).removeprefix("; ")
                has = ", ".join(sorted(shape.members))
                raise _Missing(f"there is no '{step}'", near or f"there are {has}")
            shape = shape.members[step]
        else:
            if shape.kind != "array":
                raise _Missing(f"only an array has an item {step}", "")
            shape = shape.items or ANY
    return shape
