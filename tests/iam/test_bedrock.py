"""Calls of models by ID, ARN, inference profile and prompt."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam import Account, needs, permissions

HERE = Account("aws", "eu-west-1", "111122223333")
NOVA = "amazon.nova-lite-v1:0"
INVOKE = "arn:aws:states:::bedrock:invokeModel"
CONVERSE = "arn:aws:states:::aws-sdk:bedrockruntime:converse"


def machine(model: Any, resource: str = INVOKE, **arguments: Any) -> dict[str, Any]:
    task = {"Type": "Task", "Resource": resource, "Parameters": {"ModelId": model, **arguments}, "End": True}
    return {"StartAt": "Ask", "States": {"Ask": task}}


def rights(model: Any, resource: str = INVOKE) -> dict[str, Any]:
    """Return the resources of InvokeModel, each with its condition."""
    found = permissions(machine(model, resource), account=HERE)
    assert {statement.actions for statement in found} == {("bedrock:InvokeModel",)}
    return {arn: statement.condition for statement in found for arn in statement.resources}


def profile_rights(profile: str, model: str, partition: str = "aws") -> dict[str, Any]:
    where = f"arn:{partition}:bedrock:*::foundation-model/{model}"
    return {profile: None, where: {"StringLike": {"bedrock:InferenceProfileArn": profile}}}


HOME = "arn:aws:bedrock:eu-west-1:111122223333"


@pytest.mark.parametrize("resource", [INVOKE, CONVERSE])
@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (NOVA, {f"arn:aws:bedrock:eu-west-1::foundation-model/{NOVA}": None}),
        (f"arn:aws:bedrock:us-east-1::foundation-model/{NOVA}", None),
        (f"{HOME}:provisioned-model/p1", None),
        (f"{HOME}:imported-model/i1", None),
        (f"{HOME}:custom-model-deployment/d1", None),
        (f"eu.{NOVA}", profile_rights(f"{HOME}:inference-profile/eu.{NOVA}", NOVA)),
        (f"global.{NOVA}", profile_rights(f"{HOME}:inference-profile/global.{NOVA}", NOVA)),
        (f"{HOME}:inference-profile/eu.{NOVA}", profile_rights(f"{HOME}:inference-profile/eu.{NOVA}", NOVA)),
        (
            f"arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.{NOVA}",
            profile_rights(
                f"arn:aws-us-gov:bedrock:us-gov-west-1:111122223333:inference-profile/us-gov.{NOVA}",
                NOVA,
                "aws-us-gov",
            ),
        ),
        (
            "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:inference-profile/${Profile}",
            profile_rights(
                "arn:${AWS::Partition}:bedrock:${AWS::Region}:${AWS::AccountId}:inference-profile/${Profile}",
                "*",
                "${AWS::Partition}",
            ),
        ),
        (f"{HOME}:application-inference-profile/a1", profile_rights(f"{HOME}:application-inference-profile/a1", "*")),
    ],
)
def test_a_profile_needs_its_model_as_well(model: str, expected: dict[str, Any] | None, resource: str) -> None:
    assert rights(model, resource) == (expected or {model: None})


@pytest.mark.parametrize(
    ("model", "what", "actions"),
    [
        (
            f"{HOME}:prompt/PROMPT12345:1",
            f"only the prompt '{HOME}:prompt/PROMPT12345:1' contains its model",
            ("bedrock:InvokeModel", "bedrock:RenderPrompt"),
        ),
        (
            f"{HOME}:prompt-router/r1",
            f"'{HOME}:prompt-router/r1' does not identify the model",
            ("bedrock:InvokeModel",),
        ),
        (
            "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e",
            "'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/e' does not identify the model",
            ("bedrock:InvokeModel",),
        ),
    ],
)
def test_a_call_that_does_not_contain_its_model_is_unknown(model: str, what: str, actions: tuple[str, ...]) -> None:
    found, [unknown] = needs(machine(model), account=HERE)
    assert (found, unknown.what, unknown.actions) == ([], f"bedrock:invokeModel: {what}", actions)


def test_a_model_chosen_at_run_time_is_unknown() -> None:
    with pytest.raises(PermissionsError, match="ModelId is missing"):
        permissions({"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": INVOKE, "Parameters": {}}}})


def test_a_model_known_at_deployment_is_the_resource() -> None:
    later = object()
    [statement] = permissions(machine(later), account=HERE)
    assert [id(resource) for resource in statement.resources] == [id(later)]
