"""The faults of JSONata, each with our rule."""

from __future__ import annotations

import pytest

from aslant.grammar.faults import expression_fault


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
        f"the expression {f'({written}'!r} is wrong at character 2: `)` is missing; `{written}` stands in its place"
    )
    assert fault.reported == f'Expected ")", got {token}'


def test_what_is_long_is_cut() -> None:
    assert expression_fault("S0201", "", 0, "a" * 31).rule == f"an operator is missing before `{'a' * 30}…`"
