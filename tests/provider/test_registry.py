from __future__ import annotations

import pytest

from aslant.errors import LocalError
from aslant.provider.registry import RegisteredResource, Registry


def resource(name: str, *, read: bool = False, **outputs: str) -> RegisteredResource:
    return RegisteredResource(f"urn:{name}", "aws:iam/role:Role", name, {}, dict(outputs), read=read)


def test_resources_are_kept_in_order_and_found_by_what_they_are() -> None:
    registry = Registry()
    oven, fridge = resource("oven", arn="a"), resource("fridge", arn="b")
    registry.add(oven)
    registry.add(fridge)
    assert list(registry) == registry.of("aws:iam/role:Role") == [oven, fridge]
    assert registry.get("urn:oven") is oven
    assert registry.get("urn:none") is None
    assert registry.find("aws:iam/role:Role", "arn", "b") is fridge
    assert registry.find("aws:iam/role:Role", "arn", "c") is None
    assert registry.of("aws:iam/policy:Policy") == []


def test_a_second_registration_is_refused_but_a_second_look_up_is_not() -> None:
    registry = Registry()
    registry.add(resource("oven", read=True))
    registry.add(resource("oven", read=True))
    with pytest.raises(LocalError, match=r"'oven' is registered twice\. Rename one of them\."):
        registry.add(resource("oven"))


def test_a_label_names_type_name_and_line() -> None:
    placed = RegisteredResource("urn", "t", "n", {}, position="__main__.py:3")
    assert (resource("oven").label, placed.label) == ("aws:iam/role:Role 'oven'", "t 'n' (__main__.py:3)")
    assert (resource("oven").id, resource("oven", id="i").id) == ("urn:oven", "i")
