"""One state as a call of the builder: its fields, its rules, its retriers and catchers.

Whether the builder can write a state is not guessed: it is made beside its source, and compared with what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from aslant.asl.accept import assignments, payload, source, template
from aslant.asl.catch import Catch
from aslant.asl.condition import Condition
from aslant.asl.field import Record
from aslant.asl.retry import Retry
from aslant.asl.source.calls import computed
from aslant.asl.source.expressions import Expressions, atom
from aslant.asl.source.layout import Bracket, Call, Node
from aslant.asl.source.paths import path
from aslant.asl.source.trampoline import Routine
from aslant.asl.states import KINDS, Rule
from aslant.asl.values import JSON, same
from aslant.errors import DefinitionError

__all__ = [
    "FLOW",
    "JOINED",
    "Exits",
    "Fields",
    "Made",
    "Unwritable",
    "disagreement",
    "fill",
    "machines",
    "refuse_unknown",
    "written",
]

_SYMBOL: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
JOINED: Final = frozenset(
    {"Type", "Next", "End", "Default", "Choices", "Catch", "Branches", "ItemProcessor", "Iterator"}
)
"""Members of a state that come from how states are joined."""

FLOW: Final = frozenset({"StartAt", "States"})
"""Members of a machine that come from its flow."""

_TEMPLATES: Final = (template, payload, assignments)
"""What takes payload templates."""


class Unwritable(Exception):
    """Why the builder cannot write something."""


class Made(NamedTuple):
    """A part of the model: its source, and what the source makes."""

    node: Node
    value: Any


@dataclass(slots=True)
class Fields:
    """The arguments of a call: their sources, and their values."""

    nodes: list[tuple[str, Node]] = field(default_factory=list)
    positional: list[Any] = field(default_factory=list)
    named: dict[str, Any] = field(default_factory=dict)

    def give(self, made: Made, name: str = "") -> None:
        """One more argument, by position where it has no name."""
        self.nodes.append((f"{name}=" if name else "", made.node))
        if name:
            self.named[name] = made.value
        else:
            self.positional.append(made.value)

    def call(self, function: Any, name: str) -> Made:
        """The call, and what it returns.

        Raises:
            Unwritable: the builder refuses it.
        """
        try:
            value = function(*self.positional, **self.named)
        except (DefinitionError, TypeError) as why:
            raise Unwritable(str(why)) from None
        return Made(Call(name, self.nodes, name), value)


class Exits(NamedTuple):
    """What hangs on a state: the flows of its rules or catchers, that of otherwise, and the machines inside it."""

    branches: Sequence[Made] = ()
    otherwise: Made | None = None
    inner: Sequence[Made] = ()


def refuse_unknown(members: Iterable[str], kind: type[Record]) -> None:
    """Refuse a member that the builder has no field for.

    Raises:
        Unwritable: there is one.
    """
    unknown = sorted({*members} - {member.key for member in kind.FIELDS.values()} - {"ProcessorConfig"})
    if unknown:
        raise Unwritable(f"the builder has no {' and no '.join(unknown)} here")


def machines(document: Mapping[str, JSON]) -> list[tuple[str, dict[str, JSON]]]:
    """The machines inside a state, each with the keyword by which the builder takes it, if any."""
    if document["Type"] == "Parallel":
        return [("", branch) for branch in document["Branches"]]
    keys = {"ItemProcessor": "", "Iterator": "iterator"} if document["Type"] == "Map" else {}
    return [(keyword, document[key]) for key, keyword in keys.items() if key in document]


def written(write: Expressions, name: str, document: dict[str, JSON], exits: Exits) -> Routine[Made]:
    """The call that makes a state, given what hangs on it.

    Raises:
        Unwritable: the builder makes no such state.
    """
    kind = KINDS[document["Type"]]
    made = Fields()
    made.give(Made(atom(name), name))
    members = {key: value for key, value in document.items() if key not in JOINED}
    resource = members.get("Resource")
    if document["Type"] == "Task" and type(resource) is str:
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
    yield fill(write, made, members, kind)
    if document["Type"] != "Choice" and exits.branches:
        catchers = []
        for catcher, flow in zip(document["Catch"], exits.branches, strict=True):
            catchers.append((yield _errors(write, Catch, catcher, flow)))
        made.give(_one_or_list(catchers), "catch")
    whole = made.call(kind, kind.__name__)
    following = document.get("Default" if document["Type"] == "Choice" else "Next")
    different = disagreement(whole.value._link(following), document)
    if different:
        raise Unwritable(f"the builder writes {different} of state {name!r} in another way")
    return whole


def disagreement(one: Mapping[str, JSON], other: Mapping[str, JSON]) -> str:
    """The names of the members in which two states or machines differ, the machines inside apart."""
    first, second = _outline(one), _outline(other)
    keys = [key for key in {**first, **second} if key not in first or key not in second]
    keys += [key for key in first if key in second and not same(first[key], second[key])]
    return " and ".join(keys)


def _outline(document: Mapping[str, JSON]) -> dict[str, JSON]:
    kind = document.get("Type")
    inner = {"Parallel": "Branches"}.get(kind) if type(kind) is str else "States"
    plain = {key: value for key, value in document.items() if key != inner}
    if kind == "Map":
        return {key: _outline(value) if key in ("ItemProcessor", "Iterator") else value for key, value in plain.items()}
    return plain


def _rule(write: Expressions, rule: dict[str, JSON], flow: Made) -> Routine[Made]:
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


def _errors(write: Expressions, kind: type[Record], document: dict[str, JSON], *flows: Made) -> Routine[Made]:
    """`Retry(errors, …)` or `Catch(errors, flow, …)`."""
    made = Fields()
    members = {key: value for key, value in document.items() if key != "Next" or not flows}
    if "ErrorEquals" not in members:
        raise Unwritable(f"a {kind.__name__} without ErrorEquals is nothing that the builder writes")
    names = members.pop("ErrorEquals")
    errors = names[0] if type(names) is list and len(names) == 1 else names
    value, node = yield write.data(errors)
    made.give(Made(node, value))
    for flow in flows:
        made.give(flow)
    yield fill(write, made, members, kind)
    return made.call(kind, kind.__name__)


def fill(write: Expressions, made: Fields, members: Mapping[str, JSON], kind: type[Record]) -> Routine[None]:
    """Give the members of an ASL object as keyword arguments.

    Raises:
        Unwritable: a member is no field of the builder's.
    """
    refuse_unknown(members, kind)
    names = {member.key: name for name, member in kind.FIELDS.items()} | {"ProcessorConfig": "processor_config"}
    for key, value in members.items():
        name = names[key]
        if key == "Retry" and type(value) is list:
            retriers = []
            for retrier in value:
                retriers.append((yield _errors(write, Retry, retrier)))
            made.give(_one_or_list(retriers), name)
            continue
        accept = kind.FIELDS[name].accept if name in kind.FIELDS else None
        spelled = None
        if type(value) is str:
            spelled = computed(value) if accept is source else path(value) if name.endswith("_path") else None
        given, node = spelled or (yield write.data(value, template=accept in _TEMPLATES))
        made.give(Made(node, given), name)


def _one_or_list(made: Sequence[Made]) -> Made:
    if len(made) == 1:
        return made[0]
    return Made(Bracket("[]", [("", each.node) for each in made]), [each.value for each in made])
