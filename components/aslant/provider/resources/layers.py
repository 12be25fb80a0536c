"""Versions of Lambda layers. The number is always 1, since every local deployment is the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["LAYER", "TYPES", "layers_of"]

LAYER = "aws:lambda/layerVersion:LayerVersion"


def _layer(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    layer = account.arn("lambda", f"layer:{name_of(resource, 'layerName')}")
    return {"id": f"{layer}:1", "arn": f"{layer}:1", "layerArn": layer, "version": "1", "createdDate": MADE}


TYPES: Mapping[str, Outputs] = {LAYER: _layer}


def layers_of(function: RegisteredResource, registry: Registry) -> dict[str, RegisteredResource | None]:
    """Return the layer versions of a function by ARN; None for one that the program does not register."""
    found = ((str(arn), registry.find(LAYER, "arn", arn)) for arn in function.inputs.get("layers") or ())
    return {arn: layer if layer and not layer.read else None for arn, layer in found}
