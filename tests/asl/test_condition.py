"""Tests for conditions and the operators `&`, `|` and `~`."""

from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import Condition, all_of, any_of, this
from aslant.errors import DefinitionError

a, b, c = this.a > 1, this.b == "x", this.c.is_null()
A = {"Variable": "$.a", "NumericGreaterThan": 1}
B = {"Variable": "$.b", "StringEquals": "x"}
C = {"Variable": "$.c", "IsNull": True}


@pytest.mark.parametrize(
    ("condition", "document"),
    [
        (a, A),
        (a & b, {"And": [A, B]}),
        (a | b, {"Or": [A, B]}),
        (~a, {"Not": A}),
        (~~a, {"Not": {"Not": A}}),
        (a & b & c, {"And": [{"And": [A, B]}, C]}),
        (a & (b & c), {"And": [A, {"And": [B, C]}]}),
        (a | b & ~c, {"Or": [A, {"And": [B, {"Not": C}]}]}),
        (all_of(a, b, c), {"And": [A, B, C]}),
        (any_of(a, b, c), {"Or": [A, B, C]}),
        (all_of(a), {"And": [A]}),
        (Condition(A), A),
    ],
)
def test_a_condition_keeps_its_nesting(condition: Condition, document: dict[str, Any]) -> None:
    assert condition.to_dict() == document
    assert condition == Condition(document)
    assert repr(condition) == f"Condition({document!r})"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: bool(a),
        lambda: a and b,
        lambda: a or b,
        lambda: not a,
        lambda: 1 < this.a < 3,
        lambda: 1 if a else 2,
        lambda: any([a, b]),
    ],
)
def test_python_cannot_evaluate_a_condition(ask: Callable[[], object]) -> None:
    with pytest.raises(DefinitionError) as refused:
        ask()
    assert str(refused.value) == (
        "Step Functions evaluates a condition, not Python. Join conditions with & | ~ and parentheses instead of and, "
        "or, not, if or a < b < c."
    )


@pytest.mark.parametrize(("other", "shown"), [(this.flag, "Path('$.flag')"), (True, "True"), (B, repr(B))])
@pytest.mark.parametrize("join", [lambda one, two: one & two, lambda one, two: one | two, all_of, any_of])
def test_only_conditions_can_be_joined(join: Callable[..., object], other: object, shown: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        join(a, other)
    assert str(refused.value) == (
        f"{shown} is not a condition. Write a comparison in parentheses, such as (this.total > 100)."
    )


@pytest.mark.parametrize(("join", "word"), [(all_of, "And"), (any_of, "Or")])
def test_all_of_and_any_of_need_a_condition(join: Callable[[], Condition], word: str) -> None:
    with pytest.raises(DefinitionError, match=f"^{word} needs at least one condition$"):
        join()


def test_a_condition_shares_no_data_with_its_source_or_its_dict() -> None:
    document = {"And": [dict(A)]}
    condition = Condition(document)
    document["And"].append(dict(B))
    condition.to_dict()["And"].append(B)
    assert condition == Condition({"And": [A]})


def test_different_conditions_are_not_equal() -> None:
    assert a != b
    assert (this.a == 1) != (this.a == True)  # noqa: E712
    assert (this.a == 1) == (this.a == 1.0)


def test_a_condition_nested_ten_thousand_deep_is_copied_and_compared() -> None:
    one, two = a, a
    for _ in range(10_000):
        one, two = ~one, ~two
    assert one == two
    assert Condition(one.to_dict()) == one
