"""JSONPath: selects from a document, and puts a result into one.

A path with only names and indices, and perhaps a union of names at its end, is definite: it selects one value or fails.
Any other selects a list, which may be empty. Neither recurses, so that data may have any depth. Results and messages
are those of AWS's library (Jayway JsonPath 2.4 to 2.9).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from aslant.errors import DefinitionError
from aslant.grammar import jsonpath
from aslant.grammar.jsonpath import Descend, Filtered, Many, Members, Slice, Step, Wildcard
from aslant.json_value import Json
from aslant.run.data.path_filter import Filter, compile_filter
from aslant.run.failure import EvaluationFailure
from aslant.run.values import dumps, type_name

__all__ = ["CompiledPath", "NoResult", "ReferencePath"]

_T = TypeVar("_T")


class NoResult(Exception):
    """A path that cannot be applied, or a definite one that finds nothing, with AWS's message."""


class CompiledPath:
    """A path into a document: `CompiledPath("$.a[0]").select({"a": [1]})` is 1."""

    def __init__(self, path: str | jsonpath.JsonPath, text: str = "") -> None:
        """Compile a path; `text` is the outer path of one in a filter. Raises SyntaxFault for an invalid path."""
        parsed = jsonpath.parse(path) if isinstance(path, str) else path
        steps = parsed.steps
        self.definite = parsed.definite
        self._parsed = steps
        last = steps[-1] if steps else None
        self._union = last if parsed.definite and isinstance(last, Members) else None
        self.keys: tuple[Any, ...] = () if not parsed.definite else steps if self._union is None else steps[:-1]
        self._steps = () if parsed.definite else tuple(_evaluated(step, text or parsed.text) for step in steps)

    def select(self, document: Json) -> Json:
        """Return the selected value or list. Raises NoResult as described there."""
        if not self.definite:
            return self._select_many(document)
        value = document
        for number, key in enumerate(self.keys):
            try:
                # A name selects only from an object, and an index only from an array, not from a string.
                if type(key) is int and type(value) is not list:
                    raise TypeError
                value = value[key]
            except (KeyError, TypeError, IndexError):
                raise NoResult(self._why_nothing(number, value)) from None
        if self._union is None:
            return value
        if not isinstance(value, dict):
            raise NoResult(self._why_nothing(len(self.keys), value))
        return _united(value, self._union)

    def find(self, document: Json, default: _T) -> Json | _T:
        """Return the selected value or list, or a default if the path finds nothing."""
        try:
            return self.select(document)
        except NoResult:
            return default

    def _select_many(self, document: Json) -> list[Json]:
        found = [document]
        one_place = True
        descend = False
        for number, step in enumerate(self._steps):
            if isinstance(step, Descend):
                descend, one_place = True, False
                continue
            if one_place and type(step) is not str and type(step) is not int:
                one_place = False
                for value in found:
                    self._check_applies(number, value)
            bases = [inner for value in found for inner in _everything(value)] if descend else found
            if descend and isinstance(step, Members):  # only objects with all of the names match
                bases = [base for base in bases if isinstance(base, dict) and base.keys() >= set(step.names)]
            descend = False
            found = [member for value in bases for member in _members(value, step, document)]
        return found

    def _check_applies(self, number: int, value: Json) -> None:
        """Refuse a slice, a union or a filter of a value of another type. A missing member selects nothing."""
        match self._parsed[number]:
            case Slice() | Many((int(), *_)) if not isinstance(value, list):
                raise NoResult(self._not_for(number, "can only be applied to arrays", value))
            case Many((str(), *_)) if not isinstance(value, dict):
                raise NoResult(self._why_nothing(number, value))
            case Filtered() if not isinstance(value, dict | list):
                raise NoResult(self._not_for(number, "can not be applied to primitives", value))

    def _why_nothing(self, number: int, value: Json) -> str:
        """Return the message of AWS's library for a path that cannot continue at a step."""
        key = self._parsed[number]
        if isinstance(key, int) and not isinstance(value, list):
            return self._not_for(number, "can only be applied to arrays", value)
        if isinstance(key, int):
            return f"No results for path: ${self._written(0)}"
        if not isinstance(value, dict):
            above, found = f"${self._written(0, number)}", type_name(value)
            return f"Expected to find an object with property {_written(key)} in path {above} but found '{found}'."
        if number < len(self._parsed) - 1:
            return f"Missing property in path ${self._written(0, number + 1)}"
        return f"No results for path: ${self._written(0)}"

    def _not_for(self, number: int, problem: str, value: Json) -> str:
        return f"Filter: {self._written(number)} {problem}. Current context is: {dumps(value)}"

    def _written(self, first: int, last: int | None = None) -> str:
        """Return some of the steps as AWS's library writes them."""
        return "".join(_written(step) for step in self._parsed[first:last])


class ReferencePath:
    """A path to one place in a document, where ResultPath puts a value."""

    def __init__(self, text: str) -> None:
        """Read a path of names and indices. Raises DefinitionError for any other."""
        path = jsonpath.parse(text)
        if path.root != "$" or not path.reference:
            raise DefinitionError(f"the path {text!r} must select one place in the input, such as $.order.result")
        self.text = text
        self.keys: tuple[Any, ...] = path.steps

    def put(self, document: Json, value: Json) -> Json:
        """Return the document with the value at the place. Containers on the path are copied, or created if missing."""
        keys = self.keys
        if not keys:
            return value
        root: list[Json] = [document]
        parent: Any = root
        place: Any = 0
        for key in keys:
            current = parent[place] if isinstance(parent, list) else parent.get(place, {})
            if isinstance(key, str) and isinstance(current, dict):
                current = dict(current)
            elif isinstance(key, int) and isinstance(current, list) and key < len(current):
                current = list(current)
            else:
                raise EvaluationFailure(
                    f"Unable to apply the ResultPath '{self.text}' to the input '{dumps(document)}'",
                    "States.ResultPathMatchFailure",
                )
            parent[place] = current
            parent, place = current, key
        parent[place] = value
        return root[0]


def _written(step: Step) -> str:
    match step:
        case str():
            return f"['{step}']"
        case int():
            return f"[{step}]"
        case Many(keys) | Members(keys):
            return f"[{','.join(str(key) if isinstance(key, int) else repr(key) for key in keys)}]"
        case Slice(first, last):
            return f"[{'' if first is None else first}:{'' if last is None else last}]"
        case Filtered():
            return "[?]"
        case Wildcard():
            return "[*]"
        case _:
            return ".."


def _united(value: dict[str, Json], union: Members) -> dict[str, Json]:
    return {name: value[name] for name in union.names if name in value}


def _everything(value: Json) -> Iterator[Json]:
    """Yield a value and all values in it, in document order."""
    stack = [value]
    while stack:
        item = stack.pop()
        yield item
        if isinstance(item, dict):
            stack += reversed(item.values())
        elif isinstance(item, list):
            stack += reversed(item)


def _evaluated(step: Step, text: str) -> Step | Filter:
    """Return a step, with a compiled condition if it is a filter."""
    return compile_filter(step.condition, text) if isinstance(step, Filtered) else step


def _members(value: Json, step: Step | Filter, document: Json) -> Iterator[Json]:
    """Yield the values that one step selects from a value."""
    match step:
        case str() | int():
            yield from _member(value, step)
        case Many(keys):
            for key in keys:
                yield from _member(value, key)
        case Wildcard():
            yield from value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        case Members():
            if isinstance(value, dict):
                yield _united(value, step)
        case Slice():
            yield from _sliced(value, step) if isinstance(value, list) else ()
        case _ if callable(step):
            # A filter tests an object itself, but the elements of an array, as in AWS's library.
            candidates = value if isinstance(value, list) else [value] if isinstance(value, dict) else ()
            yield from (item for item in candidates if step(item, document))


def _sliced(array: list[Json], piece: Slice) -> Iterator[Json]:
    """Yield the elements of a slice. With two indices, the second never counts from the end, as in AWS's library."""
    if piece.first is None or piece.last is None:
        yield from array[piece.first : piece.last]
        return
    for index in range(max(piece.first, -len(array)), min(piece.last, len(array))):
        yield from _member(array, index)


def _member(value: Json, key: str | int) -> Iterator[Json]:
    if isinstance(key, str):
        if isinstance(value, dict) and key in value:
            yield value[key]
    elif isinstance(value, list) and -len(value) <= key < len(value):
        yield value[key]
