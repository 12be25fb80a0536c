from __future__ import annotations

import pytest

from aslant.local.apigateway.rest.media_types import content_type, is_binary
from aslant.local.http import Request


@pytest.mark.parametrize(
    ("header", "types", "binary"),
    [
        ("image/png", (), False),
        ("image/png", ("image/png",), True),
        ("IMAGE/PNG; q=1", ("image/png",), True),
        ("image/png, text/html", ("image/png",), True),
        ("text/html, image/png", ("image/png",), False),
        ("image/png", ("image/*",), True),
        ("image/png", ("text/*", "image/jpeg"), False),
        ("image/png", ("*/*",), True),
        ("*/*", ("image/png",), False),
        ("*/*", ("*/*",), True),
        (None, ("image/png",), False),
        (None, ("*/*",), True),
    ],
)
def test_the_first_type_of_a_header_is_binary_if_the_api_lists_it(
    header: str | None, types: tuple[str, ...], binary: bool
) -> None:
    assert is_binary(header, types) is binary


@pytest.mark.parametrize(
    ("headers", "type"),
    [
        ({}, "application/json"),
        ({"content-type": ""}, "application/json"),
        ({"content-type": "Text/Plain; charset=utf-8"}, "text/plain"),
    ],
)
def test_a_body_is_json_unless_its_type_is_another(headers: dict[str, str], type: str) -> None:
    assert content_type(Request("POST", "/", "", headers, b"")) == type
