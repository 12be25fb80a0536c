from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.apigateway.rest import regular_expressions
from aslant.local.apigateway.rest.velocity import BodyFault, Rendered, TemplateFault, render

ORDER = {"flavour": "hawaiian", "sizes": [1, 2.5], "toppings": {"a": None, "b": True}}


def rendered(template: str, body: Any = "", **more: Any) -> Rendered:
    text = body if isinstance(body, str) else json.dumps(body)
    given = {"params": {}, "context": {}, "stage_variables": {}, **more}
    return render(template, body=text, **given)


PARAMS = {"path": {"id": "7"}, "querystring": {"id": "8", "q": "it's"}, "header": {"x-name": "ada", "q": "no"}}

VARIABLES = [
    ("$input.body", '{"flavour": "hawaiian", "sizes": [1, 2.5], "toppings": {"a": null, "b": true}}'),
    ("$input.json('$')", '{"flavour":"hawaiian","sizes":[1,2.5],"toppings":{"a":null,"b":true}}'),
    ("$input.json('$.flavour')", '"hawaiian"'),
    ("$input.json('$.sizes[1]')", "2.5"),
    ("$input.json('$.sizes[*]')", "[1,2.5]"),
    ("$input.json('$.missing')", '""'),
    ("$input.path('$.flavour')", "hawaiian"),
    ("$input.path('$').flavour", "hawaiian"),
    ("$input.path('$.sizes')", "[1,2.5]"),
    ("$input.path('$.sizes')[0]", "1"),
    ("$input.path('$.sizes').size()", "2"),
    ("$input.path('$.toppings')", "{a=null, b=true}"),
    ("[$input.path('$.missing')]", "[]"),
    ("[$input.path('$.toppings.a')]", "[]"),
    ("$input.params('id')", "7"),
    ("$input.params('q')", "it's"),
    ("$input.params('X-Name')", "ada"),
    ("[$input.params('missing')]", "[]"),
    ("$input.params().querystring.q", "it's"),
    ("$input.params().header.get('x-name')", "ada"),
    ("$input.params().path", "{id=7}"),
    ("$context.identity.sourceIp", "127.0.0.1"),
    ("$context.stage $context.requestTimeEpoch", "live 1"),
    ("$stageVariables.oven", "hot"),
    ("$stageVariables['oven']", "hot"),
    ("${stageVariables['oven']}", "hot"),
    ("$util.escapeJavaScript($input.params('q'))", r"it\'s"),
    ("$util.urlEncode('a b&c')", "a+b%26c"),
    ("$util.urlDecode('a+b%26c')", "a b&c"),
    ("$util.base64Encode('pizza ☃')", "cGl6emEg4piD"),
    ("$util.base64Decode('cGl6emEg4piD')", "pizza ☃"),
    ("$util.parseJson('[{\"a\": 1}]')[0].a", "1"),
    ("$util.parseJson('{\"b\": [1, {}]}')", "{b=[1,{}]}"),
    ("[$util.unknown('a')]", "[]"),
]


@pytest.mark.parametrize(("template", "text"), VARIABLES)
def test_a_template_reads_the_variables_of_api_gateway(template: str, text: str) -> None:
    context = {"identity": {"sourceIp": "127.0.0.1"}, "stage": "live", "requestTimeEpoch": 1}
    assert rendered(template, ORDER, params=PARAMS, context=context, stage_variables={"oven": "hot"}).text == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("$input.body", "{}"),
        ("$input.json('$')", "{}"),
        ("$input.path('$')", "{}"),
        ("[$input.path('$.a.b')]", "[]"),
    ],
)
def test_an_empty_body_is_an_empty_object(template: str, text: str) -> None:
    assert rendered(template).text == text


ALL_PARAMETERS = """\
#set($all = $input.params())
{
  #foreach($kind in $all.keySet())
  #set($values = $all.get($kind))
  "$kind": {
    #foreach($name in $values.keySet())
    "$name": "$util.escapeJavaScript($values.get($name)).replaceAll("\\\\'", "'")"#if($foreach.hasNext),#end
    #end
  }#if($foreach.hasNext),#end
  #end
}"""

DEFINED_LOOP = """\
#define($loop)
{#foreach($key in $map.keySet())"$key": "$map.get($key)"#if($foreach.hasNext), #end#end}
#end
#set($map = $stageVariables){"variables": $loop,
#set($map = $context.identity)"identity": $loop}"""

COUNTED = """{"id": "$input.params('id')", "count": "$input.path('$.toppings').size()"}"""

NESTED_JSON = "#set($found = $util.parseJson($input.path('$.message'))){\"found\": $found.key2.arr[0]}"

CASES: list[tuple[str, Any, Any]] = [
    (ALL_PARAMETERS, ORDER, PARAMS),
    (DEFINED_LOOP, ORDER, {"variables": {"oven": "hot"}, "identity": {"user": "ada", "caller": "her"}}),
    (COUNTED, ORDER, {"id": "7", "count": "2"}),
    (NESTED_JSON, {"message": '{"key1":"var1","key2":{"arr":[1,2,3]}}'}, {"found": 1}),
]


@pytest.mark.parametrize(("template", "body", "value"), CASES)
def test_a_template_of_many_lines_makes_json(template: str, body: Any, value: Any) -> None:
    context = {"identity": {"user": "ada", "caller": "her"}}
    text = rendered(template, body, params=PARAMS, context=context, stage_variables={"oven": "hot"}).text
    assert json.loads(text) == value


NASTY = [
    "it's",
    '"quoted"',
    "back\\slash \\' \\\" \\\\",
    "line\nbreak\r\ttab",
    "\u2028\u2029\x00\x01\x7f\x85",
    "\U0001f355 pizza ☃",
    "$foo ${bar} $!baz $input.json('$') $util.escapeJavaScript('a')",
    "#set($x = 1) #if(true) #end ## #* *# #stop",
    "</script> a/b",
    "\ud83d",
    "",
]
INPUT = """{"input":"$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")"}"""
CAUSE = """{"cause":"$util.escapeJavaScript($input.path('$.cause')).replaceAll("\\\\'","'")"}"""


@pytest.mark.parametrize("text", NASTY)
def test_special_characters_are_preserved(text: str) -> None:
    body = {"cause": text, text: [text]}
    assert json.loads(json.loads(rendered(INPUT, body).text)["input"]) == body
    assert json.loads(rendered(CAUSE, body).text) == {"cause": text}


def test_without_replace_all_a_single_quote_is_invalid_json() -> None:
    text = rendered('{"a": "$util.escapeJavaScript($input.path(\'$.a\'))"}', {"a": "it's"}).text
    assert text == r'{"a": "it\'s"}'


def test_an_override_sets_the_status_and_headers_of_the_response() -> None:
    template = (
        "#set($status = 422)#set($context.responseOverride.status = $status)"
        '#set($context.responseOverride.header.X-A = "a $status")#set($context.responseOverride.header["x-b"] = 1)'
        "#set($context.requestOverride.path.kept = $input.body)"
    )
    result = rendered(template, "{}")
    assert (result.text, result.status, result.headers) == ("", 422, {"X-A": "a 422", "x-b": "1"})
    assert result.overrides["requestOverride"] == {"header": {}, "path": {"kept": "{}"}, "querystring": {}}


@pytest.mark.parametrize("value", ["99", "600", "'422'", "4.5", "true", "$missing"])
def test_an_invalid_status_overrides_nothing(value: str) -> None:
    assert rendered(f"#set($context.responseOverride.status = {value})").status is None


@pytest.mark.parametrize(
    "parameter", ["responseOverride.status", "responseOverride.header.x-a", "requestOverride.querystring.q"]
)
def test_a_parameter_must_not_be_overridden_twice(parameter: str) -> None:
    with pytest.raises(TemplateFault, match="must be overridden only once"):
        rendered(f"#set($context.{parameter} = 1)#set($context.{parameter} = 1)")


def test_an_override_of_an_earlier_template_can_be_read_but_not_set_again() -> None:
    context = {"requestOverride": {"path": {"kept": "me"}}, "responseOverride": {"status": 201}}
    assert rendered("$context.requestOverride.path.kept", context=context).text == "me"
    with pytest.raises(TemplateFault, match="status must be overridden only once"):
        rendered("#set($context.responseOverride.status = 202)", context=context)
    assert context["responseOverride"] == {"status": 201}


@pytest.mark.parametrize("body", ["not json", '{"a": NaN}', "[" * 100_000])
@pytest.mark.parametrize("call", ["json", "path"])
def test_a_body_that_is_not_json_is_refused_when_it_is_read(call: str, body: str) -> None:
    with pytest.raises(BodyFault, match="Could not parse request body into json: "):
        rendered(f"$input.{call}('$')", body)
    assert rendered("$input.body", body).text == body


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("#if(true)\nnever ends", "line 2, column 11: expected #else, #elseif or #end in if directive, got: "),
        ("${name", "line 1, column 7: expected }"),
        ("#else no if", "line 1, column 1: expected block element"),
        ("$input.path('$.a[')", r"\$input cannot select"),
        ("$util.parseJson('no')", "parseJson failed: "),
        ("$util.base64Decode('?')", "base64Decode failed: "),
        ("$input.path('$.sizes').get(5)", "get failed: index 5, size 2"),
        ("$input.path('$.flavour').substring(3, 99)", "substring failed: begin 3, end 99, length 8"),
        ("$input.path('$.flavour').matches('[')", "matches failed: "),
        ("#if(true)" * 2000 + "#end" * 2000, "it is nested too deeply"),
    ],
)
def test_the_error_of_a_template_says_why(template: str, fault: str) -> None:
    with pytest.raises(TemplateFault, match=fault):
        rendered(template, ORDER)


@pytest.mark.parametrize("method", ["matches('(a|aa)+')", "split('(a|aa)+$')", "replaceAll('(a|aa)+$', '')"])
def test_a_template_whose_pattern_backtracks_fails(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular_expressions, "SECONDS", 0.05)
    with pytest.raises(TemplateFault, match=r"failed: the regular expression .* takes longer than 0\.05 s"):
        rendered(f"$input.path('$.flavour').{method}", '{"flavour": "' + "a" * 60 + 'b"}')
