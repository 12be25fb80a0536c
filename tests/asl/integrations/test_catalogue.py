"""Tests that the catalogue of optimized integrations agrees with AWS's developer guide."""

import importlib
import inspect
import subprocess
import sys
from typing import Any, Required, get_origin, get_type_hints

import pytest

from aslant.asl import integrations
from aslant.asl.integration import Callback, Execution, Integration, Job, JobOrCallback
from aslant.asl.integrations.action import Pattern, ServiceAction, snake
from aslant.asl.integrations.catalogue import ACTIONS, SDK_PATTERNS

# The tables of the developer guide: actions by service, and the patterns of each.
SYNC = """
athena:startQueryExecution batch:submitJob bedrock:createModelCustomizationJob codebuild:retryBuildBatch
codebuild:startBuild codebuild:startBuildBatch databrew:startJobRun ecs:runTask eks:createCluster
eks:createFargateProfile eks:createNodegroup eks:deleteCluster eks:deleteFargateProfile eks:deleteNodegroup
eks:runJob elasticmapreduce:addStep elasticmapreduce:createCluster elasticmapreduce:terminateCluster
emr-containers:deleteVirtualCluster emr-containers:startJobRun emr-serverless:cancelJobRun
emr-serverless:createApplication emr-serverless:deleteApplication emr-serverless:startApplication
emr-serverless:startJobRun emr-serverless:stopApplication glue:startJobRun mediaconvert:createJob
sagemaker:createHyperParameterTuningJob sagemaker:createLabelingJob sagemaker:createProcessingJob
sagemaker:createTrainingJob sagemaker:createTransformJob states:startExecution
"""
CALLBACK = """
apigateway:invoke bedrock:invokeModel ecs:runTask eks:call eks:runJob events:putEvents http:invoke lambda:invoke
sns:publish sqs:sendMessage states:startExecution
"""
AT_ONCE = """
athena:getQueryExecution athena:getQueryResults athena:stopQueryExecution bedrockagentcore:invokeHarness
codebuild:batchDeleteBuilds codebuild:batchGetReports codebuild:deleteBuildBatch codebuild:stopBuild
codebuild:stopBuildBatch dynamodb:deleteItem dynamodb:getItem dynamodb:putItem dynamodb:updateItem
elasticmapreduce:cancelStep elasticmapreduce:modifyInstanceFleetByName elasticmapreduce:modifyInstanceGroupByName
elasticmapreduce:setClusterTerminationProtection emr-containers:createVirtualCluster sagemaker:createEndpoint
sagemaker:createEndpointConfig sagemaker:createModel sagemaker:updateEndpoint
"""
CLASSES: dict[frozenset[str], type[Integration]] = {
    frozenset(): Integration,
    frozenset(["sync"]): Job,
    frozenset(["waitForTaskToken"]): Callback,
    frozenset(["sync", "waitForTaskToken"]): JobOrCallback,
    frozenset(["sync", "sync:2", "waitForTaskToken"]): Execution,
}


def function(action: ServiceAction) -> Any:
    module, _, name = action.function.partition(".")
    return getattr(importlib.import_module(f"aslant.asl.integrations.{module}"), name)


def waiting(pattern: Pattern) -> list[str]:
    return [key for key, action in ACTIONS.items() if pattern in action.patterns]


def test_the_actions_are_those_of_the_guide() -> None:
    assert list(ACTIONS) == sorted({*SYNC.split(), *CALLBACK.split(), *AT_ONCE.split()})
    assert all(action.key == key for key, action in ACTIONS.items())


def test_each_action_has_the_patterns_of_the_guide() -> None:
    assert waiting("") == list(ACTIONS)
    assert waiting("sync") == SYNC.split()
    assert waiting("waitForTaskToken") == CALLBACK.split()
    assert waiting("sync:2") == ["states:startExecution"]
    assert {"", "waitForTaskToken"} == SDK_PATTERNS


@pytest.mark.parametrize(
    ("key", "required", "some"),
    [
        ("apigateway:invoke", {"ApiEndpoint", "Method"}, {"AuthType", "Path", "RequestBody", "Stage"}),
        ("batch:submitJob", {"JobName", "JobQueue", "JobDefinition"}, {"ArrayProperties", "Parameters"}),
        ("bedrock:invokeModel", {"ModelId"}, {"Body", "Input", "Output", "ContentType"}),
        ("ecs:runTask", {"TaskDefinition"}, {"Cluster", "EnableECSManagedTags", "LaunchType"}),
        ("eks:call", {"ClusterName", "CertificateAuthority", "Endpoint", "Method", "Path"}, {"RequestBody"}),
        ("elasticmapreduce:addStep", {"ClusterId", "Step"}, {"ExecutionRoleArn"}),
        ("elasticmapreduce:terminateCluster", {"ClusterId"}, set()),
        ("elasticmapreduce:modifyInstanceGroupByName", {"ClusterId", "InstanceGroupName", "InstanceGroup"}, set()),
        ("emr-serverless:startJobRun", {"ApplicationId", "ExecutionRoleArn"}, {"ClientToken", "JobDriver"}),
        ("http:invoke", {"ApiEndpoint", "Method"}, {"Authentication", "InvocationConfig", "Transform"}),
        ("lambda:invoke", {"FunctionName"}, {"Payload", "Qualifier", "InvocationType"}),
        ("states:startExecution", {"StateMachineArn"}, {"Input", "Name"}),
    ],
)
def test_parameters_are_those_that_step_functions_supports(key: str, required: set[str], some: set[str]) -> None:
    assert set(ACTIONS[key].required) == required
    assert some <= set(ACTIONS[key].optional)


def test_a_cluster_of_emr_is_created_without_steps() -> None:
    assert "Steps" not in ACTIONS["elasticmapreduce:createCluster"].names.values()


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_each_action_has_a_function_with_its_parameters(action: ServiceAction) -> None:
    made = function(action)
    assert made.__doc__
    assert made.__doc__.endswith(".")
    hints = get_type_hints(made)
    assert hints["return"] is CLASSES[action.patterns - {""}]
    takes = get_type_hints(hints["arguments"].__args__[0], include_extras=True)
    assert list(takes) == list(action.names)
    required = [name for name, annotation in takes.items() if get_origin(annotation) is Required]
    assert required == [snake(name) for name in action.required]
    call = made(**dict.fromkeys(action.names, "x"))
    assert call.resource == f"arn:aws:states:::{action.key}"
    assert call.arguments == dict.fromkeys((*action.required, *action.optional), "x")


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("QueueUrl", "queue_url"),
        ("KMSKeyId", "kms_key_id"),
        ("S3Bucket", "s3_bucket"),
        ("LabelCategoryConfigS3Uri", "label_category_config_s3_uri"),
        ("EnableECSManagedTags", "enable_ecs_managed_tags"),
        ("MaxPayloadInMB", "max_payload_in_mb"),
        ("OSReleaseLabel", "os_release_label"),
        ("Id", "id"),
        ("batchGetReports", "batch_get_reports"),
    ],
)
def test_names_are_converted_to_snake_case(name: str, python: str) -> None:
    assert snake(name) == python


def test_no_two_parameters_of_an_action_share_a_name() -> None:
    for action in ACTIONS.values():
        assert len(action.names) == len(action.required) + len(action.optional)


def test_the_package_exports_its_modules() -> None:
    modules = {action.function.partition(".")[0] for action in ACTIONS.values()}
    assert integrations.__all__ == sorted({"aws_sdk", *modules})
    for name in modules:
        module = getattr(integrations, name)
        assert inspect.ismodule(module)
        assert module.__all__ == sorted(
            action.function.partition(".")[2] for action in ACTIONS.values() if action.function.startswith(f"{name}.")
        )
    with pytest.raises(AttributeError, match="has no attribute 'sqss'"):
        integrations.sqss  # noqa: B018


def test_the_catalogue_imports_no_service_and_the_language_not_the_catalogue() -> None:
    code = "import sys, aslant.asl; print(*sys.modules); import aslant.asl.integrations.catalogue; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    language, whole = ({name for name in line.split() if "integrations" in name} for line in result.stdout.splitlines())
    package = "aslant.asl.integrations"
    assert whole - language <= {package, f"{package}.action", f"{package}.catalogue", f"{package}.sdk"}
    assert not {name for name in whole if name.startswith("boto")}


def test_the_example_in_the_docstring_runs() -> None:
    code = str(integrations.__doc__).split("```python\n")[1].split("```")[0]
    exec(code, {})  # noqa: S102
