"""Paths into a state's data, written as Python attribute access: `this.order["line-items"][0].price`.

`this` is `$`, the state's data; `context` is `$$`, the context object; `variables.total` is `$total`, a variable.
A path is JSONPath (ASL specification, "Paths"); inside a state it is its text, so a string such as `"$.order"` may
stand wherever a path may.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from aslant.asl.computed import Computed, set_text
from aslant.asl.condition import SYMBOLS, Condition
from aslant.asl.field import JSONPATH
from aslant.asl.values import Deferred, copy_json, exact
from aslant.asl.variable import variable_fault
from aslant.errors import DefinitionError, did_you_mean

__all__ = ["Path", "Variables", "context", "spelled", "this", "timestamp", "variables"]

Text = str | Deferred
Number = int | float | Deferred
Moment = datetime | str | Deferred


class Path(Computed):
    """A place in a state's data, made from its text: `Path("$.a")`. Comparing it makes a `Condition`."""

    __slots__ = ()
    _LANGUAGE = JSONPATH
    _KIND = "path"
    __iter__: ClassVar[None] = None  # without this, `for x in this.items` would never end
    __contains__: ClassVar[None] = None

    def __getattr__(self, name: str) -> Path:
        """The member of that name."""
        if name.startswith("_"):
            raise AttributeError(f'a path has no attribute {name!r}; a member of that name is path["{name}"]')
        if not name.isascii():
            return Path(f"{self._text}.{name}")
        made = object.__new__(Path)
        set_text(made, f"{self._text}.{name}")
        return made

    def __getitem__(self, key: str | int | slice) -> Path:
        """A member by any name (`["order-id"]`), an item by its number (`[0]`, `[-1]`), a slice (`[1:3]`, `[:]`).

        Raises:
            DefinitionError: it is none of these, or a slice with a step or with two indices of which one is negative.
                Step Functions refuses the former, and takes the latter otherwise than Python.
        """
        if isinstance(key, str | int):
            key = exact(key)
        if type(key) is str:
            escaped = key.replace("\\", "\\\\").replace("'", "\\'")
            return Path(f"{self._text}['{escaped}']")
        if type(key) is int:
            return Path(f"{self._text}[{key}]")
        if type(key) is slice:
            bounds = (key.start, key.stop, key.step)
            if bounds == (None, None, None):
                return Path(f"{self._text}[*]")
            if key.step is not None:
                raise DefinitionError(
                    f"{self._text}[{'' if key.start is None else key.start}:{'' if key.stop is None else key.stop}"
                    f":{key.step}]: a slice cannot have a step in Step Functions. "
                    "Leave the step out."
                )
            if all(bound is None or type(bound) is int for bound in bounds):
                if None not in bounds[:2] and min(key.start, key.stop) < 0:
                    raise DefinitionError(
                        f"{self._text}[{key.start}:{key.stop}]: of two indices of a slice none can count from the end "
                        f"in Step Functions. Use [{key.start}:] or [:{key.stop}], or States.ArrayGetItem."
                    )
                start, stop = ("" if bound is None else bound for bound in bounds[:2])
                return Path(f"{self._text}[{start}:{stop}]")
        raise DefinitionError(f"{self._text}[{key!r}]: a member is named by text, an item by a whole number")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self._text} is a path: it says where data is and cannot be assigned")

    def __bool__(self) -> NoReturn:
        """Refuse to be asked by Python.

        Raises:
            DefinitionError: always.
        """
        raise DefinitionError(
            f"{self._text} has no value before the workflow runs; ask {spelled(self._text)}.is_true() in a Choice"
        )

    if not TYPE_CHECKING:  # a type checker knows that a path is no function

        def __call__(self, *_: object, **__: object) -> NoReturn:
            """Refuse what looks like a test of the path and is none, such as `this.paid.is_tru()`.

            Raises:
                DefinitionError: always.
            """
            tests = [test for test, member in vars(Path).items() if type(member) is FunctionType and test[0] != "_"]
            of, _, name = self._text.rpartition(".")
            known = did_you_mean(name, tests) or "; ask .is_true(), .exists(), .string_equals(…) or the like"
            fault = f"{of} has no test {name}()" if name.isidentifier() and of else f"{self._text} is no function"
            raise DefinitionError(f"{fault}{known}")

    # Comparisons by operator: the value's type says which of ASL's comparisons it is.

    __hash__ = object.__hash__

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        return self._compare("Equals", value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return ~self._compare("Equals", value, "!=")

    def __lt__(self, value: str | float | datetime) -> Condition:
        return self._compare("LessThan", value)

    def __le__(self, value: str | float | datetime) -> Condition:
        return self._compare("LessThanEquals", value)

    def __gt__(self, value: str | float | datetime) -> Condition:
        return self._compare("GreaterThan", value)

    def __ge__(self, value: str | float | datetime) -> Condition:
        return self._compare("GreaterThanEquals", value)

    def _compare(self, comparison: str, value: object, operator: str = "") -> Condition:
        operator = operator or SYMBOLS[comparison]
        if isinstance(value, bool):
            if comparison == "Equals":
                return self._test("BooleanEquals", value)
            raise DefinitionError(f"{self._text} {operator} {value}: booleans have no order; compare with ==")
        if isinstance(value, str):
            return self._test(f"String{comparison}", value)
        if isinstance(value, int | float):
            if not math.isfinite(value):
                raise DefinitionError(f"{self._text} {operator} {value}: JSON has no such number")
            return self._test(f"Numeric{comparison}", value)
        if isinstance(value, datetime):
            return self._test(f"Timestamp{comparison}", timestamp(value))
        raise DefinitionError(
            f"{self._text} {operator} a {type(value).__name__}: an operator takes text, a number, a boolean or a "
            f"datetime; {self._repair(comparison, value)}"
        )

    def _joined(self) -> str:
        return f'intrinsics.format("… {{}} …", {spelled(self._text)})'

    def _repair(self, comparison: str, value: object) -> str:
        mine = spelled(self._text)
        if value is None:
            return f"ask {mine}.is_null()"
        if isinstance(value, Computed) and not isinstance(value, Path):
            return f"let a state before put {value!s} into a variable with assign, and compare with that"
        other = spelled(value._text) if type(value) is Path else "…"
        method = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", comparison)
        kinds = ["string", "numeric", "timestamp", *(["boolean"] if comparison == "Equals" else [])]
        return f"say what it is: {mine}." + " or .".join(f"{kind}{method}({other})" for kind in kinds)

    def _test(self, operator: str, value: object) -> Condition:
        if type(value) is Path:
            return Condition._of({"Variable": self._text, f"{operator}Path": value._text})
        if isinstance(value, Computed):
            raise DefinitionError(
                f"{self._text} {operator} {value!s}: a path is compared with a value or another path; "
                "let a state before put it into a variable with assign, and compare with that"
            )
        return Condition._of({"Variable": self._text, operator: copy_json(value)})

    # Tests by name: with a value, with another path, or with a value known only at deployment.

    def string_equals(self, value: Text | Path) -> Condition:
        """It is this text, or the text at that path."""
        return self._test("StringEquals", value)

    def string_less_than(self, value: Text | Path) -> Condition:
        """It is text that sorts before, by Unicode code points."""
        return self._test("StringLessThan", value)

    def string_less_than_equals(self, value: Text | Path) -> Condition:
        """It is text that sorts before or is the same."""
        return self._test("StringLessThanEquals", value)

    def string_greater_than(self, value: Text | Path) -> Condition:
        """It is text that sorts after."""
        return self._test("StringGreaterThan", value)

    def string_greater_than_equals(self, value: Text | Path) -> Condition:
        """It is text that sorts after or is the same."""
        return self._test("StringGreaterThanEquals", value)

    def matches(self, pattern: Text) -> Condition:
        r"""It is text that fits the pattern: `*` is any text, `\*` an asterisk, `\\` a backslash."""
        return self._test("StringMatches", pattern)

    def numeric_equals(self, value: Number | Path) -> Condition:
        """It is this number."""
        return self._test("NumericEquals", value)

    def numeric_less_than(self, value: Number | Path) -> Condition:
        """It is a smaller number."""
        return self._test("NumericLessThan", value)

    def numeric_less_than_equals(self, value: Number | Path) -> Condition:
        """It is a smaller number or the same."""
        return self._test("NumericLessThanEquals", value)

    def numeric_greater_than(self, value: Number | Path) -> Condition:
        """It is a larger number."""
        return self._test("NumericGreaterThan", value)

    def numeric_greater_than_equals(self, value: Number | Path) -> Condition:
        """It is a larger number or the same."""
        return self._test("NumericGreaterThanEquals", value)

    def boolean_equals(self, value: bool | Deferred | Path) -> Condition:
        """It is this boolean."""
        return self._test("BooleanEquals", value)

    def timestamp_equals(self, value: Moment | Path) -> Condition:
        """It is this moment (RFC 3339)."""
        return self._test("TimestampEquals", _moment(value))

    def timestamp_less_than(self, value: Moment | Path) -> Condition:
        """It is an earlier moment."""
        return self._test("TimestampLessThan", _moment(value))

    def timestamp_less_than_equals(self, value: Moment | Path) -> Condition:
        """It is an earlier moment or the same."""
        return self._test("TimestampLessThanEquals", _moment(value))

    def timestamp_greater_than(self, value: Moment | Path) -> Condition:
        """It is a later moment."""
        return self._test("TimestampGreaterThan", _moment(value))

    def timestamp_greater_than_equals(self, value: Moment | Path) -> Condition:
        """It is a later moment or the same."""
        return self._test("TimestampGreaterThanEquals", _moment(value))

    def is_true(self) -> Condition:
        """It is `true`."""
        return self._test("BooleanEquals", True)

    def is_false(self) -> Condition:
        """It is `false`."""
        return self._test("BooleanEquals", False)

    def exists(self, expected: bool = True) -> Condition:
        """It is there at all, `null` included (`IsPresent`)."""
        return self._test("IsPresent", expected)

    def is_present(self, expected: bool = True) -> Condition:
        """It is there at all, `null` included; `exists` by ASL's own name."""
        return self._test("IsPresent", expected)

    def is_null(self, expected: bool = True) -> Condition:
        """It is there and `null`."""
        return self._test("IsNull", expected)

    def is_string(self, expected: bool = True) -> Condition:
        """It is text."""
        return self._test("IsString", expected)

    def is_numeric(self, expected: bool = True) -> Condition:
        """It is a number."""
        return self._test("IsNumeric", expected)

    def is_boolean(self, expected: bool = True) -> Condition:
        """It is a boolean."""
        return self._test("IsBoolean", expected)

    def is_timestamp(self, expected: bool = True) -> Condition:
        """It is text that is a moment (RFC 3339)."""
        return self._test("IsTimestamp", expected)


this = Path("$")
"""The data of the state that reads it: its input, or for `result_selector` the task's result."""

context = Path("$$")
"""The context object: `context.Execution.Name`, `context.Map.Item.Value`, `context.Task.Token`, …"""


class Variables(Computed):
    """The variables that `assign` sets, each a path: `variables.total`, `variables["größe"]`."""

    __slots__ = ()
    _LANGUAGE = JSONPATH
    _KIND = "path"
    __iter__: ClassVar[None] = None
    __contains__: ClassVar[None] = None

    def __getattr__(self, name: str) -> Path:
        """The variable of that name.

        Raises:
            DefinitionError: no variable can have that name.
        """
        if name.startswith("_"):
            raise AttributeError(f"there is no variable {name!r}; a variable's name starts with a letter")
        return self[name]

    def __getitem__(self, name: str) -> Path:
        """The variable of that name.

        Raises:
            DefinitionError: no variable can have that name.
        """
        name = exact(name)
        fault = variable_fault(name) if type(name) is str else "is no name; write it as text"
        if fault:
            raise DefinitionError(f"variables[{name!r}]: {name!r} {fault}")
        return Path(f"${name}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a variable is set while the workflow runs; write assign={{{name!r}: …}} in a state")

    def _not_all(self, spec: str = "") -> NoReturn:
        """Refuse to be a value.

        Raises:
            DefinitionError: always.
        """
        raise DefinitionError("variables are read one by one, each by its name, such as variables.total")

    __str__ = __bool__ = __format__ = _not_all


variables: Final = Variables("$")
"""The variables of the workflow, in JSONPath; in JSONata they are `jsonata.variables`."""


def timestamp(moment: datetime) -> str:
    """A moment as ASL writes it (RFC 3339 with upper-case T and Z).

    Raises:
        DefinitionError: the moment has no time zone, so nobody can say when it is, or one that RFC 3339 cannot write.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise DefinitionError(f"{moment!r} has no time zone; write datetime(…, tzinfo=timezone.utc)")
    if offset.total_seconds() % 60:
        raise DefinitionError(
            f"{moment!r} is {offset} from UTC, and RFC 3339 has no seconds there; add .astimezone(timezone.utc)"
        )
    return moment.isoformat().replace("+00:00", "Z")


def _moment(value: Any) -> Any:
    return timestamp(value) if isinstance(value, datetime) else value


def spelled(text: str) -> str:
    """How a path is spelled with the builder."""
    if text.startswith("$$"):
        return f"context{text[2:]}"
    return f"variables.{text[1:]}" if text[1:2].isidentifier() else f"this{text[1:]}"
