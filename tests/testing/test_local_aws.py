"""The fixture `local_aws`: the local AWS in the process of a test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aslant.asl import Pass, StateMachine, Succeed, Task, this
from aslant.asl.integrations import sqs
from aslant.errors import LocalError, RunError
from aslant.testing import LocalAws
from tests.testing.handlers import length
from workflows.pizza import pizza

Start = Callable[..., LocalAws]
ROOT = Path(__file__).parents[2]


def test_the_pizza_program_takes_an_order(local_aws: Start) -> None:
    aws = local_aws(program=ROOT)
    response = aws.post("/", {"flavour": "hawaiian"})
    assert (response.status, response.json["status"]) == (200, "FAILED")
    assert response.headers["x-execution-status"] == "FAILED"
    assert aws.outputs["url"] == f"{aws.url}/"
    assert aws.run("pizza", {"flavour": "pepperoni"})["output"] == {"containsPineapple": False}
    assert any("POST / 200 FAILED" in line for line in aws.log)


def test_a_workflow_runs_with_its_handlers(local_aws: Start) -> None:
    measure = StateMachine(Task("Measure", length, input_path=this.text) >> Succeed("Done"))
    aws = local_aws(machines={"measure": measure})
    found = aws.run("measure", {"text": "four"})
    assert (found["status"], found["output"], found["input"]) == ("SUCCEEDED", 4, {"text": "four"})


@pytest.mark.parametrize("kind", ["EXPRESS", "STANDARD"])
def test_tasks_are_mocked_by_values_and_functions(local_aws: Start, kind: Any) -> None:
    flow = Task("Double", "double") >> Task("Cook", "cook")
    tasks = {"Double": lambda number: 2 * number, "cook": {"done": True}}
    aws = local_aws(machines={"work": StateMachine(flow)}, type=kind, tasks=tasks)
    assert aws.run("work", 4)["output"] == {"done": True}


def test_a_misspelled_mock_gets_a_warning_at_the_line_of_the_test(local_aws: Start) -> None:
    with pytest.warns(UserWarning, match="'chekc' is not the name of a task .* Did you mean 'check'") as caught:
        local_aws(machines={"m": StateMachine(Task("Check", "check"))}, tasks={"chekc": 1, "later": 2})
    assert [Path(warning.filename).name for warning in caught] == ["test_local_aws.py"]


def test_a_mock_that_raises_fails_its_task(local_aws: Start) -> None:
    from aslant.testing import fails

    aws = local_aws(machines={"work": StateMachine(Task("Cook", "cook"))}, tasks={"Cook": fails("Oven.Busy", "later")})
    found = aws.run("work")
    assert (found["status"], found["error"], found["cause"]) == ("FAILED", "Oven.Busy", "later")


def test_tasks_call_services_whose_data_starts_empty(local_aws: Start) -> None:
    for _ in range(2):
        with LocalAws() as aws:
            client = aws.client("sqs")
            assert "QueueUrls" not in client.list_queues()
            url = client.create_queue(QueueName="orders")["QueueUrl"]
            send = Task("Send", sqs.send_message(queue_url=url, message_body=this.order))
            definition = StateMachine(send).to_json()
            role = "arn:aws:iam::123456789012:role/any"
            aws.client("stepfunctions").create_state_machine(name="send", definition=definition, roleArn=role)
            assert aws.run("send", {"order": "pizza"})["status"] == "SUCCEEDED"
            (message,) = client.receive_message(QueueUrl=url)["Messages"]
            assert message["Body"] == "pizza"


def test_definitions_in_files_are_served(local_aws: Start, tmp_path: Path) -> None:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 7, "End": True}}}
    (tmp_path / "seven.asl.json").write_text(json.dumps(definition))
    assert local_aws(files=tmp_path, type="EXPRESS").run("seven")["output"] == 7


def test_a_faulty_definition_is_refused(local_aws: Start) -> None:
    faulty = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}
    with pytest.raises(LocalError, match=r"^machines\['faulty'\]: .*Missing 'Next' target: B"):
        local_aws(machines={"faulty": faulty})


def test_a_machine_that_does_not_exist_is_an_error(local_aws: Start) -> None:
    aws = local_aws(machines={"pizza": pizza})
    with pytest.raises(RunError, match=r"no state machine has the name 'pasta'\. The state machines are pizza\."):
        aws.run("pasta")


def test_an_execution_that_waits_too_long_is_an_error(local_aws: Start) -> None:
    from aslant.asl import Wait

    aws = local_aws(machines={"slow": StateMachine(Wait("Rise", seconds=60))})
    with pytest.raises(RunError, match=r"the execution of 'slow' still runs after 0\.1 seconds"):
        aws.run("slow", seconds=0.1)


def test_each_one_has_its_own_machines(local_aws: Start) -> None:
    first, second = (local_aws(machines={name: StateMachine(Pass("A"))}) for name in ("one", "two"))
    assert first.run("one", 1)["output"] == second.run("two", 1)["output"]
    with pytest.raises(RunError):
        second.run("one")
