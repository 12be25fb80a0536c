"""`aslant generate`: Python that builds a definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOOD, Aslant, write


def built(source: str, name: str) -> Any:
    """Return the definition that running the source builds."""
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
        (["-o", "when.py"], "machine"),
        (["-o", "this.asl.py"], "machine"),
        (["-o", "list.py"], "machine"),
        (["-o", "sqs.py"], "sqs"),
        (["-o", "order.py", "--name", "pizza"], "pizza"),
    ],
)
def test_the_variable_is_named_after_the_file_or_by_the_option(
    aslant: Aslant, folder: Path, options: list[str], variable: str
) -> None:
    assert aslant("generate", "good.asl.json", *options) == (0, "", "")
    assert built((folder / options[1]).read_text(), variable) == GOOD


@pytest.mark.parametrize("name", ["1x", "class", "a b", ""])
def test_a_name_that_is_not_a_variable_name_is_refused(aslant: Aslant, name: str) -> None:
    message = f"error: --name must be a valid Python variable name, not {name!r}. Use letters, digits and _.\n"
    assert aslant("generate", "good.asl.json", "--name", name) == (2, "", message)


def test_a_document_that_is_not_a_definition_is_1(aslant: Aslant) -> None:
    code, out, err = aslant("generate", "-", stdin="[]")
    assert (code, out) == (1, "")
    assert err.startswith(
        "error: <stdin>: this is not a definition. A definition is an object with StartAt and States."
    )
    assert aslant("generate", "-", stdin='{"StartAt": "A"}').err.startswith("error: <stdin>: the definition: ")


QUEUE = {
    "StartAt": "Send",
    "States": {
        "Send": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {"QueueUrl": "q", "MessageBody": "m"},
            "End": True,
        }
    },
}


def test_the_variable_never_has_the_name_of_an_import(aslant: Aslant, folder: Path) -> None:
    write(folder / "queue.asl.json", QUEUE)
    assert aslant("generate", "queue.asl.json", "-o", "sqs.py").code == 0
    assert built((folder / "sqs.py").read_text(), "machine") == QUEUE
    message = "error: --name must not be 'sqs', because the source imports that from aslant.asl\n"
    assert aslant("generate", "queue.asl.json", "--name", "sqs") == (2, "", message)
    assert aslant("generate", "queue.asl.json", "--name", "when").code == 2


def test_a_file_is_overwritten_only_with_force(aslant: Aslant, folder: Path) -> None:
    message = "error: order.py: this file already exists. Choose another name, or overwrite it with --force.\n"
    (folder / "order.py").write_text("mine\n")
    assert aslant("generate", "good.asl.json", "-o", "order.py") == (2, "", message)
    assert (folder / "order.py").read_text() == "mine\n"
    assert aslant("generate", "good.asl.json", "-o", "order.py", "--force") == (0, "", "")
    assert aslant("generate", "good.asl.json", "-o", "order.py") == (0, "", "")  # nothing would change
    (folder / "order.py").write_bytes(b"\xff")
    assert aslant("generate", "good.asl.json", "-o", "order.py").err == message


def test_a_duplicate_member_is_2(aslant: Aslant) -> None:
    text = '{"StartAt": "A", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
    message = "error: <stdin>:1:18: /StartAt is already defined at line 1. Rename or remove one of them.\n"
    assert aslant("generate", "-", stdin=text) == (2, "", message)
