"""A reload serves edits, keeps data and executions, and keeps the last good version after a broken edit."""

from __future__ import annotations

import gc
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Deploy, Reloadable

from .conftest import edit

Write = Callable[..., Path]

ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:{}"
MORE = """
aws.dynamodb.Table("stock", name="stock", hash_key="id", attributes=[{"name": "id", "type": "S"}])
queue = aws.sqs.Queue("orders", name="orders", visibility_timeout_seconds=10)
"""


@pytest.fixture
def program(write_program: Write, pizza_program: str) -> Path:
    """The folder of the pizza program with a table and a queue."""
    return write_program(pizza_program + MORE)


@pytest.fixture
def pizza(deploy_reloadable: Deploy, program: Path) -> Reloadable:
    """The deployed pizza program."""
    return deploy_reloadable("--program", program)


def test_an_edited_definition_is_served_by_the_same_api_and_machine(pizza: Reloadable, program: Path) -> None:
    before = pizza.call("ListStateMachines")
    url = pizza.deployment.registry.exports["url"]
    edit(program / "__main__.py", "They asked for Pineapple", "We have no Pineapple here")
    assert pizza.reload().endswith("s: changed machine 'pizza'")
    assert json.loads(pizza.post("/", {"flavour": "pineapple"}).body)["cause"] == "We have no Pineapple here"
    assert pizza.deployment.registry.exports["url"] == url
    assert pizza.call("ListStateMachines") == before


def test_an_edited_handler_is_served_and_only_its_function_gets_new_workers(pizza: Reloadable, program: Path) -> None:
    workers = dict(pizza.deployment.functions)
    (program / "other.py").write_text("")
    assert pizza.reload().endswith("s: nothing changed")
    assert dict(pizza.deployment.functions) == workers
    edit(program / "handler.py", '"hawaiian")}', '"mushroom")}')
    changed = pizza.reload().partition(": changed ")[2]
    assert "function 'check'" in changed
    assert "machine" not in changed
    assert json.loads(pizza.post("/", {"flavour": "mushroom"}).body)["status"] == "FAILED"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("__main__.py", "1 / 0\n", "the program failed with ZeroDivisionError"),
        ("__main__.py", "def broken(:\n", "the program failed with SyntaxError"),
        ("__main__.py", "import no_such_oven\n", "No module named 'no_such_oven'"),
        ("handler.py", "def broken(:\n", "function 'check': its handler 'handler.handle' fails with"),
        ("handler.py", "1 / 0\n", "ZeroDivisionError: division by zero"),
        ("handler.py", "def other(event, context): pass\n", "Runtime.HandlerNotFound: Handler 'handle' missing"),
        ("Pulumi.yaml", "name: [\n", "Pulumi.yaml cannot be used: line 2"),
        ("Pulumi.dev.yaml", "config:\n  aslant:mocks: {Oven: {Return: 1}}\n", "'Oven' is not the name of a task"),
    ],
)
def test_a_broken_edit_keeps_the_last_good_version_and_says_what_is_wrong(
    pizza: Reloadable, program: Path, file: str, text: str, message: str
) -> None:
    before = (program / file).read_text() if (program / file).exists() else ""
    release = pizza.deployment.release
    (program / file).write_text(text)
    printed = pizza.reload()
    assert message in printed
    assert printed.endswith("not reloaded: the version before this edit is still served")
    assert pizza.deployment.release is release
    assert pizza.deployment.problem is not None
    assert message in pizza.deployment.problem.message
    assert time.time() - pizza.deployment.problem.time < 5
    assert json.loads(pizza.post("/", {"flavour": "pepperoni"}).body)["status"] == "SUCCEEDED"
    (program / file).write_text(before)
    assert pizza.reload().endswith("nothing changed")
    assert pizza.deployment.problem is None


def test_a_call_in_progress_finishes_on_the_old_version(pizza: Reloadable, program: Path) -> None:
    answers: list[Any] = []
    invocation = threading.Thread(
        target=lambda: answers.append(pizza.deployment.functions["check"].invoke(b'{"sleep": 0.6}').payload)
    )
    invocation.start()
    time.sleep(0.2)
    edit(program / "handler.py", '"containsPineapple": event', '"isPineapple": event')
    pizza.reload()
    assert pizza.deployment.functions["check"].invoke(b'"hawaiian"').payload == b'{"isPineapple":true}'
    invocation.join()
    assert answers == [b'{"containsPineapple":false}']


def test_a_waiting_execution_goes_on_with_its_definition_and_its_functions(
    deploy_reloadable: Deploy, tmp_path: Path
) -> None:
    machine, handler = tmp_path / "order.asl.json", tmp_path / "check.py"
    handler.write_text("def check(event, context):\n    return 'old'\n")
    definition = {
        "StartAt": "Wait",
        "States": {
            "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Call"},
            "Call": {"Type": "Task", "Resource": "${check}", "ResultPath": "$.checked", "Next": "Done"},
            "Done": {"Type": "Pass", "Result": "old", "ResultPath": "$.done", "End": True},
        },
    }
    machine.write_text(json.dumps(definition))
    order = deploy_reloadable("--machines", tmp_path / "order.asl.json", "--function", f"check={handler}:check")
    started = order.call("StartExecution", stateMachineArn=ARN.format("order"))["executionArn"]
    edit(machine, '"Result": "old"', '"Result": "new"')
    edit(handler, "'old'", "'new'")
    assert order.reload().endswith("s: changed machine 'order', function 'check'")
    again = order.call("StartExecution", stateMachineArn=ARN.format("order"))["executionArn"]
    for arn, word in ((started, "old"), (again, "new")):
        assert json.loads(ended(order, arn)["output"]) == {"checked": word, "done": word}
    described = order.call("DescribeStateMachineForExecution", executionArn=started)
    assert "definition" not in described or "old" in described["definition"]


def ended(deployed: Reloadable, arn: str) -> dict[str, Any]:
    """Wait for the end of an execution, and return its description."""
    end = time.monotonic() + 10
    while (found := deployed.call("DescribeExecution", executionArn=arn))["status"] == "RUNNING":
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def test_data_is_kept_and_resources_are_added_and_changed(pizza: Reloadable, program: Path) -> None:
    item = {"id": {"S": "flour"}}
    pizza.aws("dynamodb", "DynamoDB_20120810.PutItem", TableName="stock", Item=item)
    url = pizza.aws("sqs", "AmazonSQS.GetQueueUrl", QueueName="orders")["QueueUrl"]
    pizza.aws("sqs", "AmazonSQS.SendMessage", QueueUrl=url, MessageBody="hello")
    edit(program / "__main__.py", "visibility_timeout_seconds=10", "visibility_timeout_seconds=20")
    edit(program / "__main__.py", "queue = aws", 'aws.sqs.Queue("more", name="more")\nqueue = aws')
    assert pizza.reload().endswith("s: changed Queue 'orders'; added Queue 'more'")
    assert pizza.aws("dynamodb", "DynamoDB_20120810.GetItem", TableName="stock", Key=item)["Item"] == item
    attributes = ["ApproximateNumberOfMessages", "VisibilityTimeout"]
    found = pizza.aws("sqs", "AmazonSQS.GetQueueAttributes", QueueUrl=url, AttributeNames=attributes)["Attributes"]
    assert found == {"ApproximateNumberOfMessages": "1", "VisibilityTimeout": "20"}
    assert pizza.aws("sqs", "AmazonSQS.GetQueueUrl", QueueName="more")["QueueUrl"].endswith("/more")


def test_executions_and_machines_of_clients_are_kept(pizza: Reloadable, program: Path) -> None:
    arn = pizza.call("StartExecution", stateMachineArn=ARN.format("record"), name="kept", input='"x"')["executionArn"]
    ended(pizza, arn)
    edit(program / "__main__.py", "They asked for Pineapple", "We have no Pineapple here")
    pizza.reload()
    assert pizza.call("DescribeExecution", executionArn=arn)["output"] == '"x"'


def test_a_removed_machine_is_not_served_any_more(pizza: Reloadable, program: Path) -> None:
    edit(program / "__main__.py", 'expressWait = machine("express-wait", WAIT)', "expressWait = echo")
    assert "removed machine 'express-wait'" in pizza.reload()
    error = pizza.call("DescribeStateMachine", stateMachineArn=ARN.format("express-wait"))
    assert error["__type"].endswith("StateMachineDoesNotExist")


def test_configuration_is_read_again(pizza: Reloadable, program: Path) -> None:
    (program / "Pulumi.dev.yaml").write_text("config:\n  aslant:mocks: {Order: {Return: {containsPineapple: true}}}\n")
    assert "the stack's configuration" in pizza.reload()
    assert json.loads(pizza.post("/", {"flavour": "pepperoni"}).body)["status"] == "FAILED"


def test_notes_are_printed_when_they_are_new(pizza: Reloadable, program: Path) -> None:
    limited = 'auto_deploy=True, default_route_settings={"throttling_rate_limit": 5})'
    edit(program / "__main__.py", "auto_deploy=True)", limited)
    assert "note: aws:apigatewayv2/stage:Stage 'stage'" in pizza.reload()
    edit(program / "__main__.py", "They asked for Pineapple", "We have no Pineapple here")
    assert "note" not in pizza.reload()


def test_no_request_fails_or_waits_long_during_reloads(pizza: Reloadable, program: Path) -> None:
    seconds: list[float] = []
    statuses: set[int] = set()
    stopped = threading.Event()

    def send() -> None:
        while not stopped.is_set():
            start = time.perf_counter()
            statuses.add(pizza.post("/", {"flavour": "pepperoni"}).status)
            seconds.append(time.perf_counter() - start)

    senders = [threading.Thread(target=send, daemon=True) for _ in range(2)]
    for sender in senders:
        sender.start()
    try:
        for number in range(3):
            edit(program / "handler.py", '"""Do', f'"""Do {number}')
            assert "changed function 'check'" in pizza.reload()
    finally:
        stopped.set()
    for sender in senders:
        sender.join()
    assert statuses == {200}
    assert max(seconds) < 1  # a reload takes longer on a slow machine, but no request waits for its end


def test_old_code_is_removed_when_nothing_uses_it(pizza: Reloadable, program: Path) -> None:
    roots = [pizza.deployment.functions["check"].function.root]
    for number in range(3):
        edit(program / "handler.py", '"""Do', f'"""Do {number}')
        pizza.reload()
        roots.append(pizza.deployment.functions["check"].function.root)
    gc.collect()
    assert [root.exists() for root in roots[-1:]] == [True]
    assert [root.exists() for root in roots[:-1]].count(True) <= 1
