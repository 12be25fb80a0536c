"""Calls of forwarded tasks to AWS, and their results in the form of Step Functions."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.forward.real_clients import RealClients
from aslant.local.functions.function_names import FUNCTION_ARN
from aslant.local.services.callbacks import Callbacks
from aslant.local.services.calls import ServiceCalls
from aslant.local.services.integrations import INTEGRATION, Integrations
from aslant.local.services.names import OPTIMIZED, ErrorNames
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["ForwardedCalls"]

INVOKE = "arn:aws:states:::lambda:invoke"


def _names(prefix: str, botocore: str) -> ErrorNames:
    return ErrorNames(prefix, f"Amazon{prefix}Exception", f"Amazon{prefix}", botocore)


FORWARDED: Mapping[str, ErrorNames] = {
    **OPTIMIZED,
    "athena": _names("Athena", "athena"),
    "batch": _names("Batch", "batch"),
    "bedrock": _names("Bedrock", "bedrock-runtime"),
    "codebuild": _names("CodeBuild", "codebuild"),
    "databrew": _names("DataBrew", "databrew"),
    "ecs": _names("ECS", "ecs"),
    "elasticmapreduce": _names("EMR", "emr"),
    "emr-containers": _names("EMRContainers", "emr-containers"),
    "emr-serverless": _names("EMRServerless", "emr-serverless"),
    "glue": _names("Glue", "glue"),
    "mediaconvert": _names("MediaConvert", "mediaconvert"),
    "sagemaker": _names("SageMaker", "sagemaker"),
}
"""The optimized integrations that can be forwarded, by the name in `arn:aws:states:::NAME:action`."""


class ForwardedCalls:
    """A function that performs forwarded tasks. Safe to use from several threads."""

    def __init__(
        self, clients: RealClients, account: LocalAccount, callbacks: Callbacks, log: Callable[[str], None]
    ) -> None:
        self._account = account
        self._log = log
        self._calls = ServiceCalls(clients, None, FORWARDED)
        self._integrations = Integrations(account, self._calls, self._start_execution, callbacks)

    def __call__(self, call: TaskCall, region: str | None) -> Any:
        """Return a task's raw result. Raise TaskError if it fails.

        The Region is the given one, that of the function's ARN, or that of the machine.
        """
        if FUNCTION_ARN.fullmatch(call.resource):
            arguments = {"FunctionName": call.resource, "Payload": call.arguments}
            return self(dataclasses.replace(call, resource=INVOKE, arguments=arguments), region)["Payload"]
        parts = INTEGRATION.fullmatch(call.resource)
        if parts is None or (parts["pattern"] or "").startswith("sync"):
            raise TaskError(
                "States.Runtime",
                f"state {call.state!r}: {call.resource} cannot be forwarded to AWS. Only tasks that wait for the "
                "response to a request, or for their task token, can. Mock it with aslant:mocks.",
            )
        region = region or _region_of(call.arguments) or str(call.context["StateMachine"]["Id"]).split(":")[3]
        service, action = parts["service"], parts["action"]
        self._log(f"forwarded {parts['sdk'] or ''}{service}:{action} to {region}")
        result = self._integrations(call, region)
        if service == "lambda" and not parts["sdk"] and action == "invoke":
            return _invoked(result)
        return _with_json_body(result) if service == "bedrock" and not parts["sdk"] else result

    def _start_execution(self, call: TaskCall, pattern: str, account: LocalAccount) -> Any:
        return self._calls(call, "states", "startExecution", sdk=False, account=account)


def _region_of(arguments: Any) -> str | None:
    """Return the Region in the ARN of the function that a task calls."""
    name = arguments.get("FunctionName") if isinstance(arguments, dict) else None
    return name.split(":")[3] if isinstance(name, str) and FUNCTION_ARN.fullmatch(name) else None


def _invoked(result: Any) -> Any:
    """Return the result of `lambda:invoke`, whose payload is parsed. Raise TaskError if the function failed."""
    payload = result.get("Payload") or ""
    if result.pop("FunctionError", None) is not None:
        report = _parsed(payload)
        error = report.get("errorType") if isinstance(report, dict) else None
        raise TaskError(error or "Lambda.Unknown", payload)
    return {**result, "Payload": _parsed(payload) if payload else {}}


def _with_json_body(result: Any) -> Any:
    return {**result, "Body": _parsed(result["Body"])} if "Body" in result else result


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
