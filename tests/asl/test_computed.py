"""What is computed while a workflow runs, in whatever query language."""

from collections import OrderedDict, defaultdict
from typing import Any

import pytest

from aslant.asl import intrinsics, this
from aslant.asl import jsonata as j
from aslant.asl.computed import spoken
from aslant.asl.field import BOTH, JSONATA, JSONPATH


class Lines(list[Any]):
    """A list of somebody's own."""


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
def test_a_value_speaks_the_language_of_what_is_computed_in_it(given: object, languages: int) -> None:
    assert spoken(given, BOTH) == languages
    assert spoken(given, JSONATA) == languages & JSONATA


def test_a_value_known_at_deployment_speaks_any_language(leaf: Any) -> None:
    assert spoken({"a": [leaf]}, BOTH) == BOTH
