"""The intrinsic functions of JSONPath, `States.*`, as Python functions (ASL specification, appendix B).

```python
from aslant.asl import Pass, intrinsics, this

greet = Pass(
    "Greet",
    parameters={
        "id": intrinsics.uuid(),
        "text": intrinsics.format("Hello {}, you are number {}", this.name, intrinsics.array_length(this.guests)),
    },
)
```

A function is accepted wherever a payload template accepts a path, as an argument of another function, and in
`input_path`, `output_path`, `items_path`, `error_path` and `cause_path`. An argument is a path, a function, a plain
string, a number, a boolean or `None`; a list becomes `array(…)`. A string is always a literal: write a path as
`this.name` or `Path("$.name")`. Only where an array or an object is needed, is the string `"$.name"` also a path.

Every function here raises `DefinitionError` for an argument that Step Functions could not use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Literal, NoReturn

from aslant.asl.computed import Computed
from aslant.asl.field import JSONPATH
from aslant.asl.path import Path
from aslant.errors import DefinitionError, did_you_mean

__all__ = [
    "Intrinsic",
    "array",
    "array_contains",
    "array_get_item",
    "array_length",
    "array_partition",
    "array_range",
    "array_unique",
    "base64_decode",
    "base64_encode",
    "format",
    "hash",
    "json_merge",
    "json_to_string",
    "math_add",
    "math_random",
    "string_split",
    "string_to_json",
    "uuid",
]

_HASHES: Final = ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512")
_LONGEST_TEXT: Final = 10_000
_LONGEST_RANGE: Final = 1_000


class Intrinsic(Computed):
    """A call of an intrinsic function. `Intrinsic("States.UUID()")` creates one from its text."""

    __slots__ = ()
    _LANGUAGE = JSONPATH
    _KIND = "intrinsic function"
    __hash__ = object.__hash__
    __iter__: ClassVar[None] = None

    def _joined(self) -> str:
        return 'intrinsics.format("… {} …", …)'

    def _not_here(self, *_: object) -> NoReturn:
        """Refuse to be compared or evaluated, since only a path can be.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError(
            f"{self!s} has no value before the workflow runs, and a Choice can only compare paths. Assign the value to "
            "a variable in an earlier state, and compare the variable."
        )

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = _not_here


Computation = Path | Intrinsic
Text = str | Computation
Whole = int | Computation
Array = Sequence[Any] | Computation
"""A list, whose items become arguments of `array`, or a computed array."""
Value = str | float | bool | Sequence[Any] | Computation | None


def format(template: Text, *values: Value) -> Intrinsic:
    """Return the template with each `{}` replaced by the corresponding value. Other braces are literal.

    To get the text `{}` itself, pass it as a value. Objects and arrays are written as `{a=1}` and `[1, 2]`, not as
    JSON.
    """
    if type(template) is not str:
        return _call("Format", _text("Format", template), *map(_value, values))
    places = template.count("{}")
    if places != len(values):
        raise DefinitionError(
            f"States.Format: {template!r} has {places} placeholders {{}} for {len(values)} values. Pass one value for "
            "each placeholder."
        )
    return _call("Format", "'" + "{}".join(map(_escaped, template.split("{}"))) + "'", *map(_value, values))


def array(*values: Value) -> Intrinsic:
    """Return the array of these values."""
    return _call("Array", *map(_value, values))


def array_partition(array: Array, size: Whole) -> Intrinsic:
    """Return the array split into arrays of that size. The last may be shorter."""
    if type(size) is int and size < 1:
        raise DefinitionError(f"States.ArrayPartition: the size must be at least 1, not {size}")
    return _call("ArrayPartition", _array("ArrayPartition", array), _whole("ArrayPartition", size))


def array_contains(array: Array, value: Value) -> Intrinsic:
    """Return whether the value is an item of the array."""
    return _call("ArrayContains", _array("ArrayContains", array), _value(value))


def array_range(first: Whole, last: Whole, step: Whole = 1) -> Intrinsic:
    """Return the numbers from the first to the last, both included, at most 1,000 of them."""
    if type(step) is int and step == 0:
        raise DefinitionError("States.ArrayRange: the step cannot be 0. Write 1, or -1 to count down.")
    if type(first) is int and type(last) is int and type(step) is int:
        count = max(0, (last - first) // step + 1)
        if count > _LONGEST_RANGE:
            raise DefinitionError(
                f"States.ArrayRange: the range has {count} numbers, but {_LONGEST_RANGE} are the maximum. Use a Map."
            )
    return _call("ArrayRange", *(_whole("ArrayRange", number) for number in (first, last, step)))


def array_get_item(array: Array, index: Whole) -> Intrinsic:
    """Return the item at the index, which counts from 0."""
    if type(index) is int and index < 0:
        raise DefinitionError(f"States.ArrayGetItem: an index must be 0 or more, not {index}")
    return _call("ArrayGetItem", _array("ArrayGetItem", array), _whole("ArrayGetItem", index))


def array_length(array: Array) -> Intrinsic:
    """Return the number of items of the array."""
    return _call("ArrayLength", _array("ArrayLength", array))


def array_unique(array: Array) -> Intrinsic:
    """Return the array without duplicates."""
    return _call("ArrayUnique", _array("ArrayUnique", array))


def base64_encode(text: Text) -> Intrinsic:
    """Return the Base64 encoding of a string of at most 10,000 characters."""
    return _call("Base64Encode", _text("Base64Encode", text, _LONGEST_TEXT))


def base64_decode(text: Text) -> Intrinsic:
    """Return the string with this Base64 encoding of at most 10,000 characters."""
    return _call("Base64Decode", _text("Base64Decode", text, _LONGEST_TEXT))


def hash(data: Value, algorithm: Literal["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"] | Computation) -> Intrinsic:
    """Return the hash of the data as hexadecimal digits. Data other than strings is hashed as its JSON."""
    if type(algorithm) is str and algorithm not in _HASHES:
        hint = did_you_mean(algorithm, _HASHES) or f". Use one of {', '.join(_HASHES)}."
        raise DefinitionError(f"States.Hash does not support the algorithm {algorithm!r}{hint}")
    return _call("Hash", _value(data), _text("Hash", algorithm))


def json_merge(first: Computation | str, second: Computation | str, deep: Literal[False] = False) -> Intrinsic:
    """Return an object with the members of both. The second wins where both have a member."""
    if deep is not False:
        raise DefinitionError(
            "States.JsonMerge: Step Functions does not support a deep merge. Use $merge of JSONata for the inner "
            "objects."
        )
    return _call("JsonMerge", _place("JsonMerge", first), _place("JsonMerge", second), "false")


def json_to_string(value: Computation | str) -> Intrinsic:
    """Return the value at the path as a JSON string."""
    return _call("JsonToString", _place("JsonToString", value))


def string_to_json(text: Text) -> Intrinsic:
    """Return the value of a JSON string."""
    return _call("StringToJson", _text("StringToJson", text))


def math_add(first: Whole, second: Whole) -> Intrinsic:
    """Return the sum. Each number is rounded first."""
    return _call("MathAdd", _whole("MathAdd", first), _whole("MathAdd", second))


def math_random(first: Whole, end: Whole, seed: Whole | None = None) -> Intrinsic:
    """Return a random integer from `first` up to, but not including, `end`. The seed makes it reproducible."""
    if type(first) is int and type(end) is int and first >= end:
        raise DefinitionError(
            f"States.MathRandom: the end must be larger than the start, but {end} is not larger than {first}"
        )
    numbers = (first, end) if seed is None else (first, end, seed)
    return _call("MathRandom", *(_whole("MathRandom", number) for number in numbers))


def string_split(text: Text, delimiters: Text) -> Intrinsic:
    """Return the parts of the string between the delimiters, without empty parts. Each character is a delimiter."""
    return _call("StringSplit", _text("StringSplit", text), _text("StringSplit", delimiters))


def uuid() -> Intrinsic:
    """Return a new random UUID, version 4."""
    return _call("UUID")


def _call(name: str, *arguments: str) -> Intrinsic:
    return Intrinsic(f"States.{name}({', '.join(arguments)})")


def _escaped(text: str) -> str:
    return re.sub(r"['{}\\]", r"\\\g<0>", text)


def _value(value: Any) -> str:
    """Return an argument in the grammar of intrinsic functions."""
    if isinstance(value, Path | Intrinsic):
        return str(value)
    if isinstance(value, str):
        return f"'{_escaped(value)}'"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        return repr(float(value))
    if isinstance(value, list | tuple):
        return str(array(*value))
    raise DefinitionError(
        f"{value!r} cannot be an argument of an intrinsic function, which takes a path, a function, a string, a "
        "number, a boolean, None or a list of them. Put it into the state's input or a variable, and use a path to "
        "it."
    )


def _text(function: str, given: Any, longest: float = math.inf) -> str:
    if not isinstance(given, str | Path | Intrinsic):
        raise DefinitionError(f"States.{function} takes a string or a path to one, not {given!r}")
    if isinstance(given, str) and len(given) > longest:
        raise DefinitionError(f"States.{function} takes at most {longest:,} characters, not {len(given):,}")
    return _value(given)


def _whole(function: str, given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, int | Path | Intrinsic):
        raise DefinitionError(f"States.{function} takes an integer or a path to one, not {given!r}")
    return _value(given)


def _array(function: str, given: Any) -> str:
    return _value(given) if isinstance(given, list | tuple) else _place(function, given)


def _place(function: str, given: Any) -> str:
    """Return a path or a function. A string must be a path here."""
    if isinstance(given, Path | Intrinsic) or (isinstance(given, str) and given.startswith("$")):
        return str(given)
    raise DefinitionError(f"States.{function} takes a path such as this.order or a function, not {given!r}")
