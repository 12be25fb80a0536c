"""Amazon Bedrock AgentCore (Step Functions developer guide, connect-bedrockagentcore).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Integration, Number, Text

__all__ = ["invoke_harness"]


class InvokeHarness(TypedDict, total=False):
    """What `invoke_harness` takes."""

    harness_arn: Required[Text]
    runtime_session_id: Required[Text]
    messages: Required[Any]
    qualifier: Text
    runtime_user_id: Text
    trace_parent: Text
    trace_state: Text
    trace_id: Text
    baggage: Text
    model: Any
    system_prompt: Any
    tools: Any
    skills: Any
    allowed_tools: Any
    max_iterations: Number
    max_tokens: Number
    timeout_seconds: Number
    actor_id: Text


def invoke_harness(**arguments: Unpack[InvokeHarness]) -> Integration:
    """Have an agent's harness answer."""
    return Integration("bedrockagentcore:invokeHarness", arguments)
