"""IAM patterns for names that are assembled at run time."""

import pytest

from aslant.iam.name_patterns import pattern


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("States.Format('orders-{}', $.id)", "orders-*"),
        ("States.Format('{}/{}.json', $.a, $.b)", "*/*.json"),
        ("States.Format('{}/{}', 'https://example.com', 'pay')", "https://example.com/pay"),
        ("States.Format('{}-{}', 'fixed', $.b)", "fixed-*"),
        ("States.Format('log-{}', States.UUID())", "log-*"),
        (r"States.Format('it\'s-{}', $.id)", "it's-*"),
        (r"States.Format('a\{b\}-{}', $.id)", "a{b}-*"),
        ("{% 'glue_job' %}", "glue_job"),
        ("{% 'orders-' & $id %}", "orders-*"),
        ('{% $states.input.a & "/x/" & $b[0].c %}', "*/x/*"),
        ("{% 'arn:aws:iam::111122223333:role/bakers-' & $r %}", "arn:aws:iam::111122223333:role/bakers-*"),
        ("{% 'arn:aws:sns:' & $r & ':111122223333:orders' %}", "arn:aws:sns:*:111122223333:orders"),
        ("{% 's3://menus/' & $k %}", "s3://menus/*"),
    ],
)
def test_constant_parts_are_kept_and_the_rest_is_a_star(expression: str, expected: str) -> None:
    assert pattern(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "$.name",
        "$$.Execution.Name",
        "States.UUID()",
        "States.Format('{}-{}', $.a, $.b)",
        "{% $name %}",
        "{% $merge([{}]) %}",
        "{% 'a' & $b = 'ab' ? 'x' : 'y' %}",
        "{% $uppercase('a') & 'b' %}",
        "orders",
        "{% 'arn:aws:iam::' & $a & ':role/baker' %}",
        "{% 'arn:aws:iam::111122223333:role/' & $r %}",
        "States.Format('arn:aws:sns:{}:{}:{}', $.r, $.a, $.t)",
        "{% 'arn:aws:lambda:eu-west-1:111122223333:function:' & $f %}",
        "{% 'arn:aws:s3:::' & $bucket %}",
        "{% 'arn:' & $a %}",
        "{% 'https://' & $host & '/pay' %}",
    ],
)
def test_expressions_without_constants_or_with_other_operations_have_no_pattern(expression: str) -> None:
    assert pattern(expression) is None
