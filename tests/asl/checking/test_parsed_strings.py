"""Facts about strings that are evaluated."""

from __future__ import annotations

import pytest

from aslant.asl.checking.parsed_strings import BARE, SOUND, Facts, jsonata_facts, member_facts, path_facts, paths_of
from aslant.grammar import intrinsics


@pytest.mark.parametrize(
    "text", ["$", "$$", "$.a.b[0]", "$.${Field}", "$['a']", "$$.Execution.Name", "$$.State.RetryCount"]
)
def test_of_a_sound_path_there_is_nothing_to_say(text: str) -> None:
    assert path_facts(text) is SOUND
    assert member_facts(text) is SOUND


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a", Facts(BARE, reference=False)),
        ("$x.a", Facts(variables=("x",))),
        ("$.a[*]", Facts(reference=False)),
        ("$$.Tsk", Facts(context=(("'Tsk' is not a member of the context object", "Did you mean 'Task'?"),))),
    ],
)
def test_a_path_is_known_by_its_text(text: str, facts: Facts) -> None:
    assert path_facts(text) == facts


def test_an_intrinsic_function_is_known_by_the_paths_in_it() -> None:
    assert member_facts("States.Array($x, States.Array($y.a, $x), $.b)") == Facts(variables=("x", "y"))
    assert member_facts("States.Nothing()").fault != ""
    assert member_facts("States.UUID('x')").doubt != ""
    paths = paths_of(intrinsics.parse("States.Array($.a, States.Array($x, 'text'), $$.Task)"))
    assert [path.text for path in paths] == ["$.a", "$x", "$$.Task"]


def test_an_expression_is_known_by_what_it_names() -> None:
    assert jsonata_facts("$x + $states.input.a").variables == ("x",)
    assert jsonata_facts("$states.context.Taks & $states.context.Execution.Input.x").context == (
        ("'Taks' is not a member of the context object", "Did you mean 'Task'?"),
    )
    assert jsonata_facts("'$states.context.Nothing'").context == ()
    assert jsonata_facts("${Expression}") is SOUND
