"""The optimized integrations whose needs take logic, one small function each; the others are rows of `optimized`.

Sources: "IAM policies for integrated services" in the Step Functions Developer Guide, and the service
authorization reference. A function gets the `ServiceCall` and yields statements; `permissions` adds the state.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from aslant.iam.arn import FUNCTION_ARN, FUNCTION_SYMBOL, MACHINE_ARN, PART, is_arn, split_arn
from aslant.iam.bedrock import invoke_model
from aslant.iam.call import Account, ChosenNeed, ServiceCall, deferred
from aslant.iam.need import Need, fill
from aslant.iam.statement import Statement

__all__ = ["SERVICES", "function_resources"]

_PARTIAL_ARN: Final = re.compile(r"(?P<account>\d{12}):function:(?P<name>.+)")
_API: Final = re.compile(r"(?P<id>[^./]+)\.execute-api\.(?P<region>[^.]+)\.amazonaws\.com(\.cn)?")
_CONNECTION: Final = re.compile(
    rf"arn:(?P<partition>{PART}+):events:(?P<scope>{PART}*:{PART}*):connection/(?P<name>[^/]+)/.+"
)


def function_resources(function: Any, account: Account, qualifier: str | None = None) -> tuple[Any, ...]:
    """What the right to invoke a Lambda function covers.

    That is its ARN and, where no version or alias is named, all of them: a new version must not drop the old
    one while executions run. `function` is a name, an ARN, a partial ARN (each may end with a version or
    alias), a `${symbol}` or a deferred value.
    """
    if deferred(function):
        return (function,)
    if FUNCTION_SYMBOL.fullmatch(function) or FUNCTION_ARN.fullmatch(function):
        arn = function
    elif partial := _PARTIAL_ARN.fullmatch(function):
        here = Account(account.partition, account.region, partial["account"])
        arn = here.arn("lambda", f"function:{partial['name']}")
    else:
        arn = account.arn("lambda", f"function:{function}")
    qualified = len(split_arn(arn.partition(":function:")[2] or arn)) > 1
    if qualifier is not None and not qualified:
        return (f"{arn}:{qualifier}",)
    return (arn,) if qualified else (arn, f"{arn}:*")


def _lambda(call: ServiceCall) -> Iterator[Statement]:
    actions = ("lambda:InvokeFunction",)
    function = call.known("FunctionName", actions)
    if not deferred(function) and function.startswith("arn:") and not FUNCTION_ARN.fullmatch(function):
        call.unknown(f"{function!r} is no ARN of a function", actions)
    qualifier = call.arguments.get("Qualifier") if isinstance(call.arguments, Mapping) else None
    fixed = type(qualifier) is str and not qualifier.startswith("{%")
    if fixed and re.search(r"[*?]", str(qualifier)):
        call.unknown(f"Qualifier {qualifier!r} would stand for more than one resource in a policy", actions)
    yield Statement(actions, function_resources(function, call.account, qualifier if fixed else None))


def _start(call: ServiceCall, action: str) -> Iterator[Statement]:
    """A machine by its ARN. One named by a version or an alias is allowed by the machine's own, and which of them is a
    condition (Step Functions Developer Guide, "Granting permissions to invoke versions and aliases")."""
    start = (f"states:{action}",)
    machine = call.whole(call.known("StateMachineArn", start), start)
    arn = None if deferred(machine) else MACHINE_ARN.fullmatch(machine)
    if arn is None or arn["qualifier"] is None:
        yield Statement(start, (machine,))
        return
    test = "StringLike" if "*" in arn["qualifier"] else "StringEquals"
    condition = {f"ForAnyValue:{test}": {"states:StateMachineQualifier": [arn["qualifier"]]}}
    yield Statement(start, (f"{arn['scope']}:stateMachine:{arn['name']}",), condition)


def _start_execution(call: ServiceCall) -> Iterator[Statement]:
    yield from _start(call, "StartExecution")
    machine = call.known("StateMachineArn", ("states:StartExecution",))
    if not call.pattern.startswith("sync"):
        return
    yield from Need.managed_rule("StepFunctionsGetEventsForStepFunctionsExecutionRule").statements(call)
    watch = ("states:DescribeExecution", "states:StopExecution")
    if deferred(machine):
        yield Statement(watch, (machine,))
    elif arn := MACHINE_ARN.fullmatch(machine):
        yield Statement(watch, (f"{arn['scope']}:execution:{arn['name']}:*",))
    else:
        call.unknown(f"the executions of {machine!r} are known only by its ARN", watch)


def _put_events(call: ServiceCall) -> Iterator[Statement]:
    actions = ("events:PutEvents",)
    entries = call.arguments.get("Entries") if isinstance(call.arguments, Mapping) else None
    if type(entries) is not list:
        call.unknown("Entries are not written out in the definition", actions)
    for entry in entries:
        if type(entry) is not dict:
            call.unknown("an entry is not written out in the definition", actions)
        bus = next(iter(call.each("EventBusName", actions, within=entry)), "default")
        bare = not deferred(bus) and not bus.startswith("arn:")
        arn = call.account.arn("events", f"event-bus/{bus}") if bare else call.whole(bus, actions)
        yield Statement(actions, (arn,))


_ECS_TAGS: Final = "Tags|PropagateTags|EnableECSManagedTags"


def _start_task(call: ServiceCall, action: str) -> Iterator[Statement]:
    """Yield the right to run a task, in one cluster alone where the call names it."""
    cluster: list[Any] = []
    with contextlib.suppress(ChosenNeed):  # the cluster is known at run time alone
        cluster = fill("ecs:{r}:{a}:cluster/{Cluster}?", call, (action,))
    condition = {"ArnLike" if "*" in str(cluster[0]) else "ArnEquals": {"ecs:cluster": cluster[0]}} if cluster else None
    task = "ecs:{r}:{a}:task-definition/{TaskDefinition:revision}"
    yield Statement((action,), tuple(fill(task, call, (action,))), condition)


def _run_task(call: ServiceCall) -> Iterator[Statement]:
    """The roles of the task definition are not told; those that the call sets in their place are."""
    yield from _start_task(call, "ecs:RunTask")
    yield from Need.tagging("ecs:TagResource", "ecs:{r}:{a}:task/{Cluster=default}/*", tags=_ECS_TAGS).statements(call)
    named = ("Overrides.TaskRoleArn", "Overrides.ExecutionRoleArn")
    to_tasks = Need.passing("ecs-tasks.amazonaws.com", *named)
    yield from to_tasks.statements(call)
    if not all(call.each(role, to_tasks.actions) for role in named):
        call.unknown("the task runs with the roles of its task definition", to_tasks.actions)


def _invoke_api(call: ServiceCall) -> Iterator[Statement]:
    """Only `IAM_ROLE` calls with the rights of the workflow: without a role the API asks none, and under a resource
    policy the API says itself who may call."""
    if next(iter(call.each("AuthType", ("execute-api:Invoke",))), "NO_AUTH") != "IAM_ROLE":
        return
    path = _path(call)
    actions = ("execute-api:ManageConnections" if path.startswith("@connections") else "execute-api:Invoke",)
    endpoint = call.known("ApiEndpoint", actions)
    if deferred(endpoint):
        yield Statement(actions, (endpoint,))
        return
    api = _API.fullmatch(endpoint)
    if api is None:
        call.unknown(f"ApiEndpoint {endpoint!r} does not tell which API it is", actions)
    stage = next(iter(call.each("Stage", actions)), "$default")
    here = Account(call.account.partition, api["region"], call.account.account)
    yield Statement(actions, (here.arn("execute-api", f"{api['id']}/{stage}/{call.known('Method', actions)}/{path}"),))


def _path(call: ServiceCall) -> str:
    found = next(iter(call.each("Path", ("execute-api:Invoke",))), "")
    return "*" if deferred(found) else str(found).removeprefix("/")


def _invoke_http(call: ServiceCall) -> Iterator[Statement]:
    """The endpoint and the method are conditions; the connection's credentials lie in a secret that EventBridge keeps
    for it, whose name begins with the connection's (Step Functions Developer Guide, "Call HTTPS APIs")."""
    invoke = ("states:InvokeHTTPEndpoint",)
    endpoint, method = call.known("ApiEndpoint", invoke), call.known("Method", invoke)
    like = "StringLike" if any(type(one) is str and "*" in one for one in (endpoint, method)) else "StringEquals"
    yield Statement(invoke, ("*",), {like: {"states:HTTPEndpoint": endpoint, "states:HTTPMethod": method}})
    retrieve = ("events:RetrieveConnectionCredentials",)
    read = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
    holder = "InvocationConfig" if call.has("InvocationConfig") else "Authentication"
    member = f"{holder}.ConnectionArn"
    connection = next(iter(call.each(member, (*retrieve, *read))), None)
    if connection is None:
        call.unknown(f"{member} is missing", (*retrieve, *read))
    yield Statement(retrieve, (call.whole(connection, (*retrieve, *read)),))
    if deferred(connection):
        yield Statement(read, (connection,))
        return
    arn = _CONNECTION.fullmatch(connection)
    if arn is None:
        call.unknown(f"the secret of {connection!r} is known only by the connection's ARN", read)
    secret = f"arn:{arn['partition']}:secretsmanager:{arn['scope']}:secret:events!connection/{arn['name']}/*"
    yield Statement(read, (secret,))


def _copy(call: ServiceCall) -> Iterator[Statement]:
    """The right to read what is copied: of a version in place of the object (Amazon S3 User Guide, "Required
    permissions for Amazon S3 API operations")."""
    read = ("s3:GetObject",)
    source = call.known("CopySource", read)
    versioned = not deferred(source) and "?versionId=" in source
    actions = ("s3:GetObjectVersion",) if versioned else read
    yield Statement(actions, tuple(fill("s3:::{CopySource}", call, actions)))


def _batch(call: ServiceCall, action: str) -> Iterator[Statement]:
    """Items of several tables, by whose names they are keyed."""
    actions = (f"dynamodb:{action}",)
    requests = call.arguments.get("RequestItems") if isinstance(call.arguments, Mapping) else None
    if type(requests) is not dict or not requests:
        call.unknown("RequestItems are not written out in the definition, by their tables", actions)
    for key in requests:
        table = key.removesuffix(".$")
        yield Statement(actions, (table if is_arn(table) else call.account.arn("dynamodb", f"table/{table}"),))


SERVICES: Final[Mapping[str, Callable[[ServiceCall], Iterator[Statement]]]] = {
    "apigateway:invoke": _invoke_api,
    "aws-sdk:dynamodb:batchGetItem": lambda call: _batch(call, "BatchGetItem"),
    "aws-sdk:ecs:startTask": lambda call: _start_task(call, "ecs:StartTask"),
    "aws-sdk:dynamodb:batchWriteItem": lambda call: _batch(call, "BatchWriteItem"),
    "aws-sdk:s3:copyObject": _copy,
    "aws-sdk:s3:uploadPartCopy": _copy,
    "aws-sdk:sfn:startExecution": lambda call: _start(call, "StartExecution"),
    "aws-sdk:sfn:startSyncExecution": lambda call: _start(call, "StartSyncExecution"),
    "bedrock:invokeModel": invoke_model,
    "ecs:runTask": _run_task,
    "events:putEvents": _put_events,
    "http:invoke": _invoke_http,
    "lambda:invoke": _lambda,
    "states:startExecution": _start_execution,
}
"""By what follows `arn:aws:states:::`: `<service>:<action>`, or `aws-sdk:<service>:<action>`."""
