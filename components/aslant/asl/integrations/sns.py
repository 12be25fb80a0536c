"""Amazon SNS (Step Functions developer guide, connect-sns).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Text

__all__ = ["publish"]


class Publish(TypedDict, total=False):
    """What `publish` takes."""

    message: Required[Any]
    topic_arn: Text
    target_arn: Text
    phone_number: Text
    subject: Text
    message_structure: Text
    message_attributes: Any
    message_deduplication_id: Text
    message_group_id: Text


def publish(**arguments: Unpack[Publish]) -> Callback:
    """Publish a message to a topic."""
    return Callback("sns:publish", arguments)
