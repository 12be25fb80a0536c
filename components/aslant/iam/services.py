"""The table: what each optimized integration needs, one small function per service.

Sources: "IAM policies for integrated services" in the Step Functions Developer Guide, and the service
authorization reference. A function gets the `Call` and yields statements; `permissions` adds the state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aslant.iam.call import Account, Call, deferred, symbolic
from aslant.iam.statement import Statement

__all__ = ["ACTIVITY_ARN", "FUNCTION_ARN", "SERVICES", "function_resources"]

ACTIVITY_ARN = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:activity:.+")
FUNCTION_ARN = re.compile(r"arn:[^:]+:lambda:[^:]*:[^:]*:function:[^:]+(:[^:]+)?")
_PARTIAL_ARN = re.compile(r"(?P<account>\d{12}):function:(?P<name>.+)")
_MACHINE_ARN = re.compile(r"(?P<scope>arn:[^:]+:states:[^:]*:[^:]*):stateMachine:(?P<name>[^:]+)(:[^:]+)?")
_QUEUE_URL = re.compile(
    r"https?://(sqs\.(?P<region>[a-z0-9-]+)\.)?[^/]+/(?P<account>\d{12})/(?P<name>[\w-]+(\.fifo)?)", re.ASCII
)


def function_resources(function: Any, account: Account, qualifier: str | None = None) -> tuple[Any, ...]:
    """What the right to invoke a Lambda function covers.

    That is its ARN and, where no version or alias is named, all of them: a new version must not drop the old
    one while executions run. `function` is a name, an ARN, a partial ARN (each may end with a version or
    alias), a `${symbol}` or a deferred value.
    """
    if deferred(function):
        return (function,)
    if symbolic(function) or FUNCTION_ARN.fullmatch(function):
        arn = function
    elif partial := _PARTIAL_ARN.fullmatch(function):
        here = Account(account.partition, account.region, partial["account"])
        arn = here.arn("lambda", f"function:{partial['name']}")
    else:
        arn = account.arn("lambda", f"function:{function}")
    if qualifier is not None:
        return (f"{arn}:{qualifier}",)
    qualified = not symbolic(function) and ":" in arn.split(":function:", 1)[-1]
    return (arn,) if qualified else (arn, f"{arn}:*")


def _lambda(call: Call) -> Iterator[Statement]:
    actions = ("lambda:InvokeFunction",)
    function = call.known("FunctionName", actions)
    qualifier = call.arguments.get("Qualifier")
    fixed = type(qualifier) is str and not qualifier.startswith("{%")
    yield Statement(actions, function_resources(function, call.account, qualifier if fixed else None))


def _start_execution(call: Call) -> Iterator[Statement]:
    start = ("states:StartExecution",)
    machine = call.known("StateMachineArn", start)
    yield Statement(start, (machine,))
    if not call.pattern.startswith("sync"):
        return
    watch = ("states:DescribeExecution", "states:StopExecution")
    if deferred(machine):
        yield Statement(watch, (machine,))
    elif arn := _MACHINE_ARN.fullmatch(machine):
        yield Statement(watch, (f"{arn['scope']}:execution:{arn['name']}:*",))
    else:
        call.unknown(f"the executions of {machine!r} are known only by its ARN", watch)
    rule = call.account.arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule")
    yield Statement(("events:DescribeRule", "events:PutRule", "events:PutTargets"), (rule,))


def _send_message(call: Call) -> Iterator[Statement]:
    actions = ("sqs:SendMessage",)
    queue = call.known("QueueUrl", actions)
    if deferred(queue) or symbolic(queue):
        yield Statement(actions, (queue,))
        return
    url = _QUEUE_URL.fullmatch(queue)
    if url is None:
        call.unknown(f"QueueUrl {queue!r} is no URL of an SQS queue", actions)
    here = Account(call.account.partition, url["region"] or call.account.region, url["account"])
    yield Statement(actions, (here.arn("sqs", url["name"]),))


def _publish(call: Call) -> Iterator[Statement]:
    actions = ("sns:Publish",)
    target = any(member in call.arguments for member in ("TargetArn", "TargetArn.$"))
    yield Statement(actions, (call.known("TargetArn" if target else "TopicArn", actions),))


def _item(call: Call) -> Iterator[Statement]:
    actions = (f"dynamodb:{call.action[0].upper()}{call.action[1:]}",)
    table = call.known("TableName", actions)
    bare = not deferred(table) and not table.startswith("arn:")
    yield Statement(actions, (call.account.arn("dynamodb", f"table/{table}") if bare else table,))


def _put_events(call: Call) -> Iterator[Statement]:
    actions = ("events:PutEvents",)
    entries = call.arguments.get("Entries")
    if type(entries) is not list:
        call.unknown("Entries are not written out in the definition", actions)
    for entry in entries:
        if type(entry) is not dict:
            call.unknown("an entry is not written out in the definition", actions)
        named = "EventBusName" in entry or "EventBusName.$" in entry
        bus = call.known("EventBusName", actions, within=entry) if named else "default"
        bare = not deferred(bus) and not bus.startswith("arn:")
        yield Statement(actions, (call.account.arn("events", f"event-bus/{bus}") if bare else bus,))


SERVICES: Mapping[str, Callable[[Call], Iterator[Statement]]] = {
    "dynamodb:deleteItem": _item,
    "dynamodb:getItem": _item,
    "dynamodb:putItem": _item,
    "dynamodb:updateItem": _item,
    "events:putEvents": _put_events,
    "lambda:invoke": _lambda,
    "sns:publish": _publish,
    "sqs:sendMessage": _send_message,
    "states:startExecution": _start_execution,
}
"""By `<service>:<action>`, as in `arn:aws:states:::<service>:<action>`."""
