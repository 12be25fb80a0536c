"""Pipes from queues: the messages that match a filter are transformed and passed to a target.

EventBridge user guide, "Amazon EventBridge Pipes". Functions and machines get the list of a batch, other targets one
message at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.local.events.mapping import Filters, SourceMapping, reported_failures
from aslant.local.events.targets import DeliveryError, Targets
from aslant.local.events.templates import fill_template, select

if TYPE_CHECKING:
    from aslant.local.events.queues import Consume
    from aslant.provider.registry import RegisteredResource

__all__ = ["pipe_consumer", "pipe_mapping"]

PLACEHOLDER = re.compile(r"<(\$[^<>]*)>")
BATCHED = ("lambda", "states")
"""The services of the targets that get all messages of a batch at once."""

Records = list[dict[str, Any]]


def pipe_mapping(pipe: RegisteredResource) -> SourceMapping:
    """Return how the queue of a pipe is read. Raise PatternError if a filter is not valid."""
    source = pipe.inputs.get("sourceParameters") or {}
    queue = source.get("sqsQueueParameters") or {}
    return SourceMapping(
        source=str(pipe.inputs.get("source")),
        function="",
        batch_size=int(queue.get("batchSize") or 10),
        window=float(queue.get("maximumBatchingWindowInSeconds") or 0),
        filters=Filters.of(source.get("filterCriteria")),
        reports=False,
        concurrency=1,
        start="LATEST",
        bisects=False,
        retries=-1,
        max_age=-1,
        on_failure=None,
    )


def pipe_consumer(pipe: RegisteredResource, targets: Targets, log: Callable[[str], None]) -> Consume:
    """Return the function that passes the records of a batch to the target of a pipe."""
    arn, why = str(pipe.inputs.get("target")), f"pipe {pipe.output('name')!r}"
    given = pipe.inputs.get("targetParameters") or {}
    bus, queue = given.get("eventbridgeEventBusParameters") or {}, given.get("sqsQueueParameters") or {}
    settings: dict[str, Any] = {"SqsParameters": {"MessageGroupId": queue.get("messageGroupId")}}
    if ":events:" in arn:
        settings |= {"Source": bus.get("source") or f"Pipe {pipe.output('name')}"}
        settings |= {"DetailType": bus.get("detailType") or "Event from aws:sqs"}
    known = {"aws.pipes.pipe-arn": pipe.output("arn"), "aws.pipes.pipe-name": pipe.output("name")}
    known |= {"aws.pipes.source-arn": str(pipe.inputs.get("source")), "aws.pipes.target-arn": arn}
    kind = (given.get("lambdaFunctionParameters") or {}).get("invocationType")

    def consume(records: Records) -> frozenset[str]:
        ids = frozenset(str(record["messageId"]) for record in records)
        try:
            events = _enriched(pipe, records, targets)
            made = [_transformed(event, given.get("inputTemplate"), known) for event in events]
            if arn.split(":")[2] in BATCHED:
                body = f"[{','.join(made)}]"
                if ":lambda:" in arn and kind != "FIRE_AND_FORGET":
                    return _invoke(arn, body, ids, targets, log, why)
                targets.send(arn, body, why=why, settings=settings)
            else:
                for text in made:
                    targets.send(arn, text, why=why, settings=settings)
        except DeliveryError as error:
            log(f"{why} could not reach its target: {error.code}: {error}")
            return ids
        return frozenset()

    return consume


def _invoke(
    arn: str, body: str, ids: frozenset[str], targets: Targets, log: Callable[[str], None], why: str
) -> frozenset[str]:
    """Invoke a function with a batch, and return the IDs of the messages that failed."""
    workers = targets.function(arn)
    log(f"{why} invoked function {workers.function.name!r}")
    invocation = workers.invoke(body.encode())
    return ids if invocation.failed else reported_failures(invocation.payload, ids)


def _enriched(pipe: RegisteredResource, records: Records, targets: Targets) -> list[Any]:
    """Return the events of a batch, or what the function of the enrichment makes of them."""
    arn = str(pipe.inputs.get("enrichment") or "")
    if not arn:
        return list(records)
    template = (pipe.inputs.get("enrichmentParameters") or {}).get("inputTemplate")
    texts = [_transformed(record, template, {}) for record in records]
    invocation = targets.function(arn).invoke(f"[{','.join(texts)}]".encode())
    if invocation.failed:
        raise DeliveryError("EnrichmentFailed", f"The function {arn} failed.")
    value = json.loads(invocation.payload)
    return value if isinstance(value, list) else [value]


def _transformed(event: Any, template: Any, known: Mapping[str, str]) -> str:
    """Return an event as JSON, or an input template with the parts of it. A body that is JSON can be read."""
    if not template:
        return json.dumps(event)
    parsed = _with_parsed_body(event)
    paths = {path: select(parsed, path) for path in PLACEHOLDER.findall(str(template))}
    values = {**known, **paths, "aws.pipes.event.json": event}
    return fill_template(str(template), values)


def _with_parsed_body(event: Any) -> Any:
    if not isinstance(event, dict) or not isinstance(event.get("body"), str):
        return event
    try:
        return {**event, "body": json.loads(event["body"])}
    except (ValueError, RecursionError):
        return event
