"""AWS Step Functions (Step Functions developer guide, connect-stepfunctions).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Execution, Text

__all__ = ["start_execution"]


class StartExecution(TypedDict, total=False):
    """What `start_execution` takes."""

    state_machine_arn: Required[Text]
    name: Text
    input: Any
    trace_header: Text


def start_execution(**arguments: Unpack[StartExecution]) -> Execution:
    """Start an execution of another state machine."""
    return Execution("states:startExecution", arguments)
