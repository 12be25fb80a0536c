from typing import Any

import pytest

from aslant.aws.rest.cors import RestCors, options_method
from tests.aws.rest.evaluation import apply


def cors(*origins: str, **more: Any) -> RestCors:
    return RestCors(
        allow_origins=origins,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type", "authorization"],
        **{"max_age": 300, "allow_credentials": False, **more},
    )


@pytest.mark.parametrize(
    ("given", "headers"),
    [
        (cors("*"), {"Access-Control-Allow-Origin": "*"}),
        (cors("https://a.example", "*"), {"Access-Control-Allow-Origin": "*"}),
        (
            cors("https://a.example", allow_credentials=True),
            {"Access-Control-Allow-Origin": "https://a.example", "Access-Control-Allow-Credentials": "true"},
        ),
        (
            cors("https://a.example", "https://b.example", expose_headers=["date", "x-y"]),
            {
                "Access-Control-Allow-Origin": "https://a.example",
                "Vary": "Origin",
                "Access-Control-Expose-Headers": "date,x-y",
            },
        ),
    ],
)
def test_every_answer_says_who_may_read_it(given: RestCors, headers: dict[str, str]) -> None:
    assert given.headers == headers


def test_the_gateway_itself_answers_a_preflight() -> None:
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    headers = ["Origin", "Methods", "Headers"]

    assert options_method(cors("*", max_age=600.0, expose_headers=["date"]), parameters) == {
        "parameters": parameters,
        "responses": {
            "204": {
                "description": "Which pages may call",
                "headers": {
                    f"Access-Control-{name}": {"schema": {"type": "string"}}
                    for name in (*(f"Allow-{one}" for one in headers), "Max-Age")
                },
            }
        },
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "passthroughBehavior": "when_no_match",
            "requestTemplates": {"application/json": '{"statusCode":204}'},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": {
                        "method.response.header.Access-Control-Allow-Origin": "'*'",
                        "method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
                        "method.response.header.Access-Control-Allow-Headers": "'content-type,authorization'",
                        "method.response.header.Access-Control-Max-Age": "'600'",
                    },
                }
            },
        },
    }


@pytest.mark.parametrize(
    ("asks", "overrides"),
    [
        ("https://a.example", {"Access-Control-Allow-Origin": "https://a.example"}),
        ("https://b.example", {"Access-Control-Allow-Origin": "https://b.example"}),
        ("https://c.example", {}),
    ],
)
def test_one_of_several_origins_is_named_where_it_asks(asks: str, overrides: dict[str, str]) -> None:
    method = options_method(cors("https://a.example", "https://b.example"), [])
    answer = method["x-amazon-apigateway-integration"]["responses"]["default"]

    rendered = apply(answer["responseTemplates"]["application/json"], header={"origin": asks})

    assert answer["responseParameters"]["method.response.header.Access-Control-Allow-Origin"] == "'https://a.example'"
    assert rendered.headers == overrides
    assert rendered.text == ""
    assert "parameters" not in method
