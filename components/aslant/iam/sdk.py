"""The needs of `arn:aws:states:::aws-sdk:<service>:<action>`.

`actions.jsonl` is the service authorization reference, written by tools/iam_actions.py. Each line is a service by its
name in the AWS SDK for Java, with its IAM prefix (`sfn` is `states`) and, by resource, the operations that IAM checks
there under their own names. `sdk_overrides` has the other operations, and `caller_s3_access` additional needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from aslant.iam.call import ServiceCall
from aslant.iam.caller_s3_access import CALLER_S3_ACCESS
from aslant.iam.need import Need
from aslant.iam.principals import passed_to
from aslant.iam.sdk_overrides import SDK_OVERRIDES, SESSION

__all__ = ["Operations", "operations", "sdk_needs"]

_FILE: Final = files(__package__).joinpath("actions.jsonl")


@dataclass(frozen=True)
class Operations:
    """The operations of a service: a line of the reference."""

    prefix: str
    on: Mapping[str, frozenset[str]]
    """The operations, in lower case, by the resource that they act on."""
    also: Mapping[str, frozenset[str]]
    """The operations that need another IAM action on the same resources, by that action.

    `Tags?` before the action means that only calls with that member need it.
    """
    passes: Mapping[str, frozenset[str]]
    """The operations that pass a role to the service, by the member with the role."""
    named: Mapping[str, frozenset[str]]
    """The operations whose IAM action has another name, by that name, such as API Gateway's `GET`."""


@lru_cache(maxsize=64)
def operations(service: str) -> Operations | None:
    """Return the operations of a service, by its name in the AWS SDK for Java; None if it is not in the reference."""
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
"""The right to look up the endpoint, which every call needs, by service.

Source: Timestream Developer Guide, "The endpoint discovery pattern".
"""


def _is_directory(call: ServiceCall) -> bool:
    """Return whether the bucket is a directory bucket, whose objects are accessed in a session.

    Source: Amazon S3 User Guide, "Authorizing Zonal endpoint API operations with CreateSession".
    """
    bucket = call.arguments.get("Bucket") if isinstance(call.arguments, Mapping) else None
    return type(bucket) is str and bucket.endswith("--x-s3")


def sdk_needs(call: ServiceCall) -> Iterator[Need]:
    """Yield the needs of an SDK call that is not equal to an optimized integration."""
    key = f"{call.service}:{call.action}"
    yield from CALLER_S3_ACCESS.get(key, ())
    yield from _ENDPOINTS.get(call.service, ())
    if key in SDK_OVERRIDES:
        directory = call.service == "s3" and _is_directory(call)
        yield from (SESSION,) if directory else SDK_OVERRIDES[key]
        return
    known = operations(call.service) or Operations(call.service, {}, {}, {}, {})
    resources, others, roles, names = (
        [name for name, operations in table.items() if call.action.lower() in operations]
        for table in (known.on, known.also, known.passes, known.named)
    )
    [own] = names or [f"{call.action[:1].upper()}{call.action[1:]}"]
    action = f"{known.prefix}:{own}"
    if not resources:
        yield Need.undetermined(action, "aslant has no table entry for the resources that it acts on")
        return
    yield Need.on(action, *resources)
    for other in others:
        when, _, additional = other.rpartition("?")
        yield Need((additional,), tuple(resources), when=when)
    for principals, members in passed_to(known.prefix, roles).items():
        yield Need.passing(principals, *members)
