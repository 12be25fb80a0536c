"""AWS's quotas, as the developer guide lists them (section 'Service quotas')."""

from __future__ import annotations

import re

from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.values import dumps, size

__all__ = [
    "ALL_EVENTS",
    "DISTRIBUTED_CONCURRENCY",
    "EXPRESS_EVENTS",
    "EXPRESS_SECONDS",
    "FORBIDDEN_IN_NAMES",
    "INLINE_CONCURRENCY",
    "MAP_RUN_REDRIVES",
    "MAX_BYTES",
    "MAX_EVENTS",
    "MAX_NAME",
    "NESTED",
    "TOO_DEEP",
    "check_size",
    "fits",
    "too_large",
]

MAX_BYTES = 262_144
"""The maximum size of an input, a result or an output, in UTF-8 bytes of JSON."""

MAX_NAME = 80
"""The maximum length of an execution's name."""

FORBIDDEN_IN_NAMES = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")
"""API reference, StartExecution: white space, brackets, wildcards, special and control characters."""

MAX_EVENTS = 25_000
"""The maximum number of events of a STANDARD execution, including the last one."""

EXPRESS_SECONDS = 300
"""The maximum duration of an EXPRESS execution, in seconds."""

EXPRESS_EVENTS = 100_000
"""The number of events after which an EXPRESS execution with a fake clock times out.

AWS limits such an execution only by time. With a fake clock, an event counts as 3 milliseconds.
"""

ALL_EVENTS = 5_000_000
"""The maximum number of events of all executions that one starts. AWS does not limit them."""

NESTED = 100
"""The maximum depth of executions that start one another. AWS does not limit them."""

DISTRIBUTED_CONCURRENCY = 10_000
"""The child executions of a distributed Map that run at the same time when MaxConcurrency sets no lower bound."""

MAP_RUN_REDRIVES = 1_000
"""The maximum number of redrives of a Map Run (developer guide, section 'Redriving Map Runs')."""

INLINE_CONCURRENCY = 40
"""The iterations of an inline Map that run at the same time when MaxConcurrency sets no lower bound."""


TOO_DEEP = "the definition or its data is nested too deeply to be evaluated. Flatten it."
"""The error for data that this process cannot evaluate. AWS documents no limit."""


def fits(text: str) -> bool:
    """Return whether a string of JSON is within `MAX_BYTES`."""
    return len(text) * 4 <= MAX_BYTES or size(text) <= MAX_BYTES


def check_size(value: Json, state: str) -> None:
    """Raise States.DataLimitExceeded if a state's output is too large. States.ALL does not match this error."""
    if not fits(dumps(value)):
        raise too_large(state, by_name_only=True)


def too_large(what: str, *, by_name_only: bool = False) -> Failure:
    """Return the failure of a state or a task (`what`) whose result is over the limit, in AWS's words."""
    return Failure(
        "States.DataLimitExceeded",
        f"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit.",
        by_name_only=by_name_only,
    )
