"""Machines as statements: their names, their order, and the parts that are written as data."""

import json
from itertools import pairwise
from textwrap import dedent
from typing import Any

import pytest

from aslant.asl import StateMachine, to_python
from aslant.asl.comparing.difference import diff


def body(document: dict[str, Any]) -> str:
    """Return the source without docstring and imports, after executing it to the same definition."""
    source = to_python(document)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102
    assert isinstance(names["machine"], StateMachine)
    assert not diff(document, names["machine"].to_dict())
    return source.partition("\nfrom aslant.asl import ")[2].partition("\n\n")[2]


def machine(*states: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a chain of states, each named by its Name."""
    named = [(state["Name"], {key: value for key, value in state.items() if key != "Name"}) for state in states]
    for (_, state), (following, _) in pairwise(named):
        if state["Type"] != "Choice":
            state["Next"] = following
    if named[-1][1]["Type"] not in ("Succeed", "Fail", "Choice"):
        named[-1][1]["End"] = True
    return {"StartAt": named[0][0], "States": dict(named), **members}


PAY = {"Name": "Pay", "Type": "Task", "Resource": "${pay}"}
RETRY = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}]


BOTH = {"Name": "Both", "Type": "Parallel"}
BAKE = {**PAY, "Name": "Bake"}
CATCH = [{"ErrorEquals": ["Card.Refused", "Card.Lost"], "ResultPath": "$.error", "Next": "Pay"}]
EACH = {
    "Name": "Each",
    "Type": "Map",
    "ItemsPath": "$.lines",
    "ItemSelector": {"number.$": "$$.Map.Item.Index", "order.$": "$.order"},
    "ItemProcessor": machine(PAY, ProcessorConfig={"Mode": "INLINE"}),
}
ASK = {
    "Name": "Ask",
    "Type": "Choice",
    "Choices": [{"Condition": "{% $n > 1 %}", "Next": "Pay", "Assign": {"a": 1}, "Comment": "c"}],
    "Default": "Pay",
}
ODD = {"Name": "Odd", "Type": "Pass", "Unknown": 1}


@pytest.mark.parametrize(
    ("document", "source"),
    [
        pytest.param(
            machine(PAY, Comment="Pay", TimeoutSeconds=5, Version="1.0"),
            """
            pay = Task("Pay", "pay")

            machine = StateMachine(pay, comment="Pay", timeout_seconds=5, version="1.0")
            """,
            id="members of the machine",
        ),
        pytest.param(
            machine({**PAY, "Retry": RETRY, "Catch": CATCH}),
            """
            pay = Task(
                "Pay",
                "pay",
                retry=Retry("States.ALL", max_attempts=2),
                catch=Catch(["Card.Refused", "Card.Lost"], Goto("Pay"), result_path=this.error),
            )

            machine = StateMachine(pay)
            """,
            id="retriers and catchers",
        ),
        pytest.param(
            machine({**PAY, "Retry": RETRY}, {**BAKE, "Retry": RETRY}, {**PAY, "Name": "Once", "Retry": []}),
            """
            retry_all = Retry("States.ALL", max_attempts=2)
            pay = Task("Pay", "pay", retry=retry_all)
            bake = Task("Bake", "pay", retry=retry_all)
            once = Task("Once", "pay", retry=[])

            machine = StateMachine(pay >> bake >> once)
            """,
            id="retriers that states share",
        ),
        pytest.param(
            machine({**BOTH, "Branches": [machine(PAY), machine(BAKE, Comment="the second")]}),
            """
            pay = Task("Pay", "pay")
            bake = Task("Bake", "pay")
            bake_branch = StateMachine(bake, comment="the second")
            both = Parallel("Both", pay, bake_branch)

            machine = StateMachine(both)
            """,
            id="branches",
        ),
        pytest.param(
            machine(EACH),
            """
            pay = Task("Pay", "pay")
            each = Map(
                "Each",
                pay,
                items_path=this.lines,
                item_selector={"number": context.Map.Item.Index, "order": this.order},
                processor_config={"Mode": "INLINE"},
            )

            machine = StateMachine(each)
            """,
            id="a processor",
        ),
        pytest.param(
            machine({"Name": "Each", "Type": "Map", "Iterator": machine(PAY)}),
            """
            pay = Task("Pay", "pay")
            each = Map("Each", iterator=pay)

            machine = StateMachine(each)
            """,
            id="a processor by its older name",
        ),
        pytest.param(
            machine(ASK, {**PAY, "Arguments": {"n": "{% $n %}"}}, QueryLanguage="JSONata"),
            """
            pay = Task("Pay", "pay", arguments={"n": "{% $n %}"})
            ask = Choice("Ask", when("{% $n > 1 %}", pay.end(), assign={"a": 1}, comment="c"))

            machine = StateMachine(ask >> pay.end(), query_language="JSONata")
            """,
            id="JSONata",
        ),
        pytest.param(
            machine({**PAY, "Resource": "${Pay.Arn}", "ResultPath": None, "InputPath": "$..id"}),
            """
            pay = Task("Pay", "${Pay.Arn}", result_path=None, input_path="$..id")

            machine = StateMachine(pay)
            """,
            id="text where the builder does not support idiom",
        ),
        pytest.param(
            machine(PAY, ODD),
            """
            pay = Task("Pay", "pay")
            # Written as data: the builder does not support Unknown here
            odd = from_dict({"StartAt": "Odd", "States": {"Odd": {"Type": "Pass", "Unknown": 1}}}).states["Odd"]

            machine = StateMachine(pay >> odd)
            """,
            id="a state with a member that the builder does not know",
        ),
        pytest.param(
            machine({**BOTH, "Branches": [machine(PAY), machine(BAKE, New=2)]}),
            """
            pay = Task("Pay", "pay")
            # Written as data: the builder does not support New here
            bake_branch = from_dict(
                {"StartAt": "Bake", "States": {"Bake": {"Type": "Task", "Resource": "${pay}", "End": True}}, "New": 2}
            )
            both = Parallel("Both", pay, bake_branch)

            machine = StateMachine(both)
            """,
            id="a branch with one",
        ),
        pytest.param(
            machine(PAY, Unknown=2),
            """
            # Written as data: the builder does not support Unknown here
            machine = from_dict(
                {"StartAt": "Pay", "States": {"Pay": {"Type": "Task", "Resource": "${pay}", "End": True}}, "Unknown": 2}
            )
            """,
            id="a machine with one",
        ),
        pytest.param(
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A", "End": True}}},
            """
            # Written as data: the builder writes End of state 'A' differently
            machine = from_dict({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A", "End": True}}})
            """,
            id="a state that goes on and ends",
        ),
    ],
)
def test_a_machine_is_written(document: dict[str, Any], source: str) -> None:
    assert body(document) == dedent(source).lstrip("\n")


def test_a_machine_that_mixes_query_languages_is_written_as_data() -> None:
    source = body(machine({**PAY, "Arguments": {}}))
    assert source.startswith("# Written as data: state 'Pay' is in JSONPath, which does not support arguments. ")
    assert "\nmachine = from_dict(" in source


@pytest.mark.parametrize(
    "member",
    [
        {"Catch": []},
        {"Retry": [{}]},
        {"Retry": [{"ErrorEquals": []}]},
        {"Retry": [{"ErrorEquals": ["A"], "Unknown": 1}]},
        {"Catch": [{"Next": "Pay"}]},
        {"Catch": [{"ErrorEquals": ["A"], "Next": 5}]},
        {"Resource": {"Ref": "Pay"}},
        {"ResultPath": 5},
        {"End": False},
        {"Branches": []},
        {"Choices": [{"Next": "Pay"}]},
        {"Default": "Pay"},
        {"Assign": 5},
        {"Comment": None},
        {"Comment": {"deep": [1]}},
    ],
)
def test_whatever_a_state_holds_comes_back(member: dict[str, Any]) -> None:
    body(machine({**PAY, **member}))
    body(machine({"Name": "Each", "Type": "Map", "ItemProcessor": machine({**PAY, **member})}))


def test_a_branch_keeps_its_own_processor_config() -> None:
    branch = machine(PAY, ProcessorConfig={"Mode": "INLINE"})
    body(machine({"Name": "Both", "Type": "Parallel", "Branches": [branch]}))


def test_names_never_clash() -> None:
    names = [
        "Pass",
        "this",
        "when",
        "machine",
        "print",
        "from_dict",
        "None",
        "PAY",
        "pay",
        "Pay!",
        "retry",
        "from pay",
        "🍕",
    ]
    source = body(machine(*({**PAY, "Name": name, "Retry": RETRY} for name in names)))
    assert source.endswith(
        "    pass_\n    >> this_2\n    >> when_2\n    >> machine_2\n    >> print_\n    >> from_dict_2\n    >> none\n"
        "    >> pay\n    >> pay_2\n    >> pay_3\n    >> retry\n    >> from_pay\n    >> state,\n)\n"
    )


def test_a_machine_is_written_alike_each_time() -> None:
    document = json.loads(json.dumps(machine(PAY, ODD)))
    assert to_python(document) == to_python(machine(PAY, ODD)) == to_python(document)


def test_ten_thousand_states_in_a_chain_are_built_by_their_source() -> None:
    last = 9_999
    states: dict[str, Any] = {f"S{number}": {"Type": "Pass", "Next": f"S{number + 1}"} for number in range(last)}
    document = {"StartAt": "S0", "States": {**states, f"S{last}": {"Type": "Pass", "End": True}}}
    body(document)


@pytest.mark.parametrize("kind", ["Parallel", "Map"])
def test_two_hundred_levels_are_built_by_their_source(kind: str) -> None:
    document: dict[str, Any] = {"StartAt": "In", "States": {"In": {"Type": "Succeed"}}}
    for level in range(200):
        inner = {"Branches": [document]} if kind == "Parallel" else {"ItemProcessor": document}
        document = {"StartAt": f"N{level}", "States": {f"N{level}": {"Type": kind, **inner, "End": True}}}
    assert "# Written as data: " not in body(document)


def test_what_is_deeper_than_an_expression_may_be_is_written_as_data_in_pieces() -> None:
    document: dict[str, Any] = {"StartAt": "In", "States": {"In": {"Type": "Succeed"}}, "Unknown": 1}
    for level in range(200):
        state = {"Type": "Parallel", "Branches": [document], "End": True, "Unknown": 1}
        document = {"StartAt": f"N{level}", "States": {f"N{level}": state}}
    body(document)
