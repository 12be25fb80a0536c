"""What a distributed Map needs: executions of its own machine, and what it reads from and writes to S3.

Source: "Creating Step Functions state machines with Distributed Map: IAM policies" in the Step Functions Developer
Guide. The machine's own ARN is known only once the machine is there, and its role comes before it: see `LATER`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from aslant.iam.arn import MACHINE_ARN
from aslant.iam.call import Account, ServiceCall, UnknownNeed, deferred
from aslant.iam.need import Need
from aslant.iam.sdk_overrides import BY_HAND
from aslant.iam.statement import Statement
from aslant.walk import s3_actions

__all__ = ["LATER", "map_needs", "own_needs"]


class Later:
    """The type of `LATER`."""

    def __repr__(self) -> str:
        return "LATER"


LATER: Final = Later()
"""As `own_arn`: leave out what a machine needs of itself; `own_permissions` says it once the machine is there."""

_START: Final = ("states:StartExecution",)
_WATCH: Final = ("states:DescribeExecution", "states:StopExecution")
_REDRIVE: Final = ("states:RedriveExecution",)

_READ: Final = BY_HAND["s3:getObject"]
_LIST: Final = BY_HAND["s3:listObjectsV2"]
_LIST_PREFIX: Final = (Need.on("s3:ListBucket", "s3:::{Bucket}", condition={"StringLike": {"s3:prefix": "{Prefix*}"}}),)
_FLATTEN: Final = Need.on("s3:GetObject", "s3:::{Bucket}/{Prefix*=}*")
_WRITE: Final = Need.on(
    "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject", "s3:::{Bucket}/{Prefix:folder*}/*"
)
_WRITE_ANYWHERE: Final = replace(_WRITE, resources=("s3:::{Bucket}/*",))
_MANIFEST: Final = Need.untold("s3:GetObject", "the manifest names the files that are read")


def own_needs(name: str, state: Mapping[str, Any], own_arn: Any) -> Iterator[Statement | UnknownNeed]:
    """What the Map of this name needs of its own machine."""
    if own_arn is None:
        what = "a distributed Map starts executions of its own machine, whose ARN is not given"
        yield UnknownNeed(name, what, (*_START, *_WATCH, *_REDRIVE))
        return
    yield Statement(_START, (own_arn,))
    if deferred(own_arn):
        yield Statement((*_WATCH, *_REDRIVE), (own_arn,))
        return
    arn = MACHINE_ARN.fullmatch(own_arn)
    if arn is None:
        what = f"the executions of {own_arn!r} are known only by the machine's ARN"
        yield UnknownNeed(name, what, (*_WATCH, *_REDRIVE))
        return
    executions = f"{arn['scope']}:execution:{arn['name']}"
    yield Statement(_WATCH, (f"{executions}:*",))
    yield Statement(_REDRIVE, (f"{executions}/{state.get('Label', '*')}:*",))


def map_needs(
    name: str, state: Mapping[str, Any], account: Account, symbols: Mapping[str, Any]
) -> Iterator[tuple[Need, ServiceCall]]:
    """What the distributed Map of this name reads and writes in S3."""
    actions = s3_actions(state)
    reader, writer = actions.get("ItemReader"), actions.get("ResultWriter")
    if reader is not None:
        call = _call(name, reader, account, symbols)
        config = reader.get("ReaderConfig")
        config = config if isinstance(config, Mapping) else {}
        for need in _reads(call, config):
            yield need, call
    if writer is not None:
        call = _call(name, writer, account, symbols)
        yield _WRITE if call.has("Prefix") else _WRITE_ANYWHERE, call


def _reads(call: ServiceCall, config: Mapping[str, Any]) -> Iterator[Need]:
    if call.action != "listObjectsV2":
        yield from _READ
        if config.get("InputType") == "MANIFEST":
            yield _MANIFEST
        return
    yield from _LIST_PREFIX if call.has("Prefix") else _LIST
    if config.get("Transformation") == "LOAD_AND_FLATTEN":
        yield _FLATTEN


def _call(name: str, part: Mapping[str, Any], account: Account, symbols: Mapping[str, Any]) -> ServiceCall:
    resource = part.get("Resource")
    _, _, action = resource.rpartition(":") if type(resource) is str else ("", "", "")
    arguments = part.get("Arguments", part.get("Parameters", {}))
    return ServiceCall(name, "s3", action, "", arguments, account, symbols)
