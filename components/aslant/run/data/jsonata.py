"""The JSONata language: Arguments, Output, Assign, Items, Condition, and expressions in the fields with values.

ASL specification, section 'Using JSONata', and developer guide, 'Transforming data with JSONata'. The error messages
are as recorded on AWS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from aslant.errors import DefinitionError
from aslant.grammar import jsonata
from aslant.json_value import Json
from aslant.run.data.jsonata_query import QueryProblem, query
from aslant.run.failure import QueryFailure
from aslant.run.fiber import Fiber
from aslant.run.language import Condition, Evaluate, register
from aslant.run.timestamps import parse_timestamp
from aslant.run.values import dumps, type_name
from aslant.walk import is_distributed

__all__ = ["Jsonata"]

_Template: TypeAlias = Callable[[Mapping[str, Json], Fiber], Json]
"""A function that returns the value of a template for the members of `$states`."""

_DEEPEST = 200
_KINDS = {"array": "an array", "boolean": "true, false", "number": "a number", "string": "a string"}
_LONGEST_SECONDS = 99_999_999
_MOST = 2_147_483_647
_WITH_RESULT = ("Task", "Parallel", "Map")
_WITH_ARGUMENTS = ("Task", "Parallel")
_JSONPATH = ("InputPath", "Parameters", "Result", "ResultSelector", "ResultPath", "OutputPath", "ItemsPath")
_BOUNDS = {
    "TimeoutSeconds": _LONGEST_SECONDS,
    "HeartbeatSeconds": _LONGEST_SECONDS,
    "Seconds": _LONGEST_SECONDS,
    "ToleratedFailurePercentage": 100,
}
"""The largest values of fields."""


class _DataFlow:
    __slots__ = ("_arguments", "_assign", "_extra", "_output")

    def __init__(self, definition: Mapping[str, Any], place: str) -> None:
        _refuse_jsonpath(definition)
        kind = definition.get("Type")
        if "Arguments" in definition and kind not in _WITH_ARGUMENTS:
            raise DefinitionError("only a Task or a Parallel may have Arguments. Use Output, or ItemSelector in a Map.")
        self._extra = "errorOutput" if "ErrorEquals" in definition else "result" if kind in _WITH_RESULT else None
        extra = () if self._extra is None else (self._extra,)
        self._arguments = _field(definition, "Arguments", place)
        self._output = _field(definition, "Output", place, extra)
        assign = definition.get("Assign", {})
        if not isinstance(assign, dict):
            raise DefinitionError("Assign must be an object whose members are the variables")
        self._assign = _field(definition, "Assign", place, extra)

    def arguments(self, data: Json, fiber: Fiber) -> Json:
        return data if self._arguments is None else self._arguments({"input": data}, fiber)

    def result(self, raw: Json, fiber: Fiber) -> Json:
        return raw

    def output(self, data: Json, result: Json, fiber: Fiber) -> Json:
        return result if self._output is None else self._output(self._states(data, result), fiber)

    def variables(self, data: Json, result: Json, fiber: Fiber) -> dict[str, Json] | None:
        if self._assign is None:
            return None
        variables: dict[str, Json] = self._assign(self._states(data, result), fiber)
        return variables

    def _states(self, data: Json, result: Json) -> dict[str, Json]:
        return {"input": data} if self._extra is None else {"input": data, self._extra: result}


class Jsonata:
    """The query language of states whose QueryLanguage is JSONata."""

    selects = False

    def data_flow(self, definition: Mapping[str, Any], *, template: str | None = None, place: str = "") -> _DataFlow:
        """Return the data flow of a state or a catcher."""
        return _DataFlow(definition, place)

    def rule_flow(self, definition: Mapping[str, Any], rule: Mapping[str, Any], place: str) -> _DataFlow:
        """Return the data flow of a Choice for a rule: the rule's Output and Assign."""
        return _DataFlow({field: rule[field] for field in ("Output", "Assign") if field in rule}, place)

    def payload(self, template: Json, place: str) -> Evaluate:
        """Compile JSON with expressions."""
        return _of_input(_compiled(template, place))

    def items(self, definition: Mapping[str, Any]) -> Evaluate:
        """Compile Items, or return the input without it: an array, or for a distributed Map an object as well."""
        kinds = ("array", "object") if is_distributed(definition) else ("array",)
        if "Items" not in definition:
            return _input_items(kinds)
        return _of_input(_checked(definition["Items"], "Items", kinds))

    def item(self, definition: Mapping[str, Any]) -> Evaluate | None:
        """Compile ItemSelector."""
        return None if "ItemSelector" not in definition else self.payload(definition["ItemSelector"], "ItemSelector")

    def value(self, definition: Mapping[str, Any], field: str, place: str = "") -> Evaluate | None:
        """Compile a constant or an expression for a timestamp, a percentage or a whole number."""
        if definition.get(field) is None:
            return None
        if field == "Timestamp":
            return _of_input(_checked(definition[field], field, ("string",), _timestamp, place=place))
        return _of_input(_checked(definition[field], field, ("number",), _within_bounds, place=place))

    def text(self, definition: Mapping[str, Any], field: str) -> Evaluate | None:
        """Compile a constant or an expression for a string."""
        return None if definition.get(field) is None else _of_input(_checked(definition[field], field, ("string",)))

    def condition(self, rule: Mapping[str, Any], place: str) -> Condition:
        """Compile Condition, whose value is true or false."""
        if not isinstance(rule, Mapping):
            raise DefinitionError(f"a Choice rule must be an object, not {rule!r}")
        if "Condition" not in rule:
            raise DefinitionError(
                "the rule must have Condition, an expression such as '{% $states.input.total > 10 %}'"
            )
        if "Variable" in rule:
            raise DefinitionError("Variable belongs to JSONPath. A rule in JSONata has only a Condition.")
        condition: Condition = _of_input(_checked(rule["Condition"], "Condition", ("boolean",), place=place))
        return condition


def _refuse_jsonpath(definition: Mapping[str, Any]) -> None:
    for field in definition:
        if field in _JSONPATH or (isinstance(field, str) and field.endswith("Path")):
            raise DefinitionError(
                f"{field} belongs to JSONPath, but QueryLanguage is JSONata. Use Arguments, "
                "Output or Assign, or an expression in the field itself."
            )


def _field(definition: Mapping[str, Any], field: str, place: str, extra: Iterable[str] = ()) -> _Template | None:
    return None if field not in definition else _compiled(definition[field], _joined(place, field), extra)


def _joined(place: str, field: str) -> str:
    return f"{place}/{field}" if place else field


def _of_input(template: _Template) -> Evaluate:
    return lambda data, fiber: template({"input": data}, fiber)


def _compiled(template: Json, place: str, extra: Iterable[str] = ()) -> _Template:
    """Compile a template. Raises DefinitionError, with the place, for an invalid one."""
    dynamic = _compile(template, place, frozenset(("input", "context", "*", *extra)), 0)
    return (lambda states, fiber: template) if dynamic is None else dynamic


def _compile(template: Json, place: str, members: frozenset[str], depth: int) -> _Template | None:
    """Return the function of a template that depends on the data; None for a constant."""
    if depth > _DEEPEST:
        raise DefinitionError(f"{place}: JSON with expressions may be nested {_DEEPEST} levels deep")
    if isinstance(template, str):
        return _expression(template, place, members)
    if isinstance(template, dict):
        entries = [
            (key, _compile(value, f"{place}/{key}", members, depth + 1), value) for key, value in template.items()
        ]
        if all(entry is None for _, entry, _ in entries):
            return None
        return lambda states, fiber: {
            key: constant if entry is None else entry(states, fiber) for key, entry, constant in entries
        }
    if isinstance(template, (list, tuple)):
        items = [(_compile(value, f"{place}[{at}]", members, depth + 1), value) for at, value in enumerate(template)]
        if all(item is None for item, _ in items):
            return None
        return lambda states, fiber: [constant if item is None else item(states, fiber) for item, constant in items]
    return None


def _expression(text: str, place: str, members: frozenset[str]) -> _Template | None:
    """Return the function of a string with an expression; None for a plain string."""
    try:
        inner = jsonata.expression(text)
        if inner is None:
            return None
        compiled = query(inner)
    except DefinitionError as problem:
        raise DefinitionError(f"{place}: {problem}") from None
    if compiled.names:
        raise DefinitionError(f"{place}: {_no_item(compiled.names[0])}")
    if not compiled.reads <= members:
        wrong, there = min(compiled.reads - members), ", ".join(sorted(members - {"*"}))
        raise DefinitionError(f"{place}: $states.{wrong} does not exist here. Use one of {there}.")
    shown = inner.strip()

    def evaluate(states: Mapping[str, Json], fiber: Fiber) -> Json:
        try:
            return compiled.evaluate(states, fiber)
        except QueryProblem as problem:
            cause = f"The JSONata expression '{shown}' specified for the field '{place}' {problem}"
            raise QueryFailure(cause, place) from None

    return evaluate


def _no_item(name: str) -> str:
    """Return the error for an expression that reads the context item, which it does not have."""
    if name == "$$":
        return "'$$' does not exist in Step Functions. Use $states.context for the context object."
    if name == "$":
        return "'$' has no value here. Use $states.input for the state's input."
    return f"'{name}' has no value here. Write $states.input.{name}, or ${name} for a variable."


def _checked(
    value: Json,
    field: str,
    kinds: tuple[str, ...],
    then: Callable[[Json, str], Json] | None = None,
    *,
    place: str = "",
) -> _Template:
    """Compile a field whose value has certain types and passes the check `then`."""
    place = _joined(place, field)
    dynamic = _compile(value, place, frozenset(("input", "context", "*")), 0)
    if dynamic is None:
        if type_name(value) not in kinds:
            raise DefinitionError(f"{field} must be {_KINDS[kinds[0]]} or an expression in {{% %}}, not {value!r}")
        try:
            constant = value if then is None else then(value, place)
        except QueryFailure as problem:
            raise DefinitionError(str(problem.cause)) from None
        return lambda states, fiber: constant
    evaluated = dynamic
    shown = value[2:-2].strip() if isinstance(value, str) else dumps(value)
    sentence = (
        f"The JSONata expression '{shown}' specified for the field '{place}' returned an unexpected result type. "
        f"Expected '{kinds[0]}', but was "
    )

    def evaluate(states: Mapping[str, Json], fiber: Fiber) -> Json:
        found = evaluated(states, fiber)
        kind = type_name(found)
        if kind not in kinds:
            raise QueryFailure(f"{sentence}'{kind}' for value: {dumps(found)}", place)
        return found if then is None else then(found, place)

    return evaluate


def _input_items(kinds: tuple[str, ...]) -> Evaluate:
    def items(data: Json, fiber: Fiber) -> Json:
        if type_name(data) not in kinds:
            raise QueryFailure(f"Map state input must be an array but was: {dumps(data)}", None)
        return data

    return items


def _within_bounds(number: float, place: str) -> float:
    field = place.rpartition("/")[2]
    most = _BOUNDS.get(field, _MOST)
    if field != "ToleratedFailurePercentage":
        if number != int(number):
            raise QueryFailure(f"The {field} field cannot be parsed as an integer: {number}", place)
        number = int(number)
    if not 0 <= number <= most:
        raise QueryFailure(f"{field} must be between 0 and {most} but was: {number}", place)
    return number


def _timestamp(text: str, place: str) -> str:
    if parse_timestamp(text) is None:
        raise QueryFailure(
            f"The {place} field cannot be parsed as an ISO-8601 extended offset date-time format string: {text}", place
        )
    return text


register("JSONata", Jsonata())
