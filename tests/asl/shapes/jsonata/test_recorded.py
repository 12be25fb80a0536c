"""The JSONata of AWS's recordings: it evaluates within its inferred shape, and nothing sound in it is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.jsonata import infer
from aslant.asl.shapes.shape import UNKNOWN
from aslant.asl.shapes.templates import expression_of
from aslant.asl.shapes.values import shape_of_value
from aslant.run.data.jsonata_query import Query, QueryProblem
from tests.asl.shapes.membership import contains
from tests.corpus import CORPUS, MISSING
from tests.run.recorded import language, play, recorded, unusable

pytest.importorskip("jlens", reason="jlens is not installed")
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)


def expressions(definition: Any) -> Iterator[str]:
    """Yield the JSONata of a definition."""
    waiting = [definition]
    while waiting:
        value = waiting.pop()
        source = expression_of(value)
        if source is not None:
            yield source
        elif isinstance(value, dict | list):
            waiting.extend(value.values() if isinstance(value, dict) else value)


def test_nothing_is_reported_about_unknown_data() -> None:
    found = []
    number = 0
    for path in sorted((CORPUS / "valid").glob("*.json")):
        for source in expressions(json.loads(path.read_text())):
            number += 1
            infer(source, Environment(UNKNOWN, UNKNOWN, UNKNOWN), lambda *report, at=source: found.append((at, report)))
    assert found == []
    assert number > 250


def test_recorded_executions_evaluate_within_the_inferred_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = Query.evaluate
    wrong: list[object] = []
    number = 0

    def compare(query: Query, states: Mapping[str, Any], fiber: Any) -> Any:
        nonlocal number
        number += 1
        shapes = {name: shape_of_value(value) for name, value in states.items()}
        variables = {name: shape_of_value(value) for name, value in fiber.variables.items()}
        environment = Environment(
            shapes.get("input", UNKNOWN), shapes.get("result"), shapes.get("errorOutput"), UNKNOWN, variables
        )
        reports: list[tuple[str, str, str]] = []
        shape = infer(query._text, environment, lambda *report: reports.append(report))
        try:
            value = evaluate(query, states, fiber)
        except QueryProblem as problem:
            if "returned nothing" in str(problem) and shape.missing is False:
                wrong.append((query._text, problem))
            raise
        if reports or not contains(shape, value):
            wrong.append((query._text, value, shape, reports))
        return value

    monkeypatch.setattr(Query, "evaluate", compare)
    for row in recorded():
        if language(row) == "JSONata" and not unusable(row):
            play(row)
    assert wrong == []
    assert number > 80
