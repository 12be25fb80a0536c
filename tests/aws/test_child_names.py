"""Names of children in one program, and in several."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
import pytest

from aslant.aws.child_names import take_names
from aslant.errors import ArgsError
from tests.aws.recording import record
from tests.aws.unit_tests import DocumentationMocks, mocked, unit_test

NAMES = [("Role", "shop")]


def twice() -> None:
    take_names("first", NAMES)
    with pytest.raises(ArgsError, match=r"^second: a child of the type Role would be named 'shop', but first has one."):
        take_names("second", NAMES)


@pytest.mark.parametrize("run", [record, unit_test])
def test_a_name_is_taken_once_in_a_program_and_again_in_another(run: Callable[[Callable[[], None]], object]) -> None:
    with mocked(DocumentationMocks()):
        for _ in range(2):
            run(twice)


def test_names_below_parents_of_different_types_are_different() -> None:
    def program() -> None:
        for kind in ("Kitchen", "Bakery"):
            take_names(kind, NAMES, pulumi.ComponentResource(f"shop:index:{kind}", "one"))

    record(program)


def test_names_while_a_test_file_is_imported_are_not_remembered() -> None:
    with mocked(DocumentationMocks()):
        take_names("first", NAMES)
        take_names("second", NAMES)
