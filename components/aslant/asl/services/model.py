"""The types of an action's arguments and result, read from a line of the table when they are first used.

A line is an enumeration (`=EC2|FARGATE`) or a structure (`TableName!s Key!<s+ Limit:N1,100;`): each member with `!` if
it is required, or `:`, and its type. A type is a letter (`s` string, `n` number, `b` boolean, `t` timestamp, `B` bytes,
`d` any JSON), a number with its range (`N1,100;`), a list (`[s`), a map (`<ss`, key and value), the line of that number
(`12;`), or the next line that no type refers to yet (`+`). tools/service_models.py writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, Literal, NamedTuple

from aslant.asl.services.naming import action_name, member_name

__all__ = ["Kind", "Member", "Operation", "ServiceModel", "Type"]

Kind = Literal["any", "boolean", "bytes", "list", "map", "number", "string", "structure", "timestamp"]
"""The kind of a value. Bytes are a string in Base64, or the text of a whole body."""

_KINDS: Final[Mapping[str, Kind]] = {
    "s": "string",
    "n": "number",
    "b": "boolean",
    "t": "timestamp",
    "B": "bytes",
    "d": "any",
}


class Type:
    """The type of an argument or of a part of a result."""

    def __init__(
        self, kind: Kind, model: ServiceModel | None = None, line: int = 0, parts: tuple[Type, ...] = ()
    ) -> None:
        self.kind = kind
        self.values: tuple[str, ...] = ()
        """The values of an enumeration, a string; empty for any other type."""
        self.range: tuple[float | None, float | None] = (None, None)
        """The least and the largest number."""
        self._model = model
        self._line = line
        self._parts = parts

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """The members of a structure, by their names in Step Functions."""
        return {} if self._model is None or self.kind != "structure" else self._model._members(self._line)

    @cached_property
    def accepts_anything(self) -> bool:
        """Whether Step Functions converts every value to it: a string that is not one of an enumeration, or bytes."""
        return self.kind in ("string", "bytes", "any") and not self.values

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the required members."""
        return tuple(member.name for member in self.members.values() if member.required)

    @cached_property
    def by_lower_case(self) -> Mapping[str, Member]:
        """The members by their names in lower case."""
        return {name.lower(): member for name, member in self.members.items()}

    @cached_property
    def is_attribute_value(self) -> bool:
        """Whether this is a value of DynamoDB, such as `{"S": "rye"}`.

        Step Functions is not strict about it: the names of its types have two spellings, and optimized integrations
        accept a string instead.
        """
        return "BOOL" in self.members or "Bool" in self.members

    @property
    def item(self) -> Type:
        """The type of a list's items, or of a map's values."""
        return self._parts[-1]

    @property
    def key(self) -> Type:
        """The type of a map's keys."""
        return self._parts[0]


class Member(NamedTuple):
    """A member of a structure."""

    name: str
    """The name in Step Functions: `DbInstanceIdentifier`."""
    api_name: str
    """The name in the API: `DBInstanceIdentifier`."""
    required: bool
    """Whether the API requires it as an argument, or always has it in a result."""
    type: Type


class Operation(NamedTuple):
    """An action of a service."""

    name: str
    """The name of the API's operation: `GetItem`."""
    arguments: Type
    """The type of the arguments, a structure."""
    result: Type
    """The type of the result, a structure."""
    streams: bool
    """Whether it takes or returns a stream of events, so that Step Functions cannot call it."""


_NOTHING: Final = Type("structure")


class ServiceModel:
    """The actions of a service."""

    def __init__(self, name: str, text: str) -> None:
        """Read a service from its text: a line for each action, an empty line, and the lines of its types."""
        actions, _, types = text.partition("\n\n")
        self.name = name
        """The name in `aws-sdk:SERVICE:action`."""
        self._actions = {action_name(line.partition(" ")[0]): line for line in actions.splitlines()}
        self._lines = types.split("\n")
        self._new = dict(zip(self._actions, _running(self._actions.values(), 0), strict=True))
        referred = sum(line.count("+") for line in self._actions.values())
        self._firsts = _running(("" if line.startswith("=") else line for line in self._lines), referred)
        self._operations: dict[str, Operation] = {}
        self._types: dict[int, Type] = {}

    @property
    def actions(self) -> Iterable[str]:
        """The names in `aws-sdk:service:ACTION`."""
        return self._actions.keys()

    def operation(self, action: str) -> Operation | None:
        """Return an action by its name in `aws-sdk:service:ACTION`; None if the service does not have it."""
        if action not in self._actions:
            return None
        if action not in self._operations:
            name, _, signature = self._actions[action].partition(" ")
            reader = _Reader(self, signature, self._new[action])
            arguments, result = (reader.type() or _NOTHING for _ in range(2))
            self._operations[action] = Operation(name, arguments, result, signature.endswith("~"))
        return self._operations[action]

    def _members(self, line: int) -> dict[str, Member]:
        reader = _Reader(self, self._lines[line], self._firsts[line])
        return {member.name: member for member in reader.members()}

    def _type(self, line: int) -> Type:
        """Return the type of a line."""
        if line not in self._types:
            text = self._lines[line]
            if text.startswith("="):
                made = Type("string")
                made.values = tuple(text[1:].split("|"))
            elif text[:1] in ("[", "<"):
                made = _Reader(self, text, self._firsts[line]).type() or _NOTHING
            else:
                made = Type("structure", self, line)
            self._types[line] = made
        return self._types[line]


class _Reader:
    """A position in a line, and the number of the next line that no type refers to yet."""

    def __init__(self, model: ServiceModel, text: str, fresh: int) -> None:
        self._model = model
        self._text = text
        self._at = 0
        self._fresh = fresh

    def members(self) -> Iterable[Member]:
        """Yield the members of a structure."""
        while self._at < len(self._text):
            end = self._at
            while self._text[end] not in "!:":
                end += 1
            name, required = self._text[self._at : end], self._text[end] == "!"
            self._at = end + 1
            yield Member(member_name(name), name, required, self.type() or _NOTHING)
            self._at += 1  # the space

    def type(self) -> Type | None:
        """Return the next type; None for `-`, which is nothing."""
        sign = self._text[self._at]
        self._at += 1
        if sign in _KINDS:
            return _PLAIN[sign]
        if sign == "-":
            return None
        if sign == "+":
            self._fresh += 1
            return self._model._type(self._fresh - 1)
        if sign == "[":
            return Type("list", parts=(self.type() or _NOTHING,))
        if sign == "<":
            key = self.type() or _NOTHING
            return Type("map", parts=(key, self.type() or _NOTHING))
        end = self._text.index(";", self._at)
        digits = self._text[self._at : end]
        start, self._at = self._at, end + 1
        if sign == "N":
            made = Type("number")
            least, _, largest = digits.partition(",")
            made.range = (float(least) if least else None, float(largest) if largest else None)
            return made
        return self._model._type(int(self._text[start - 1 : end]))


_PLAIN: Final[Mapping[str, Type]] = {sign: Type(kind) for sign, kind in _KINDS.items()}


def _running(lines: Iterable[str], total: int) -> list[int]:
    """Return, for each line, how many `+` are before it."""
    totals = []
    for line in lines:
        totals.append(total)
        total += line.count("+")
    return totals
