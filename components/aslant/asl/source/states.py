"""One state as a call of the builder: its fields, rules, retriers and catchers.

Whether the builder can write a state is tested: the state is made together with its source, and compared with the JSON
that was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from aslant.asl.catch import Catch
from aslant.asl.condition import Condition
from aslant.asl.source.distributed import PARTS, part, undecided
from aslant.asl.source.expressions import Expressions, atom
from aslant.asl.source.fields import Fields, Made, Unwritable, fill, one_or_list, with_errors
from aslant.asl.source.services import call
from aslant.asl.states import KINDS, Rule
from aslant.asl.trampoline import Routine
from aslant.asl.values import same
from aslant.json_value import Json
from aslant.walk import PROCESSORS, nested_machines

__all__ = ["FLOW", "JOINED", "Exits", "differing_fields", "machines", "written"]

_SYMBOL: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
JOINED: Final = frozenset({"Type", "Next", "End", "Default", "Choices", "Catch", "Branches", *PROCESSORS})
"""The fields of a state that the transitions between states determine."""

_CALL: Final = frozenset({"Resource", "Parameters", "Arguments"})
"""The fields of a Task that a call of a service makes."""

FLOW: Final = frozenset({"StartAt", "States"})
"""The fields of a machine that its flow determines."""


class Exits(NamedTuple):
    """A state's outgoing flows and nested machines: `branches` are the flows of its rules or catchers."""

    branches: Sequence[Made] = ()
    otherwise: Made | None = None
    inner: Sequence[Made] = ()


def machines(document: Mapping[str, Json]) -> list[tuple[str, dict[str, Json]]]:
    """Return the machines nested in a state, each with the builder's keyword for it, if any."""
    keywords = {"Iterator": "iterator"}
    return [(keywords.get(str(place[0]), ""), machine) for place, machine in nested_machines(document).items()]


def written(write: Expressions, name: str, document: dict[str, Json], exits: Exits, *, typed: bool) -> Routine[Made]:
    """Return the call that makes a state, given its exits; `typed` allows calls of services and typed parts of Maps.

    Raises:
        Unwritable: The builder cannot make this state.
    """
    kind = KINDS[document["Type"]]
    made = Fields()
    made.give(Made(atom(name), name))
    members = {key: value for key, value in document.items() if key not in JOINED}
    resource = members.get("Resource")
    service = (yield call(write, document)) if typed and document["Type"] == "Task" else None
    if service:
        made.give(service)
        members = {key: value for key, value in members.items() if key not in _CALL}
    elif document["Type"] == "Task" and type(resource) is str:
        symbol = _SYMBOL.fullmatch(resource)
        short = symbol[1] if symbol else resource
        made.give(Made(atom(short), short))
        del members["Resource"]
    for (keyword, machine), flow in zip(machines(document), exits.inner, strict=True):
        made.give(flow, keyword)
        if document["Type"] == "Map" and "ProcessorConfig" in machine and "ProcessorConfig" not in flow.value._doc:
            members["ProcessorConfig"] = machine["ProcessorConfig"]
    if document["Type"] == "Choice":
        for rule, flow in zip(document.get("Choices", ()), exits.branches, strict=True):
            made.give((yield _rule(write, rule, flow)))
        if exits.otherwise:
            made.give(exits.otherwise, "otherwise")
    parts = {}
    for key, value in members.items() if typed and document["Type"] == "Map" else ():
        if key in PARTS and (found := (yield part(write, key, value))):
            parts[key] = found
    yield fill(write, made, members, kind, parts)
    if document["Type"] != "Choice" and exits.branches:
        catchers = []
        for catcher, flow in zip(document["Catch"], exits.branches, strict=True):
            catchers.append((yield with_errors(write, Catch, catcher, flow)))
        made.give(one_or_list(catchers), "catch")
    whole = made.call(kind, kind.__name__)
    following = document.get("Default" if document["Type"] == "Choice" else "Next")
    read = _undecided(document) if whole.value._undecided else document
    different = differing_fields(whole.value._link(following), read)
    if different:
        raise Unwritable(f"the builder writes {different} of state {name!r} differently")
    return whole


def _undecided(document: dict[str, Json]) -> dict[str, Json]:
    """Return a state with its arguments named as in the builder, which does not know the query language yet."""
    renamed = undecided(document)
    for key in PARTS & document.keys():
        if type(document[key]) is dict:
            renamed[key] = undecided(document[key])
    return renamed


def differing_fields(left: Mapping[str, Json], right: Mapping[str, Json]) -> str:
    """Return the names of the fields in which two states or machines differ, apart from nested machines."""
    first, second = _outline(left), _outline(right)
    keys = [key for key in {**first, **second} if key not in first or key not in second]
    keys += [key for key in first if key in second and not same(first[key], second[key])]
    return " and ".join(keys)


def _outline(document: Mapping[str, Json]) -> dict[str, Json]:
    kind = document.get("Type")
    inner = {"Parallel": "Branches"}.get(kind) if type(kind) is str else "States"
    plain = {key: value for key, value in document.items() if key != inner}
    if kind == "Map":
        return {key: _outline(value) if key in PROCESSORS else value for key, value in plain.items()}
    return plain


def _rule(write: Expressions, rule: dict[str, Json], flow: Made) -> Routine[Made]:
    """Return `when(condition, flow, …)`."""
    own = {member.key for member in Rule.FIELDS.values()}
    asked = {key: value for key, value in rule.items() if key != "Next" and key not in own}
    made = Fields()
    if asked.keys() == {"Condition"} and type(asked["Condition"]) in (str, bool):
        made.give(Made(atom(asked["Condition"]), asked["Condition"]))
    else:
        made.give(Made((yield write.condition(asked)), Condition(asked)))
    made.give(flow)
    yield fill(write, made, {key: value for key, value in rule.items() if key in own}, Rule)
    return made.call(Rule, "when")
