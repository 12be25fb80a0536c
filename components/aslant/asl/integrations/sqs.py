"""Amazon SQS (Step Functions developer guide, connect-sqs).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Number, Text

__all__ = ["send_message"]


class SendMessage(TypedDict, total=False):
    """What `send_message` takes."""

    queue_url: Required[Text]
    message_body: Required[Any]
    delay_seconds: Number
    message_attributes: Any
    message_system_attributes: Any
    message_deduplication_id: Text
    message_group_id: Text


def send_message(**arguments: Unpack[SendMessage]) -> Callback:
    """Send a message to a queue."""
    return Callback("sqs:sendMessage", arguments)
