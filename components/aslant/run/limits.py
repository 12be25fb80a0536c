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
"""The size of an input, a result or an output, in UTF-8 bytes of JSON."""

MAX_NAME = 80
"""Characters of an execution's name."""

FORBIDDEN_IN_NAMES = re.compile(r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]")
"""API reference, StartExecution: white space, brackets, wildcards, special and control characters."""

MAX_EVENTS = 25_000
"""The events in the history of a STANDARD execution, the last one included."""

EXPRESS_SECONDS = 300
"""The seconds an EXPRESS execution may take."""

EXPRESS_EVENTS = 100_000
"""The events after which an EXPRESS execution under a fake clock is taken to have used its five minutes.

AWS bounds such an execution by time alone; where time stands still, an event counts as 3 milliseconds.
"""

ALL_EVENTS = 5_000_000
"""The events of all executions that one starts here; AWS has no bound, and sends the bill instead."""

NESTED = 100
"""How deep executions may start one another here, where AWS has no bound either."""

DISTRIBUTED_CONCURRENCY = 10_000
"""The child executions of a distributed Map that run at the same time when MaxConcurrency sets no lower bound."""

INLINE_CONCURRENCY = 40
"""The iterations of an inline Map that run at the same time when MaxConcurrency sets no lower bound."""


TOO_DEEP = "the definition or its data is nested too deep to be evaluated; flatten it"
"""Why an execution cannot be run here, where AWS has no such bound."""


def fits(text: str) -> bool:
    """Whether a JSON text is within `MAX_BYTES`."""
    return len(text) * 4 <= MAX_BYTES or size(text) <= MAX_BYTES


def check_size(value: Json, state: str) -> None:
    """Fail with States.DataLimitExceeded when a state's output is too large; States.ALL does not catch that."""
    if not fits(dumps(value)):
        raise too_large(state, by_name_only=True)


def too_large(what: str, *, by_name_only: bool = False) -> Failure:
    """The failure of a state or a task (`what`) whose result is over the limit, in AWS's words."""
    return Failure(
        "States.DataLimitExceeded",
        f"The state/task '{what}' returned a result with a size exceeding the maximum number of bytes service limit.",
        by_name_only=by_name_only,
    )
