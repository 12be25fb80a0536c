"""One state as a call of the builder: its fields, its rules, its retriers and catchers.

Whether the builder can write a state is not guessed: it is made beside its source, and compared with what was read.
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
from aslant.asl.source.trampoline import Routine
from aslant.asl.states import KINDS, Rule
from aslant.asl.values import same
from aslant.json_value import Json
from aslant.walk import PROCESSORS, nested_machines

__all__ = ["FLOW", "JOINED", "Exits", "disagreement", "machines", "written"]

_SYMBOL: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
JOINED: Final = frozenset({"Type", "Next", "End", "Default", "Choices", "Catch", "Branches", *PROCESSORS})
"""Members of a state that come from how states are joined."""

_CALL: Final = frozenset({"Resource", "Parameters", "Arguments"})
"""Members of a Task that a call of a service makes."""

FLOW: Final = frozenset({"StartAt", "States"})
"""Members of a machine that come from its flow."""


class Exits(NamedTuple):
    """What hangs on a state: the flows of its rules or catchers, that of otherwise, and the machines inside it."""

    branches: Sequence[Made] = ()
    otherwise: Made | None = None
    inner: Sequence[Made] = ()


def machines(document: Mapping[str, Json]) -> list[tuple[str, dict[str, Json]]]:
    """The machines inside a state, each with the keyword by which the builder takes it, if any."""
    keywords = {"Iterator": "iterator"}
    return [(keywords.get(str(place[0]), ""), machine) for place, machine in nested_machines(document).items()]


def written(write: Expressions, name: str, document: dict[str, Json], exits: Exits, *, typed: bool) -> Routine[Made]:
    """The call that makes a state, given what hangs on it; `typed` is with calls of services and parts of Maps.

    Raises:
        Unwritable: the builder makes no such state.
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
    different = disagreement(whole.value._link(following), read)
    if different:
        raise Unwritable(f"the builder writes {different} of state {name!r} in another way")
    return whole


def _undecided(document: dict[str, Json]) -> dict[str, Json]:
    """A state whose arguments are called as the builder calls them until the workflow's query language is known."""
    renamed = undecided(document)
    for key in PARTS & document.keys():
        if type(document[key]) is dict:
            renamed[key] = undecided(document[key])
    return renamed


def disagreement(one: Mapping[str, Json], other: Mapping[str, Json]) -> str:
    """The names of the members in which two states or machines differ, the machines inside apart."""
    first, second = _outline(one), _outline(other)
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
    """`when(condition, flow, …)`."""
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
