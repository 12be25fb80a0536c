"""Mapping values of API Gateway."""

from typing import Any

import pytest

from aslant.aws.mapping_value import mapping_value, templates


@pytest.mark.parametrize(
    "value",
    [
        *("$request.body", "$request.body.a.b[0]", "$request.header.x-y", "$request.querystring.q", "$request.path.id"),
        *("$request.path", "$context.requestId", "$context.authorizer.claims.sub", "$stageVariables.name", "fixed"),
        *('{"id": "${request.path.id}", "q": "${ request.querystring.q }"}', "price in $"),
    ],
)
def test_a_mapping_value_is_taken(value: str) -> None:
    assert mapping_value(value) is None


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("", "must be a mapping value such as '$request.header.x', not ''"),
        (7, "must be a mapping value such as '$request.header.x', not 7"),
        ("$request.headers.x", "has $request.headers.x, which API Gateway cannot map; there are $request.body"),
        ("$request.body..a", "has $request.body..a"),
        ("a ${input.body}", "has $input.body"),
        ("a ${$request.body}", "has $$request.body"),
    ],
)
def test_what_cannot_be_mapped_is_told(value: Any, wrong: str) -> None:
    assert (mapping_value(value) or "").startswith(wrong)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("$request.body", None),
        ({"a": "$request.path.id", "b": {"c": ["$context.requestId", 1, None, True]}}, None),
        ({"a": {"b": "$request.nope"}}, "has $request.nope, which API Gateway cannot map"),
        ({1: "a"}, "has the key 1, which is no text"),
        ({"a": object}, "must be a mapping value or a mapping of names to such, not <class 'object'>"),
    ],
)
def test_templates_may_be_nested(value: Any, wrong: str | None) -> None:
    found = templates(value)
    assert found is None if wrong is None else (found or "").startswith(wrong)
