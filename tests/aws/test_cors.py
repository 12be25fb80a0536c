"""Which web pages may call an API: what is an origin."""

import pytest

from aslant.aws.cors import check_cors
from aslant.errors import ArgsError


@pytest.mark.parametrize(
    ("origin", "api_types"),
    [
        ("https://shop.example", ["HTTP", "REST"]),
        ("http://localhost:3000", ["HTTP", "REST"]),
        ("*", ["HTTP", "REST"]),
        ("https://*", ["HTTP"]),
        ("http://*", ["HTTP"]),
        ("https://*.shop.example", []),
        ("https://shop.example/", []),
        ("https://shop.example?x", []),
    ],
)
def test_an_origin_is_a_scheme_and_a_host(origin: str, api_types: list[str]) -> None:
    for api_type in ("HTTP", "REST"):
        given = {"allow_origins": [origin]}
        if api_type in api_types:
            assert check_cors("x", given, api_type) == given
        else:
            with pytest.raises(
                ArgsError, match=r"x: cors: allow_origins has .*, which is not an origin. Write a scheme and a host"
            ):
                check_cors("x", given, api_type)
