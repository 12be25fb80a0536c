"""Event source mappings and asynchronous invocations: their settings, and the permissions of the function's role.

Lambda API reference, CreateEventSourceMapping: AWS refuses a mapping without these permissions when it is created.
"""

from __future__ import annotations

from collections.abc import Iterator

from aslant.errors import LocalError
from aslant.local.events.mapping import REPORTS, Filters
from aslant.local.events.patterns import PatternError
from aslant.local.iam.grants import Role, find_role
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION, INVOKE_CONFIG
from aslant.provider.resources.mappings import MAPPING, function_of
from aslant.provider.resources.queues import QUEUE
from aslant.provider.resources.tables import TABLE

__all__ = ["QUEUE_ACTIONS", "check_invocations", "check_source_mapping", "mapping_notes"]

QUEUE_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
STREAM_ACTIONS = ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream")

SENDING = {
    "events": "events:PutEvents",
    "lambda": "lambda:InvokeFunction",
    "sns": "sns:Publish",
    "sqs": "sqs:SendMessage",
}
"""The action that a destination needs, by the service in its ARN."""

MOST_FIFO, MOST_WITHOUT_WINDOW, MOST = 10, 10, 10_000
POSITIONS = ("AT_TIMESTAMP", "LATEST", "TRIM_HORIZON")


def check_source_mapping(mapping: RegisteredResource, registry: Registry) -> None:
    """Check an event source mapping. Raise LocalError if AWS would refuse it."""
    inputs, label = mapping.inputs, mapping.label
    try:
        Filters.of(inputs.get("filterCriteria"))
    except PatternError as error:
        raise LocalError(f"{label}: filterCriteria is not valid. {error}") from None
    source = str(inputs.get("eventSourceArn") or "")
    if ":sqs:" in source:
        _check_queue(mapping, source, registry)
    elif ":dynamodb:" in source:
        _check_stream(mapping, source, registry)
    for kind in inputs.get("functionResponseTypes") or ():
        if kind != REPORTS:
            raise LocalError(f"{label}: functionResponseTypes can only have {REPORTS!r}, not {kind!r}.")
    role = _role_of(mapping, registry)
    if role is None:
        return
    if ":sqs:" in source:
        for action in QUEUE_ACTIONS:
            role.require(action, source, label, "the mapping needs")
    elif ":dynamodb:" in source:
        for action in STREAM_ACTIONS:
            role.require(action, source, label, "the mapping needs")
        role.require("dynamodb:ListStreams", "*", label, "the mapping needs")
    destination = ((inputs.get("destinationConfig") or {}).get("onFailure") or {}).get("destinationArn")
    _check_destination(label, destination, role)


def _check_queue(mapping: RegisteredResource, source: str, registry: Registry) -> None:
    inputs, label = mapping.inputs, mapping.label
    size, window = inputs.get("batchSize") or 10, inputs.get("maximumBatchingWindowInSeconds") or 0
    if inputs.get("startingPosition"):
        raise LocalError(f"{label}: a queue has no startingPosition. Leave it out.")
    if source.endswith(".fifo"):
        if size > MOST_FIFO:
            raise LocalError(f"{label}: batchSize must be at most {MOST_FIFO} for a FIFO queue, not {size}.")
        if window:
            raise LocalError(f"{label}: a FIFO queue has no maximumBatchingWindowInSeconds. Leave it out.")
    if not 1 <= size <= MOST:
        raise LocalError(f"{label}: batchSize must be from 1 to {MOST}, not {size}.")
    if size > MOST_WITHOUT_WINDOW and not window:
        raise LocalError(
            f"{label}: a batchSize of more than {MOST_WITHOUT_WINDOW} needs maximumBatchingWindowInSeconds. Set it to "
            "at least 1."
        )
    queue, function = registry.find(QUEUE, "arn", source), function_of(mapping, registry)
    if queue is None or function is None:
        return
    visible, timeout = queue.outputs["visibilityTimeoutSeconds"], function.outputs.get("timeout") or 0
    if visible < timeout:
        raise LocalError(
            f"{label}: the queue's visibility timeout of {visible} seconds is shorter than the function's timeout of "
            f"{timeout} seconds. Set visibilityTimeoutSeconds of {queue.label} to at least {timeout}."
        )


def _check_stream(mapping: RegisteredResource, source: str, registry: Registry) -> None:
    size, position = mapping.inputs.get("batchSize") or 100, mapping.inputs.get("startingPosition")
    if position not in POSITIONS:
        raise LocalError(f"{mapping.label}: startingPosition must be one of {', '.join(POSITIONS)}, not {position!r}.")
    if not 1 <= size <= MOST:
        raise LocalError(f"{mapping.label}: batchSize must be from 1 to {MOST}, not {size}.")
    table = source.partition("/stream/")[0]
    if registry.find(TABLE, "arn", table) is not None and registry.find(TABLE, "streamArn", source) is None:
        raise LocalError(
            f"{mapping.label}: eventSourceArn is {source!r}, which is not the stream of a table. Pass the `streamArn` "
            "of a Table with streamEnabled."
        )


def check_invocations(registry: Registry) -> None:
    """Check the destinations and dead-letter queues of functions that are invoked asynchronously."""
    for function in registry.of(FUNCTION):
        queue = (function.inputs.get("deadLetterConfig") or {}).get("targetArn")
        if queue and not function.read:
            role = find_role(function.inputs.get("role"), registry, function.label, "role")
            _check_destination(function.label, queue, role)
    for configuration in registry.of(INVOKE_CONFIG):
        role_of = _role_of(configuration, registry)
        for kind in ("onFailure", "onSuccess"):
            given = ((configuration.inputs.get("destinationConfig") or {}).get(kind) or {}).get("destination")
            if role_of is not None:
                _check_destination(configuration.label, given, role_of)


def _role_of(resource: RegisteredResource, registry: Registry) -> Role | None:
    """Return the role of the function that a resource names; None if the program does not create the function."""
    function = function_of(resource, registry)
    if function is None or function.read:
        return None
    return find_role(function.inputs.get("role"), registry, function.label, "role")


def _check_destination(label: str, arn: object, role: Role) -> None:
    action = SENDING.get((*str(arn).split(":"), "", "", "")[2])
    if arn and action is not None:
        role.require(action, str(arn), label, "its destination needs")


def mapping_notes(registry: Registry) -> Iterator[str]:
    """Yield a note for each mapping that reads nothing here."""
    for mapping in registry.of(MAPPING):
        source = str(mapping.inputs.get("eventSourceArn") or "")
        if ":sqs:" not in source and ":dynamodb:" not in source:
            yield f"{mapping.label}: nothing is read from {source or 'its source'} here. Queues and table streams are."
        elif function_of(mapping, registry) is None:
            name = mapping.inputs.get("functionName")
            yield f"{mapping.label}: this program does not create the function {name}, so that nothing is read."
