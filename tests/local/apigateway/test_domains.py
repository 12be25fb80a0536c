from __future__ import annotations

import pytest

from aslant.local.apigateway.domains import Domains, Mapped
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.domains import API_MAPPING, DOMAIN_NAME


def domains() -> Domains:
    registry = Registry()
    for name in ("Shop.example", "bare.example"):
        registry.add(RegisteredResource(name, DOMAIN_NAME, name, {"domainName": name}, {"id": name}))
    for name, key, api in (
        ("Shop.example", None, "root"),
        ("Shop.example", "orders", "orders"),
        ("Shop.example", "orders/v2", "v2"),
        ("bare.example", "v1", "bare"),
    ):
        inputs = {"domainName": name, "apiMappingKey": key, "apiId": api, "stage": "$default"}
        registry.add(RegisteredResource(f"{name} {key}", API_MAPPING, "m", inputs, {"id": f"{name} {key}"}))
    return Domains(registry)


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("shop.example", "/", ("root", "/", "")),
        ("SHOP.example:8000", "/a", ("root", "/a", "")),
        ("shop.example", "/orders", ("orders", "/", "orders")),
        ("shop.example", "/orders/", ("orders", "/", "orders")),
        ("shop.example", "/orders/7", ("orders", "/7", "orders")),
        ("shop.example", "/orders/v2/7", ("v2", "/7", "orders/v2")),
        ("shop.example", "/ordersx", ("root", "/ordersx", "")),
        ("bare.example", "/v1/x", ("bare", "/x", "v1")),
        ("bare.example", "/x", None),
        ("other.example", "/", None),
    ],
)
def test_the_longest_mapping_key_that_a_path_begins_with_is_used(
    host: str, path: str, expected: tuple[str, str, str] | None
) -> None:
    api_and_rest = expected and Mapped(expected[0], "$default", expected[1], expected[2])
    assert domains().find(host, path) == api_and_rest


@pytest.mark.parametrize(
    ("host", "known"),
    [("shop.example", True), ("Shop.Example:8000", True), ("a.shop.example", False), ("127.0.0.1:8000", False)],
)
def test_domain_names_match_hosts_with_and_without_a_port(host: str, known: bool) -> None:
    assert (host in domains()) is known


def test_the_names_of_an_api_have_their_mapping_keys() -> None:
    assert domains().of("orders") == [("shop.example", "orders")]
    assert domains().of("root") == [("shop.example", "")]
    assert domains().of("other") == []
