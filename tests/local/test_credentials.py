from __future__ import annotations

import pytest

from aslant.local.credentials import ACCESS_KEY, function_key, is_known

OVEN, SHOP = (f"arn:aws:lambda:us-east-1:123456789012:function:{name}" for name in ("oven", "shop"))


def test_each_function_has_its_own_reproducible_key() -> None:
    assert function_key(OVEN) == function_key(OVEN) != function_key(SHOP)


@pytest.mark.parametrize(
    ("key", "known"),
    [
        (ACCESS_KEY, True),
        (function_key(OVEN), True),
        ("AKIAIOSFODNN7EXAMPLE", False),
        ("ASIALOCAL", False),
        ("", False),
    ],
)
def test_only_the_keys_of_the_local_aws_are_known(key: str, known: bool) -> None:
    assert is_known(key) is known
