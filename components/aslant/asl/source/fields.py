"""The fields of an ASL object as keyword arguments of a call of the builder, with their sources and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from aslant.asl.accept import assignments, payload, source, template
from aslant.asl.field import Record
from aslant.asl.retry import Retry
from aslant.asl.source.calls import computed
from aslant.asl.source.expressions import Expressions
from aslant.asl.source.layout import Bracket, CallExpression, PythonExpression
from aslant.asl.source.paths import path
from aslant.asl.trampoline import Routine
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Fields", "Made", "Unwritable", "fill", "one_or_list", "refuse_unknown", "with_errors"]

_TEMPLATES: Final = (template, payload, assignments)
"""The functions of `accept` that accept payload templates."""


class Unwritable(Exception):
    """A reason why the builder cannot write something."""


class Made(NamedTuple):
    """A part of the model: its source, and the value that the source makes."""

    node: PythonExpression
    value: Any


@dataclass(slots=True)
class Fields:
    """The arguments of a call, with their sources and values."""

    nodes: list[tuple[str, PythonExpression]] = field(default_factory=list)
    positional: list[Any] = field(default_factory=list)
    named: dict[str, Any] = field(default_factory=dict)

    def give(self, made: Made, name: str = "") -> None:
        """Add an argument; without a name it is positional."""
        self.nodes.append((f"{name}=" if name else "", made.node))
        if name:
            self.named[name] = made.value
        else:
            self.positional.append(made.value)

    def call(self, function: Any, name: str) -> Made:
        """Return the call with its result.

        Raises:
            Unwritable: The builder refuses it.
        """
        try:
            value = function(*self.positional, **self.named)
        except (DefinitionError, TypeError) as why:
            raise Unwritable(str(why)) from None
        return Made(CallExpression(name, self.nodes, name.partition(".")[0]), value)


def refuse_unknown(members: Iterable[str], kind: type[Record]) -> None:
    """Refuse a member for which the builder does not have a field.

    Raises:
        Unwritable: There is such a member.
    """
    unknown = sorted({*members} - {member.key for member in kind.FIELDS.values()} - {"ProcessorConfig"})
    if unknown:
        raise Unwritable(f"the builder does not support {' and '.join(unknown)} here")


def with_errors(write: Expressions, kind: type[Record], document: dict[str, Json], *flows: Made) -> Routine[Made]:
    """Return `Retry(errors, …)` or `Catch(errors, flow, …)`."""
    made = Fields()
    members = {key: value for key, value in document.items() if key != "Next" or not flows}
    if "ErrorEquals" not in members:
        raise Unwritable(f"the builder does not write a {kind.__name__} without ErrorEquals")
    names = members.pop("ErrorEquals")
    errors = names[0] if type(names) is list and len(names) == 1 else names
    value, node = yield write.data(errors)
    made.give(Made(node, value))
    for flow in flows:
        made.give(flow)
    yield fill(write, made, members, kind)
    return made.call(kind, kind.__name__)


def fill(
    write: Expressions,
    made: Fields,
    members: Mapping[str, Json],
    kind: type[Record],
    parts: Mapping[str, Made] = MappingProxyType({}),
) -> Routine[None]:
    """Add the members of an ASL object as keyword arguments; `parts` has the ones that are already made.

    Raises:
        Unwritable: The builder does not have a field for a member.
    """
    refuse_unknown(members, kind)
    names = {member.key: name for name, member in kind.FIELDS.items()} | {"ProcessorConfig": "processor_config"}
    for key, value in members.items():
        name = names[key]
        if key in parts:
            made.give(parts[key], name)
            continue
        if key == "Retry" and type(value) is list:
            retriers = []
            for retrier in value:
                retriers.append((yield with_errors(write, Retry, retrier)))
            made.give(one_or_list(retriers), name)
            continue
        accept = kind.FIELDS[name].accept if name in kind.FIELDS else None
        spelled = None
        if type(value) is str:
            spelled = computed(value) if accept is source else path(value) if name.endswith("_path") else None
        given, node = spelled or (yield write.data(value, template=accept in _TEMPLATES))
        made.give(Made(node, given), name)


def one_or_list(made: Sequence[Made]) -> Made:
    """Return one part as it is, several as a list."""
    if len(made) == 1:
        return made[0]
    return Made(Bracket("[]", [("", each.node) for each in made]), [each.value for each in made])
