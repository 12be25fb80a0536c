"""A task's failures as Step Functions words them, for both kinds of integrations."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from aslant.errors import TaskError
from aslant.local.services.names import Speech, optimized_error, sdk_error

__all__ = ["optimized_failure", "sdk_failure", "shape_of"]


def optimized_failure(
    speech: Speech, code: str, message: str, status: int, shape: str | None = None, request_id: str | None = None
) -> TaskError:
    """The failure of an optimized integration, in the words of version 1 of the SDK."""
    cause = (
        f"{message} (Service: {speech.service}; Status Code: {status}; Error Code: {code}; "
        f"Request ID: {request_id or uuid.uuid4()}; Proxy: null)"
    )
    return TaskError(optimized_error(speech, shape), cause)


def sdk_failure(
    service_id: str, message: str, status: int, shape: str | None = None, request_id: str | None = None
) -> TaskError:
    """The failure of an SDK integration, in the words of version 2 of the SDK."""
    error = sdk_error(service_id, shape)
    service = error.partition(".")[0]
    told = f"Service: {service}, Status Code: {status}, Request ID: {request_id or uuid.uuid4()}"
    if service == "S3":
        told += ", Extended Request ID: null"
    return TaskError(error, f"{message} ({told}) (SDK Attempt Count: 1)")


def shape_of(shapes: Iterable[Any], code: str) -> str | None:
    """What a service's model calls an error, by the code that the service sends; None where it does not know it."""
    return next((str(shape.name) for shape in shapes if code in (shape.error_code, shape.name)), None)
