"""What plays a state under test, and whether a service could have answered so.

API reference, MockInput. AWS validates a mocked result against the service's API model. `RESULTS` has the models that
matter most; those of other `aws-sdk` actions are botocore's, where that is installed. Nothing else is validated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any, Final, Literal, TypeAlias

from aslant.errors import RunError, TaskError
from aslant.json_value import Json
from aslant.run.api_models import Shape, result_model
from aslant.run.values import loads, measured

__all__ = ["RESULTS", "Mock", "MockError", "Validation", "check_mock", "mock_of"]

Validation: TypeAlias = Literal["STRICT", "PRESENT", "NONE"]

_NOTHING: Final = object()


class MockError(RunError):
    """A mock that TestState refuses; the message is AWS's."""


@dataclass(frozen=True, slots=True, init=False)
class Mock:
    """The result of a state, `Mock({"total": 3})`, or its error, `Mock(error="Pay.Declined", cause="no money")`."""

    result: Json
    """The raw result, any JSON value."""
    error: str | None
    """The error name; None where the state succeeds."""
    cause: str | None
    """The text beside the error."""
    validation: Validation
    """STRICT: a service's required fields are there, and each field is of its type; PRESENT: only the latter; NONE."""

    @classmethod
    def from_json(cls, text: str, *, validation: Validation = "STRICT") -> Mock:
        """Mock the result of a JSON text, as TestState takes it; MockError for what is not valid JSON."""
        try:
            return cls(loads(text), validation=validation)
        except ValueError:
            raise MockError("Mocked result must be valid JSON") from None

    def __init__(
        self,
        result: Json = _NOTHING,
        *,
        error: str | None = None,
        cause: str | None = None,
        validation: Validation = "STRICT",
    ) -> None:
        """Mock a result or an error; MockError for both and for none, RunError for a result that is no JSON."""
        if (result is _NOTHING) == (error is None):
            raise MockError("A test mock should have only one of the following fields: [result, errorOutput].")
        if validation not in ("STRICT", "PRESENT", "NONE"):
            raise RunError(f"validation must be 'STRICT', 'PRESENT' or 'NONE', not {validation!r}")
        try:
            value = None if error is not None else measured(result)[0]
        except (TypeError, ValueError) as problem:
            raise RunError(f"the result of the mock is no JSON: {problem}") from None
        for name, part in (("result", value), ("error", error), ("cause", cause), ("validation", validation)):
            object.__setattr__(self, name, part)


def mock_of(double: Any) -> Mock | None:
    """Return the mock that a value is, or a function that takes nothing; None for any other function."""
    if callable(double):
        if signature(double).parameters:
            return None
        try:
            double = double()
        except TaskError as failure:
            return Mock(error=failure.error, cause=failure.cause)
    return Mock(double)


def check_mock(mock: Mock, state: Mapping[str, Any]) -> None:
    """Look whether a state with that definition takes a mock; MockError where AWS refuses it."""
    kind = state.get("Type")
    if kind not in ("Task", "Map", "Parallel"):
        raise MockError(f"State type '{kind}' is not supported when a mock is specified")
    if mock.error is not None:
        return
    if kind == "Map" and "ResultWriter" in state:
        if not isinstance(mock.result, dict):
            raise MockError("Mocked result must be a JSON object.")
    elif kind != "Task":
        if not isinstance(mock.result, list):
            raise MockError("Mocked result must be an array.")
        branches = state.get("Branches")
        if kind == "Parallel" and isinstance(branches, list | tuple) and len(branches) != len(mock.result):
            raise MockError("Mocked result must contain the same number of items as number of Parallel branches.")
    elif mock.validation != "NONE":
        action = str(state.get("Resource")).removeprefix("arn:aws:states:::")
        for model in (RESULTS.get(action), result_model(action)):
            problems = _problems(mock.result, model, strict=mock.validation == "STRICT") if model else ()
            for problem in problems:
                raise MockError(f"Mock result schema validation error: {problem}")


def _problems(value: Json, model: Mapping[str, Shape], *, strict: bool) -> Iterator[str]:
    """What of a value is not as its model says. A required member of a structure has `!` after its name."""
    stack: list[tuple[str, Json, Shape]] = [("", value, model)]
    while stack:
        name, item, shape = stack.pop()
        shape = shape() if callable(shape) else shape
        kind, least, most = shape if isinstance(shape, tuple) else (_kind(shape), float("-inf"), float("inf"))
        if not _is(item, kind):
            yield f"Field '{name}' must be {'an' if kind[0] in 'ao' else 'a'} {kind}"
        elif kind == "number" and item < least:
            yield f"Field '{name}' is less than the minimum value"
        elif kind == "number" and item > most:
            yield f"Field '{name}' exceeds the maximum value"
        elif isinstance(shape, frozenset):
            if item not in shape:
                yield f"Field '{name}' is not an expected value"
        elif isinstance(shape, list):
            stack += [(name, entry, shape[0]) for entry in reversed(item)]
        elif isinstance(shape, Mapping):
            members = {key.removesuffix("!"): inner for key, inner in shape.items()}
            if strict:
                required = (key[:-1] for key in shape if key.endswith("!"))
                yield from (f"Required field '{member}' is missing" for member in required if member not in item)
            stack += [(member, item[member], members[member]) for member in reversed(members) if member in item]


def _kind(shape: Shape) -> str:
    if isinstance(shape, str | frozenset):
        return shape if isinstance(shape, str) else "string"
    return "array" if isinstance(shape, list) else "object"


def _is(value: Json, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and not (isinstance(value, bool) and kind == "number")


_TYPES: Final[dict[str, type | tuple[type, ...]]] = {
    "string": str,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
}

_CAPACITY: Final[Mapping[str, Shape]] = {
    "TableName": "string",
    "CapacityUnits": "number",
    "ReadCapacityUnits": "number",
    "WriteCapacityUnits": "number",
}
_WRITTEN: Final[Mapping[str, Shape]] = {
    "Attributes": "object",
    "ConsumedCapacity": _CAPACITY,
    "ItemCollectionMetrics": "object",
}

RESULTS: Final[Mapping[str, Mapping[str, Shape]]] = {
    "lambda:invoke": {
        "StatusCode": "number",
        "FunctionError": "string",
        "LogResult": "string",
        "ExecutedVersion": "string",
    },
    "states:startExecution": {"ExecutionArn!": "string", "StartDate!": "string"},
    "aws-sdk:sfn:startExecution": {"ExecutionArn!": "string", "StartDate!": "string"},
    "dynamodb:getItem": {"Item": "object", "ConsumedCapacity": _CAPACITY},
    "dynamodb:putItem": _WRITTEN,
    "dynamodb:updateItem": _WRITTEN,
    "dynamodb:deleteItem": _WRITTEN,
    "sqs:sendMessage": {
        "MD5OfMessageBody": "string",
        "MD5OfMessageAttributes": "string",
        "MD5OfMessageSystemAttributes": "string",
        "MessageId": "string",
        "SequenceNumber": "string",
    },
    "sns:publish": {"MessageId": "string", "SequenceNumber": "string"},
    "events:putEvents": {
        "FailedEntryCount": "number",
        "Entries": [{"EventId": "string", "ErrorCode": "string", "ErrorMessage": "string"}],
    },
    "aws-sdk:lambda:getFunction": {
        "Configuration": {
            "FunctionName": "string",
            "FunctionArn": "string",
            "Runtime": "string",
            "Handler": "string",
            "MemorySize": ("number", 128, 10240),
        },
        "Tags": "object",
    },
}
"""What services answer, by action: the members of the API model of each that are looked at."""
