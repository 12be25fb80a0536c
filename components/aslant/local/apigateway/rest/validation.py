"""Request validation: required parameters, and bodies according to their models.

API Gateway developer guide, "Request validation for REST APIs". A body without a
model for its content type is valid.
"""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.apigateway.rest.openapi import Method
from aslant.local.apigateway.rest.regular_expressions import PatternError
from aslant.local.apigateway.rest.responses import Refusal
from aslant.local.json_problems import READER

__all__ = ["validate"]


def validate(method: Method, content_type: str, body: str, params: Mapping[str, Mapping[str, str]]) -> None:
    """Raise a `Refusal` unless a request has the required parameters and its body matches its model."""
    missing = [name for kind, name in method.required if not _given(params[kind], kind, name)]
    if missing:
        raise Refusal("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{', '.join(missing)}]")
    model = method.models.get(content_type)
    if model is None:
        return
    try:
        value = READER.decode(body)
    except (ValueError, RecursionError) as error:
        raise Refusal("BAD_REQUEST_BODY", "Invalid request body", str(error)) from None
    try:
        faults = [f"{error.json_path}: {error.message}" for error in model.iter_errors(value)]
    except PatternError as error:
        faults = [str(error)]
    except RecursionError:
        faults = ["it is nested too deeply"]
    if faults:
        raise Refusal("BAD_REQUEST_BODY", "Invalid request body", "; ".join(faults))


def _given(values: Mapping[str, str], kind: str, name: str) -> bool:
    return bool(values.get(name.lower() if kind == "header" else name))
