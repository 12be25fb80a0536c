"""What an EXPRESS machine cannot do, found before AWS refuses the definition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aslant.errors import ArgsError
from aslant.iam import ACTIVITY_ARN, states_of

__all__ = ["check_express"]

_WAITS = re.compile(r"arn:[^:]+:states:.*\.(?P<pattern>sync(:2)?|waitForTaskToken)")


def check_express(place: str, definition: Mapping[str, Any]) -> None:
    """Refuse a definition that only a STANDARD machine can run.

    Those are `.sync` and `.waitForTaskToken`, activities and distributed Maps (Step Functions Developer
    Guide, "Choosing workflow type"). Raises ArgsError with the state.
    """
    for name, state in states_of(definition):
        what = _of_standard(state)
        if what:
            raise ArgsError(
                f"{place}: state {name!r} {what}, which an EXPRESS machine cannot, and POST / needs one since it waits "
                "for the answer; move that state to a machine of its own"
            )


def _of_standard(state: Mapping[str, Any]) -> str | None:
    resource = state.get("Resource")
    if type(resource) is str:
        if waits := _WAITS.fullmatch(resource):
            return f"waits by .{waits['pattern']}"
        if ACTIVITY_ARN.fullmatch(resource):
            return "waits for an activity's worker"
    processor = state.get("ItemProcessor")
    if isinstance(processor, Mapping) and processor.get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED":
        return "is a distributed Map"
    return None
