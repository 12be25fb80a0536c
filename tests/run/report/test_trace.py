"""Traces of executions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aslant.run import TaskError, run, takes, trace
from aslant.run.report.trace import format_duration, shortened
from tests.run.machines import machine, only
from workflows.pizza import pizza


def test_every_state_is_shown_with_its_data_and_reason() -> None:
    assert trace(run(pizza, {"flavour": "hawaiian"})) == (
        """\
FAILED after 0 s, 3 states
input   {"flavour":"hawaiian"}
  Order Pizza Job (Task) at 0 s
    input   {"flavour":"hawaiian"}
    call    ${pineapple_check} "hawaiian"
    answer  {"containsPineapple":true}
    output  {"flavour":"hawaiian","pineappleAnalysis":{"containsPineapple":true}}
  With Pineapple? (Choice) at 0 s
    input   {"flavour":"hawaiian","pineappleAnalysis":{"containsPineapple":true}}
    chose   Choices[0], on to 'Sorry, We Dont add Pineapple', since """
        """{"Variable":"$.pineappleAnalysis.containsPineapple","BooleanEquals":true}
  Sorry, We Dont add Pineapple (Fail) at 0 s
    input   {"flavour":"hawaiian","pineappleAnalysis":{"containsPineapple":true}}
    failed  Failed To Make Pizza: They asked for Pineapple
error   Failed To Make Pizza: They asked for Pineapple"""
    )


def busy(event: Any) -> Any:
    raise TaskError("Busy", "come back")


def test_retries_catches_variables_and_times_are_in_order() -> None:
    pay = {
        "Type": "Task",
        "Resource": "${pay}",
        "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1, "IntervalSeconds": 90}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "Each"}],
    }
    each = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": machine({"One": {"Assign": {"x.$": "$"}}})}
    choose = {"Type": "Choice", "Choices": [{"Variable": "$[0]", "IsNull": True, "Next": "Done"}], "Default": "Done"}
    states: dict[str, Any] = {"Pay": pay, "Each": each, "Choose": choose, "Done": {"Type": "Succeed"}}
    assert trace(run(machine(states), {"items": ["a"]}, tasks={"pay": busy})).splitlines() == [
        "SUCCEEDED after 90 s, 5 states",
        'input   {"items":["a"]}',
        "  Pay (Task) at 0 s, for 90 s",
        '    input   {"items":["a"]}',
        '    call    ${pay} {"items":["a"]}',
        "    failed  Busy: come back",
        "    retry   Retry[0] for Busy: again after 90 s",
        '    call    ${pay} {"items":["a"]}',
        "    failed  Busy: come back",
        "    retry   Retry[0] for Busy: no attempt is left",
        "    catch   Catch[0] for States.ALL, on to 'Each'",
        "  Each (Map) at 90 s",
        '    input   {"items":["a"]}',
        '    output  ["a"]',
        "    One (Pass, item 0) at 90 s",
        '      input   "a"',
        '      assign  $x = "a"',
        "  Choose (Choice) at 90 s",
        '    input   ["a"]',
        "    chose   Default, on to 'Done'",
        "  Done (Succeed) at 90 s",
        '    input   ["a"]',
        'output  ["a"]',
    ]


def test_a_state_that_cannot_be_evaluated_has_its_reason() -> None:
    lines = trace(run(only(OutputPath="$.no"), {})).splitlines()
    assert lines[-2].startswith("    failed  States.Runtime: An error occurred while executing the state 'Only'")
    lines = trace(run(only(QueryLanguage="JSONata", Output="{% $states.input + 1 %}"), {"a": 1})).splitlines()
    assert lines[-2].startswith("    failed  States.QueryEvaluationError: ")


def test_a_task_that_times_out_has_its_reason() -> None:
    definition = only("Task", Resource="${f}", TimeoutSeconds=5)
    assert "    failed  States.Timeout" in trace(run(definition, {}, tasks={"f": takes(9)})).splitlines()


def test_an_execution_that_times_out_has_its_reason() -> None:
    assert "error   States.Timeout" in trace(run(machine({"W": {"Type": "Wait", "Seconds": 9}}, TimeoutSeconds=3)))


def test_long_data_is_cut_at_its_end_and_a_long_trace_in_its_middle() -> None:
    told = trace(run(only(), "x" * 1_000), width=60)
    assert max(map(len, told.splitlines())) <= 60
    assert told.splitlines()[1] == f'input   "{"x" * 50}…'
    long = machine({f"S{number}": {} for number in range(50)})
    lines = trace(run(long, {}), most=10).splitlines()
    assert "  … 40 states more …" in lines
    assert [line.split()[0] for line in lines if "(Pass)" in line] == [
        *(f"S{number}" for number in range(5)),
        *(f"S{number}" for number in range(45, 50)),
    ]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (1.5, "1.5 s"), (0.1234, "0.123 s"), (120, "2 min"), (3_725, "1 h 2 min 5 s"), (86_400, "1 d")],
)
def test_a_duration_is_human_readable(seconds: float, told: str) -> None:
    assert format_duration(seconds) == told


def test_an_exception_of_a_handler_is_shown_by_message_and_line() -> None:
    def bake(event: Any, context: Any) -> Any:
        raise ValueError("no oven")

    lines = trace(run(only("Task", Resource="${bake}"), {}, tasks={"bake": bake})).splitlines()
    raised = f"{Path(__file__).name}:{bake.__code__.co_firstlineno + 1}"
    assert lines[-2].startswith("    failed  ValueError: no oven, at ")
    assert lines[-2].endswith(raised)
    assert lines[-1] == "error   ValueError: no oven"


def test_a_string_is_cut_to_one_line() -> None:
    assert shortened("a\nb", 9) == "a\\nb"
    assert shortened("abcdefgh", 5) == "abcd…"
    assert shortened("\x1b[31mé", 9) == "\\x1b[31mé"
