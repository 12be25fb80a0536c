"""The needs of calls that take logic, one function each; the other calls are rows of `optimized` and `sdk`.

Sources: "IAM policies for integrated services" in the Step Functions Developer Guide, and the service authorization
reference. Each function takes the `ServiceCall` and yields statements; `permissions` adds the state.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from aslant.iam.arn import FUNCTION_ARN, FUNCTION_SYMBOL, MACHINE_ARN, PART, is_arn, split_arn
from aslant.iam.bedrock import invoke_model
from aslant.iam.call import Account, RunTimeNeed, ServiceCall, is_unresolved
from aslant.iam.need import Need, fill
from aslant.iam.statement import Statement

__all__ = ["SERVICES", "function_resources"]

_PARTIAL_ARN: Final = re.compile(r"(?P<account>\d{12}):function:(?P<name>.+)")
_API: Final = re.compile(r"(?P<id>[^./]+)\.execute-api\.(?P<region>[^.]+)\.amazonaws\.com(\.cn)?")
_CONNECTION: Final = re.compile(
    rf"arn:(?P<partition>{PART}+):events:(?P<scope>{PART}*:{PART}*):connection/(?P<name>[^/]+)/.+"
)


def function_resources(function: Any, account: Account, qualifier: str | None = None) -> tuple[Any, ...]:
    """Return the resources of the right to invoke a Lambda function.

    These are its ARN and, if no version or alias is named, all of its versions and aliases, so that a new version does
    not revoke the right to invoke the old one while executions run. `function` is a name, an ARN, a partial ARN (each
    may end with a version or alias), a `${symbol}` or an unresolved value.
    """
    if is_unresolved(function):
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
    if not is_unresolved(function) and function.startswith("arn:") and not FUNCTION_ARN.fullmatch(function):
        call.unknown(f"{function!r} is not the ARN of a function", actions)
    qualifier = call.arguments.get("Qualifier") if isinstance(call.arguments, Mapping) else None
    is_constant = type(qualifier) is str and not qualifier.startswith("{%")
    if is_constant and re.search(r"[*?]", str(qualifier)):
        call.unknown(f"Qualifier {qualifier!r} would match more than one resource in a policy", actions)
    yield Statement(actions, function_resources(function, call.account, qualifier if is_constant else None))


def _start(call: ServiceCall, action: str) -> Iterator[Statement]:
    """Yield the right to start a machine by its ARN.

    For a version or an alias, the resource is the machine, and the qualifier is a condition (Step Functions Developer
    Guide, "Granting permissions to invoke versions and aliases").
    """
    start = (f"states:{action}",)
    machine = call.whole(call.known("StateMachineArn", start), start)
    arn = None if is_unresolved(machine) else MACHINE_ARN.fullmatch(machine)
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
    if is_unresolved(machine):
        yield Statement(watch, (machine,))
    elif arn := MACHINE_ARN.fullmatch(machine):
        yield Statement(watch, (f"{arn['scope']}:execution:{arn['name']}:*",))
    else:
        call.unknown(f"{machine!r} is not the machine's ARN, which names its executions", watch)


def _put_events(call: ServiceCall) -> Iterator[Statement]:
    actions = ("events:PutEvents",)
    entries = call.arguments.get("Entries") if isinstance(call.arguments, Mapping) else None
    if type(entries) is not list:
        call.unknown("Entries is not a list in the definition", actions)
    for entry in entries:
        if type(entry) is not dict:
            call.unknown("an entry is not an object in the definition", actions)
        bus = next(iter(call.each("EventBusName", actions, within=entry)), "default")
        bare = not is_unresolved(bus) and not bus.startswith("arn:")
        arn = call.account.arn("events", f"event-bus/{bus}") if bare else call.whole(bus, actions)
        yield Statement(actions, (arn,))


_ECS_TAGS: Final = "Tags|PropagateTags|EnableECSManagedTags"


def _start_task(call: ServiceCall, action: str) -> Iterator[Statement]:
    """Yield the right to run a task, restricted to the cluster if the call names it."""
    cluster: list[Any] = []
    with contextlib.suppress(RunTimeNeed):  # the cluster is chosen at run time
        cluster = fill("ecs:{r}:{a}:cluster/{Cluster}?", call, (action,))
    condition = {"ArnLike" if "*" in str(cluster[0]) else "ArnEquals": {"ecs:cluster": cluster[0]}} if cluster else None
    task = "ecs:{r}:{a}:task-definition/{TaskDefinition:revision}"
    yield Statement((action,), tuple(fill(task, call, (action,))), condition)


def _run_task(call: ServiceCall) -> Iterator[Statement]:
    """Yield the rights to run a task and to pass the roles that the call sets; those of the definition are unknown."""
    yield from _start_task(call, "ecs:RunTask")
    yield from Need.tagging("ecs:TagResource", "ecs:{r}:{a}:task/{Cluster=default}/*", tags=_ECS_TAGS).statements(call)
    roles = ("Overrides.TaskRoleArn", "Overrides.ExecutionRoleArn")
    passing = Need.passing("ecs-tasks.amazonaws.com", *roles)
    yield from passing.statements(call)
    if not all(call.each(role, passing.actions) for role in roles):
        call.unknown("the task runs with the roles of its task definition", passing.actions)


def _invoke_api(call: ServiceCall) -> Iterator[Statement]:
    """Yield the right to call an API, which only `AuthType` `IAM_ROLE` needs.

    Without a role the API checks no rights, and with a resource policy the API itself defines who may call it.
    """
    if next(iter(call.each("AuthType", ("execute-api:Invoke",))), "NO_AUTH") != "IAM_ROLE":
        return
    path = _path(call)
    actions = ("execute-api:ManageConnections" if path.startswith("@connections") else "execute-api:Invoke",)
    endpoint = call.known("ApiEndpoint", actions)
    if is_unresolved(endpoint):
        yield Statement(actions, (endpoint,))
        return
    api = _API.fullmatch(endpoint)
    if api is None:
        call.unknown(f"ApiEndpoint {endpoint!r} does not identify the API", actions)
    stage = next(iter(call.each("Stage", actions)), "$default")
    here = Account(call.account.partition, api["region"], call.account.account)
    yield Statement(actions, (here.arn("execute-api", f"{api['id']}/{stage}/{call.known('Method', actions)}/{path}"),))


def _path(call: ServiceCall) -> str:
    found = next(iter(call.each("Path", ("execute-api:Invoke",))), "")
    return "*" if is_unresolved(found) else str(found).removeprefix("/")


def _invoke_http(call: ServiceCall) -> Iterator[Statement]:
    """Yield the rights to call an HTTPS API, with the endpoint and the method as conditions.

    The credentials of the connection are in a secret of EventBridge, whose name begins with that of the connection
    (Step Functions Developer Guide, "Call HTTPS APIs").
    """
    invoke = ("states:InvokeHTTPEndpoint",)
    endpoint, method = call.known("ApiEndpoint", invoke), call.known("Method", invoke)
    is_pattern = any(type(value) is str and "*" in value for value in (endpoint, method))
    test = "StringLike" if is_pattern else "StringEquals"
    yield Statement(invoke, ("*",), {test: {"states:HTTPEndpoint": endpoint, "states:HTTPMethod": method}})
    retrieve = ("events:RetrieveConnectionCredentials",)
    read = ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
    holder = "InvocationConfig" if call.has("InvocationConfig") else "Authentication"
    member = f"{holder}.ConnectionArn"
    connection = next(iter(call.each(member, (*retrieve, *read))), None)
    if connection is None:
        call.unknown(f"{member} is missing", (*retrieve, *read))
    yield Statement(retrieve, (call.whole(connection, (*retrieve, *read)),))
    if is_unresolved(connection):
        yield Statement(read, (connection,))
        return
    arn = _CONNECTION.fullmatch(connection)
    if arn is None:
        call.unknown(f"{connection!r} is not the connection's ARN, which names its secret", read)
    secret = f"arn:{arn['partition']}:secretsmanager:{arn['scope']}:secret:events!connection/{arn['name']}/*"
    yield Statement(read, (secret,))


def _copy(call: ServiceCall) -> Iterator[Statement]:
    """Yield the right to read the source of a copy, an object or a version of it.

    Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations".
    """
    read = ("s3:GetObject",)
    source = call.known("CopySource", read)
    versioned = not is_unresolved(source) and "?versionId=" in source
    actions = ("s3:GetObjectVersion",) if versioned else read
    yield Statement(actions, tuple(fill("s3:::{CopySource}", call, actions)))


def _batch(call: ServiceCall, action: str) -> Iterator[Statement]:
    """Yield the rights on the tables of a batch, whose requests are keyed by table."""
    actions = (f"dynamodb:{action}",)
    requests = call.arguments.get("RequestItems") if isinstance(call.arguments, Mapping) else None
    if type(requests) is not dict or not requests:
        call.unknown("RequestItems is not an object by table in the definition", actions)
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
"""The functions by the end of the resource: `<service>:<action>`, or `aws-sdk:<service>:<action>`."""
