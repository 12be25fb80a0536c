"""Reading definitions from text or a dict into a `StateMachine`, without losing anything."""

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
    """Return the workflow that a JSON or YAML string defines.

    Without `format`, text that begins with `{` is JSON and any other is YAML, which needs the extra `aslant[yaml]`.
    `aslant.asl.reading.yaml_text` describes how YAML is read, including words such as `on` and CloudFormation's tags.
    Placeholders such as `${Function}` are kept as strings, also those without quotes.

    Raises:
        TextError: The text is not valid in its format, or an object in it has a duplicate member.
        DefinitionError: It is not a definition.
    """
    return from_dict(read(text, format=format).unique())


def from_dict(definition: Json) -> StateMachine:
    """Return the workflow of a definition. Members that ASL does not define are kept, each in its `extra`.

    This refuses only what the model cannot hold. `check` finds what AWS would refuse.

    Raises:
        DefinitionError: A member has the wrong type.
    """
    document = copy_json(definition)
    _machine((), document)
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while stack:
        place, machine = stack.pop()
        for name, state in machine["States"].items():
            _expect(type(name) is str, (*place, "States"), "the name of a state must be a string", name)
            stack.extend(_state((*place, "States", name), state))
    return StateMachine._of(document)


def _machine(place: tuple[str | int, ...], machine: Any) -> None:
    _expect(type(machine) is dict, place, "a machine must be an object with StartAt and States", machine)
    for key, kind, rule in (
        ("StartAt", str, "the name of a state"),
        ("States", dict, "an object of states by name"),
    ):
        _expect_member(key in machine, place, f"a machine needs {key}, {rule}", machine)
        _expect(type(machine[key]) is kind, (*place, key), f"{key} must be {rule}", machine[key])


def _state(place: tuple[str | int, ...], state: Any) -> list[tuple[tuple[str | int, ...], Any]]:
    """Check one state, and return the machines nested in it with their places."""
    _expect(type(state) is dict, place, "a state must be an object with a Type", state)
    _expect_member("Type" in state, place, f"a state needs a Type, one of {', '.join(KINDS)}", state)
    kind = state["Type"]
    if type(kind) is not str or kind not in KINDS:
        hint = did_you_mean(kind, KINDS) if type(kind) is str else ""
        _refuse((*place, "Type"), f"Type must be one of {', '.join(KINDS)}", kind, hint)
    for key in ("Choices", "Catch", "Retry"):
        if key in state:
            records = state[key]
            _expect(type(records) is list, (*place, key), f"{key} must be a list of objects", records)
            for index, record in enumerate(records):
                _expect(type(record) is dict, (*place, key, index), f"{key} must be a list of objects", record)
    if kind == "Parallel":
        _expect_member("Branches" in state, place, "a Parallel needs Branches, a list of machines", state)
        branches = state["Branches"]
        _expect(type(branches) is list, (*place, "Branches"), "Branches must be a list of machines", branches)
        for index, branch in enumerate(branches):
            _machine((*place, "Branches", index), branch)
    if kind == "Map":
        inside = [key for key in PROCESSORS if key in state]
        _expect_member(bool(inside), place, "a Map needs an ItemProcessor, the machine for each item", state)
        for key in inside:
            _machine((*place, key), state[key])
    return [((*place, *within), machine) for within, machine in nested_machines(state).items()]


def _expect(holds: bool, place: tuple[str | int, ...], rule: str, found: Any) -> None:
    if not holds:
        _refuse(place, rule, found)


def _expect_member(holds: bool, place: tuple[str | int, ...], rule: str, document: dict[str, Any]) -> None:
    if not holds:
        members = f"has only {', '.join(map(str, document))[:200]}" if document else "is empty"
        raise DefinitionError(f"{pointer(*place) or 'the definition'}: {rule}, but the object {members}")


def _refuse(place: tuple[str | int, ...], rule: str, found: Any, hint: str = "") -> NoReturn:
    shown = f"an object with {', '.join(map(str, found)) or 'nothing'}" if type(found) is dict else repr(found)
    raise DefinitionError(f"{pointer(*place) or 'the definition'}: {rule}, not {shown[:200]}{hint}")
