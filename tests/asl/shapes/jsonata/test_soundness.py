"""The inference against the evaluator: a value has the inferred shape, and an error is reported only if it fails."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from aslant.asl.shapes.environment import Environment, ignore
from aslant.asl.shapes.jsonata import infer, narrow
from aslant.asl.shapes.shape import Shape
from aslant.asl.shapes.text import shape_text
from tests.asl.shapes.jsonata.expressions import Expressions, random_type
from tests.asl.shapes.membership import contains
from tests.run.jsonata import evaluated

pytest.importorskip("jlens", reason="jlens is not installed")

NOTHING = object()
FAILED = object()


def value_of(expression: str, input: Any) -> Any:
    """Return the value of an expression, `NOTHING` or `FAILED`."""
    execution = evaluated(expression, input)
    if execution.status == "SUCCEEDED":
        return execution.output
    assert execution.error == "States.QueryEvaluationError", execution
    return NOTHING if (execution.cause or "").endswith("returned nothing (undefined).") else FAILED


def is_inside(shape: Shape, value: Any) -> bool:
    """Return whether a shape allows the outcome of an expression."""
    if value is FAILED or value == "NaN":
        return True
    return shape.missing is not False if value is NOTHING else contains(shape, value)


def shown(expression: str, data: Shape, input: Any, *others: object) -> str:
    """Return everything about a failed comparison."""
    return "\n".join([expression, shape_text(data, 9), json.dumps(input), *map(str, others)])


@pytest.mark.parametrize("seed", range(8))
def test_a_value_has_the_inferred_shape(seed: int) -> None:
    source = random.Random(seed)  # noqa: S311
    for _ in range(100):
        data, expression = random_type(source), Expressions(source).any()
        shape = infer(expression, Environment(data.shape), ignore)
        for _ in range(2):
            input = data.sample(source)
            assert contains(data.shape, input)
            value = value_of(expression, input)
            assert is_inside(shape, value), shown(expression, data.shape, input, value, shape_text(shape, 9))


@pytest.mark.parametrize("seed", range(8))
def test_an_error_is_reported_only_if_an_expression_always_fails(seed: int) -> None:
    source = random.Random(1000 + seed)  # noqa: S311
    for _ in range(100):
        data, expression = random_type(source, nonempty=True), Expressions(source, strict=True).any()
        reports: list[tuple[str, str, str]] = []
        infer(expression, Environment(data.shape), lambda *report, found=reports: found.append(report))
        if any(severity == "ERROR" for severity, *_ in reports):
            for _ in range(3):
                input = data.sample(source)
                value = value_of(expression, input)
                assert value in (FAILED, NOTHING), shown(expression, data.shape, input, value, reports)


@pytest.mark.parametrize("seed", range(8))
def test_data_for_which_a_condition_holds_remains_in_the_environment(seed: int) -> None:
    source = random.Random(2000 + seed)  # noqa: S311
    for _ in range(100):
        data, condition = random_type(source), Expressions(source).condition()
        for _ in range(3):
            input = data.sample(source)
            value = value_of(f"$boolean({condition})", input)
            if type(value) is bool or value is NOTHING:
                found = narrow(condition, Environment(data.shape), value is True)
                assert found is not None, shown(condition, data.shape, input, value)
                assert contains(found.input, input), shown(condition, data.shape, input, shape_text(found.input, 9))
