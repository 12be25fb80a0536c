"""Another query language needs no change in the states; it is only registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from aslant.run import language, run
from aslant.run.data.jsonpath import JsonPath
from aslant.run.fiber import Fiber
from tests.run.machines import machine


class Shouting(JsonPath):
    """JSONPath, but Output is a string that is shouted."""

    def data_flow(self, definition: Mapping[str, Any], *, template: str | None = None, place: str = "") -> Any:
        return Shout(definition["Output"])


class Shout:
    def __init__(self, text: str) -> None:
        self.text = text

    def arguments(self, data: Any, fiber: Fiber) -> Any:
        return data

    def result(self, raw: Any, fiber: Fiber) -> Any:
        return raw

    def output(self, data: Any, result: Any, fiber: Fiber) -> Any:
        return f"{self.text.upper()} {result}"

    def variables(self, data: Any, result: Any, fiber: Fiber) -> dict[str, Any] | None:
        return {"heard": self.text}


@pytest.fixture(autouse=True)
def shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_LANGUAGES", dict(language._LANGUAGES))
    language.register("Shouting", Shouting())


def test_states_of_two_languages_work_together() -> None:
    definition = machine(
        {"A": {"QueryLanguage": "Shouting", "Output": "hey"}, "B": {"Parameters": {"h.$": "$heard", "in.$": "$"}}}
    )
    assert run(definition, 5).output == {"h": "hey", "in": "HEY 5"}


def test_states_without_a_language_have_that_of_the_machine() -> None:
    inner = machine({"C": {"Output": "inner"}})
    states: dict[str, dict[str, Any]] = {
        "A": {"Type": "Parallel", "Branches": [inner], "QueryLanguage": "JSONPath"},
        "B": {"Output": "b"},
    }
    assert run(machine(states, QueryLanguage="Shouting"), 1).output == "B ['INNER 1']"
