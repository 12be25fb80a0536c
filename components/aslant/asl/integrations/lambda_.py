"""AWS Lambda (Step Functions developer guide, connect-lambda).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Text

__all__ = ["invoke"]


class Invoke(TypedDict, total=False):
    """What `invoke` takes."""

    function_name: Required[Text]
    invocation_type: Text
    log_type: Text
    client_context: Text
    durable_execution_name: Text
    payload: Any
    qualifier: Text
    tenant_id: Text


def invoke(**arguments: Unpack[Invoke]) -> Callback:
    """Invoke a function; its result is in `Payload`."""
    return Callback("lambda:invoke", arguments)
