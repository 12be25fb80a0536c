"""Choice: rules and what follows them. How branches rejoin is tested in test_lowering.py."""

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


def test_a_rule_gives_its_condition_and_what_follows() -> None:
    rule = when(large, a, comment="big")
    assert isinstance(rule, Rule)
    assert (rule.condition, rule.next, rule.comment, rule.extra) == (Condition(LARGE), a, "big", {})
    read: Any = StateMachine(Choice("?", rule)).states["?"]
    assert (read.choices[0].condition, read.choices[0].next) == (Condition(LARGE), "A")


def test_a_condition_serves_many_rules() -> None:
    written(Choice("?", when(large, a), when(~large, b)))
    assert written(Choice("?", when(large, b)))["Choices"] == [{**LARGE, "Next": "B"}]


def test_what_was_given_as_otherwise_is_read() -> None:
    assert Choice("?", when(large, a), otherwise=b).otherwise == b
    assert Choice("?", when(large, a)).otherwise is None


RULES = "a Choice has at least one rule, each written when(condition, next)"
anything: Any = this.total


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Choice("?"), f"state '?': {RULES}, unlike ()"),
        (lambda: Choice("?", anything), f"state '?': {RULES}, unlike (Path('$.total'),)"),
        (
            lambda: when(anything, a),
            "when(Path('$.total'), …): a condition is a comparison such as this.total > 100, "
            "or JSONata such as '{% $states.input.total > 100 %}'",
        ),
        (
            lambda: when(large, "A"),  # type: ignore[arg-type]
            "a rule: what follows is a state or a flow, not 'A'; a jump is written Goto('Name')",
        ),
        (
            lambda: Choice("?", when(large, a), otherwise="B"),  # type: ignore[arg-type]
            "state '?': otherwise is a state or a flow, not 'B'; a jump is written Goto('Name')",
        ),
        (
            lambda: when(large, a, output="{% 1 %}"),
            "a rule mixes both query languages, comparisons of JSONPath and output of JSONata; keep to one of them",
        ),
        (
            lambda: when("{% true %}", a, assign={"n": this.total}),
            "a rule mixes both query languages, paths in assign of JSONPath and conditions in JSONata of JSONata; "
            "keep to one of them",
        ),
        (
            lambda: Choice("?", when(large, a), default="B"),  # type: ignore[call-arg]
            "state '?': default comes from how states are joined: with >>, .end(), when(…, next), otherwise or "
            "Goto('Name')",
        ),
        (
            lambda: when(large, a, coment="big"),  # type: ignore[call-arg]
            "a rule has no field 'coment'; did you mean 'comment'?",
        ),
    ],
)
def test_what_is_no_choice_is_refused(build: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message
