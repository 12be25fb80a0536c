"""States in JSONata: what their fields do."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run import FakeClock, run
from tests.run.jsonata import failing, jsonata, work
from tests.run.machines import machine


def test_a_task_has_arguments_a_result_an_output_and_variables() -> None:
    states: dict[str, Any] = {
        "Seed": {"Assign": {"rate": 2}},
        "Work": work(
            Arguments={"n": "{% $states.input.n * $rate %}", "who": "{% $states.context.State.Name %}", "k": [1, None]},
            Output={"in": "{% $states.input.n %}", "out": "{% $states.result.n %}", "plain": "$states.result"},
            Assign={"last": "{% $states.result.n + $states.input.n %}"},
        ),
        "After": {"Output": {"was": "{% $states.input %}", "last": "{% $last %}"}},
    }
    expected = {"n": 10, "who": "Work", "k": [1, None]}
    execution = run(jsonata(states), {"n": 5}, tasks={"Work": lambda event: {"n": 7 if event == expected else 0}})
    assert execution.output == {"was": {"in": 5, "out": 7, "plain": "$states.result"}, "last": 12}


def test_without_output_a_task_puts_out_its_result_and_any_other_state_its_input() -> None:
    states: dict[str, Any] = {
        "Pass": {},
        "Wait": {"Type": "Wait", "Seconds": 1},
        "Work": work(),
        "End": {"Type": "Succeed"},
    }
    execution = run(jsonata(states), {"a": 1}, tasks={"Work": lambda event: [event]})
    assert execution.output == [{"a": 1}]


def test_variables_and_output_are_evaluated_from_the_old_variables() -> None:
    states: dict[str, Any] = {
        "A": {"Assign": {"x": 1, "y": 2}},
        "Swap": {"Assign": {"x": "{% $y %}", "y": "{% $x %}"}, "Output": "{% [$x, $y] %}"},
        "B": {"Output": {"before": "{% $states.input %}", "after": "{% [$x, $y] %}"}},
    }
    assert run(jsonata(states), {}).output == {"before": [1, 2], "after": [2, 1]}


def test_null_is_a_value_everywhere() -> None:
    states: dict[str, Any] = {
        "A": {"Assign": {"n": "{% $states.input.n %}", "m": None}, "Output": {"v": ["{% $states.input.n %}", None]}},
        "B": {"Output": {"v": "{% $states.input.v %}", "n": "{% $n %}", "m": "{% $type($m) %}"}},
    }
    assert run(jsonata(states), {"n": None}).output == {"v": [None, None], "n": None, "m": "null"}


def test_a_catcher_sees_the_input_and_the_error() -> None:
    catch = {
        "ErrorEquals": ["Burnt"],
        "Output": {"in": "{% $states.input %}", "error": "{% $states.errorOutput.Error %}"},
        "Assign": {"cause": "{% $states.errorOutput.Cause %}"},
        "Next": "B",
    }
    states: dict[str, Any] = {
        "A": work(Catch=[catch]),
        "B": {"Output": "{% $merge([$states.input, {'cause': $cause}]) %}"},
    }
    execution = run(jsonata(states), 5, tasks={"A": failing("Burnt", "too long")})
    assert execution.output == {"in": 5, "error": "Burnt", "cause": "too long"}


def test_a_catcher_without_output_puts_out_the_error() -> None:
    states = {"A": work(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "B"}]), "B": {}}
    execution = run(jsonata(states), 5, tasks={"A": failing("Burnt", "too long")})
    assert execution.output == {"Error": "Burnt", "Cause": "too long"}


@pytest.mark.parametrize(
    ("total", "output", "seen"),
    [(20, {"large": 20}, "large"), (5, {"total": 5}, "small"), (1, "neither", "neither")],
)
def test_a_choice_has_the_output_of_its_rule(total: int, output: Any, seen: str) -> None:
    states: dict[str, Any] = {
        "Choose": {
            "Type": "Choice",
            "Choices": [
                {
                    "Condition": "{% $states.input.total > 10 %}",
                    "Output": {"large": "{% $states.input.total %}"},
                    "Assign": {"seen": "large"},
                    "Next": "End",
                },
                {"Condition": "{% $states.input.total > 2 %}", "Assign": {"seen": "small"}, "Next": "End"},
                {"Condition": False, "Next": "End"},
            ],
            "Output": "neither",
            "Assign": {"seen": "neither"},
            "Default": "End",
        },
        "End": {"Output": ["{% $states.input %}", "{% $seen %}"]},
    }
    assert run(jsonata(states), {"total": total}).output == [output, seen]


def test_a_map_takes_its_items_and_shapes_each() -> None:
    each = {
        "Type": "Map",
        "Items": "{% $states.input.fruits %}",
        "ItemSelector": {
            "at": "{% $states.context.Map.Item.Index %}",
            "fruit": "{% $states.context.Map.Item.Value %}",
            "of": "{% $count($states.input.fruits) %}",
        },
        "MaxConcurrency": "{% $states.input.at_once %}",
        "ItemProcessor": machine({"Shout": {"Output": "{% $uppercase($states.input.fruit) & $states.input.at %}"}}),
        "Output": {"all": "{% $states.result %}"},
    }
    execution = run(jsonata({"Each": each}), {"fruits": ["apple", "fig"], "at_once": 2})
    assert execution.output == {"all": ["APPLE0", "FIG1"]}


@pytest.mark.parametrize(
    ("items", "input", "output"),
    [([1, "{% 1 + 1 %}"], {}, [1, 2]), ("{% [1..3] %}", {}, [1, 2, 3]), (None, [7, 8], [7, 8])],
)
def test_items_are_an_array_or_evaluate_to_one_or_are_the_input(items: Any, input: Any, output: Any) -> None:
    each = {"Type": "Map", "ItemProcessor": machine({"Same": {}}), **({} if items is None else {"Items": items})}
    assert run(jsonata({"Each": each}), input).output == output


def test_a_distributed_map_accepts_an_object_and_reports_each_key() -> None:
    each = {
        "Type": "Map",
        "Items": "{% $states.input.prices %}",
        "ItemSelector": "{% $states.context.Map.Item.Key & $states.context.Map.Item.Value %}",
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            **machine({"Same": {}}),
        },
    }
    assert run(jsonata({"Each": each}), {"prices": {"fig": 1, "pear": 2}}).output == ["fig1", "pear2"]


def test_branches_see_the_arguments_and_the_variables() -> None:
    both = {
        "Type": "Parallel",
        "Arguments": {"n": "{% $states.input + $one %}"},
        "Branches": [machine({"L": {"Output": "{% $states.input.n + $one %}"}}), machine({"R": {}})],
        "Output": "{% $states.result[0] %}",
    }
    assert run(jsonata({"Seed": {"Assign": {"one": 1}}, "Both": both}), 5).output == 7


def test_a_wait_takes_seconds_or_a_timestamp() -> None:
    clock = FakeClock(1_577_836_800)
    states: dict[str, Any] = {
        "A": {"Type": "Wait", "Seconds": "{% $states.input.seconds * 2 %}"},
        "B": {"Type": "Wait", "Timestamp": "{% $fromMillis(1577840400000) %}"},
    }
    run(jsonata({"A": states["A"]}), {"seconds": 5}, clock=clock)
    assert clock.now() == 1_577_836_810
    run(jsonata({"B": states["B"]}), {}, clock=clock)
    assert clock.now() == 1_577_840_400


def test_a_fail_evaluates_its_error_and_cause() -> None:
    definition = jsonata(
        {"F": {"Type": "Fail", "Error": "{% $states.input.e %}", "Cause": "{% 'as ' & $states.input.c %}"}}
    )
    execution = run(definition, {"e": "E", "c": "told"})
    assert (execution.error, execution.cause) == ("E", "as told")


def test_states_of_both_languages_share_data_and_variables() -> None:
    states: dict[str, Any] = {
        "Path": {"Parameters": {"a.$": "$.n"}, "Assign": {"v.$": "$.a"}},
        "Ata": {
            "QueryLanguage": "JSONata",
            "Output": {"b": "{% $states.input.a + $v %}"},
            "Assign": {"w": "{% $v * 10 %}"},
        },
        "Back": {"Parameters": {"b.$": "$.b", "w.$": "$w"}},
    }
    assert run(machine(states), {"n": 4}).output == {"b": 8, "w": 40}
