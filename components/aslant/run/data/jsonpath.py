"""The JSONPath language: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, Assign and the …Path fields.

ASL specification, section 'Input and Output Processing'. The order and the error messages are as recorded on AWS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.grammar.intrinsics import is_call
from aslant.json_value import Json
from aslant.run.data.conditions import compile_condition
from aslant.run.data.expression import compile_path
from aslant.run.data.path import NoResult, ReferencePath
from aslant.run.data.template import compile_member, compile_template
from aslant.run.failure import EvaluationFailure, Failure
from aslant.run.fiber import Fiber
from aslant.run.language import Condition, Evaluate, register
from aslant.run.values import as_integer, shown
from aslant.walk import is_distributed

__all__ = ["JsonPath"]

_COUNTS = ("MaxConcurrency", "MaxItemsPerBatch", "MaxInputBytesPerBatch", "ToleratedFailureCount")
_NO_VALUE = "Invalid path '{text}' : {nothing}"
_NO_WAIT = "The {field} parameter does not reference an input value: {text}"


class _DataFlow:
    __slots__ = ("_assign", "_input", "_output", "_put", "_selector", "_template")

    def __init__(self, definition: Mapping[str, Any], template: str | None) -> None:
        _refuse_jsonata(definition)
        self._input = _path_field(definition, "InputPath")
        self._template = _template_field(definition, template) if template else None
        self._selector = _template_field(definition, "ResultSelector")
        self._put = _result_path(definition)
        self._output = _path_field(definition, "OutputPath")
        self._assign = _template_field(definition, "Assign")

    def arguments(self, data: Json, fiber: Fiber) -> Json:
        if self._input is not None:
            data = self._input(data, fiber)
        return data if self._template is None else self._template(data, fiber)

    def result(self, raw: Json, fiber: Fiber) -> Json:
        return raw if self._selector is None else self._selector(raw, fiber)

    def output(self, data: Json, result: Json, fiber: Fiber) -> Json:
        if self._put is not None:
            result = self._put.put(data, result) if isinstance(self._put, ReferencePath) else data
        return result if self._output is None else self._output(result, fiber)

    def variables(self, data: Json, result: Json, fiber: Fiber) -> dict[str, Json] | None:
        if self._assign is None:
            return None
        variables: dict[str, Json] = self._assign(result, fiber)
        return variables


class JsonPath:
    """The query language of machines without QueryLanguage."""

    selects = True

    def data_flow(self, definition: Mapping[str, Any], *, template: str | None = None, place: str = "") -> _DataFlow:
        """Return the data flow of a state or a catcher."""
        return _DataFlow(definition, template)

    def rule_flow(self, definition: Mapping[str, Any], rule: Mapping[str, Any], place: str) -> _DataFlow:
        """Return the data flow of a Choice for a rule: the state's paths and the rule's Assign."""
        paths = {field: definition[field] for field in ("InputPath", "OutputPath") if field in definition}
        return _DataFlow({**paths, **{field: rule[field] for field in ("Assign", "Output") if field in rule}}, None)

    def payload(self, template: Json, place: str) -> Evaluate:
        """Compile a payload template."""
        try:
            return compile_template(template)
        except DefinitionError as problem:
            raise DefinitionError(f"{place}: {problem}") from None

    def items(self, definition: Mapping[str, Any]) -> Evaluate:
        """Compile ItemsPath, which selects an array, or for a distributed Map an object as well."""
        select = _path_field(definition, "ItemsPath")
        kinds = (list, dict) if is_distributed(definition) else list
        path = definition.get("ItemsPath", "$")
        # AWS evaluates `$$.a` as `$.a` of the context object, and shows that.
        path = path[1:] if isinstance(path, str) and path.startswith("$$") else path

        def items(data: Json, fiber: Fiber) -> Json:
            found = data if select is None else select(data, fiber)
            if not isinstance(found, kinds):
                raise EvaluationFailure(f'Reference path "{path}" must point to array.', names_state=False)
            return found

        return items

    def item(self, definition: Mapping[str, Any]) -> Evaluate | None:
        """Compile ItemSelector, or Parameters, its former name."""
        return _template_field(definition, "ItemSelector" if "ItemSelector" in definition else "Parameters")

    def value(self, definition: Mapping[str, Any], field: str, place: str = "") -> Evaluate | None:
        """Compile the constant, or the field whose name ends with `Path`."""
        if f"{field}Path" in definition:
            sentence = _NO_WAIT if field in ("Seconds", "Timestamp") else _NO_VALUE
            evaluate = _path_field(definition, f"{field}Path", sentence)
            return evaluate if field not in _CHECKED else _checked(evaluate, field, definition[f"{field}Path"])
        constant = definition.get(field)
        return None if constant is None else lambda data, fiber: constant

    def text(self, definition: Mapping[str, Any], field: str) -> Evaluate | None:
        """Compile the constant, or the path or intrinsic in the field whose name ends with `Path`."""
        if f"{field}Path" in definition:
            return compile_member(f"{field}Path", definition[f"{field}Path"])
        constant = definition.get(field)
        return None if constant is None else lambda data, fiber: constant

    def condition(self, rule: Mapping[str, Any], place: str) -> Condition:
        """Compile the comparison or the combination of conditions of a rule."""
        return compile_condition(rule)


def _refuse_jsonata(definition: Mapping[str, Any]) -> None:
    for field in ("Arguments", "Output", "Items"):
        if field in definition:
            raise DefinitionError(
                f'{field} belongs to JSONata. Set "QueryLanguage": "JSONata", or use JSONPath fields.'
            )


def _checked(evaluate: Evaluate | None, field: str, path: str) -> Evaluate:
    """Return a function that refuses invalid values of a Map's number, in AWS's words."""
    check = _CHECKED[field]
    return lambda data, fiber: check(data if evaluate is None else evaluate(data, fiber), field, path)


def _count(value: Json, field: str, path: str) -> Json:
    number = as_integer(value)
    if number is None:
        raise EvaluationFailure(
            f'The {field}Path field refers to value "{shown(value)}" which is not a valid integer: {path}'
        )
    if number < 0:
        raise EvaluationFailure(f"{field} cannot be negative.")
    return number


def _most_items(value: Json, field: str, path: str) -> Json:
    """Return the value of MaxItemsPath, which fails with the error of an ItemReader."""
    try:
        number = _count(value, field, path)
    except EvaluationFailure as failure:
        negative = as_integer(value) is not None
        cause = f"field {field} must be positive" if negative else failure.cause
        raise Failure("States.ItemReaderFailed", cause) from None
    return number


def _percentage(value: Json, field: str, path: str) -> Json:
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    except ValueError:
        number = None
    if number is None:
        raise EvaluationFailure(
            f'The {field}Path field refers to value "{shown(value)}" which is not a valid float: {path}'
        )
    if not 0 <= number <= 100:
        raise EvaluationFailure(f"{field} must be between 0 and 100.")
    return number


_CHECKED: dict[str, Callable[[Json, str, str], Json]] = {
    **dict.fromkeys(_COUNTS, _count),
    "MaxItems": _most_items,
    "ToleratedFailurePercentage": _percentage,
}
"""The check of the `…Path` field for each number of a Map."""


def _path_field(definition: Mapping[str, Any], field: str, sentence: str = _NO_VALUE) -> Evaluate | None:
    """Compile a field with a path, or return None for `$` or no field, which select all data.

    Null selects an empty object. `sentence` is the message of AWS if the path selects nothing.
    """
    text = definition.get(field, "$")
    if text == "$":
        return None
    if text is None:
        return lambda data, fiber: {}
    if not isinstance(text, str):
        raise DefinitionError(f"{field} must be a path such as '$.order' or null, not {text!r}")
    if is_call(text):
        return compile_member(field, text)
    try:
        select = compile_path(text)
    except DefinitionError as problem:
        raise DefinitionError(f"{field}: {problem}") from None

    def evaluate(data: Json, fiber: Fiber) -> Json:
        try:
            return select(data, fiber)
        except NoResult as nothing:
            raise EvaluationFailure(sentence.format(field=field, text=text, nothing=nothing)) from None

    return evaluate


def _template_field(definition: Mapping[str, Any], field: str) -> Evaluate | None:
    if field not in definition:
        return None
    try:
        if field == "Assign" and not isinstance(definition[field], dict):
            raise DefinitionError("it must be an object whose members are the variables")
        return compile_template(definition[field])
    except DefinitionError as problem:
        raise DefinitionError(f"{field}: {problem}") from None


def _result_path(definition: Mapping[str, Any]) -> ReferencePath | str | None:
    """Return the place of the result in the input, 'discard', or None if the result replaces the input."""
    text = definition.get("ResultPath", "$")
    if text is None:
        return "discard"
    if not isinstance(text, str):
        raise DefinitionError(f"ResultPath must be a path such as '$.result' or null, not {text!r}")
    try:
        path = ReferencePath(text)
    except DefinitionError as problem:
        raise DefinitionError(f"ResultPath: {problem}") from None
    return path if path.keys else None


register("JSONPath", JsonPath())
