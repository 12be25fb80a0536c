"""Amazon EventBridge (Step Functions developer guide, connect-eventbridge).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Text

__all__ = ["put_events"]


class PutEvents(TypedDict, total=False):
    """What `put_events` takes."""

    entries: Required[Any]
    endpoint_id: Text


def put_events(**arguments: Unpack[PutEvents]) -> Callback:
    """Send events to event buses."""
    return Callback("events:putEvents", arguments)
