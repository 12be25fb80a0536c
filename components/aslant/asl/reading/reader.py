"""Reading definitions: from text or a dict into a `StateMachine`, losing nothing."""

from __future__ import annotations

from typing import Any, NoReturn

from aslant.asl.machine import StateMachine
from aslant.asl.reading.text import Format, read
from aslant.asl.states import KINDS
from aslant.asl.values import copy_json, pointer
from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json
from aslant.walk import PROCESSORS, nested_machines

__all__ = ["from_dict", "loads"]


def loads(text: str | bytes, *, format: Format | None = None) -> StateMachine:
    """The workflow that text in JSON or YAML defines.

    Without `format`, text that begins with `{` is JSON and the rest is YAML, which needs the extra `aslant[yaml]`.
    YAML is read as JSON's data; what that means for words such as `on` and for CloudFormation's tags is told in
    `aslant.asl.reading.yaml_text`. Placeholders such as `${Function}` stay as they are.

    Raises:
        TextError: the text is not of its format, or an object in it has a member twice.
        DefinitionError: it is no definition.
    """
    return from_dict(read(text, format=format).unique())


def from_dict(definition: Json) -> StateMachine:
    """The workflow that a definition describes. Members that ASL does not know are kept, each in its `extra`.

    Only what the model cannot hold is refused here; what AWS would refuse is told by `check`.

    Raises:
        DefinitionError: something is not of the kind that the language has in its place.
    """
    document = copy_json(definition)
    _machine((), document)
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while stack:
        place, machine = stack.pop()
        for name, state in machine["States"].items():
            _expect(type(name) is str, (*place, "States"), "states are named by text", name)
            stack.extend(_state((*place, "States", name), state))
    return StateMachine._of(document)


def _machine(place: tuple[str | int, ...], machine: Any) -> None:
    _expect(type(machine) is dict, place, "a machine is an object with StartAt and States", machine)
    for key, kind, rule in (
        ("StartAt", str, "the name of a state"),
        ("States", dict, "an object of states by name"),
    ):
        _expect(key in machine, place, f"a machine has {key}, {rule}", machine)
        _expect(type(machine[key]) is kind, (*place, key), f"{key} is {rule}", machine[key])


def _state(place: tuple[str | int, ...], state: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    """Look at one state, and return the machines inside it with their places."""
    _expect(type(state) is dict, place, "a state is an object with a Type", state)
    _expect("Type" in state, place, f"a state has a Type, one of {', '.join(KINDS)}", state)
    kind = state["Type"]
    if type(kind) is not str or kind not in KINDS:
        hint = did_you_mean(kind, KINDS) if type(kind) is str else ""
        _refuse((*place, "Type"), f"a Type is one of {', '.join(KINDS)}", kind, hint)
    for key in ("Choices", "Catch", "Retry"):
        if key in state:
            records = state[key]
            _expect(type(records) is list, (*place, key), f"{key} is a list of objects", records)
            for index, record in enumerate(records):
                _expect(type(record) is dict, (*place, key, index), f"{key} is a list of objects", record)
    if kind == "Parallel":
        _expect("Branches" in state, place, "a Parallel has Branches, a list of machines", state)
        branches = state["Branches"]
        _expect(type(branches) is list, (*place, "Branches"), "Branches is a list of machines", branches)
        for index, branch in enumerate(branches):
            _machine((*place, "Branches", index), branch)
    if kind == "Map":
        inside = [key for key in PROCESSORS if key in state]
        _expect(bool(inside), place, "a Map has an ItemProcessor, the machine for each item", state)
        for key in inside:
            _machine((*place, key), state[key])
    return [((*place, *within), machine) for within, machine in nested_machines(state).items()]


def _expect(holds: bool, place: tuple[str | int, ...], rule: str, found: Any) -> None:
    if not holds:
        _refuse(place, rule, found)


def _refuse(place: tuple[str | int, ...], rule: str, found: Any, hint: str = "") -> NoReturn:
    shown = f"an object with {', '.join(map(str, found)) or 'nothing'}" if type(found) is dict else repr(found)
    raise DefinitionError(f"{pointer(*place) or 'the definition'}: {rule}, and here is {shown[:200]}{hint}")
