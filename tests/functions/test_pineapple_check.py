"""The handler: which pizzas have pineapple."""

from __future__ import annotations

from typing import Any

import pytest

from functions.pineapple_check.handler import pineapple_check


@pytest.mark.parametrize(
    ("flavour", "contains"),
    [("pineapple", True), ("hawaiian", True), ("pepperoni", False), ("", False), ("Pineapple ", False)],
)
def test_pineapple_and_hawaiian_contain_pineapple(flavour: str, contains: bool) -> None:
    assert pineapple_check(flavour, None) == {"containsPineapple": contains}


@pytest.mark.parametrize(("flavour", "kind"), [(None, "NoneType"), (42, "int"), (["pineapple"], "list")])
def test_what_is_no_text_fails(flavour: Any, kind: str) -> None:
    with pytest.raises(TypeError, match=f"flavour must be a string such as 'pepperoni', not {kind}"):
        pineapple_check(flavour, None)
