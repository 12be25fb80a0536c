"""The language of mapping templates. A star marks cases that the tests of localstack/airspeed recorded from AWS."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.local.apigateway.rest.evaluation import Evaluation, TemplateFault
from aslant.local.apigateway.rest.java import JsonArray
from aslant.local.apigateway.rest.velocity import compile_template


def evaluated(template: str, **variables: Any) -> str:
    return Evaluation(variables).run(compile_template(template))


TEXTS = [
    ("<html></html>", "<html></html>"),  # *
    ("Hello $ ", "Hello $ "),  # *
    ("Hello $name", "Hello "),  # * a reference without a value is empty
    ("Hello $!name", "Hello "),  # *
    ("Hello ${name}.", "Hello ."),
    ("$5", "$5"),
    ('#13ff93 # "#"', '#13ff93 # "#"'),  # *
    (r"\$name \#if", "$name #if"),
    ("## comment\nStuff\nMore## more $blah", "Stuff\nMore"),  # *
    ("Stuff#*\n more *#\n and more", "Stuff\n and more"),  # *
    ("a #stop b", "a "),  # *
    ("#macro(twice $x)$x$x#end#twice(1)", "#twice(1)"),  # * macros do nothing
    ("#set($x = 1)#evaluate($x)#return($x)", "#evaluate($x)#return($x)"),  # *
    ("#define($hello)hi#end$hello()$hello", "hi()hi"),  # *
    ("#define($f)$ctx#end#set($ctx = 'foo')$f #set($ctx = 'bar')$f", "foo bar"),  # *
    ("Grüße ☃", "Grüße ☃"),  # *
    ("'\\{\n%\\5'", "'\\{\n%\\5'"),  # *
    ("#[[ $name #set($x = 1) ## #end ]]#.", " $name #set($x = 1) ## #end ."),
    ("#[[a\nb]]##[[c]]#", "a\nbc"),
    ("#[[ $word", "#[[ Nota"),
    ("# [[ $word ]] #", "# [[ Nota ]] #"),
    ("#[x] #(y)", "#[x] #(y)"),
    ("# $word, #$word, #/$word", "# Nota, #Nota, #/Nota"),
    (r"# \$word", "# $word"),
    ("a#break b", "a"),
    ("#breakfast #{break}x", "#breakfast "),
]

VALUES = [
    ("#set($v = true)$v", "true"),  # *
    ("#set($v = 10)$v", "10"),  # *
    ('#set($v = "\\\\batman")$v', "\\\\batman"),  # * a backslash is a backslash
    ("#set($v = '{\"a\": 2}')$v", '{"a": 2}'),  # *
    ('#set($v = "{""a"": 2}")$v', '{"a": 2}'),  # *
    ('#set($n = "Steve")#set($v = "hello, $n")$v', "hello, Steve"),  # *
    ('#set($n = "Steve")#set($v = "hello, \\$n")$v', "hello, $n"),  # *
    ("#set($v = '$n')$v", "$n"),
    ("#set($v = \"\")#set($w = '').$v.$w.", "..."),  # *
    ('#set($v = "a,\nb")$v', "a,\nb"),
    ("#set($v = {})$v", "{}"),  # *
    ('#set($v = {"dog": "cat", "horse": 15})$v.dog', "cat"),  # *
    ("#set($v = {'k1': 'v1', 'k2': [1, 'a']})$v.toString()", "{k1=v1, k2=[1, a]}"),
    ("#set($v = {})#set($k = 'bar')#set($v[$k] = 'foo')$v", "{bar=foo}"),  # *
    ("#set($v = ['one', 'two'])#set($i = 1)#set($v[$i] = 'foo')$v", "[one, foo]"),  # *
    ("#set($v = {'x': {}})#set($v.x.y = 1)$v $v.x.y", "{x={y=1}} 1"),
    ("#set($nothing.x.y = 1)[$nothing]", "[]"),
    ("#set($v = 'text')#set($v.x = 1)$v", "text"),
    ("#set($v = {})$v.put('k', 1)#set($w = $v.put('k', 2))$w $v.k", "1 2"),  # *
    ('#set($v = {})#set($w = $v.put(\'k\', null))#if("$v.k" == "")none#end', "none"),  # *
    ("#set($v = [1])#set($w = $v.add('a'))$v", "[1, a]"),  # *
    ("#set($v = [[1, 2], [3]])$v[0][1] $v.get(1).get(0)", "2 3"),
    ("$a.b.c['foo:bar']", "baz"),  # *
    ("$a[ 'b' ].c.size()", "1"),
    ("[$a.b.none] [$a.none.deeper()] [$a.b.none()] [$a()]", "[] [] [] []"),
    ("[$word.size] [$word.length('too', 'many')]", "[] []"),
    ("$word.substring(1, 3).toUpperCase()", "OT"),
    ("$list", '[1,{"a":"b"}]'),
    ("$list[-1].a $list[-2]", "b 1"),
    ("#set($v = [1, 2, 3])#set($v[-1] = 4)$v", "[1, 2, 4]"),
    ("#set($v = [1..3])$v $v.size() $v[-1] $v.contains(2)", "[1, 2, 3] 3 3 true"),
    ("#set($v = [2..-1])$v", "[2, 1, 0, -1]"),
    ("#set($v = [1..3])#set($ok = $v.add(9))$v", "[1, 2, 3, 9]"),
    ("#set($v = [1..$word])[$v]", "[]"),
    ("#{set}($v = 1)#{if}($v == 1)one#{else}two#{end}", "one"),
    ("#{foreach}($i in [1, 2])$i#{end}#{stop}x", "12"),
    ("#{define}($v)a#{end}$v", "a"),
]

ARITHMETIC = [
    ("5 + 4", "9"),  # *
    ("5 * 4 - 2", "18"),  # *
    ("2 + 5 * 4", "22"),  # *
    ("10 - 4 - 3", "3"),
    ("3 % 2", "1"),  # *
    ("7 / 2", "3"),
    ("-7 / 2", "-3"),
    ("-7 % 2", "-1"),
    ("100.0 / 50", "2.0"),  # *
    ("7.5 % 2", "1.5"),
    (".5*.1", "0.05"),  # *
    ("4 > 2 + 5", "false"),  # *
    ("5 + 4 > 2", "true"),  # *
    ("(5 + 4) > 2", "true"),  # *
    ("'a' + 1", "a1"),
    ("1 + 'a' + true", "1atrue"),
    ("1 / 0", ""),
    ("1 % 0", ""),
    ("true + 1", ""),
]

TRUE = [
    "true",
    "$undefined",  # *
    "${a.b.none}",  # *
    "$!undefined",  # *
    "''",
    "0",
    "$list",
    "!$no",  # *
    "$no || $undefined",
    "$no or true",  # *
    "true && $undefined",
    "$undefined == ''",
    "1 == 1.0",
    "1 == '1'",
    "true == 'true'",
    "$word == 'Nota'",
    "'a' != 'b'",
    "2 gt 1 && 1 lt 2 && 2 ge 2 && 2 le 2 && 1 eq 1 && 1 ne 2",
    "(1 == 1) && (2 == 2)",  # *
    "not $no",  # *
    "$a.containsKey('b')",
]
FALSE = [
    "false",
    "$no",
    "(($no))",  # *
    "!$undefined",  # *
    "!true || $no",
    "true and $no",  # *
    "!$no && !true",  # *
    "1 != '1'",
    "1 > 1",
    "'a' > 'b'",
    "true >= 1",
    "'1' == 1.0",
]

LOOPS = [
    ("#foreach($i in [1..5])$i,#end", "1,2,3,4,5,"),  # *
    ("#set($r = [2..-2])#foreach($i in $r)$i,#end", "2,1,0,-1,-2,"),  # *
    ("#foreach($i in [1, 2])$i.#if($foreach.hasNext)yes#end,#end", "1.yes,2.,"),  # *
    ("#foreach($i in [1, 2])$velocityCount#if($velocityHasNext);#end#end", "1;2"),  # *
    (
        "#foreach($i in ['a', 'b'])$foreach.index$foreach.count$foreach.first$foreach.last #end",
        "01truefalse 12falsetrue ",
    ),
    ("#foreach($i in $nothing)foo#end", ""),  # *
    ("#foreach($i in $word)foo#end", ""),
    ("#foreach($i in {'a': 1, 'b': 2})$i,#end", "1,2,"),
    ("#set($m = {'a': 1})#foreach($e in $m.entrySet())$e.key=$e.getValue()#end", "a=1"),
    ("#set($i = 1)$i,#foreach($i in [2, 3])$i,#set($i = $i)#end$i", "1,2,3,1"),  # *
    ("#set($v = 1)#foreach($i in [2, 3])$v,#set($v = $i)#end$v", "1,2,3"),  # *
    ("#foreach($j in [1, 2])#foreach($i in [3, 4])$foreach.count,#end$foreach.count|#end", "1,2,1|1,2,2|"),  # *
    ("#define($x)$foreach.index#end#foreach($i in [1, 2])$x#end", "01"),  # *
    ("#foreach($i in [1])$i#end[$i]", "1[]"),  # *
    ("#foreach($i in [1..9])#if($i == 3)#break#end$i,#end|$i", "1,2,|"),
    ("#foreach($i in [1, 2])#foreach($j in [1, 2])$i$j,#break#end;#end", "11,;21,;"),
    ("#define($x)a#break b#end#foreach($i in [1, 2])$x,#end", "a,a,"),
]
VARIABLES: dict[str, Any] = {
    "a": {"b": {"c": {"foo:bar": "baz"}}},
    "list": JsonArray([1, {"a": "b"}]),
    "no": False,
    "word": "Nota",
}


@pytest.mark.parametrize(("template", "text"), [*TEXTS, *VALUES])
def test_a_template_has_an_output(template: str, text: str) -> None:
    assert evaluated(template, **VARIABLES) == text


@pytest.mark.parametrize(("expression", "text"), ARITHMETIC)
def test_an_expression_has_a_value(expression: str, text: str) -> None:
    assert evaluated(f"#set($v = {expression})$v") == text


@pytest.mark.parametrize("condition", TRUE)
def test_a_condition_holds(condition: str) -> None:
    assert evaluated(f"#if({condition})yes#{{else}}no#end", **VARIABLES) == "yes"


@pytest.mark.parametrize("condition", FALSE)
def test_a_condition_does_not_hold(condition: str) -> None:
    assert evaluated(f"#if({condition})yes#{{else}}no#end", **VARIABLES) == "no"


@pytest.mark.parametrize(
    ("first", "second", "text"), [(True, True, "one"), (False, True, "two"), (False, False, "three")]
)
def test_the_first_branch_whose_condition_holds_is_used(first: bool, second: bool, text: str) -> None:
    for elseif in ("#elseif", "#{elseif}"):
        template = f"#if($first)one{elseif}($second)two#{{else}}three#end"
        assert evaluated(template, first=first, second=second) == text


def test_without_an_else_no_branch_is_used() -> None:
    assert evaluated("[#if(false)one#end]") == "[]"


@pytest.mark.parametrize(("template", "text"), LOOPS)
def test_a_loop_iterates_over_a_list_or_the_values_of_a_map(template: str, text: str) -> None:
    assert evaluated(template, **VARIABLES) == text


def test_a_range_that_is_too_long_is_refused() -> None:
    assert evaluated("#set($v = [1..100000])$v.size()") == "100000"
    with pytest.raises(TemplateFault, match=r"^\[0\.\.100000\] must not have more than 100000 numbers$"):
        evaluated("#set($v = [0..100000])")
