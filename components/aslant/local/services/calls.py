"""A task's call of a service: arguments are checked and converted, the role is checked, and the result is converted.

See the developer guide, "Passing parameters to a service API in Step Functions" and "Learning to use AWS service SDK
integrations".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from aslant.errors import TaskError
from aslant.local.services.failures import optimized_failure, sdk_failure, shape_of
from aslant.local.services.guard import REFUSED
from aslant.local.services.names import OPTIMIZED, ErrorNames, botocore_name
from aslant.local.services.rights import Principal, Rights, needed
from aslant.local.services.shapes import ShapeError, from_response, to_parameters
from aslant.provider.account import LocalAccount
from aslant.run.metadata import sdk_metadata

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["ServiceCalls"]


class ServiceClients(Protocol):
    """The botocore clients with which services are called."""

    def services(self) -> list[str]:
        """Return botocore's names of all services."""
        ...  # pragma: no cover

    def of(self, service: str, region: str) -> Any:
        """Return the client for a service in a Region."""
        ...  # pragma: no cover


class ServiceCalls:
    """A function that calls services for tasks. Safe to use from several threads."""

    def __init__(
        self, clients: ServiceClients, rights: Rights | None, optimized: Mapping[str, ErrorNames] = OPTIMIZED
    ) -> None:
        """Call services with clients, if the permissions allow it. Without `rights`, AWS checks them.

        `optimized` are the optimized integrations that can be called.
        """
        self._clients = clients
        self._rights = rights
        self.optimized = optimized

    def __call__(self, call: TaskCall, service: str, action: str, *, sdk: bool, account: LocalAccount) -> Any:
        """Return a task's raw result. Raise TaskError if it fails, in the words of its kind of integration."""
        answer, operation = self.answer(call, service, action, sdk=sdk, account=account)
        metadata = answer.pop("ResponseMetadata", {})
        result = from_response(operation.output_shape, answer, sdk=sdk)
        if not sdk:
            result = {**result, **_metadata(metadata)}
        if result.get("FailedEntryCount") and service == "events":
            failed = {key: result[key] for key in ("Entries", "FailedEntryCount")}
            raise TaskError("EventBridge.FailedEntry", json.dumps(failed, separators=(",", ":")))
        return result

    def answer(self, call: TaskCall, service: str, action: str, *, sdk: bool, account: LocalAccount) -> tuple[Any, Any]:
        """Return botocore's result and its model of the operation."""
        from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

        names = None if sdk else self.optimized[service]
        client = self._client(service, names, account)
        model = client.meta.service_model
        name = action[:1].upper() + action[1:]
        if name not in model.operation_names:
            raise TaskError("States.Runtime", f"state {call.state!r}: {service} does not have the action {action!r}.")
        operation = model.operation_model(name)
        try:
            parameters = to_parameters(operation.input_shape, self._prepared(call, service))
        except ShapeError as error:
            raise TaskError("States.Runtime", _unusable(call.arguments, str(error))) from None
        self._check(call, service, action, names, operation, account)
        try:
            return client._make_api_call(name, parameters), operation
        except ClientError as error:
            raise _failure(error.response, names, model, operation) from None
        except ParamValidationError as error:
            raise TaskError("States.Runtime", _unusable(call.arguments, str(error))) from None
        except BotoCoreError as error:  # only for forwarded tasks, whose requests leave this process
            raise TaskError("States.Runtime", f"state {call.state!r}: {service}:{action}: {error}") from None

    def _client(self, service: str, names: ErrorNames | None, account: LocalAccount) -> Any:
        name = names.botocore if names else botocore_name(service, self._clients.services())
        if name is None:
            raise TaskError("States.Runtime", f"AWS's SDK does not have the service {service!r}.")
        return self._clients.of(name, account.region)

    def _check(
        self, call: TaskCall, service: str, action: str, names: ErrorNames | None, operation: Any, account: LocalAccount
    ) -> None:
        if self._rights is None:
            return
        resource = f"arn:aws:states:::{'' if names else 'aws-sdk:'}{service}:{action}"
        principal = Principal.of_execution(call.context)
        denial = self._rights.denial(principal, *needed(resource, call.arguments, account))
        if denial is None:
            return
        model = operation.service_model
        code, status = REFUSED.get(model.signing_name, ("AccessDeniedException", 400))
        error = {"Error": {"Code": code, "Message": denial.message}, "ResponseMetadata": {"HTTPStatusCode": status}}
        raise _failure(error, names, model, operation)

    def _prepared(self, call: TaskCall, service: str) -> Any:
        """Return the arguments, with the ARNs of execution and machine that Step Functions adds to each event."""
        arguments = call.arguments
        if service != "events" or not isinstance(arguments, dict):
            return arguments
        entries, context = arguments.get("Entries"), call.context
        if not isinstance(entries, list):
            return arguments
        sources = [context["Execution"]["Id"], context["StateMachine"]["Id"]]
        return {
            **arguments,
            "Entries": [
                {**entry, "Resources": [*(entry.get("Resources") or ()), *sources]}
                if isinstance(entry, dict)
                else entry
                for entry in entries
            ],
        }


def _unusable(arguments: Any, why: str) -> str:
    text = json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))
    return f"The Parameters '{text}' could not be used to start the Task: [{why}]"


def _failure(response: Any, names: ErrorNames | None, model: Any, operation: Any) -> TaskError:
    error, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    code, message = str(error.get("Code")), str(error.get("Message"))
    if code == "NotImplementedException":
        return TaskError("States.Runtime", message)
    status, request_id = int(metadata.get("HTTPStatusCode", 400)), metadata.get("RequestId")
    # Some services have only recently got an AccessDenied error in their model; the older SDK of Step Functions knows
    # it only for operations that list it.
    shapes = operation.error_shapes if code.startswith("AccessDenied") else model.error_shapes
    shape = shape_of(shapes, code)
    if names is None:
        return sdk_failure(str(model.service_id), message, status, shape, request_id)
    return optimized_failure(names, code, message, status, shape, request_id)


def _metadata(metadata: Any) -> dict[str, Any]:
    """Return the metadata that an optimized integration adds to its result (recorded on AWS)."""
    headers = {name: str(value) for name, value in metadata.get("HTTPHeaders", {}).items()}
    return sdk_metadata(headers, metadata.get("RequestId", ""), metadata.get("HTTPStatusCode", 200))
