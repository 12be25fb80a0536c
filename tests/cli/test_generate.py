"""`aslant generate`: Python that builds a definition."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOOD, Aslant, write


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
        (["-o", "when.py"], "machine"),
        (["-o", "this.asl.py"], "machine"),
        (["-o", "list.py"], "machine"),
        (["-o", "sqs.py"], "sqs"),
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
    assert err.startswith("error: <stdin>: this is no definition, which is an object with StartAt and States")
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


def test_the_variable_is_never_called_as_what_is_imported(aslant: Aslant, folder: Path) -> None:
    write(folder / "queue.asl.json", QUEUE)
    assert aslant("generate", "queue.asl.json", "-o", "sqs.py").code == 0
    assert built((folder / "sqs.py").read_text(), "machine") == QUEUE
    message = "error: 'sqs' is what the source may import from aslant.asl; choose another --name\n"
    assert aslant("generate", "queue.asl.json", "--name", "sqs") == (2, "", message)
    assert aslant("generate", "queue.asl.json", "--name", "when").code == 2


def test_a_file_is_written_over_by_force_alone(aslant: Aslant, folder: Path) -> None:
    message = "error: order.py: this file would be written over; name another one, or say --force\n"
    (folder / "order.py").write_text("mine\n")
    assert aslant("generate", "good.asl.json", "-o", "order.py") == (2, "", message)
    assert (folder / "order.py").read_text() == "mine\n"
    assert aslant("generate", "good.asl.json", "-o", "order.py", "--force") == (0, "", "")
    assert aslant("generate", "good.asl.json", "-o", "order.py") == (0, "", "")  # nothing would change
    (folder / "order.py").write_bytes(b"\xff")
    assert aslant("generate", "good.asl.json", "-o", "order.py").err == message


def test_a_member_that_stands_twice_is_2(aslant: Aslant) -> None:
    text = '{"StartAt": "A", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
    message = "error: <stdin>:1:18: /StartAt stands here a second time, after line 1; rename or remove one of them\n"
    assert aslant("generate", "-", stdin=text) == (2, "", message)
