import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aslant.aws.rest.templates import (
    check_input,
    check_text,
    execution_request,
    start_request,
)
from aslant.errors import ArgsError
from tests.aws.rest.evaluation import ARN, NASTY, request, started

WHOLE = start_request(ARN, "$request.body")

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fast = settings(derandomize=True, database=None, deadline=None, max_examples=60)


@pytest.mark.parametrize(
    "body",
    [
        *(json.dumps(text) for text in NASTY),
        *(json.dumps({text: text}, ensure_ascii=False) for text in NASTY),
        '{"flavour":"pineapple"}',
        "[1, [2], {}]",
        "null",
        "true",
        "12345678901234567890123456789012345678901234567890",
        "10.00",
        "-1.5E+300",
        ' {"a" :\t1,\n"a": 2} ',
    ],
)
def test_the_body_is_the_input_to_the_letter(body: str) -> None:
    assert request(WHOLE, body) == {"stateMachineArn": ARN, "input": body}


def test_no_body_is_an_empty_object() -> None:
    assert request(WHOLE) == {"stateMachineArn": ARN, "input": "{}"}
    assert started(start_request(ARN, {"order": "$request.body"})) == {"order": {}}


@fast
@given(values)
def test_any_body_is_the_input(value: Any) -> None:
    assert started(WHOLE, json.dumps(value)) == value


@fast
@given(values)
def test_a_member_of_the_body_is_the_same_value_in_the_input(value: Any) -> None:
    template = start_request(ARN, {"order": "$request.body.order", "all": "$request.body", "by": "$request.body.by.id"})

    body = {"order": value, "by": {"id": value}}
    assert started(template, json.dumps(body)) == {"order": value, "all": body, "by": value}


@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_a_client_leaves_its_place(text: str) -> None:
    template = start_request(
        ARN,
        {
            "header": "$request.header.x-by",
            "query": "$request.querystring.by",
            "path": "$request.path.id",
            "body": "$request.body.by",
            "list": ["$request.path.id", {"deep": "$request.body.by"}],
            "both": "<${request.path.id}|${request.body.by}>",
            "fixed": 1,
        },
        execution_name="$request.header.x-by",
        trace_header="id=${request.path.id}",
    )

    called = request(
        template, json.dumps({"by": text}), header={"X-By": text}, querystring={"by": text}, path={"id": text}
    )

    assert called == {
        "stateMachineArn": ARN,
        "input": called["input"],
        "name": text,
        "traceHeader": f"id={text}",
    }
    assert json.loads(called["input"]) == {
        "header": text,
        "query": text,
        "path": text,
        "body": text,
        "list": [text, {"deep": text}],
        "both": f"<{text}|{text}>",
        "fixed": 1,
    }


@fast
@given(texts, values)
def test_whatever_a_client_sends_the_input_has_the_members_it_was_to_have(text: str, value: Any) -> None:
    template = start_request(
        ARN, {"by": "$request.header.by", "order": "$request.body.order", "note": "by ${request.header.by}"}
    )

    assert started(template, json.dumps({"order": value}), header={"by": text}) == {
        "by": text,
        "order": value,
        "note": f"by {text}",
    }


@pytest.mark.parametrize("text", [*(text for text in NASTY if "${" not in text), "#foo($bar) $!{", "a\\", "\\$x", "a$"])
def test_fixed_text_is_not_read_as_a_template(text: str) -> None:
    template = start_request(ARN, {text: text, "deep": [text, f"{text}${{request.path.id}}{text}"]}, text)

    called = request(template, path={"id": "7"})
    assert json.loads(called["input"]) == {text: text, "deep": [text, f"{text}7{text}"]}
    assert called["name"] == text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a": {"b c": 1}, "list": [[5]]}', [1, 5]),
        ('{"a": {"b c": null}, "list": []}', [None, None]),
        ('{"a": {"b c": ""}, "list": [[""]]}', ["", None]),
        ('{"a": {"b c": false}, "list": [[false]]}', [False, False]),
        ('{"a": {"b c": []}, "list": [[{}]]}', [[], {}]),
        ('{"a": {}, "list": {}}', [None, None]),
        ('{"a": [], "list": "text"}', [None, None]),
        ('"text"', [None, None]),
        ("", [None, None]),
    ],
)
def test_what_the_body_lacks_is_null(body: str, expected: list[Any]) -> None:
    template = start_request(ARN, ["$request.body.a.b c", "$request.body.list[0][0]"])

    assert started(template, body) == expected


def test_what_a_request_lacks_is_null_in_the_input_and_nothing_in_a_text() -> None:
    sources = ["header.x", "querystring.x", "path.x", "body.x"]
    missing = [*(f"$request.{source}" for source in sources), "$context.authorizer.claims.no", "$stageVariables.no"]

    assert started(start_request(ARN, missing), "{}") == [None] * 6
    assert started(start_request(ARN, ["a${request.header.x}b${request.body.x}"]), '{"x": null}') == ["ab"]


@pytest.mark.parametrize("missing", ["$request.header.key", "$request.body.key", "$context.authorizer.key"])
def test_an_execution_has_no_name_where_the_request_lacks_it(missing: str) -> None:
    assert request(start_request(ARN, "$request.body", missing, missing)) == {"stateMachineArn": ARN, "input": "{}"}


@pytest.mark.parametrize(
    ("value", "text"),
    [("abc", "abc"), (7, "7"), (True, "true"), (False, "false"), ("null", "null"), ({"a": "'"}, '{"a":"\'"}')],
)
def test_a_value_that_is_no_text_is_its_json_where_text_is_wanted(value: Any, text: str) -> None:
    template = start_request(ARN, "$request.body", "$request.body.key")

    assert request(template, json.dumps({"key": value}))["name"] == text


@pytest.mark.parametrize("sent", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"])
def test_a_header_is_found_however_it_is_written(sent: str) -> None:
    template = start_request(ARN, "$request.body", "$request.header.Idempotency-Key")

    assert request(template, header={"X-Idempotency-Key": "no", sent: "k-1", "idempotency": "no"})["name"] == "k-1"


def test_the_context_and_the_stage_are_sources_too() -> None:
    template = start_request(
        ARN,
        {"id": "$context.requestId", "sub": "$context.authorizer.claims.sub", "tier": "$stageVariables.tier"},
        trace_header="$request.path",
    )

    called = request(template)
    assert json.loads(called["input"]) == {
        "id": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "sub": "ada",
        "tier": "gold",
    }
    assert called["traceHeader"] == "/live/orders"


def test_a_text_is_json_with_values_in_it() -> None:
    text = (
        '{"id": ${request.path.id}, "n": ${$request.body.n}, "note": "no. ${ request.body.n }", "x": "$request.body"}'
    )
    template = start_request(ARN, text)

    assert started(template, '{"n": 5}', path={"id": '1", "x": "'}) == {
        "id": '1", "x": "',
        "n": 5,
        "note": "no. 5",
        "x": "$request.body",
    }


def test_a_fixed_input_needs_nothing_of_the_request() -> None:
    assert started(start_request(ARN, '{"a": [1, null]}')) == {"a": [1, None]}
    assert started(start_request(ARN, "${request.body.a}"), '{"a": {"b": 1}}') == {"b": 1}


@pytest.mark.parametrize(
    ("check", "value", "message"),
    [
        (
            check_input,
            "order ${request.path.id}",
            "shop: input: 'order ${request.path.id}' is not valid JSON, as an execution's input must be. Use a "
            "mapping value "
            "such as '$request.body', JSON with ${} in place of values, or a mapping of names to mapping values.",
        ),
        (
            check_input,
            {"a": ["$request.body.it's"]},
            "shop: input: $request.body.it's has \"it's\", which a mapping template does not support. Map "
            "$request.body, and "
            "select the value in the workflow.",
        ),
        (
            check_text,
            "$request.querystring.it's",
            "shop: input: $request.querystring.it's has a character that a mapping template does not support. "
            "Rename it.",
        ),
        (
            check_text,
            "$request.cookie.x",
            "shop: input: $request.cookie.x cannot be mapped. Use $request.body, $request.body.a.b, "
            "$request.header.name, $request.querystring.name, $request.path.name, $context.name or "
            "$stageVariables.name.",
        ),
    ],
)
def test_a_value_that_no_template_supports_is_refused(
    check: Callable[[str, Any], None], value: Any, message: str
) -> None:
    with pytest.raises(ArgsError) as caught:
        check("shop: input", value)
    assert str(caught.value) == message


@pytest.mark.parametrize("value", ["$request.body", {"a": "$request.header.x", "b": [1, None]}, '{"a": "b"}', []])
def test_what_a_template_can_make_passes(value: Any) -> None:
    check_input("shop: input", value)
    check_text("shop: execution_name", "fixed-${context.requestId}")


@pytest.mark.parametrize("name", ["k-1", "other:k", "../x", *NASTY])
def test_a_looked_up_name_stays_below_its_machine(name: str) -> None:
    called = request(execution_request(ARN), path={"name": name})

    assert called == {"executionArn": f"arn:aws:states:eu-west-1:111122223333:execution:pizza:{name}"}
