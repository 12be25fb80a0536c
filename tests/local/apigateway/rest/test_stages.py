from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.rest.stages import RestStage, read_stages
from aslant.provider.resources.apis import REST_API
from aslant.provider.resources.rest_apis import DEPLOYMENT, METHOD_SETTINGS, STAGE

if TYPE_CHECKING:
    from .conftest import Register

KEYS = ["POST /orders", "GET /orders/{id}", "GET /"]


OWN = (DEPLOYMENT, "deployment", {"restApi": "api"})
LIVE = (STAGE, "stage", {"restApi": "api", "deployment": "deployment", "stageName": "live"})


def settings(name: str, path: str, **given: Any) -> tuple[str, str, dict[str, Any]]:
    inputs = {"restApi": "api", "stageName": "live", "methodPath": path, "settings": given}
    return METHOD_SETTINGS, name, inputs


def read(register: Register, *resources: tuple[str, str, dict[str, Any]]) -> dict[str, RestStage]:
    registry = register((REST_API, "api", {}), *resources)
    return read_stages(registry.of(REST_API)[0], KEYS, registry, lambda *_: None)


def test_a_stage_has_its_variables_and_no_limits(register: Register) -> None:
    (stage,) = read(register, OWN, (*LIVE[:2], {**LIVE[2], "variables": {"oven": 1}})).values()
    assert (stage.name, stage.variables, stage.buckets, stage.access_log) == ("live", {"oven": "1"}, {}, None)


def taken(stage: RestStage, key: str) -> int | None:
    """Return how many requests a method accepts at once; None without a limit."""
    bucket = stage.buckets.get(key)
    return None if bucket is None else sum(bucket.take() for _ in range(9))


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ([("*/*", 0.001, 2)], [2, 2, 2]),
        ([("*/*", 0.001, 2), ("orders/POST", 0.001, 1)], [1, 2, 2]),
        ([("*/*", 0.001, 2), ("orders/{id}/GET", 0.001, 1)], [2, 1, 2]),
        ([("~1orders~1{id}/GET", 0.001, 1)], [None, 1, None]),
        ([("~1/GET", 0.001, 3)], [None, None, 3]),
        ([("*/*", 0.001, 2), ("orders/POST", -1, -1)], [None, 2, 2]),
        ([("*/*", None, 2)], [None, None, None]),
        ([("*/*", 0, 0)], [0, 0, 0]),
    ],
)
def test_a_method_has_its_own_limit_or_that_of_all(
    register: Register, given: list[tuple[str, float | None, float]], counts: list[int | None]
) -> None:
    limits = [settings(path, path, throttlingRateLimit=rate, throttlingBurstLimit=burst) for path, rate, burst in given]
    (stage,) = read(register, OWN, LIVE, *limits).values()
    assert [taken(stage, key) for key in KEYS] == counts


LOGGED = {"destinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:logs", "format": "$context.requestId"}
LABEL = f"{STAGE} 'stage'"
FAULTS: list[tuple[list[Any], str]] = [
    ([LIVE], f"{LABEL}: deployment must be the `id` of a Deployment of its API, not 'deployment'"),
    (
        [(REST_API, "other", {}), (DEPLOYMENT, "deployment", {"restApi": "other"}), LIVE],
        f"{LABEL}: deployment must be the `id` of a Deployment of its API, not ",
    ),
    (
        [OWN, LIVE, settings("limits", "order/POST")],
        f"{METHOD_SETTINGS} 'limits': methodPath must be '*/*', or a path without its first slash and a method, "
        "such as 'orders/POST', not 'order/POST'. Did you mean 'POST /orders'?",
    ),
    (
        [OWN, LIVE, (METHOD_SETTINGS, "limits", {"restApi": "api", "stageName": "life", "methodPath": "*/*"})],
        f"{METHOD_SETTINGS} 'limits': the stage 'life' does not exist. Did you mean 'live'?",
    ),
    (
        [OWN, (*LIVE[:2], {**LIVE[2], "accessLogSettings": {**LOGGED, "destinationArn": "logs"}})],
        f"{LABEL}: destinationArn must be the `arn` of a log group, not 'logs'",
    ),
    (
        [OWN, (*LIVE[:2], {**LIVE[2], "accessLogSettings": {**LOGGED, "format": "$context.status"}})],
        f"{LABEL}: the format of an access log must contain $context.requestId",
    ),
]


@pytest.mark.parametrize(("resources", "fault"), FAULTS)
def test_the_error_for_a_refused_stage_says_why(register: Register, resources: list[Any], fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        read(register, *resources)
    assert str(caught.value).startswith(fault)


def test_an_access_log_has_its_group(register: Register) -> None:
    (stage,) = read(register, OWN, (*LIVE[:2], {**LIVE[2], "accessLogSettings": LOGGED})).values()
    assert stage.access_log is not None
    assert stage.access_log.group == "logs"
