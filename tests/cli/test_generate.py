"""`aslant generate`: Python that builds a definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOOD, Aslant


def built(source: str, name: str) -> Any:
    """What running the source gives."""
    variables: dict[str, Any] = {}
    exec(compile(source, "generated", "exec"), variables)  # noqa: S102  # it is ours
    return variables[name].to_dict()


@pytest.mark.parametrize("name", ["good.asl.json", "good.asl.yaml"])
def test_the_source_builds_the_same_definition(aslant: Aslant, name: str) -> None:
    code, out, err = aslant("generate", name)
    assert (code, err) == (0, "")
    assert built(out, "machine") == GOOD


@pytest.mark.parametrize(
    ("options", "variable"),
    [
        (["-o", "order.py"], "order"),
        (["-o", "order-pizza.asl.py"], "order_pizza"),
        (["-o", "class.py"], "machine"),
        (["-o", "1.py"], "machine"),
        (["-o", "order.py", "--name", "pizza"], "pizza"),
    ],
)
def test_the_variable_is_called_as_the_file_or_as_asked(
    aslant: Aslant, folder: Path, options: list[str], variable: str
) -> None:
    assert aslant("generate", "good.asl.json", *options) == (0, "", "")
    assert built((folder / options[1]).read_text(), variable) == GOOD


@pytest.mark.parametrize("name", ["1x", "class", "a b", ""])
def test_a_name_that_is_no_variable_is_refused(aslant: Aslant, name: str) -> None:
    message = f"error: {name!r} is no name of a variable; --name takes letters, digits and _\n"
    assert aslant("generate", "good.asl.json", "--name", name) == (2, "", message)


def test_what_is_no_definition_is_1(aslant: Aslant) -> None:
    code, out, err = aslant("generate", "-", stdin="[]")
    assert (code, out) == (1, "")
    assert err.startswith("error: <stdin>: the definition: ")
