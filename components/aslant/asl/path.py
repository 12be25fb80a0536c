"""Paths into a state's data, written as Python attribute access: `this.order["line-items"][0].price`.

`this` is `$`, the state's data; `context` is `$$`, the context object; `variables.total` is `$total`, a variable.
A path is JSONPath (ASL specification, "Paths"). A string such as `"$.order"` is accepted wherever a path is.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from aslant.asl.computed import Computed, a_kind, set_text
from aslant.asl.condition import SYMBOLS, Condition
from aslant.asl.field import JSONPATH
from aslant.asl.values import Deferred, copy_json, exact
from aslant.asl.variable import variable_fault
from aslant.errors import DefinitionError, did_you_mean

__all__ = ["Path", "Variables", "context", "spelled", "this", "timestamp", "variables"]

_PLAIN_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")
"""A member's name that needs no quotes in a path."""

Text = str | Deferred
Number = int | float | Deferred
Moment = datetime | str | Deferred


class Path(Computed):
    """A path into a state's data, such as `Path("$.a")`. Comparing it makes a `Condition`."""

    __slots__ = ()
    _LANGUAGE = JSONPATH
    _KIND = "path"
    __iter__: ClassVar[None] = None  # without this, `for x in this.items` would never end
    __contains__: ClassVar[None] = None

    def __getattr__(self, name: str) -> Path:
        """Return the path to the member of that name."""
        if name.startswith("_"):
            raise AttributeError(f'a path has no attribute {name!r}. Write path["{name}"] for a member of that name.')
        if not name.isascii():
            return Path(f"{self._text}.{name}")
        made = object.__new__(Path)
        set_text(made, f"{self._text}.{name}")
        return made

    def __getitem__(self, key: str | int | slice) -> Path:
        """Return the path to a member (`["order-id"]`), an item (`[0]`, `[-1]`) or a slice (`[1:3]`, `[:]`).

        Raises:
            DefinitionError: The key is none of these, or a slice with a step, or a slice with two bounds of which one
                is negative.
                Step Functions rejects the former, and interprets the latter differently from Python.
        """
        if isinstance(key, str | int):
            key = exact(key)
        if type(key) is str:
            if _PLAIN_NAME.fullmatch(key):
                return Path(f"{self._text}.{key}")
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
                        f"{self._text}[{key.start}:{key.stop}]: a slice with two bounds cannot count from the end in "
                        f"Step Functions. Use [{key.start}:] or [:{key.stop}], or States.ArrayGetItem."
                    )
                start, stop = ("" if bound is None else bound for bound in bounds[:2])
                return Path(f"{self._text}[{start}:{stop}]")
        raise DefinitionError(f"{self._text}[{key!r}]: use a string for a member and an integer for an item")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self._text} is a path to data and cannot be assigned")

    def __bool__(self) -> NoReturn:
        """Refuse to be evaluated by Python.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError(
            f"{self._text} has no value before the workflow runs. Use {spelled(self._text)}.is_true() in a Choice."
        )

    if not TYPE_CHECKING:  # type checkers report this call themselves

        def __call__(self, *_: object, **__: object) -> NoReturn:
            """Refuse a call of a test that does not exist, such as `this.paid.is_tru()`.

            Raises:
                DefinitionError: Always.
            """
            tests = [test for test, member in vars(Path).items() if type(member) is FunctionType and test[0] != "_"]
            of, _, name = self._text.rpartition(".")
            known = did_you_mean(name, tests) or ". Use .is_true(), .exists(), .string_equals(…) or another test."
            fault = f"{of} has no test {name}()" if name.isidentifier() and of else f"{self._text} is not a function"
            raise DefinitionError(f"{fault}{known}")

    # Comparisons by operator. The type of the value selects ASL's comparison.

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
            raise DefinitionError(f"{self._text} {operator} {value}: booleans have no order. Compare with ==.")
        if isinstance(value, str):
            return self._test(f"String{comparison}", value)
        if isinstance(value, int | float):
            if not math.isfinite(value):
                raise DefinitionError(f"{self._text} {operator} {value}: JSON has no such number")
            return self._test(f"Numeric{comparison}", value)
        if isinstance(value, datetime):
            return self._test(f"Timestamp{comparison}", timestamp(value))
        kind = (
            a_kind(value)
            if isinstance(value, Computed)
            else "None"
            if value is None
            else f"a value of type {type(value).__name__}"
        )
        raise DefinitionError(f"cannot compare {self._text} to {kind}. {self._repair(comparison, value)}")

    def _joined(self) -> str:
        return f'intrinsics.format("… {{}} …", {spelled(self._text)})'

    def _repair(self, comparison: str, value: object) -> str:
        mine = spelled(self._text)
        if value is None:
            return f"Use {mine}.is_null()."
        if isinstance(value, Computed) and not isinstance(value, Path):
            return f"Assign {value!s} to a variable in an earlier state, and compare with the variable."
        other = spelled(value._text) if type(value) is Path else "…"
        method = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", comparison)
        kinds = ["string", "numeric", "timestamp", *(["boolean"] if comparison == "Equals" else [])]
        return f"Choose the type: {mine}." + " or .".join(f"{kind}{method}({other})" for kind in kinds) + "."

    def _test(self, operator: str, value: object) -> Condition:
        if type(value) is Path:
            return Condition._of({"Variable": self._text, f"{operator}Path": value._text})
        if isinstance(value, Computed):
            raise DefinitionError(
                f"{self._text} {operator} {value!s}: a path can be compared only with a value or another path. Assign "
                "it to a variable in an earlier state, and compare with the variable."
            )
        return Condition._of({"Variable": self._text, operator: copy_json(value)})

    # Tests by name: with a value, with another path, or with a value known only at deployment.

    def string_equals(self, value: Text | Path) -> Condition:
        """Test whether the value is this string, or the string at that path."""
        return self._test("StringEquals", value)

    def string_less_than(self, value: Text | Path) -> Condition:
        """Test whether the value is a string that sorts before the other, by Unicode code points."""
        return self._test("StringLessThan", value)

    def string_less_than_equals(self, value: Text | Path) -> Condition:
        """Test whether the value is a string that sorts before the other or equals it."""
        return self._test("StringLessThanEquals", value)

    def string_greater_than(self, value: Text | Path) -> Condition:
        """Test whether the value is a string that sorts after the other."""
        return self._test("StringGreaterThan", value)

    def string_greater_than_equals(self, value: Text | Path) -> Condition:
        """Test whether the value is a string that sorts after the other or equals it."""
        return self._test("StringGreaterThanEquals", value)

    def matches(self, pattern: Text) -> Condition:
        r"""Test whether the value is a string that matches: `*` is any text, `\*` an asterisk, `\\` a backslash."""
        return self._test("StringMatches", pattern)

    def numeric_equals(self, value: Number | Path) -> Condition:
        """Test whether the value is this number."""
        return self._test("NumericEquals", value)

    def numeric_less_than(self, value: Number | Path) -> Condition:
        """Test whether the value is a smaller number."""
        return self._test("NumericLessThan", value)

    def numeric_less_than_equals(self, value: Number | Path) -> Condition:
        """Test whether the value is a smaller or equal number."""
        return self._test("NumericLessThanEquals", value)

    def numeric_greater_than(self, value: Number | Path) -> Condition:
        """Test whether the value is a larger number."""
        return self._test("NumericGreaterThan", value)

    def numeric_greater_than_equals(self, value: Number | Path) -> Condition:
        """Test whether the value is a larger or equal number."""
        return self._test("NumericGreaterThanEquals", value)

    def boolean_equals(self, value: bool | Deferred | Path) -> Condition:
        """Test whether the value is this boolean."""
        return self._test("BooleanEquals", value)

    def timestamp_equals(self, value: Moment | Path) -> Condition:
        """Test whether the value is this timestamp (RFC 3339)."""
        return self._test("TimestampEquals", _moment(value))

    def timestamp_less_than(self, value: Moment | Path) -> Condition:
        """Test whether the value is an earlier timestamp."""
        return self._test("TimestampLessThan", _moment(value))

    def timestamp_less_than_equals(self, value: Moment | Path) -> Condition:
        """Test whether the value is an earlier or equal timestamp."""
        return self._test("TimestampLessThanEquals", _moment(value))

    def timestamp_greater_than(self, value: Moment | Path) -> Condition:
        """Test whether the value is a later timestamp."""
        return self._test("TimestampGreaterThan", _moment(value))

    def timestamp_greater_than_equals(self, value: Moment | Path) -> Condition:
        """Test whether the value is a later or equal timestamp."""
        return self._test("TimestampGreaterThanEquals", _moment(value))

    def is_true(self) -> Condition:
        """Test whether the value is `true`."""
        return self._test("BooleanEquals", True)

    def is_false(self) -> Condition:
        """Test whether the value is `false`."""
        return self._test("BooleanEquals", False)

    def exists(self, expected: bool = True) -> Condition:
        """Test whether the value exists, `null` included (`IsPresent`)."""
        return self._test("IsPresent", expected)

    def is_present(self, expected: bool = True) -> Condition:
        """Test whether the value exists, `null` included. The same as `exists`, by ASL's own name."""
        return self._test("IsPresent", expected)

    def is_null(self, expected: bool = True) -> Condition:
        """Test whether the value exists and is `null`."""
        return self._test("IsNull", expected)

    def is_string(self, expected: bool = True) -> Condition:
        """Test whether the value is a string."""
        return self._test("IsString", expected)

    def is_numeric(self, expected: bool = True) -> Condition:
        """Test whether the value is a number."""
        return self._test("IsNumeric", expected)

    def is_boolean(self, expected: bool = True) -> Condition:
        """Test whether the value is a boolean."""
        return self._test("IsBoolean", expected)

    def is_timestamp(self, expected: bool = True) -> Condition:
        """Test whether the value is a string with a timestamp (RFC 3339)."""
        return self._test("IsTimestamp", expected)


this = Path("$")
"""The data of the state that reads it: its input, or the task's result in `result_selector`."""

context = Path("$$")
"""The context object: `context.Execution.Name`, `context.Map.Item.Value`, `context.Task.Token`, …"""


class Variables(Computed):
    """The variables that `assign` sets, each as a path: `variables.total`, `variables["größe"]`."""

    __slots__ = ()
    _LANGUAGE = JSONPATH
    _KIND = "path"
    __iter__: ClassVar[None] = None
    __contains__: ClassVar[None] = None

    def __getattr__(self, name: str) -> Path:
        """Return the path to the variable of that name.

        Raises:
            DefinitionError: The name is not valid for a variable.
        """
        if name.startswith("_"):
            raise AttributeError(f"{name!r} is not a valid variable name. Start it with a letter.")
        return self[name]

    def __getitem__(self, name: str) -> Path:
        """Return the path to the variable of that name.

        Raises:
            DefinitionError: The name is not valid for a variable.
        """
        name = exact(name)
        fault = variable_fault(name) if type(name) is str else "must be a string"
        if fault:
            raise DefinitionError(f"variables[{name!r}]: {name!r} {fault}")
        return Path(f"${name}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a variable is set while the workflow runs. Write assign={{{name!r}: …}} in a state.")

    def _not_all(self, spec: str = "") -> NoReturn:
        """Refuse to be used as a value.

        Raises:
            DefinitionError: Always.
        """
        raise DefinitionError("variables can only be read by name, such as variables.total")

    __str__ = __bool__ = __format__ = _not_all


variables: Final = Variables("$")
"""The variables of the workflow in JSONPath. In JSONata they are `jsonata.variables`."""


def timestamp(moment: datetime) -> str:
    """Return a datetime as a timestamp of ASL (RFC 3339 with upper-case T and Z).

    Raises:
        DefinitionError: The datetime has no time zone, or one that RFC 3339 cannot express.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise DefinitionError(f"{moment!r} has no time zone. Write datetime(…, tzinfo=timezone.utc).")
    if offset.total_seconds() % 60:
        raise DefinitionError(
            f"{moment!r} is {offset} from UTC, but RFC 3339 offsets have no seconds. Call .astimezone(timezone.utc)."
        )
    return moment.isoformat().replace("+00:00", "Z")


def _moment(value: Any) -> Any:
    return timestamp(value) if isinstance(value, datetime) else value


def spelled(text: str) -> str:
    """Return the Python expression that builds a path."""
    if text.startswith("$$"):
        return f"context{text[2:]}"
    return f"variables.{text[1:]}" if text[1:2].isidentifier() else f"this{text[1:]}"
