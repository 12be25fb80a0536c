"""Mapping values of API Gateway."""

from typing import Any

import pytest

from aslant.aws.mapping_value import execution_name, mapping_value, templates

WITHIN_ITSELF: list[Any] = ["$request.body"]
WITHIN_ITSELF.append(WITHIN_ITSELF)


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
        ("$request.headers.x", "has $request.headers.x, which API Gateway cannot map. It maps $request.body"),
        ("$request.body..a", "has $request.body..a"),
        ("a ${input.body}", "has $input.body"),
        ("a ${$request.body}", "has $$request.body"),
        ("${request.header.x", "has a ${ without a } in '${request.header.x'. Close it."),
        ("${request.header.x} ${", "has a ${ without a }"),
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
        ({"a": [float("nan")]}, "is not valid JSON: Out of range float values are not JSON compliant"),
        ({"a": float("-inf")}, "is not valid JSON: "),
        (
            WITHIN_ITSELF,
            "is not valid JSON: Circular reference detected. JSON has no NaN, no infinity and no cycles.",
        ),
        ({1: "a"}, "has the key 1, which is not a string"),
        ({"a": object}, "must be a mapping value or a mapping of names to mapping values, not <class 'object'>"),
    ],
)
def test_templates_may_be_nested(value: Any, wrong: str | None) -> None:
    found = templates(value)
    assert found is None if wrong is None else (found or "").startswith(wrong)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("$request.header.idempotency-key", None),
        ("order-${request.path.id}_${ context.requestId }", None),
        ("x" * 80 + "${request.path.id}", None),
        ("x" * 81 + "${request.path.id}", "has 81 fixed characters, and an execution's name may have 80. Shorten it."),
        ("order ${request.path.id}", "has ' ' in 'order ${request.path.id}', which execution names must not contain"),
        ("a/b", "has '/' in 'a/b'"),
        ("${request.path.id", "has a ${ without a }"),
        ("$request.paht.id", "has $request.paht.id, which API Gateway cannot map"),
    ],
)
def test_a_name_of_an_execution_is_one(value: Any, wrong: str | None) -> None:
    found = execution_name(value)
    assert found is None if wrong is None else (found or "").startswith(wrong)
