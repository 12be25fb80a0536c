"""HTTPS APIs (Step Functions developer guide, call-https-apis).

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
    query_parameters: Any
    request_body: Any
    transform: Any
    authentication: Any
    invocation_config: Any


def invoke(**arguments: Unpack[Invoke]) -> Callback:
    """Call an HTTPS API through a connection of EventBridge, given by one of the last two arguments."""
    return Callback("http:invoke", arguments)
