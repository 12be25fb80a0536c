"""The faults of JSONata, each with our rule and AWS's message."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_errors import expression_fault
from aslant.grammar.jsonata_reader import read


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("2.50", "2.5"),
        ("10", "10"),
        ("null", "null"),
        ("'a'", '"a"'),
        ("`a b`", '"a b"'),
        ("$x", '"x"'),
        ("..", '".."'),
    ],
)
def test_a_fault_shows_what_is_written_to_people_and_json_as_aws_does(written: str, token: str) -> None:
    fault = expression_fault("S0202", f"({written}", 1, written, ")")
    assert str(fault) == (
        f"the expression {f'({written}'!r} is wrong at character 2: `)` is missing before `{written}`"
    )
    assert fault.reported == f'Expected ")", got {token}'


def test_what_is_long_is_cut() -> None:
    assert expression_fault("S0201", "", 0, "a" * 31).rule == f"an operator is missing before `{'a' * 30}…`"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        # Recorded on AWS.
        ("a[1,2)", 'Expected "]", got ","'),
        ('"unterminated ', "String literal must be terminated by a matching quote"),
        ("1 + ", "Unexpected end of expression"),
        ('{"a":}', 'The symbol "}" cannot be used as a unary operator'),
        ("$x := ", "Unexpected end of expression"),
        ('$match("a", /abc ', "No terminating / in regular expression"),
        ("phone %.other", 'The symbol "." cannot be used as a unary operator'),
        ("  ", "Unexpected end of expression"),
        # Of the reference implementation.
        ("(1 ", 'Expected ")" before end of expression'),
        ("1e400", 'Number out of range: "1e400"'),
        ("1 2.50", "Syntax error: 2.5"),
        ("1 true", "Syntax error: true"),
        ("1 'a'", 'Syntax error: "a"'),
        ("a $x", 'Syntax error: "x"'),
        ("!a", 'Unknown operator: "!"'),
        ("'\\x'", 'Unsupported escape sequence: \\"x"'),
        ("a.-1", "The literal value -1 cannot be used as a step within a path expression"),
        ("a@b", 'The right side of "@" must be a variable name (start with $)'),
        ("function($x, y){1}", "Parameter 2 of function definition must be a variable name (start with $)"),
    ],
)
def test_a_fault_tells_what_aws_reports(text: str, reported: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        read(text)
    assert refused.value.reported == reported
