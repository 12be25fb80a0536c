from __future__ import annotations

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.routes import match, parse_route

KEYS = [
    "$default",
    "ANY /pets",
    "GET /pets",
    "GET /pets/dog",
    "GET /pets/{id}",
    "ANY /pets/{proxy+}",
    "GET /pets/cats/{proxy+}",
    "POST /",
    "GET /files/{name}.txt/x",
]
ROUTES = [parse_route(key, key, "r") for key in KEYS if "}." not in key]


@pytest.mark.parametrize(
    ("method", "path", "key", "values"),
    [
        ("POST", "/", "POST /", {}),
        ("GET", "/", "$default", {}),
        ("GET", "/pets", "GET /pets", {}),
        ("PUT", "/pets", "ANY /pets", {}),
        ("GET", "/pets/dog", "GET /pets/dog", {}),
        ("GET", "/pets/caf%C3%A9", "GET /pets/{id}", {"id": "café"}),
        ("GET", "/pets/a%2Fb", "GET /pets/{id}", {"id": "a/b"}),
        ("POST", "/pets/dog", "ANY /pets/{proxy+}", {"proxy": "dog"}),
        ("GET", "/pets/dog/1/2", "ANY /pets/{proxy+}", {"proxy": "dog/1/2"}),
        ("GET", "/pets/cats/1", "GET /pets/cats/{proxy+}", {"proxy": "1"}),
        ("GET", "/pets/", "$default", {}),
        ("GET", "/elsewhere", "$default", {}),
    ],
)
def test_the_most_specific_route_is_used(method: str, path: str, key: str, values: dict[str, str]) -> None:
    found = match(ROUTES, method, path)
    assert found is not None
    assert (found[0].key, found[1]) == (key, values)


def test_a_request_without_a_matching_route_has_none() -> None:
    assert match([parse_route("POST /", "i", "r")], "GET", "/") is None
    assert match([parse_route("POST /a", "i", "r")], "POST", "/a/b") is None


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("FETCH /x", "r: the route key 'FETCH /x' must be"),
        ("POST x", "r: the route key 'POST x' must be"),
        ("POST", "r: the route key 'POST' must be"),
        ("GET /files/{name}.txt", "r: a variable such as {id} must be a whole part of the path"),
        ("GET /{proxy+}/x", "r: the greedy variable {proxy+} must be the last part"),
    ],
)
def test_an_invalid_route_key_is_an_error(key: str, message: str) -> None:
    with pytest.raises(LocalError) as error:
        parse_route(key, "i", "r")
    assert str(error.value).startswith(message)
