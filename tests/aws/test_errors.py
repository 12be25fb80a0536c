"""The errors that Pulumi's engine prints without a traceback."""

import ast
from pathlib import Path

import pulumi
import pytest

from aslant import aws, errors
from aslant.aws.errors import ArgsError, PermissionsError, located
from aslant.iam import UnknownNeed

FOLDER = Path(aws.__file__).parent
OWN = ("ArgsError", "PermissionsError")


@pytest.mark.parametrize("kind", [ArgsError, PermissionsError])
def test_each_is_an_error_of_aslant_that_the_engine_prints_alone(kind: type[Exception]) -> None:
    assert issubclass(kind, pulumi.RunError)
    assert issubclass(kind, getattr(errors, kind.__name__))
    assert not issubclass(kind, ValueError | AssertionError), "the SDK wraps these when an apply raises them"


def test_aslant_aws_raises_them_and_not_their_bases() -> None:
    found = [
        f"{file.relative_to(FOLDER)}:{node.lineno}"
        for file in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "aslant.errors"
        if {alias.name for alias in node.names} & {*OWN, "AslantError", "DefinitionError"}
    ]
    assert found == []


@pytest.mark.parametrize(
    ("raised", "kind", "message"),
    [
        (errors.DefinitionError("state 'Pay' is odd"), ArgsError, "x: the workflow: state 'Pay' is odd"),
        (errors.PermissionsError("state 'A': a\nstate 'B': b"), PermissionsError, "x: state 'A': a\nx: state 'B': b"),
        (UnknownNeed("Pay", "who knows", ("a:B",)), PermissionsError, "x: state 'Pay': who knows, so the permissions"),
        (RecursionError(), ArgsError, "x: an argument is nested too deeply. Flatten it."),
        (ArgsError("y: size is odd"), ArgsError, "y: size is odd"),
    ],
)
def test_an_error_from_below_gets_its_place(raised: Exception, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught, located("x"):
        raise raised
    assert str(caught.value).startswith(message)


def test_any_other_error_is_a_fault_of_the_library_and_stays_as_it_is() -> None:
    with pytest.raises(KeyError), located("x"):
        raise KeyError("a")
