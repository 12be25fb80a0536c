"""JSON Pointers."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run.maps.json_pointer import at_pointer

DOCUMENT = {"a": [{"b": 1}, 2], "": 3, "c/d": 4, "m~n": 5}


@pytest.mark.parametrize(
    ("pointer", "found"),
    [("", DOCUMENT), ("/a/0/b", 1), ("/a/1", 2), ("/", 3), ("/c~1d", 4), ("/m~0n", 5)],
)
def test_a_pointer_leads_to_a_value(pointer: str, found: Any) -> None:
    assert at_pointer(DOCUMENT, pointer) == found


@pytest.mark.parametrize("pointer", ["/x", "/a/2", "/a/-", "/a/0/b/c", "/a/²"])
def test_a_pointer_to_a_missing_value_is_a_lookup_error(pointer: str) -> None:
    with pytest.raises(LookupError):
        at_pointer(DOCUMENT, pointer)
