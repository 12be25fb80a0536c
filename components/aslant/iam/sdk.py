"""What `arn:aws:states:::aws-sdk:<service>:<action>` needs.

`actions.jsonl` is the service authorization reference, made by tools/iam_actions.py: a line is a service by its name
in the AWS SDK for Java, with IAM's prefix for it (`sfn` is `states`) and, by resource, the operations that IAM checks
there under their own names. `by_hand` has the others, `beside` what more some need.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from aslant.iam.call import ServiceCall
from aslant.iam.caller_s3_access import BESIDE
from aslant.iam.need import Need
from aslant.iam.principals import passed_to
from aslant.iam.sdk_overrides import BY_HAND, SESSION

__all__ = ["Operations", "operations", "sdk_needs"]

_FILE: Final = files(__package__).joinpath("actions.jsonl")


@dataclass(frozen=True)
class Operations:
    """A service's line of the reference."""

    prefix: str
    on: Mapping[str, frozenset[str]]
    """By resource, the operations in lower case that act on it."""
    also: Mapping[str, frozenset[str]]
    """By another action of IAM, the operations that need it on the same resources; `Tags?` before it says where."""
    passes: Mapping[str, frozenset[str]]
    """By member, the operations that hand the role in it to the service."""
    named: Mapping[str, frozenset[str]]
    """By IAM's name, the operations whose action is not called as they are, such as API Gateway's `GET`."""


@lru_cache(maxsize=64)
def operations(service: str) -> Operations | None:
    """The line of a service, by its name in the AWS SDK for Java; None where the reference has none."""
    start = f'{{"service":"{service}",'
    with _FILE.open(encoding="utf-8") as lines:
        row = next((json.loads(line) for line in lines if line.startswith(start)), None)
    if row is None:
        return None
    tables = (
        {key: frozenset(names.lower().split()) for key, names in row.get(part, {}).items()}
        for part in ("on", "also", "passes", "named")
    )
    return Operations(row["prefix"], *tables)


_ENDPOINTS: Final = dict.fromkeys(
    ("timestreamquery", "timestreamwrite"), (Need.on("timestream:DescribeEndpoints", "*"),)
)
"""By service, the rights that each of its calls needs to ask for the endpoint first (Timestream Developer Guide, "The
endpoint discovery pattern")."""


def _is_directory(call: ServiceCall) -> bool:
    """Whether a bucket is a directory bucket, whose objects are reached in a session (Amazon S3 User Guide,
    "Authorizing Zonal endpoint API operations with CreateSession")."""
    bucket = call.arguments.get("Bucket") if isinstance(call.arguments, Mapping) else None
    return type(bucket) is str and bucket.endswith("--x-s3")


def sdk_needs(call: ServiceCall) -> Iterator[Need]:
    """The rows for a call of the SDK that no other table has."""
    key = f"{call.service}:{call.action}"
    yield from BESIDE.get(key, ())
    yield from _ENDPOINTS.get(call.service, ())
    if key in BY_HAND:
        directory = call.service == "s3" and _is_directory(call)
        yield from (SESSION,) if directory else BY_HAND[key]
        return
    known = operations(call.service) or Operations(call.service, {}, {}, {}, {})
    resources, others, roles, names = (
        [name for name, operations in table.items() if call.action.lower() in operations]
        for table in (known.on, known.also, known.passes, known.named)
    )
    [own] = names or [f"{call.action[:1].upper()}{call.action[1:]}"]
    action = f"{known.prefix}:{own}"
    if not resources:
        yield Need.untold(action, "aslant has no table entry for the resources that it acts on")
        return
    yield Need.on(action, *resources)
    for other in others:
        when, _, beside = other.rpartition("?")
        yield Need((beside,), tuple(resources), when=when)
    for principals, members in passed_to(known.prefix, roles).items():
        yield Need.passing(principals, *members)
