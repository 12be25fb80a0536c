"""Machines as statements: a variable for each state, in reading order, and flows over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import rshift
from typing import Final

from aslant.asl.flow import Goto
from aslant.asl.machine import StateMachine
from aslant.asl.nesting import view
from aslant.asl.reading.reader import from_dict
from aslant.asl.source.expressions import LONGEST_JOIN, Expressions, atom
from aslant.asl.source.fields import Fields, Made, Unwritable, fill, refuse_unknown
from aslant.asl.source.layout import CallExpression, JoinedExpression, PlainExpression, PythonExpression
from aslant.asl.source.naming import VariableNames
from aslant.asl.source.sharing import Assignment, shared
from aslant.asl.source.states import FLOW, JOINED, Exits, differing_fields, machines, written
from aslant.asl.source.structure import Link, Unstructured, arrange
from aslant.asl.states import KINDS
from aslant.asl.trampoline import Routine, run
from aslant.asl.values import same
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Assignment", "statements"]

INLINE = 60
"""The most characters of a flow that is written where it is used; a longer one becomes a variable."""

LONGEST_REASON = 200
"""The most characters of the reason in a comment."""

_FOLLOWING: Final = ("Next", "End", "Default")
"""The fields of a state that depend on its flow."""


def statements(definition: dict[str, Json], name: str, taken: set[str]) -> list[Assignment]:
    """Return the statements that build a definition; the last one assigns the machine to `name`."""
    for typed in (True, False):
        writer = _Writer(VariableNames([*taken, name]), typed=typed)
        try:
            machine = run(writer.machine(definition))
            if typed and not same(machine.value._doc, definition):  # the workflow decides the names of arguments
                continue
            writer.keep_as(name, machine.node)
        except (Unwritable, Unstructured, DefinitionError, RecursionError) as why:
            writer.statements.clear()
            data = run(writer.data(definition))
            writer.keep_as(name, data.node, _because(why))
        break
    return shared(writer.statements, writer.names)


class _Writer:
    """The collected statements of one module; `typed` allows calls of services and typed parts of distributed Maps."""

    def __init__(self, names: VariableNames, *, typed: bool) -> None:
        self.names = names
        self.typed = typed
        self.statements: list[Assignment] = []
        self.write = Expressions(self.keep)

    def keep(self, word: str, node: PythonExpression) -> PlainExpression:
        """Assign an expression to a new variable."""
        return self.keep_as(self.names.take(word), node)

    def keep_as(self, name: str, node: PythonExpression, comment: str = "") -> PlainExpression:
        self.statements.append(Assignment(name, node, comment))
        return PlainExpression(name)

    def machine(self, document: dict[str, Json]) -> Routine[Made]:
        """Return `StateMachine(flow, …)`."""
        members = {key: value for key, value in document.items() if key not in FLOW}
        refuse_unknown(members, StateMachine)
        flows = _Flows(self, document)
        made = Fields()
        made.give(flows.joined((yield flows.operands(flows.start))))
        yield fill(self.write, made, members, StateMachine)
        whole = made.call(StateMachine, "StateMachine")
        _verify(whole.value, document)
        return whole

    def data(self, document: dict[str, Json]) -> Routine[Made]:
        """Return `from_dict({…})`."""
        _, node = yield self.write.data(document)
        return Made(CallExpression("from_dict", [("", node)], "from_dict"), view(document))

    def inside(self, document: dict[str, Json], word: str, *, processor: bool) -> Routine[Made]:
        """Return a nested machine: a flow, unless it has further fields. A Map has its processor's ProcessorConfig."""
        mark = len(self.statements)
        plain = {key: value for key, value in document.items() if not (processor and key == "ProcessorConfig")}
        try:
            if plain.keys() <= FLOW:
                flows = _Flows(self, document)
                flow: Made = yield flows.flow(Link(flows.start, jump=False), word)
                machine = StateMachine._inside(flow.value)
                _verify(machine, plain)
                return Made(flow.node, machine)
            made = yield self.machine(plain)
            return Made(self.keep(word, made.node), made.value)
        except (Unwritable, Unstructured, DefinitionError) as why:
            del self.statements[mark:]
            made = yield self.data(document)
            return Made(self.keep_as(self.names.take(word), made.node, _because(why)), made.value)


class _Flows:
    """The writer of one machine's flows."""

    def __init__(self, writer: _Writer, document: dict[str, Json]) -> None:
        self.writer = writer
        self.states: dict[str, dict[str, Json]] = document["States"]
        self.start: str = document["StartAt"]
        self.structure = arrange(document)
        self.made: dict[str, Made] = {}
        self.named: dict[str, Made] = {}

    def flow(self, link: Link, word: str = "") -> Routine[Made]:
        """Return the target of a link, as a variable if it is used twice or is long."""
        if link.jump:
            return Made(CallExpression("Goto", [("", atom(link.name))], "Goto"), Goto(link.name))
        if link.name in self.named:
            return self.named[link.name]
        operands = yield self.operands(link.name)
        made = self.joined(operands)
        shared = self.structure.uses[link.name] > 1
        if len(operands) == 1 or not (shared or len(made.node.flat) > INLINE):
            return made
        self.named[link.name] = kept = Made(self.writer.keep(word or f"from_{link.name}", made.node), made.value)
        return kept

    def joined(self, operands: list[Made]) -> Made:
        """Return steps as one expression; the beginning of a very long one becomes a variable."""
        while len(operands) > LONGEST_JOIN:
            first = self.joined(operands[:LONGEST_JOIN])
            operands = [Made(self.writer.keep("steps", first.node), first.value), *operands[LONGEST_JOIN:]]
        if len(operands) == 1:
            return operands[0]
        return Made(
            JoinedExpression(">>", [each.node for each in operands]), reduce(rshift, (each.value for each in operands))
        )

    def operands(self, name: str) -> Routine[list[Made]]:
        """Return the steps of the flow that starts with a state."""
        operands: list[Made] = []
        closed = False
        link: Link | None = Link(name, jump=False)
        while link:
            place = self.structure.places[link.name]
            if operands and (link.jump or (place.then and self.structure.uses[link.name] > 1)):
                operands.append((yield self.flow(link)))
                break
            closed = closed or link.name in self.structure.closed
            made = yield self.state(link.name)
            link = place.then
            if link and not made.value._open:  # every branch of a Choice ends, so nothing rejoins
                link = None
            operands.append(_ended(made) if place.ended else made)
        if closed:
            operands[-1] = _ended(operands[-1])
        return operands

    def state(self, name: str) -> Routine[Made]:
        """Return the variable of a state."""
        if name in self.made:
            return self.made[name]
        writer, document, place = self.writer, self.states[name], self.structure.places[name]
        mark = len(writer.statements)
        branches = []
        for link in place.exits:
            branches.append((yield self.flow(link)))
        otherwise = (yield self.flow(place.otherwise)) if place.otherwise else None
        comment = ""
        try:
            refuse_unknown(document.keys() - JOINED, KINDS[document["Type"]])
            inner = []
            for _, machine in machines(document):
                processor = document["Type"] == "Map"
                word = f"{name}_processor" if processor else f"{machine['StartAt']}_branch"
                inner.append((yield writer.inside(machine, word, processor=processor)))
            made = yield self.call(name, document, Exits(branches, otherwise, inner))
        except (Unwritable, DefinitionError) as why:
            if branches or otherwise:
                raise Unwritable(str(why)) from None
            del writer.statements[mark:]
            comment = _because(why)
            made = yield self.read(name, document)
        variable = writer.keep_as(writer.names.take(name), made.node, comment)
        self.made[name] = kept = Made(variable, made.value)
        return kept

    def call(self, name: str, document: dict[str, Json], exits: Exits) -> Routine[Made]:
        """Return the call that makes a state, with the builder's typed values if they make the same JSON."""
        writer = self.writer
        mark = len(writer.statements)
        made: Made
        if writer.typed:
            try:
                made = yield written(writer.write, name, document, exits, typed=True)
                return made
            except Unwritable:
                del writer.statements[mark:]
        made = yield written(writer.write, name, document, exits, typed=False)
        return made

    def read(self, name: str, document: dict[str, Json]) -> Routine[Made]:
        """Return a state that is read from a definition, since the builder does not have its fields."""
        alone = {key: value for key, value in document.items() if key not in ("Next", "End")}
        definition = {"StartAt": name, "States": {name: alone}}
        value = from_dict(definition).states[name]
        different = differing_fields(value._link(document.get("Next")), document)
        if different:
            raise Unwritable(f"the builder writes {different} of state {name!r} differently")
        _, node = yield self.writer.write.data(definition)
        return Made(CallExpression("from_dict", [("", node)], "from_dict", "states", atom(name).flat), value)


def _ended(made: Made) -> Made:
    """Return a step with its open ends closed."""
    if not made.value._open:
        return made
    return Made(PlainExpression(f"{made.node.flat}.end()"), made.value.end())


def _verify(machine: StateMachine, document: Mapping[str, Json]) -> None:
    """Refuse a machine whose transitions differ from the JSON that was read; its states are already compared.

    Raises:
        Unwritable: The transitions differ.
    """
    built = machine._doc
    different = differing_fields(built, document)
    if built["States"].keys() != document["States"].keys():
        different = "set of states"
    for name, state in built["States"].items():
        given = document["States"].get(name, {})
        different = different or " and ".join(key for key in _FOLLOWING if state.get(key) != given.get(key))
    if different:
        raise Unwritable(f"its flows have a different {different}")


def _because(why: Exception) -> str:
    reason = " ".join(str(why).split())
    short = reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]}…"
    return f"Written as data: {short or type(why).__name__}"
