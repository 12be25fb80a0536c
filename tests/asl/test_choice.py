"""Tests for Choice and its rules. How branches rejoin is tested in test_lowering.py."""

from typing import Any

import pytest

from aslant.asl import Choice, Condition, Fail, Goto, Pass, Rule, StateMachine, this, when
from aslant.errors import DefinitionError

a, b = Pass("A"), Pass("B")
large = this.total > 100
LARGE = {"Variable": "$.total", "NumericGreaterThan": 100}


def written(choice: Any) -> dict[str, Any]:
    state: dict[str, Any] = StateMachine(choice).to_dict()["States"]["?"]
    return state


def test_a_choice_is_written_as_asl() -> None:
    choice = Choice(
        "?",
        when(large & this.fresh.is_true(), a, comment="big", assign={"size": this.total}),
        when(~large, b >> Goto("?")),
        otherwise=Fail("Stop"),
        comment="which",
        input_path=this.order,
        output_path=None,
    )
    assert written(choice) == {
        "Type": "Choice",
        "Comment": "which",
        "InputPath": "$.order",
        "OutputPath": None,
        "Choices": [
            {
                "And": [LARGE, {"Variable": "$.fresh", "BooleanEquals": True}],
                "Comment": "big",
                "Assign": {"size.$": "$.total"},
                "Next": "A",
            },
            {"Not": LARGE, "Next": "B"},
        ],
        "Default": "Stop",
    }


@pytest.mark.parametrize("condition", ["{% $states.input.total > 100 %}", True])
def test_a_condition_may_be_jsonata(condition: Any) -> None:
    choice = Choice("?", when(condition, a, output="{% $states.input %}"), assign={"n": "{% 1 %}"}, output=2)
    assert StateMachine(choice, query_language="JSONata").to_dict()["States"]["?"] == {
        "Type": "Choice",
        "Assign": {"n": "{% 1 %}"},
        "Output": 2,
        "Choices": [{"Condition": condition, "Output": "{% $states.input %}", "Next": "A"}],
    }
    assert choice.choices[0].condition == condition


def test_a_rule_has_a_condition_and_a_next() -> None:
    rule = when(large, a, comment="big")
    assert isinstance(rule, Rule)
    assert (rule.condition, rule.next, rule.comment, rule.extra) == (Condition(LARGE), a, "big", {})
    read: Any = StateMachine(Choice("?", rule)).states["?"]
    assert (read.choices[0].condition, read.choices[0].next) == (Condition(LARGE), "A")


def test_a_condition_can_be_used_in_several_rules() -> None:
    written(Choice("?", when(large, a), when(~large, b)))
    assert written(Choice("?", when(large, b)))["Choices"] == [{**LARGE, "Next": "B"}]


def test_otherwise_can_be_read() -> None:
    assert Choice("?", when(large, a), otherwise=b).otherwise == b
    assert Choice("?", when(large, a)).otherwise is None


RULES = "a Choice needs at least one rule, each written when(condition, next)"
anything: Any = this.total


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Choice("?"), f"state '?': {RULES}, not ()"),
        (lambda: Choice("?", anything), f"state '?': {RULES}, not (Path('$.total'),)"),
        (
            lambda: when(anything, a),
            "when(Path('$.total'), …): a condition must be a comparison such as this.total > 100, or JSONata such as "
            "'{% $states.input.total > 100 %}'",
        ),
        (
            lambda: when(large, "A"),  # type: ignore[arg-type]
            "a rule: next must be a state or a flow, not 'A'. Write a jump as Goto('Name').",
        ),
        (
            lambda: Choice("?", when(large, a), otherwise="B"),  # type: ignore[arg-type]
            "state '?': otherwise must be a state or a flow, not 'B'. Write a jump as Goto('Name').",
        ),
        (
            lambda: when(large, a, output="{% 1 %}"),
            "a rule mixes both query languages: comparisons (JSONPath) and output (JSONata). Use only one of them.",
        ),
        (
            lambda: when("{% true %}", a, assign={"n": this.total}),
            "a rule mixes both query languages: paths in assign (JSONPath) and conditions in JSONata (JSONata). Use "
            "only one of them.",
        ),
        (
            lambda: Choice("?", when(large, a), default="B"),  # type: ignore[call-arg]
            "state '?': default is set by how states are joined: use >>, .end(), when(…, next), otherwise or "
            "Goto('Name')",
        ),
        (
            lambda: when(large, a, coment="big"),  # type: ignore[call-arg]
            "a rule has no field 'coment'. Did you mean 'comment'?",
        ),
    ],
)
def test_an_invalid_choice_is_refused(build: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message
