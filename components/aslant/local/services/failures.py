"""The failures of tasks that call a service, in the words of Step Functions for both kinds of integrations."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from aslant.errors import TaskError
from aslant.local.services.names import ErrorNames, optimized_error, sdk_error

__all__ = ["optimized_failure", "sdk_failure", "shape_of"]


def optimized_failure(
    names: ErrorNames, code: str, message: str, status: int, shape: str | None = None, request_id: str | None = None
) -> TaskError:
    """Return the failure of an optimized integration, in the words of version 1 of the SDK for Java."""
    cause = (
        f"{message} (Service: {names.service}; Status Code: {status}; Error Code: {code}; "
        f"Request ID: {request_id or uuid.uuid4()}; Proxy: null)"
    )
    return TaskError(optimized_error(names, shape), cause)


def sdk_failure(
    service_id: str, message: str, status: int, shape: str | None = None, request_id: str | None = None
) -> TaskError:
    """Return the failure of an SDK integration, in the words of version 2 of the SDK for Java."""
    error = sdk_error(service_id, shape)
    service = error.partition(".")[0]
    details = f"Service: {service}, Status Code: {status}, Request ID: {request_id or uuid.uuid4()}"
    if service == "S3":
        details += ", Extended Request ID: null"
    return TaskError(error, f"{message} ({details}) (SDK Attempt Count: 1)")


def shape_of(shapes: Iterable[Any], code: str) -> str | None:
    """Return an error's name in a service's model, by the code that the service sends; None if it is nameless."""
    return next((str(shape.name) for shape in shapes if code in (shape.error_code, shape.name)), None)
