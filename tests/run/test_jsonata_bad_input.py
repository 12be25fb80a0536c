"""Any JSON in place of any part of a workflow in JSONata gives an Execution or a clear error."""

from __future__ import annotations

import copy
import random
from typing import Any

from aslant.errors import AslantError
from aslant.run import run
from tests.run.jsonata import jsonata, work
from tests.run.machines import machine, only
from tests.run.test_bad_input import places

JUNK: list[Any] = [
    *(None, True, -1, 1.5, 1e300, 10**30, "", "x", "{% 1 %}", "{%", "{% %}", "{% $states %}", "{% $x[ %}", "\ud800"),
    *("{% $states.input.* %}", "{% $$ %}", "{% $f(1)(2) %}", "{% -$states.input %}", "{% '\ud800' %}"),
    *([], {}, [1], {"a": 1}),
]

KITCHEN = jsonata(
    {
        "Pass": {"Output": {"a": "{% $states.input %}", "b": ["{% 1 %}"]}, "Assign": {"x": "{% $states.input %}"}},
        "Task": work(
            Arguments={"a": "{% $states.input.a %}"},
            Output="{% $states.result %}",
            TimeoutSeconds="{% 5 %}",
            Retry=[{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}],
            Catch=[{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "Choice"}],
        ),
        "Choice": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $exists($states.input) %}", "Output": {"n": 1}, "Next": "Wait"}],
            "Default": "Fail",
        },
        "Wait": {"Type": "Wait", "Seconds": "{% $states.input.n %}"},
        "Parallel": {"Type": "Parallel", "Arguments": "{% [$states.input] %}", "Branches": [only()]},
        "Map": {
            "Type": "Map",
            "Items": "{% $states.input %}",
            "MaxConcurrency": "{% 2 %}",
            "ItemSelector": {"v": "{% $states.context.Map.Item.Value %}"},
            "ItemProcessor": machine({"In": {"Output": "{% $states.input.v %}"}}),
        },
        "Succeed": {"Type": "Succeed", "Output": "{% $states.input %}"},
        "Fail": {"Type": "Fail", "Error": "{% 'e' %}", "Cause": "why"},
    }
)


def test_anything_anywhere_gives_an_execution_or_a_clear_error() -> None:
    for path in places(KITCHEN):
        for junk in JUNK:
            definition = copy.deepcopy(KITCHEN)
            container: Any = definition
            for key in path[:-1]:
                container = container[key]
            container[path[-1]] = junk
            answers = random.Random(repr((path, junk)))  # noqa: S311
            try:
                execution = run(definition, answers.choice(JUNK), tasks={"work": answers.choice(JUNK)})
            except AslantError:
                continue
            assert execution.status in ("SUCCEEDED", "FAILED", "TIMED_OUT")
            assert [dict(event) for event in execution.history][-1]["type"].startswith("Execution")
