"""The tasks of state machines: they call a mock, a Lambda function or a service.

The result of a task whose resource is a function is the function's result; `lambda:invoke` wraps it as the Lambda API
does. If a function fails, the task's error is the `errorType` that Lambda reports, and the cause is the whole error
object.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.forward.forwards import Forwards
from aslant.local.functions.function_names import FUNCTION_ARN, SYMBOL, find_function, plain_name, qualifier_of
from aslant.local.functions.workers import Workers
from aslant.local.jobs.commands import Commands
from aslant.local.mocks import Mocks
from aslant.local.services.failures import optimized_failure
from aslant.local.services.names import OPTIMIZED
from aslant.local.services.rights import Needed, Principal
from aslant.run.metadata import http_date, sdk_metadata

if TYPE_CHECKING:
    from aslant.local.services.cloud import Cloud
    from aslant.run import TaskCall

__all__ = ["INVOKE", "Tasks"]

INVOKE = re.compile(r"arn:aws[\w-]*:states:::lambda:invoke(\.waitForTaskToken)?")
INVOKE_ACTION = "lambda:InvokeFunction"
LATEST = "$LATEST"


class Tasks:
    """The function that `aslant.run` calls with each task of any machine."""

    def __init__(
        self,
        functions: Mapping[str, Workers],
        cloud: Cloud,
        mocks: Mocks,
        forwards: Forwards | None = None,
        commands: Commands | None = None,
        log: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Call functions, which are given by name, and the services of `cloud`.

        Tasks with a mock or a command use it instead. Those that `forwards` lists go to AWS. `log` gets a line with the
        repair for a function that does not exist here.
        """
        self._functions = functions
        self._cloud = cloud
        self._mocks = mocks
        self._forwards = Forwards() if forwards is None else forwards
        self._commands = commands
        self._log = log

    def __call__(self, call: TaskCall) -> Any:
        """Return a task's raw result, or the result that it waits for. Raise TaskError if it fails."""
        if self._mocks.handles(call):
            return self._mocks.answer(call)
        command = None if self._commands is None else self._commands.of(call)
        if self._commands is not None and command is not None:
            return self._run(call, command, self._commands)
        forwarded, resource = self._forwards.handles(call), call.resource
        if not forwarded and (FUNCTION_ARN.fullmatch(resource) or not resource.startswith("arn:")):
            return self._invoke(call, call.resource, None, call.arguments)[0]
        if call.token is not None:
            self._cloud.callbacks.add(call.token)  # before it is passed to anyone
        if forwarded:
            result = self._forwards.perform(call, self._cloud.account, self._cloud.callbacks)
        else:
            result = self._lambda_invoke(call) if INVOKE.fullmatch(call.resource) else self._cloud.perform(call)
        if not call.resource.endswith(".waitForTaskToken"):
            return result
        from aslant.run import pending

        return pending(result)

    def _run(self, call: TaskCall, command: list[str], commands: Commands) -> Any:
        """Run a task's command. A task with a token waits for it, as it does for a job on AWS."""
        if call.token is not None:
            self._cloud.callbacks.add(call.token)
        result = commands.start(call, command)
        if call.token is None:
            return result
        from aslant.run import pending

        return pending(result)

    def _lambda_invoke(self, call: TaskCall) -> dict[str, Any]:
        """Perform `lambda:invoke` (developer guide, "Invoke an AWS Lambda function with Step Functions")."""
        arguments = call.arguments
        if not isinstance(arguments, dict) or not isinstance(arguments.get("FunctionName"), str):
            raise TaskError(
                "States.Runtime", f"state {call.state!r}: FunctionName must be the name or ARN of a function."
            )
        name, kind = arguments["FunctionName"], arguments.get("InvocationType", "RequestResponse")
        qualifier = str(arguments.get("Qualifier") or qualifier_of(name) or LATEST)
        payload, size, request_id = self._invoke(call, name, qualifier, _event(arguments), kind)
        version = qualifier if qualifier.isdigit() else LATEST
        headers = {
            "Content-Length": str(size),
            "Content-Type": "application/json",
            "Date": http_date(time.time()),
            "X-Amz-Executed-Version": version,
            "x-amzn-RequestId": request_id,
        }
        status = {"Event": 202, "DryRun": 204}.get(kind, 200)
        return {
            "ExecutedVersion": version,
            "Payload": payload,
            **sdk_metadata(headers, request_id, status),
            "StatusCode": status,
        }

    def _invoke(
        self, call: TaskCall, name: str, qualifier: str | None, event: Any, kind: str = "RequestResponse"
    ) -> tuple[Any, int, str]:
        """Return a function's result, its size in bytes and the request's ID. That of an event is empty."""
        workers, request_id = find_function(self._functions, name), str(uuid.uuid4())
        names = OPTIMIZED["lambda"]
        if workers is None:
            served = SYMBOL.sub(r"\1", plain_name(name))
            self._log(
                f"state {call.state!r} calls the function {served!r}, which does not exist here. Serve it with "
                f"--function {served}=FILE.py:HANDLER, or mock the task."
            )
            shape, message = "ResourceNotFoundException", f"Function not found: {name}"
            raise optimized_failure(names, shape, message, 404, shape, request_id)
        qualifier = qualifier_of(name) if qualifier in (None, LATEST) else qualifier
        arn = f"{workers.function.arn}:{qualifier}" if qualifier else workers.function.arn
        principal, rights = Principal.of_execution(call.context), self._cloud.rights
        allowed = rights.allows(principal.role_arn, INVOKE_ACTION, arn)
        denial = None if allowed else rights.denial(principal, Needed(INVOKE_ACTION, arn))
        if denial is not None:
            raise optimized_failure(names, "AccessDeniedException", denial.message, 403, None, request_id)
        data = json.dumps(event).encode()
        if kind != "RequestResponse":
            if kind == "Event":
                self._cloud.invocations.invoke(workers, data, request_id, qualifier)
            return {}, 0, request_id
        invocation = workers.invoke(data, request_id)
        if invocation.failed:
            cause = invocation.payload.decode()
            raise TaskError(json.loads(cause).get("errorType") or "Lambda.Unknown", cause)
        return json.loads(invocation.payload), len(invocation.payload), request_id


def _event(arguments: Mapping[str, Any]) -> Any:
    from aslant.run.failure import Failure
    from aslant.run.lambdas import event_of_payload

    try:
        return event_of_payload(arguments)
    except Failure as failure:
        raise TaskError(failure.error or "", failure.cause or "") from None
