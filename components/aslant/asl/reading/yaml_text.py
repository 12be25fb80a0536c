"""Reading YAML as JSON data: objects, lists, strings, numbers, true, false and null.

Scalars follow the core schema of YAML 1.2 (chapter 10.3), so `on`, `yes`, `1_000` and `2016-03-14T01:59:00Z` are
strings. Digits that begin with 0 are strings as well, since they may be an account's number. Names of members are
strings exactly as written. Aliases are copies, and `<<` merges as in YAML 1.1. CloudFormation's short tags are
expanded: `!Sub x` becomes `{"Fn::Sub": "x"}`.

The reader processes PyYAML's events with a stack, so that depth and aliases are bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

from aslant.asl.reading.position import DEEPEST, EMPTY, DuplicateOffsets, Spot, TextError, place
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json

__all__ = ["plain_scalar", "pyyaml", "read_yaml"]

DEEPEST_LEVEL = 1000
LARGEST_REPETITION = 4_000_000
"""Limit for repetitions by aliases, in characters plus 8 for each value. AWS allows a million characters."""

_WORDS: dict[str, Json] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_BASED = re.compile(r"0o[0-7]{1,21}|0x[0-9a-fA-F]{1,16}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

_STANDARD = "tag:yaml.org,2002:"
_TYPED_TAGS: dict[str | None, tuple[type, ...]] = {
    f"{_STANDARD}int": (int,),
    f"{_STANDARD}float": (float, int),
    f"{_STANDARD}bool": (bool,),
    f"{_STANDARD}null": (type(None),),
}
_PLAIN_TAGS: dict[type, tuple[str, ...]] = {
    str: ("!", f"{_STANDARD}str"),
    dict: ("!", f"{_STANDARD}map"),
    list: ("!", f"{_STANDARD}seq"),
    int: (f"{_STANDARD}int", f"{_STANDARD}float"),
    float: (f"{_STANDARD}float",),
    bool: (f"{_STANDARD}bool",),
    type(None): (f"{_STANDARD}null",),
}
_MERGE = "<<merge>>"
"""A marker for the name `<<` if it means a merge. Compared by identity."""
_NO_YAML = re.compile("[^\\t\\n\\r -~\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_FUNCTIONS = ["And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "GetAtt", "If", "ImportValue", "Join", "Length"]
_FUNCTIONS += ["Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform"]
_INTRINSICS = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **{f"!{name}": f"Fn::{name}" for name in _FUNCTIONS},
}


def pyyaml() -> Any:
    """Return the module `yaml`.

    Raises:
        DefinitionError: It is not installed.
    """
    try:
        import yaml
    except ImportError:
        from aslant.extras import install_command

        raise DefinitionError(f"YAML needs PyYAML, which is not installed. Run {install_command('yaml')}") from None
    return yaml


def plain_scalar(text: str) -> Json:
    """Return the value of an unquoted scalar.

    Raises:
        ValueError: It is a number that JSON does not have.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-+.0123456789":
        if _INTEGER.fullmatch(text):
            return _whole(text)
        if _BASED.fullmatch(text):
            return int(text, 0)
        if _FLOAT.fullmatch(text):
            number = float(text)
            if math.isinf(number):
                raise ValueError(f"{text[:40]} is too large for a number")
            return number
        if _NOT_FINITE.fullmatch(text):
            raise ValueError(f"{text} is not a valid JSON number")
    return text


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:  # Python refuses to convert very long numbers
        raise ValueError("this number has too many digits") from None


def read_yaml(text: str) -> tuple[Json, Spot, list[DuplicateOffsets]]:
    """Return the document in YAML text, its spots, and its duplicate members.

    Raises:
        TextError: The text is not valid YAML, or has values that JSON does not support.
        DefinitionError: PyYAML is not installed.
    """
    yaml = pyyaml()
    reader = _Reader()
    try:
        reader.read(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        what = ", ".join(part for part in (why.context, why.problem) if part)
        hint = ". Indent with spaces." if text.startswith("\t", mark.index) else ""
        raise TextError(f"this is not valid YAML: {what}{hint}", *place(text, mark.index)) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        found = _NO_YAML.search(text)
        at, code = (found.start(), f"{ord(found.group()):04X}") if found else (0, "FEFF")
        hint = "" if "D800" <= code <= "DFFF" else f'. Write it as "\\u{code}".'  # YAML has no surrogates
        raise TextError(f"this is not valid YAML: it contains the character U+{code}{hint}", *place(text, at)) from None
    return reader.document, reader.spot, reader.duplicates


class _Level:
    """An object or a list that is being read."""

    __slots__ = ("event", "merged", "name", "named_at", "spots", "value", "weight")

    def __init__(self, event: Any, value: Any, weight: int) -> None:
        self.event = event
        self.value = value
        self.spots: dict[str, Spot] = {}
        self.weight = weight  # the weight of everything before it
        self.name: str | None = None  # the name of the next member, None if a name comes next
        self.named_at = 0
        self.merged: list[tuple[dict[str, Any], dict[str, Spot]]] = []

    @property
    def wants_name(self) -> bool:
        return self.name is None and type(self.value) is dict


class _Reader:
    """The builder of a document from events."""

    def __init__(self) -> None:
        self.document: Json = None
        self.spot: Spot = (0, {})
        self.duplicates: list[DuplicateOffsets] = []
        self._levels: list[_Level] = []
        self._anchors: dict[str, tuple[Json, dict[str, Spot], int] | None] = {}
        self._documents = self._weight = self._repeated = 0

    def read(self, events: Iterable[Any]) -> None:
        """Read all events."""
        takes: dict[str, Callable[[Any], None]] = {
            "DocumentStartEvent": self._begin,
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingStartEvent": lambda event: self._open(event, {}),
            "SequenceStartEvent": lambda event: self._open(event, []),
            "MappingEndEvent": self._close,
            "SequenceEndEvent": self._close,
        }
        for event in events:
            if take := takes.get(type(event).__name__):
                take(event)
        if not self._documents:
            raise TextError(EMPTY, 1, 1)

    def _begin(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            _refuse(event, "a second document begins here, but a file must hold one definition")

    def _scalar(self, event: Any) -> None:
        before = self._weight
        self._weight += 8 + len(event.value)
        if self._levels and self._levels[-1].wants_name:
            self._name(event, self._levels[-1])
        else:
            self._finish(event, _scalar_value(event), {}, before)

    def _name(self, event: Any, level: _Level) -> None:
        name, at = event.value, event.start_mark.index
        if event.anchor or (event.tag or "!").lstrip("!") not in ("", f"{_STANDARD}str"):
            _refuse(event, f"the name {name!r} has an anchor or a tag, but only its value may have one")
        level.name, level.named_at = name, at
        if name in level.value:
            steps = tuple(inner.name or "" if type(inner.value) is dict else len(inner.value) for inner in self._levels)
            self.duplicates.append((steps, level.spots[name][0], at))
        if name == "<<" and event.implicit[0]:
            level.name = _MERGE

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            _refuse(event, f"*{event.anchor} needs an anchor &{event.anchor} before it")
        marked = self._anchors[event.anchor]
        if marked is None:
            _refuse(event, f"*{event.anchor} is inside the value that it repeats")
        if self._levels[-1].wants_name:
            _refuse(event, f"*{event.anchor} cannot be a name. Write the name out.")
        value, spots, weight = marked
        self._weight += weight
        self._repeated += weight
        if self._repeated > LARGEST_REPETITION:
            _refuse(event, "aliases repeat more here than a definition can hold")
        self._put(event, copy_json(value), spots)

    def _open(self, event: Any, value: Any) -> None:
        if self._levels and self._levels[-1].wants_name:
            _refuse(event, "a name must be a string, not an object or a list")
        if len(self._levels) == DEEPEST_LEVEL:
            _refuse(event, DEEPEST.format("YAML"))
        if event.anchor:
            self._anchors[event.anchor] = None
        self._levels.append(_Level(event, value, self._weight))
        self._weight += 8

    def _close(self, _: Any) -> None:
        level = self._levels.pop()
        value, spots = level.value, level.spots
        if level.merged:
            value, spots = {}, {}
            for more, more_spots in (*reversed(level.merged), (level.value, level.spots)):
                value.update(more)
                spots.update(more_spots)
        self._finish(level.event, value, spots, level.weight)

    def _finish(self, event: Any, value: Json, spots: dict[str, Spot], before: int) -> None:
        """Apply the tag and the anchor of a value, and store it."""
        tag = event.tag
        if tag in _INTRINSICS:
            name = _INTRINSICS[tag]
            value, spots = {name: value}, {name: (event.start_mark.index, spots)}
        elif tag is not None and tag not in _PLAIN_TAGS.get(type(value), ()):
            known = did_you_mean(tag, _INTRINSICS) or ". Short tags of CloudFormation, such as !Sub, are supported."
            _refuse(event, f"JSON has no value for the tag {tag.replace(_STANDARD, '!!')}{known}")
        if event.anchor:
            self._anchors[event.anchor] = (value, spots, self._weight - before)
        self._put(event, value, spots)

    def _put(self, event: Any, value: Json, spots: dict[str, Spot]) -> None:
        """Store a value in its container."""
        at = event.start_mark.index
        if not self._levels:
            self.document, self.spot = value, (at, spots)
            return
        level = self._levels[-1]
        if type(level.value) is list:
            level.spots[str(len(level.value))] = (at, spots)
            level.value.append(value)
            return
        name, level.name = level.name, None
        if name is _MERGE:
            level.merged.extend(_mergeable(event, value, spots))
        elif name is not None:
            level.value[name] = value
            level.spots[name] = (level.named_at, spots)


def _scalar_value(event: Any) -> Json:
    """Return the value of a scalar by its tag or, if it has neither tag nor quotes, by its form."""
    text, tag = event.value, event.tag
    kinds = _TYPED_TAGS.get(tag)
    if tag == "!GetAtt":
        return text.split(".", 1)
    if not kinds and not (tag is None and event.implicit[0]):
        return text
    try:
        value = plain_scalar(text)
    except ValueError as why:
        _refuse(event, str(why))
    if kinds and type(value) not in kinds:
        _refuse(event, f"{text[:40]!r} is not a valid {tag.replace(_STANDARD, '!!')}")
    return value


def _mergeable(event: Any, value: Json, spots: dict[str, Spot]) -> Iterator[tuple[dict[str, Any], dict[str, Spot]]]:
    """Yield the objects that `<<` merges. The first takes precedence."""
    sources = [(value, spots)]
    if type(value) is list:
        sources = [(item, spots[str(index)][1]) for index, item in enumerate(value)]
    for source, inside in sources:
        if type(source) is not dict:
            _refuse(event, "<< must be followed by an object, or a list of objects")
        yield source, inside


def _refuse(event: Any, problem: str) -> NoReturn:
    raise TextError(problem, event.start_mark.line + 1, event.start_mark.column + 1)
