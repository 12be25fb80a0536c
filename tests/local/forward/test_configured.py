"""`aslant:forward` in the stack's file: names are checked, and listed functions need not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from aslant.errors import LocalError
from aslant.local.deployment import deploy
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount
from tests.local.conftest import WriteProgram

PROGRAM = """\
import json

import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
role = aws.iam.Role("works", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
message = {"TopicArn": "arn:aws:sns:us-east-1:123456789012:missing", "Message": "m"}
real = "arn:aws:lambda:us-east-1:123456789012:function:real"
states = {
    "Ask": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": message, "Next": "Call"},
    "Call": {"Type": "Task", "Resource": real, "End": True},
}
definition = json.dumps({"StartAt": "Ask", "States": states})
aws.sfn.StateMachine("asks", role_arn=role.arn, definition=definition)
"""


ALL = ["Ask", "real"]


def deployed(
    write_program: WriteProgram,
    forward: object,
    options: tuple[str, ...] = (),
    mocks: Mapping[str, object] = MappingProxyType({}),
) -> list[str]:
    """Deploy the program, and return the notes."""
    config = json.dumps({"config": {"aslant:forward": forward, "aslant:mocks": dict(mocks)}})
    project = read_project(write_program(PROGRAM, Pulumi__dev__yaml=config), "dev")
    notes: list[str] = []
    registry = load(project, LocalAccount())
    deploy(project, registry, LocalAccount(), lambda *_: None, notes.append, forward=options).end()
    return notes


def test_a_task_that_is_forwarded_or_mocked_needs_no_function_and_no_right(write_program: WriteProgram) -> None:
    mocks = {name: {"Return": 1} for name in ALL}
    for notes in (
        deployed(write_program, ALL),
        deployed(write_program, [], ("Ask", "Call=us-east-1")),
        deployed(write_program, [], (), mocks),
    ):
        assert not [note for note in notes if "which this program does not create" in note]
        assert len([note for note in notes if "It is only needed on AWS" in note]) == 2


def test_other_tasks_need_their_rights(write_program: WriteProgram) -> None:
    with pytest.raises(LocalError, match="does not allow"):
        deployed(write_program, ["real"])


@pytest.mark.parametrize(
    ("forward", "problem"),
    [
        (["sns:publsh", *ALL], "aslant:forward: 'sns:publsh' is not the name of a task in this program's"),
        ({"Ask": "us-east-1"}, "the config value aslant:forward must be a list of the tasks to forward to AWS."),
        ([{"Ask": 1}], "aslant:forward must be a list of tasks, each as `NAME` or `NAME: REGION`"),
    ],
)
def test_a_wrong_list_is_refused(write_program: WriteProgram, forward: object, problem: str) -> None:
    with pytest.raises(LocalError) as refused:
        deployed(write_program, forward)
    assert str(refused.value).startswith(problem)
