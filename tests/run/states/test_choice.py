"""Choice."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import run
from tests.run.machines import machine, only


def choice(*rules: dict[str, Any], **fields: Any) -> dict[str, Any]:
    ends: dict[str, dict[str, Any]] = {name: {"End": True} for name in ("First", "Second", "Other")}
    return machine({"Which?": {"Type": "Choice", "Choices": list(rules), **fields}, **ends})


FIRST = {"Variable": "$.n", "NumericEquals": 1, "Next": "First"}
SECOND = {"Variable": "$.n", "NumericLessThan": 3, "Next": "Second"}


@pytest.mark.parametrize(("n", "state"), [(1, "First"), (2, "Second"), (3, "Other")])
def test_the_first_rule_that_holds_decides(n: int, state: str) -> None:
    execution = run(choice(FIRST, SECOND, Default="Other"), {"n": n})
    assert execution.visited == ["Which?", state]
    assert execution.output == {"n": n}


def test_without_a_default_no_match_is_a_failure() -> None:
    execution = run(choice(FIRST), {"n": 5})
    assert (execution.status, execution.error) == ("FAILED", "States.NoChoiceMatched")
    assert execution.cause == (
        "An error occurred while executing the state 'Which?' (entered at the event id #2). "
        "Failed to transition out of the state. The state does not point to a next state."
    )
    assert [event.type for event in execution.history] == ["ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed"]


def test_its_paths_select_what_is_compared_and_what_goes_on() -> None:
    definition = choice(FIRST, InputPath="$.a", OutputPath="$.b")
    assert run(definition, {"a": {"n": 1, "b": 7}}).output == 7


def test_the_rule_taken_assigns_its_variables_and_the_default_those_of_the_state() -> None:
    rules = [{**FIRST, "Assign": {"v": "rule"}}]
    definition = choice(*rules, Default="Other", Assign={"v.$": "$.n"})
    for state in ("First", "Other"):
        definition["States"][state]["Parameters"] = {"v.$": "$v"}
    assert [run(definition, {"n": n}).output["v"] for n in (1, 2)] == ["rule", 2]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, "Choices must be an array with at least one rule"),
        ({"Choices": []}, "Choices must be an array with at least one rule"),
        (
            {"Choices": [{**FIRST, "Next": "Onli"}]},
            "Choices[0]: the next state 'Onli' does not exist. Did you mean 'Only'?",
        ),
        (
            {"Choices": [{**FIRST, "Next": "Only"}, {"Next": "Only"}]},
            "Choices[1]: a Choice rule must have one operator",
        ),
        ({"Choices": [{**FIRST, "Next": "Only"}], "Default": 5}, "the next state 5"),
    ],
)
def test_a_wrong_choice_is_refused(fields: dict[str, Any], rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(only("Choice", **fields), {"n": 1})
    assert str(refused.value).startswith(f"state 'Only': {rule}")
