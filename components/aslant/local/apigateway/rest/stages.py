"""The stages of a REST API, with the limits of their methods and their access logs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aslant.errors import LocalError, did_you_mean
from aslant.local.apigateway.access_log import AccessLog, compile_format, log_group_name
from aslant.local.apigateway.throttling import LIMITS, Bucket
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.rest_apis import DEPLOYMENT, METHOD_SETTINGS, STAGE

__all__ = ["RestStage", "read_stages"]

Log = Callable[[str, str], None]


@dataclasses.dataclass(frozen=True, slots=True)
class RestStage:
    """One stage of a REST API."""

    name: str
    variables: Mapping[str, str]
    buckets: Mapping[str, Bucket]
    """The limits of methods, by method keys such as `POST /orders`."""
    access_log: AccessLog | None
    deployment_id: str


def read_stages(api: RegisteredResource, keys: Iterable[str], registry: Registry, log: Log) -> dict[str, RestStage]:
    """Return the stages of an API whose methods have `keys`. A `LocalError` begins with a resource."""
    own = [stage for stage in registry.of(STAGE) if stage.inputs.get("restApi") == api.id]
    settings = [item for item in registry.of(METHOD_SETTINGS) if item.inputs.get("restApi") == api.id]
    known = list(keys)
    stages = {}
    for stage in own:
        name = str(stage.inputs.get("stageName"))
        _check_deployment(stage, registry)
        limits = {_key(item, known): item for item in settings if item.inputs.get("stageName") == name}
        stages[name] = RestStage(
            name,
            {key: str(value) for key, value in (stage.inputs.get("variables") or {}).items()},
            {key: bucket for key in known if (bucket := _bucket(limits.get(key) or limits.get(None)))},
            _access_log(stage, log),
            str(stage.inputs.get("deployment")),
        )
    for item in settings:
        name = str(item.inputs.get("stageName"))
        if name not in stages:
            raise LocalError(f"{item.label}: the stage {name!r} does not exist{did_you_mean(name, stages)}")
    return stages


def _check_deployment(stage: RegisteredResource, registry: Registry) -> None:
    deployment = registry.find(DEPLOYMENT, "id", stage.inputs.get("deployment"))
    if deployment is None or deployment.inputs.get("restApi") != stage.inputs.get("restApi"):
        raise LocalError(
            f"{stage.label}: deployment must be the `id` of a Deployment of its API, "
            f"not {stage.inputs.get('deployment')!r}"
        )


def _key(settings: RegisteredResource, keys: list[str]) -> str | None:
    """Return the key of the method that settings are for; None for the settings of all methods."""
    path, _, method = str(settings.inputs.get("methodPath")).rpartition("/")
    if (path, method) == ("*", "*"):
        return None
    whole = path.replace("~1", "/")
    key = f"{method} {whole if whole.startswith('/') else '/' + whole}"
    if key not in keys:
        raise LocalError(
            f"{settings.label}: methodPath must be '*/*', or a path without its first slash and a method, such as "
            f"'orders/POST', not {settings.inputs.get('methodPath')!r}{did_you_mean(key, keys)}"
        )
    return key


def _bucket(settings: RegisteredResource | None) -> Bucket | None:
    """Return the limit of settings, if they have one; AWS treats -1 as none."""
    given: Mapping[str, Any] = (settings.inputs.get("settings") if settings else None) or {}
    rate, burst = (float(-1 if given.get(name) is None else given[name]) for name in LIMITS)
    return None if rate < 0 or burst < 0 else Bucket(rate, burst)


def _access_log(stage: RegisteredResource, log: Log) -> AccessLog | None:
    settings = stage.inputs.get("accessLogSettings")
    if not settings:
        return None
    group = log_group_name(str(settings.get("destinationArn")))
    if group is None:
        raise LocalError(
            f"{stage.label}: destinationArn must be the `arn` of a log group, not {settings.get('destinationArn')!r}"
        )
    return AccessLog(group, compile_format(settings.get("format"), stage.label), log)
