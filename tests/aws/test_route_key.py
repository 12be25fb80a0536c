"""Keys of routes, and the names that follow from them."""

import pytest

from aslant.aws.route_key import RouteKey
from aslant.errors import ArgsError


@pytest.mark.parametrize(
    ("key", "slug", "variables"),
    [
        ("POST /", "", []),
        ("GET /", "get", []),
        ("POST /orders", "post-orders", []),
        ("PUT /orders/{id}/items/{item}", "put-orders-one-items-one", ["id", "item"]),
        ("ANY /files/{path+}", "any-files-rest", ["path"]),
        ("POST /a.b~c", "post-a-b-c", []),
    ],
)
def test_a_key_has_a_slug_and_variables(key: str, slug: str, variables: list[str]) -> None:
    read = RouteKey.read("x", key)
    assert (str(read), read.slug, read.variables) == (key, slug, variables)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("orders", "x must be a method (ANY, DELETE, GET"),
        ("post /orders", "x must be a method"),
        ("POST orders", "a space and a path, such as 'POST /orders', not 'POST orders'"),
        (7, "not 7"),
        ("POST /orders/", "the part '' of '/orders/' is neither fixed text nor a variable"),
        (
            "POST /order-{id}",
            "the part 'order-{id}' of '/order-{id}' is neither fixed text nor a variable such as {id}",
        ),
        ("POST /a/{id}/b/{id}", "x has the variable {id} twice in '/a/{id}/b/{id}'. Give each its own name."),
        ("POST /{path+}/b", "{path+} matches the rest of the path, so it must come last in '/{path+}/b'"),
    ],
)
def test_an_invalid_key_is_refused(key: str, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        RouteKey.read("x", key)
    assert message in str(caught.value)


def test_a_key_below_another() -> None:
    assert str(RouteKey("POST", "/").below("GET", "executions/{name}")) == "GET /executions/{name}"
    assert str(RouteKey("POST", "/a").below("GET", "executions/{name}")) == "GET /a/executions/{name}"
