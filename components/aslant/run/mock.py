"""The mock of a state under test, and the check whether a service could have returned it.

API reference, MockInput. AWS validates a mocked result against the service's API model. `RESULTS` has the most
important models. The models of other `aws-sdk` actions are from botocore, if it is installed. Other results are not
validated.
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
    """A mock that TestState refuses, with AWS's message."""


@dataclass(frozen=True, slots=True, init=False)
class Mock:
    """The result of a state, `Mock({"total": 3})`, or its error, `Mock(error="Pay.Declined", cause="no money")`."""

    result: Json
    """The raw result, any JSON value."""
    error: str | None
    """The error name; None if the state succeeds."""
    cause: str | None
    """The cause of the error."""
    validation: Validation
    """STRICT checks a service's required fields and the type of each field, PRESENT only the types, NONE nothing."""

    @classmethod
    def from_json(cls, text: str, *, validation: Validation = "STRICT") -> Mock:
        """Mock a result from a string of JSON, as in TestState. Raises MockError for invalid JSON."""
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
        """Mock a result or an error.

        Raises:
            MockError: both or neither are given.
            RunError: the result is not valid JSON."""
        if (result is _NOTHING) == (error is None):
            raise MockError("A test mock should have only one of the following fields: [result, errorOutput].")
        if validation not in ("STRICT", "PRESENT", "NONE"):
            raise RunError(f"validation must be 'STRICT', 'PRESENT' or 'NONE', not {validation!r}")
        try:
            value = None if error is not None else measured(result)[0]
        except (TypeError, ValueError) as problem:
            raise RunError(f"the result of the mock is not valid JSON: {problem}") from None
        for name, part in (("result", value), ("error", error), ("cause", cause), ("validation", validation)):
            object.__setattr__(self, name, part)


def mock_of(double: Any) -> Mock | None:
    """Return the mock for a value, or for a function without parameters; None for any other function."""
    if callable(double):
        if signature(double).parameters:
            return None
        try:
            double = double()
        except TaskError as failure:
            return Mock(error=failure.error, cause=failure.cause)
    return Mock(double)


def check_mock(mock: Mock, state: Mapping[str, Any]) -> None:
    """Check that a state may have a mock. Raises MockError where AWS refuses it."""
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
    """Yield the differences between a value and its model. A required member of a structure has `!` after its name."""
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
"""The checked members of the results of services, by action."""
