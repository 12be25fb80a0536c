"""Amazon API Gateway (Step Functions developer guide, connect-api-gateway).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Text

__all__ = ["invoke"]


class Invoke(TypedDict, total=False):
    """What `invoke` takes."""

    api_endpoint: Required[Text]
    method: Required[Text]
    headers: Any
    stage: Text
    path: Text
    query_parameters: Any
    request_body: Any
    auth_type: Text


def invoke(**arguments: Unpack[Invoke]) -> Callback:
    """Call an API of API Gateway."""
    return Callback("apigateway:invoke", arguments)
