"""Task tokens: tasks that pass one on, and the argument that has it."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.task_tokens import _MEMBERS, holds_token, token_repair
from aslant.asl.integrations.catalogue import ACTIONS


@pytest.mark.parametrize(
    "given",
    [
        {"t.$": "$$.Task.Token"},
        {"a": [{"b": {"t.$": "$$.Task"}}]},
        {"t.$": "$$"},
        {"t.$": "$$['Task']['Token']"},
        {"t.$": "$$.*"},
        {"t.$": "States.Format('{}', States.JsonToString($$.Task.Token))"},
        {"t.$": "${Token}"},
        {"Ref": "Body"},
        {"t.$": {"Ref": "Token"}},
    ],
)
def test_a_payload_template_may_hold_the_token(given: Any) -> None:
    assert holds_token(given, jsonata=False)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"t": "$$.Task.Token"},
        ["$$.Task.Token"],
        {"t.$": "$"},
        {"t.$": "$.token"},
        {"t.$": "$token"},
        {"t.$": "$$.Execution.Id"},
        {"t.$": "$$.Task.Token.more"},
        {"t.$": "$$.Task.Tokens"},
        {"t.$": "no path"},
        {"QueueUrl": "${Queue}", "t": "{% $states.context.Task.Token %}"},
    ],
)
def test_other_data_does_not_have_the_token(given: Any) -> None:
    assert not holds_token(given, jsonata=False)


@pytest.mark.parametrize(
    "text",
    [
        "{% $states.context.Task.Token %}",
        "{% $merge([$states.input, $states.context.Task]) %}",
        "{% $states.context %}",
        "{% $states . context . Task . Token %}",
        "{% $lookup($states, 'context') %}",
        "{% ${Expression} %}",
    ],
)
def test_an_expression_may_hold_the_token(text: str) -> None:
    assert holds_token({"a": [text]}, jsonata=True)


@pytest.mark.parametrize(
    "text",
    [
        "{% $states.context.Execution.Id %}",
        "{% $token %}",
        "{% $states.input.taskToken %}",
        "{% ( %}",
        "${Queue}",
        "$$",
    ],
)
def test_another_expression_does_not(text: str) -> None:
    assert not holds_token({"a": [text]}, jsonata=True)


def test_a_leaf_that_is_known_only_at_deployment_may_be_the_token(leaf: Any) -> None:
    assert holds_token({"a": [leaf]}, jsonata=False)
    assert holds_token({"a": leaf}, jsonata=True)


PATH, EXPRESSION = '"TaskToken.$": "$$.Task.Token"', '"TaskToken": "{% $states.context.Task.Token %}"'


@pytest.mark.parametrize(
    ("call", "repair"),
    [
        ("sqs:sendMessage", f"Pass {PATH} in MessageBody."),
        ("lambda:invoke", f"Pass {PATH} in Payload."),
        ("sns:publish", f"Pass {PATH} in Message."),
        ("states:startExecution", f"Pass {PATH} in Input."),
        ("aws-sdk:sfn:startExecution", f"Pass {PATH} in Input."),
        ("aws-sdk:sqs:sendMessage", f"Pass {PATH} in MessageBody."),
        ("events:putEvents", f"Pass {PATH} in Entries[].Detail."),
        (
            "ecs:runTask",
            'Pass "Name": "TASK_TOKEN", "Value.$": "$$.Task.Token" in Overrides.ContainerOverrides[].Environment[].',
        ),
        ("aws-sdk:s3:listBuckets", f"Pass {PATH}."),
    ],
)
def test_the_repair_names_where_a_service_passes_it_on(call: str, repair: str) -> None:
    assert token_repair(call, jsonata=False) == repair
    assert token_repair(call, jsonata=True) == repair.replace(PATH, EXPRESSION).replace(
        '"Value.$": "$$.Task.Token"', '"Value": "{% $states.context.Task.Token %}"'
    )


def test_every_integration_that_waits_for_a_token_has_such_a_member() -> None:
    assert set(_MEMBERS) == {call for call, action in ACTIONS.items() if "waitForTaskToken" in action.patterns}
    for call, member in _MEMBERS.items():
        assert member.partition(".")[0].removesuffix("[]") in (*ACTIONS[call].required, *ACTIONS[call].optional)
