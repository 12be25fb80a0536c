"""The table of the optimized integrations: every action, with and without waiting."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.integrations.catalogue import ACTIONS
from aslant.iam import Account, UnknownNeed, needs
from aslant.iam.optimized import OPTIMIZED, WAITING
from aslant.iam.services import SERVICES

HERE = Account("aws", "eu-west-1", "111122223333")
HOME = "eu-west-1:111122223333"
RULE = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]


def answer(resource: str, arguments: dict[str, Any]) -> tuple[list[tuple[str, str]], list[UnknownNeed]]:
    task = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", "Parameters": arguments, "End": True}
    found, unknown = needs({"StartAt": "Go", "States": {"Go": task}}, account=HERE)
    rights = [
        (action, resource) for statement in found for action in statement.actions for resource in statement.resources
    ]
    return sorted(rights), unknown


def rights(resource: str, arguments: dict[str, Any]) -> list[tuple[str, str]]:
    found, unknown = answer(resource, arguments)
    assert unknown == []
    return found


def on(resource: str, *actions: str) -> list[tuple[str, str]]:
    return [(action, f"arn:aws:{resource}") for action in actions]


def rule(name: str) -> list[tuple[str, str]]:
    return on(f"events:{HOME}:rule/{name}", *RULE)


def test_the_table_has_exactly_the_actions_of_the_catalogue() -> None:
    assert {key for key in (*OPTIMIZED, *SERVICES) if not key.startswith("aws-sdk:")} == set(ACTIONS)
    waiting = {key for key, action in ACTIONS.items() if "sync" in action.patterns}
    assert {*WAITING, "states:startExecution"} == waiting


@pytest.mark.parametrize(
    ("key", "pattern"), [(key, pattern) for key, action in ACTIONS.items() for pattern in sorted(action.patterns)]
)
def test_every_pattern_has_a_policy_without_a_star_or_an_unknown_need(key: str, pattern: str) -> None:
    resource = f"{key}.{pattern}" if pattern else key
    arguments = dict.fromkeys(ACTIONS[key].required, "x")
    found, unknown = answer(resource, arguments)
    known = {
        "batch:DescribeJobs",
        "ec2:DescribeSubnets",
        "eks:CreateCluster",
        "elasticmapreduce:RunJobFlow",
        "emr-containers:CreateVirtualCluster",
        "emr-serverless:CreateApplication",
        "states:InvokeHTTPEndpoint",
    }
    assert {action for action, name in found if name == "*"} <= known
    assert all(need.state == "Go" and need.actions for need in unknown)


@pytest.mark.parametrize(
    ("resource", "arguments", "expected"),
    [
        ("eks:runJob.sync", {"ClusterName": "k"}, []),
        (
            "glue:startJobRun.sync",
            {"JobName": "j"},
            on(f"glue:{HOME}:job/j", "glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"),
        ),
        (
            "eks:deleteNodegroup.sync",
            {"ClusterName": "k", "NodegroupName": "n"},
            on(f"eks:{HOME}:nodegroup/k/n/*", "eks:DeleteNodegroup", "eks:DescribeNodegroup"),
        ),
        (
            "emr-serverless:startJobRun.sync",
            {"ApplicationId": "a", "ExecutionRoleArn": "arn:aws:iam::1:role/r"},
            [
                *on(f"emr-serverless:{HOME}:/applications/a", "emr-serverless:StartJobRun"),
                *on(
                    f"emr-serverless:{HOME}:/applications/a/jobruns/*",
                    "emr-serverless:CancelJobRun",
                    "emr-serverless:GetJobRun",
                ),
                *on("iam::1:role/r", "iam:PassRole"),
                *rule("StepFunctionsGetEventsForEMRServerlessJobRule"),
            ],
        ),
        (
            "emr-serverless:stopApplication.sync",
            {"ApplicationId": "a"},
            [
                *on(
                    f"emr-serverless:{HOME}:/applications/a",
                    "emr-serverless:GetApplication",
                    "emr-serverless:StopApplication",
                ),
                *rule("StepFunctionsGetEventsForEMRServerlessApplicationRule"),
            ],
        ),
        (
            "sagemaker:createProcessingJob.sync",
            {"ProcessingJobName": "p", "RoleArn": "arn:aws:iam::1:role/r"},
            [
                *on(
                    f"sagemaker:{HOME}:processing-job/p",
                    "sagemaker:AddTags",
                    "sagemaker:CreateProcessingJob",
                    "sagemaker:DescribeProcessingJob",
                    "sagemaker:ListTags",
                    "sagemaker:StopProcessingJob",
                ),
                *on("iam::1:role/r", "iam:PassRole"),
                *rule("StepFunctionsGetEventsForSageMakerProcessingJobsRule"),
            ],
        ),
        (
            "sagemaker:createEndpointConfig",
            {"EndpointConfigName": "c", "Tags": [{"Key": "a", "Value": "b"}]},
            on(f"sagemaker:{HOME}:endpoint-config/c", "sagemaker:AddTags", "sagemaker:CreateEndpointConfig"),
        ),
        (
            "bedrockagentcore:invokeHarness",
            {"HarnessArn": f"arn:aws:bedrock-agentcore:{HOME}:harness/h"},
            on(f"bedrock-agentcore:{HOME}:harness/h", "bedrock-agentcore:InvokeHarness"),
        ),
        (
            "ecs:runTask.waitForTaskToken",
            {"TaskDefinition": "bake", "Overrides": {"TaskRoleArn": "t", "ExecutionRoleArn": "e"}},
            [
                *on(f"ecs:{HOME}:task-definition/bake:*", "ecs:RunTask"),
                *on("iam::111122223333:role/t", "iam:PassRole"),
                *on("iam::111122223333:role/e", "iam:PassRole"),
            ],
        ),
        (
            "bedrock:invokeModel",
            {"ModelId": "amazon.nova-lite-v1:0", "Input": {"S3Uri": "s3://in/a"}, "Output": {"S3Uri": "s3://out/b"}},
            [
                *on("bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0", "bedrock:InvokeModel"),
                *on("s3:::in/a", "s3:GetObject"),
                *on("s3:::out/b", "s3:PutObject"),
            ],
        ),
        (
            "bedrock:invokeModel",
            {"ModelId": "eu.amazon.nova-lite-v1:0"},
            [
                *on("bedrock:*::foundation-model/amazon.nova-lite-v1:0", "bedrock:InvokeModel"),
                *on(f"bedrock:{HOME}:inference-profile/eu.amazon.nova-lite-v1:0", "bedrock:InvokeModel"),
            ],
        ),
        ("apigateway:invoke", {"ApiEndpoint": "x.execute-api.eu-west-1.amazonaws.com", "Method": "GET"}, []),
        (
            "apigateway:invoke",
            {"ApiEndpoint": "x.execute-api.us-east-1.amazonaws.com", "Method": "GET", "AuthType": "RESOURCE_POLICY"},
            [],
        ),
        (
            "apigateway:invoke",
            {
                "ApiEndpoint": "x.execute-api.us-east-1.amazonaws.com",
                "Method": "POST",
                "Stage": "prod",
                "Path.$": "States.Format('/@connections/{}', $.id)",
                "AuthType": "IAM_ROLE",
            },
            on("execute-api:us-east-1:111122223333:x/prod/POST/@connections/*", "execute-api:ManageConnections"),
        ),
        (
            "http:invoke",
            {
                "ApiEndpoint": "https://api.example.com/pay",
                "Method": "POST",
                "InvocationConfig": {"ConnectionArn": f"arn:aws:events:{HOME}:connection/bank/0c1c"},
            },
            [
                ("states:InvokeHTTPEndpoint", "*"),
                *on(f"events:{HOME}:connection/bank/0c1c", "events:RetrieveConnectionCredentials"),
                *on(
                    f"secretsmanager:{HOME}:secret:events!connection/bank/*",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetSecretValue",
                ),
            ],
        ),
    ],
)
def test_actions_are_on_the_resources_that_the_call_names(
    resource: str, arguments: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert rights(resource, arguments) == sorted(expected)


@pytest.mark.parametrize(
    ("resource", "arguments", "what"),
    [
        ("codebuild:stopBuild", {"Id": "site:7"}, "IAM checks its project"),
        ("codebuild:retryBuildBatch.sync", {"Id": "site:7"}, "AWS does not document the name of the rule"),
        ("athena:stopQueryExecution", {"QueryExecutionId": "q"}, "IAM checks its workgroup"),
        (
            "apigateway:invoke",
            {"ApiEndpoint": "api.example.com", "AuthType": "IAM_ROLE"},
            "does not identify the API",
        ),
        ("http:invoke", {"ApiEndpoint": "https://x", "Method": "GET"}, "Authentication.ConnectionArn is missing"),
    ],
)
def test_resources_that_a_call_does_not_contain_are_unknown(
    resource: str, arguments: dict[str, Any], what: str
) -> None:
    assert any(what in need.what for need in answer(resource, arguments)[1])


def test_unresolved_values_replace_the_arns_that_depend_on_them() -> None:
    later: Any = object()
    definition = {
        "States": {
            "Pay": {
                "Type": "Task",
                "Resource": "arn:aws:states:::http:invoke",
                "Arguments": {
                    "ApiEndpoint": "https://x",
                    "Method": "GET",
                    "Authentication": {"ConnectionArn": later},
                },
            },
            "Ask": {
                "Type": "Task",
                "Resource": "arn:aws:states:::bedrock:invokeModel",
                "Arguments": {"ModelId": later},
            },
            "Call": {
                "Type": "Task",
                "Resource": "arn:aws:states:::apigateway:invoke",
                "Arguments": {"ApiEndpoint": later, "Method": "GET", "AuthType": "IAM_ROLE"},
            },
        }
    }
    found, unknown = needs(definition, account=HERE)
    assert unknown == []
    mine = {
        action
        for statement in found
        for action in statement.actions
        if any(resource is later for resource in statement.resources)
    }
    assert mine == {
        "bedrock:InvokeModel",
        "events:RetrieveConnectionCredentials",
        "execute-api:Invoke",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
    }
