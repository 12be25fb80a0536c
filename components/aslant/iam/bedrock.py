"""Calls of Amazon Bedrock models, by ID, ARN, inference profile or prompt.

Sources: the Amazon Bedrock User Guide ("Prerequisites for inference profiles") and the service authorization reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from aslant.iam.arn import split_arn
from aslant.iam.call import ServiceCall, is_unresolved
from aslant.iam.need import Need, fill
from aslant.iam.statement import Statement

__all__ = ["invoke_model"]

_INVOKE: Final = ("bedrock:InvokeModel",)
_GEOGRAPHY: Final = r"(?:us|us-gov|eu|apac|jp|au|ca|global)"
_PROFILE_ID: Final = re.compile(rf"{_GEOGRAPHY}\.(?P<model>.+)")
_OF_ARN: Final = re.compile(r"(?P<kind>[a-z-]+)/(?:[a-z-]+\.(?P<model>.+))?")
_MODELS: Final = frozenset(
    ["custom-model", "custom-model-deployment", "foundation-model", "imported-model", "provisioned-model"]
)
"""The kinds of resources that are the only one that IAM checks for a call."""
_PROFILES: Final = frozenset(["application-inference-profile", "inference-profile"])
_GUARDRAIL: Final = Need(
    ("bedrock:ApplyGuardrail",),
    ("bedrock:{r}:{a}:guardrail/{GuardrailIdentifier|GuardrailConfig.GuardrailIdentifier}?",),
    optional=True,
)


def invoke_model(call: ServiceCall) -> Iterator[Statement]:
    """Yield the rights to call a model or an inference profile with its model.

    A profile calls its model in several Regions, so the rights on the model cover all Regions. Their condition only
    allows calls through this profile.
    """
    model = call.known("ModelId", _INVOKE)
    if is_unresolved(model) or not model.startswith("arn:"):
        profile = None if is_unresolved(model) else _PROFILE_ID.fullmatch(model)
        if profile:
            arn = call.account.arn("bedrock", f"inference-profile/{model}")
            yield from _profile_rights(arn, profile["model"], call.account.partition)
        else:
            yield Statement(_INVOKE, tuple(fill("bedrock:{r}::foundation-model/{ModelId}", call, _INVOKE)))
    else:
        yield from _by_arn(call, call.whole(model, _INVOKE))
    yield from _GUARDRAIL.statements(call)
    for access, member in (("s3:GetObject", "Input"), ("s3:PutObject", "Output")):
        if call.has(member):
            yield from Need.on(access, f"s3:::{{{member}.S3Uri:location}}").statements(call)


def _by_arn(call: ServiceCall, arn: str) -> Iterator[Statement]:
    parts = split_arn(arn)
    found = _OF_ARN.match(parts[-1])
    kind = found["kind"] if found else ""
    if kind == "prompt":
        call.unknown(f"only the prompt {arn!r} contains its model", ("bedrock:InvokeModel", "bedrock:RenderPrompt"))
    if parts[2] != "bedrock" or kind not in _MODELS | _PROFILES:
        call.unknown(f"{arn!r} does not identify the model", _INVOKE)
    if kind in _MODELS:
        yield Statement(_INVOKE, (arn,))
        return
    # The ARN of an application's profile does not contain its model. The condition excludes other profiles.
    model = found["model"] if found and kind == "inference-profile" else None
    yield from _profile_rights(arn, model or "*", parts[1])


def _profile_rights(profile: str, model: str, partition: str) -> Iterator[Statement]:
    """Yield the rights on an inference profile and on the model that it calls in every Region."""
    yield Statement(_INVOKE, (profile,))
    model_arn = f"arn:{partition}:bedrock:*::foundation-model/{model}"
    yield Statement(_INVOKE, (model_arn,), {"StringLike": {"bedrock:InferenceProfileArn": profile}})
