"""The members of the context object that only some states have."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import check
from tests.asl.checking.machines import FUNCTION, a, alone, branch, finding_lines, machine

NO_TASK = "The context object does not have 'Task' in this state, so the state always fails"
NO_MAP = "The context object does not have 'Map' in this state, so the state always fails"
WRITE = "Write {}.waitForTaskToken, which waits for the token."
ONLY = "Read it in a Task that waits for its token, such as one whose Resource ends with .waitForTaskToken."
INVOKE = "arn:aws:states:::lambda:invoke"
HAND = "Pass the value as input. Only a Map and the states inside it have this member."
SEND = "arn:aws:states:::sqs:sendMessage"
START = "arn:aws:states:::states:startExecution"
TOKEN = {"FunctionName": "f", "Payload": {"token.$": "$$.Task.Token"}}
ITEM = {"x.$": "$$.Map.Item.Value.id"}


def jsonata(kind: str, **fields: Any) -> dict[str, Any]:
    return {**alone(kind, **fields), "QueryLanguage": "JSONata"}


def mapped(**fields: Any) -> dict[str, Any]:
    return alone("Map", ItemProcessor=branch(), **fields)


@pytest.mark.parametrize(
    ("definition", "found"),
    [
        (
            alone("Task", Resource=INVOKE, Parameters=TOKEN),
            f"/States/A/Parameters/Payload/token.$: {NO_TASK} | {WRITE.format(INVOKE)}",
        ),
        (
            alone("Task", Resource=SEND, Parameters={"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}),
            f"/States/A/Parameters/MessageBody.$: {NO_TASK} | {WRITE.format(SEND)}",
        ),
        (
            alone("Task", Resource=FUNCTION, Parameters={"token.$": "$$.Task.Token"}),
            f"/States/A/Parameters/token.$: {NO_TASK} | {WRITE.format(INVOKE)}",
        ),
        (alone("Pass", Parameters={"t.$": "$$.Task"}), f"/States/A/Parameters/t.$: {NO_TASK} | {ONLY}"),
        (
            alone("Pass", Parameters={"t.$": "States.Format('{}', $$.Task.Token)"}),
            f"/States/A/Parameters/t.$: {NO_TASK} | {ONLY}",
        ),
        (alone("Pass", InputPath="$$['Task']['Token']"), f"/States/A/InputPath: {NO_TASK} | {ONLY}"),
        (alone("Pass", Assign={"t.$": "$$.Task.Token"}), f"/States/A/Assign/t.$: {NO_TASK} | {ONLY}"),
        (
            jsonata(
                "Task", Resource=INVOKE, Arguments={"FunctionName": "f", "Payload": "{% $states.context.Task.Token %}"}
            ),
            f"/States/A/Arguments/Payload: {NO_TASK} | {WRITE.format(INVOKE)}",
        ),
        (jsonata("Pass", Output="{% $states.context.Task %}"), f"/States/A/Output: {NO_TASK} | {ONLY}"),
        (
            alone("Pass", Parameters=ITEM),
            f"/States/A/Parameters/x.$: {NO_MAP} | {HAND}",
        ),
        (
            jsonata("Pass", Output={"n": "{% $states.context.Map.Item.Index %}"}),
            f"/States/A/Output/n: {NO_MAP} | {HAND}",
        ),
        (
            machine(
                P=a("Parallel", Branches=[branch(A=a("Pass", Parameters=ITEM))], End=True),
            ),
            f"/States/P/Branches[0]/States/A/Parameters/x.$: {NO_MAP} | {HAND}",
        ),
        (
            alone("Choice", Choices=[{"Variable": "$$.Map.Item.Index", "NumericEquals": 0, "Next": "A"}], Default="A"),
            f"/States/A/Choices[0]/Variable: {NO_MAP} | {HAND}",
        ),
    ],
)
def test_what_a_state_does_not_have_is_an_error(definition: dict[str, Any], found: str) -> None:
    assert [one for one in finding_lines(definition) if NO_TASK in one or NO_MAP in one] == [
        f"UNAVAILABLE_CONTEXT_MEMBER {found}"
    ]
    codes = [(finding.code, finding.severity) for finding in check(definition)]
    assert ("UNAVAILABLE_CONTEXT_MEMBER", "ERROR") in codes


@pytest.mark.parametrize(
    "definition",
    [
        alone("Task", Resource=f"{INVOKE}.waitForTaskToken", Parameters=TOKEN),
        # Recorded on AWS: the execution ends when the token is sent back.
        alone("Task", Resource=f"{START}.sync", Parameters={"StateMachineArn": "m", "Input.$": "$$.Task.Token"}),
        alone("Task", Resource=f"{START}.sync:2", Parameters={"StateMachineArn": "m", "Input.$": "$$.Task.Token"}),
        alone("Task", Resource="${Resource}", Parameters=TOKEN),
        alone("Task", Resource={"Ref": "Resource"}, Parameters=TOKEN),
        alone("Task", Resource="arn:aws:states:us-east-1:123456789012:activity:a", Parameters=TOKEN),
        alone("Pass", Parameters={"all.$": "$$", "wild.$": "$$.*", "name.$": "$$.Execution.Name"}),
        jsonata("Pass", Output="{% $exists($states.context.Task) ? $states.context.Task.Token : 'none' %}"),
        jsonata("Pass", Output="{% {'token': $states.context.Task.Token} %}"),
        mapped(ItemSelector=ITEM),
        mapped(Parameters=ITEM),
        alone("Map", ItemProcessor=branch(B=a("Pass", Parameters=ITEM))),
        alone("Map", Iterator=branch(B=a("Pass", Parameters=ITEM))),
        alone("Map", ItemProcessor=branch(P=a("Parallel", Branches=[branch(B=a("Pass", Parameters=ITEM))]))),
        alone(
            "Choice",
            Choices=[
                {
                    "And": [
                        {"Variable": "$$.Map.Item", "IsPresent": True},
                        {"Variable": "$$.Map.Item.Index", "NumericEquals": 0},
                    ],
                    "Next": "A",
                }
            ],
            Default="A",
        ),
    ],
)
def test_a_member_that_a_state_may_have_is_not_an_error(definition: dict[str, Any]) -> None:
    assert [one for one in finding_lines(definition) if "UNAVAILABLE" in one] == []
