"""Tests for computed values in either query language."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import Path, intrinsics, this
from aslant.asl import jsonata as j
from aslant.asl.computed import allowed_languages
from aslant.asl.field import BOTH, JSONATA, JSONPATH
from aslant.errors import DefinitionError


class Lines(list[Any]):
    """A user's subclass of list."""


@pytest.mark.parametrize(
    ("given", "languages"),
    [
        (1, BOTH),
        ({"a": [1, ("x",)]}, BOTH),
        (this.a, JSONPATH),
        (intrinsics.uuid(), JSONPATH),
        (j.states.input.a, JSONATA),
        ({"a": [{"b": this.a}]}, JSONPATH),
        (OrderedDict(a=Lines([this.a])), JSONPATH),
        (defaultdict(list, a=[j.item]), JSONATA),
        ([("x", {"b": j.item})], JSONATA),
        ({"a": this.a, "b": j.item}, 0),
        ("{% $states.input %}", BOTH),
    ],
)
def test_a_value_needs_the_language_of_the_computed_values_in_it(given: object, languages: int) -> None:
    assert allowed_languages(given, BOTH) == languages
    assert allowed_languages(given, JSONATA) == languages & JSONATA


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: this["\ud800"], "the path \"$['\\ud800']\" is wrong at character 4"),
        (lambda: Path("$.\ud800"), "the path '$.\\ud800' is wrong at character 3"),
        (
            lambda: intrinsics.format("\ud800"),
            "the intrinsic function \"States.Format('\\ud800')\" is wrong at character 16",
        ),
        (lambda: j.states.input["\ud800"], "the expression '$states.input.`\\ud800`' is wrong at character 16"),
        (lambda: j.literal("\ud800"), "the expression \"'\\ud800'\" is wrong at character 2"),
        (lambda: j.expression("{% '\ud800' %}"), "the expression \"'\\ud800'\" is wrong at character 2"),
    ],
)
def test_a_lone_surrogate_is_refused(make: Callable[[], object], text: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    rule = "U+D800 is half of a surrogate pair, not a character. Write the whole character."
    assert str(refused.value) == f"{text}: {rule}"


def test_a_value_known_at_deployment_allows_both_languages(leaf: Any) -> None:
    assert allowed_languages({"a": [leaf]}, BOTH) == BOTH
