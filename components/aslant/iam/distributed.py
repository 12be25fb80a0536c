"""The needs of a distributed Map: executions of its own machine, and access to S3.

Source: "Creating Step Functions state machines with Distributed Map: IAM policies" in the Step Functions Developer
Guide. A role is created before its machine, whose ARN is therefore not known yet: see `LATER`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from aslant.iam.arn import MACHINE_ARN
from aslant.iam.call import Account, ServiceCall, UnknownNeed, is_unresolved
from aslant.iam.need import Need
from aslant.iam.sdk_overrides import SDK_OVERRIDES
from aslant.iam.statement import Statement
from aslant.walk import s3_actions

__all__ = ["LATER", "map_needs", "own_needs"]


class Later:
    """The type of `LATER`."""

    def __repr__(self) -> str:
        return "LATER"


LATER: Final = Later()
"""A value for `own_arn` that leaves out rights on the machine itself; `own_permissions` returns them later."""

_START: Final = ("states:StartExecution",)
_WATCH: Final = ("states:DescribeExecution", "states:StopExecution")
_REDRIVE: Final = ("states:RedriveExecution",)

_READ: Final = SDK_OVERRIDES["s3:getObject"]
_LIST: Final = SDK_OVERRIDES["s3:listObjectsV2"]
_LIST_PREFIX: Final = (Need.on("s3:ListBucket", "s3:::{Bucket}", condition={"StringLike": {"s3:prefix": "{Prefix*}"}}),)
_FLATTEN: Final = Need.on("s3:GetObject", "s3:::{Bucket}/{Prefix*=}*")
_WRITE: Final = Need.on(
    "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject", "s3:::{Bucket}/{Prefix:folder*}/*"
)
_WRITE_ANYWHERE: Final = replace(_WRITE, resources=("s3:::{Bucket}/*",))
_MANIFEST: Final = Need.undetermined("s3:GetObject", "the manifest names the files that are read")


def own_needs(name: str, state: Mapping[str, Any], own_arn: Any) -> Iterator[Statement | UnknownNeed]:
    """Yield the rights that a distributed Map needs on its own machine."""
    if own_arn is None:
        what = "a distributed Map starts executions of its own machine, whose ARN is not given"
        yield UnknownNeed(name, what, (*_START, *_WATCH, *_REDRIVE))
        return
    yield Statement(_START, (own_arn,))
    if is_unresolved(own_arn):
        yield Statement((*_WATCH, *_REDRIVE), (own_arn,))
        return
    arn = MACHINE_ARN.fullmatch(own_arn)
    if arn is None:
        what = f"{own_arn!r} is not the machine's ARN, which names its executions"
        yield UnknownNeed(name, what, (*_WATCH, *_REDRIVE))
        return
    executions = f"{arn['scope']}:execution:{arn['name']}"
    yield Statement(_WATCH, (f"{executions}:*",))
    yield Statement(_REDRIVE, (f"{executions}/{state.get('Label', '*')}:*",))


def map_needs(
    name: str, state: Mapping[str, Any], account: Account, symbols: Mapping[str, Any]
) -> Iterator[tuple[Need, ServiceCall]]:
    """Yield the needs of a distributed Map in S3, each with its call."""
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
