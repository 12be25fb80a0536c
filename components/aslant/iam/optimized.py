"""The needs of the optimized integrations by `<service>:<action>`, and the additional needs of waiting.

Sources: "IAM policies for integrated services" and each integration's page in the Step Functions Developer Guide for
the polling and stopping rights of `.sync` and the names of the managed rules; the service authorization reference for
the resources that IAM checks. An action without a resource in the reference is on `*`. Needs that take logic are in
`services`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aslant.iam.need import Need
from aslant.iam.principals import PRINCIPALS

__all__ = ["OPTIMIZED", "WAITING"]

_on, _passing, _rule, _tagging = Need.on, Need.passing, Need.managed_rule, Need.tagging
_undetermined = Need.undetermined

_APPLICATION: Final = "emr-serverless:{r}:{a}:/applications/{ApplicationId}"
_RUN: Final = "emr-serverless:{r}:{a}:/applications/{ApplicationId}/jobruns/{JobRunId}"
_VIRTUAL: Final = "emr-containers:{r}:{a}:/virtualclusters"
_CLUSTER: Final = "elasticmapreduce:{r}:{a}:cluster/{ClusterId}"
_KUBERNETES: Final = "eks:{r}:{a}:cluster"
_PROJECT: Final = "codebuild:{r}:{a}:project/{ProjectName}"
_TABLE: Final = "dynamodb:{r}:{a}:table/{TableName}"
_WORKGROUP: Final = "athena:{r}:{a}:workgroup/{WorkGroup=primary}"
_TASK: Final = "ecs:{r}:{a}:task/{Cluster=default}/*"
_SAGEMAKER: Final = "sagemaker:{r}:{a}"
_BUILD: Final = "the call names a build, and IAM checks its project"
_QUERY: Final = "the call names a query, and IAM checks its workgroup"
_TO_SAGEMAKER: Final = "sagemaker.amazonaws.com"

OPTIMIZED: Final[Mapping[str, tuple[Need, ...]]] = {
    "athena:getQueryExecution": (_undetermined("athena:GetQueryExecution", _QUERY),),
    "athena:getQueryResults": (_undetermined("athena:GetQueryResults s3:GetObject", _QUERY),),
    "athena:startQueryExecution": (
        _on("athena:StartQueryExecution", _WORKGROUP),
        _on("athena:GetDataCatalog", "athena:{r}:{a}:datacatalog/{QueryExecutionContext.Catalog*=AwsDataCatalog}"),
        _on(
            "glue:GetDatabase glue:GetPartitions glue:GetTable",
            "glue:{r}:{a}:catalog",
            "glue:{r}:{a}:database/{QueryExecutionContext.Database}",
            "glue:{r}:{a}:table/{QueryExecutionContext.Database}/*",
        ),
        _on("s3:GetBucketLocation s3:ListBucket", "s3:::{ResultConfiguration.OutputLocation:bucket}"),
        _on(
            "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject",
            "s3:::{ResultConfiguration.OutputLocation:location}/*",
        ),
        _undetermined("s3:GetObject s3:ListBucket", "the query reads its tables, whose location is in AWS Glue"),
    ),
    "athena:stopQueryExecution": (_undetermined("athena:StopQueryExecution", _QUERY),),
    "batch:submitJob": (
        _on(
            "batch:SubmitJob",
            "batch:{r}:{a}:job-queue/{JobQueue}",
            "batch:{r}:{a}:job-definition/{JobDefinition}",
            "batch:{r}:{a}:job-definition/{JobDefinition:revision}",
        ),
        _tagging("batch:TagResource", "batch:{r}:{a}:job/*"),
    ),
    "bedrockagentcore:invokeHarness": (_on("bedrock-agentcore:InvokeHarness", "{HarnessArn}"),),
    "bedrock:createModelCustomizationJob": (
        _on(
            "bedrock:CreateModelCustomizationJob",
            "bedrock:{r}::foundation-model/{BaseModelIdentifier}",
            "bedrock:{r}:{a}:custom-model/*",
            "bedrock:{r}:{a}:model-customization-job/*",
        ),
        _passing("bedrock.amazonaws.com", "RoleArn"),
        _tagging("bedrock:TagResource", "bedrock:{r}:{a}:model-customization-job/*", tags="JobTags"),
        _tagging("bedrock:TagResource", "bedrock:{r}:{a}:custom-model/*", tags="CustomModelTags"),
    ),
    "codebuild:batchDeleteBuilds": (_undetermined("codebuild:BatchDeleteBuilds", _BUILD),),
    "codebuild:batchGetReports": (_on("codebuild:BatchGetReports", "{ReportArns:report}"),),
    "codebuild:deleteBuildBatch": (_undetermined("codebuild:DeleteBuildBatch", _BUILD),),
    "codebuild:retryBuildBatch": (_undetermined("codebuild:RetryBuildBatch", _BUILD),),
    "codebuild:startBuild": (_on("codebuild:StartBuild", _PROJECT),),
    "codebuild:startBuildBatch": (_on("codebuild:StartBuildBatch", _PROJECT),),
    "codebuild:stopBuild": (_undetermined("codebuild:StopBuild", _BUILD),),
    "codebuild:stopBuildBatch": (_undetermined("codebuild:StopBuildBatch", _BUILD),),
    "databrew:startJobRun": (_on("databrew:StartJobRun", "databrew:{r}:{a}:job/{Name}"),),
    "dynamodb:deleteItem": (_on("dynamodb:DeleteItem", _TABLE),),
    "dynamodb:getItem": (_on("dynamodb:GetItem", _TABLE),),
    "dynamodb:putItem": (_on("dynamodb:PutItem", _TABLE),),
    "dynamodb:updateItem": (_on("dynamodb:UpdateItem", _TABLE),),
    "eks:call": (),
    "eks:createCluster": (
        _on("eks:CreateCluster", "*"),
        _passing("eks.amazonaws.com", "RoleArn"),
        _tagging("eks:TagResource", f"{_KUBERNETES}/{{Name}}"),
    ),
    "eks:createFargateProfile": (
        _on("eks:CreateFargateProfile", f"{_KUBERNETES}/{{ClusterName}}"),
        _passing("eks-fargate-pods.amazonaws.com", "PodExecutionRoleArn"),
        _tagging("eks:TagResource", "eks:{r}:{a}:fargateprofile/{ClusterName}/{FargateProfileName}/*"),
    ),
    "eks:createNodegroup": (
        _on("eks:CreateNodegroup", f"{_KUBERNETES}/{{ClusterName}}"),
        _on("ec2:DescribeSubnets", "*"),
        _on("iam:GetRole iam:ListAttachedRolePolicies", "iam::{a}:role/{NodeRole}"),
        _passing("eks.amazonaws.com", "NodeRole"),
        _tagging("eks:TagResource", "eks:{r}:{a}:nodegroup/{ClusterName}/{NodegroupName}/*"),
    ),
    "eks:deleteCluster": (_on("eks:DeleteCluster", f"{_KUBERNETES}/{{Name}}"),),
    "eks:deleteFargateProfile": (
        _on("eks:DeleteFargateProfile", "eks:{r}:{a}:fargateprofile/{ClusterName}/{FargateProfileName}/*"),
    ),
    "eks:deleteNodegroup": (_on("eks:DeleteNodegroup", "eks:{r}:{a}:nodegroup/{ClusterName}/{NodegroupName}/*"),),
    "eks:runJob": (),
    "elasticmapreduce:addStep": (
        _on("elasticmapreduce:AddJobFlowSteps", _CLUSTER),
        _passing(PRINCIPALS["elasticmapreduce"], "ExecutionRoleArn"),
    ),
    "elasticmapreduce:cancelStep": (_on("elasticmapreduce:CancelSteps", _CLUSTER),),
    "elasticmapreduce:createCluster": (
        _on("elasticmapreduce:RunJobFlow", "*"),
        _tagging("elasticmapreduce:AddTags", "elasticmapreduce:{r}:{a}:cluster/*"),
        # The role of the instances is that of an instance profile, which the console and the CLI name like the role.
        _passing(PRINCIPALS["elasticmapreduce"], "ServiceRole"),
        _passing(PRINCIPALS["elasticmapreduce:JobFlowRole"], "JobFlowRole"),
        _passing(PRINCIPALS["elasticmapreduce:AutoScalingRole"], "AutoScalingRole"),
    ),
    "elasticmapreduce:modifyInstanceFleetByName": (
        _on("elasticmapreduce:ListInstanceFleets elasticmapreduce:ModifyInstanceFleet", _CLUSTER),
    ),
    "elasticmapreduce:modifyInstanceGroupByName": (
        _on("elasticmapreduce:ListInstanceGroups elasticmapreduce:ModifyInstanceGroups", _CLUSTER),
    ),
    "elasticmapreduce:setClusterTerminationProtection": (_on("elasticmapreduce:SetTerminationProtection", _CLUSTER),),
    "elasticmapreduce:terminateCluster": (_on("elasticmapreduce:TerminateJobFlows", _CLUSTER),),
    "emr-containers:createVirtualCluster": (
        _on("emr-containers:CreateVirtualCluster", "*"),
        _tagging("emr-containers:TagResource", f"{_VIRTUAL}/*"),
    ),
    "emr-containers:deleteVirtualCluster": (_on("emr-containers:DeleteVirtualCluster", f"{_VIRTUAL}/{{Id}}"),),
    "emr-containers:startJobRun": (
        _on(
            "emr-containers:StartJobRun",
            f"{_VIRTUAL}/{{VirtualClusterId}}",
            condition={"StringEquals": {"emr-containers:ExecutionRoleArn": "{ExecutionRoleArn}"}},
        ),
        _tagging("emr-containers:TagResource", f"{_VIRTUAL}/{{VirtualClusterId}}/jobruns/*"),
    ),
    "emr-serverless:cancelJobRun": (_on("emr-serverless:CancelJobRun", _RUN),),
    "emr-serverless:createApplication": (
        _on("emr-serverless:CreateApplication", "*"),
        _tagging("emr-serverless:TagResource", "emr-serverless:{r}:{a}:/applications/*"),
    ),
    "emr-serverless:deleteApplication": (_on("emr-serverless:DeleteApplication", _APPLICATION),),
    "emr-serverless:startApplication": (_on("emr-serverless:StartApplication", _APPLICATION),),
    "emr-serverless:startJobRun": (
        _on("emr-serverless:StartJobRun", _APPLICATION),
        _passing("emr-serverless.amazonaws.com", "ExecutionRoleArn"),
        _tagging("emr-serverless:TagResource", f"{_APPLICATION}/jobruns/*"),
    ),
    "emr-serverless:stopApplication": (_on("emr-serverless:StopApplication", _APPLICATION),),
    "glue:startJobRun": (_on("glue:StartJobRun", "glue:{r}:{a}:job/{JobName}"),),
    "mediaconvert:createJob": (
        _on(
            "mediaconvert:CreateJob",
            "mediaconvert:{r}:{a}:queues/{Queue=Default}",
            "mediaconvert:{r}:{a}:jobTemplates/{JobTemplate}?",
        ),
        _passing("mediaconvert.amazonaws.com", "Role"),
        _tagging("mediaconvert:TagResource", "mediaconvert:{r}:{a}:jobs/*"),
    ),
    "sagemaker:createEndpoint": (
        _on(
            "sagemaker:CreateEndpoint",
            f"{_SAGEMAKER}:endpoint/{{EndpointName}}",
            f"{_SAGEMAKER}:endpoint-config/{{EndpointConfigName}}",
        ),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:endpoint/{{EndpointName}}"),
    ),
    "sagemaker:createEndpointConfig": (
        _on("sagemaker:CreateEndpointConfig", f"{_SAGEMAKER}:endpoint-config/{{EndpointConfigName}}"),
        _passing(_TO_SAGEMAKER, "ExecutionRoleArn"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:endpoint-config/{{EndpointConfigName}}"),
    ),
    "sagemaker:createHyperParameterTuningJob": (
        _on(
            "sagemaker:CreateHyperParameterTuningJob",
            f"{_SAGEMAKER}:hyper-parameter-tuning-job/{{HyperParameterTuningJobName}}",
        ),
        _passing(_TO_SAGEMAKER, "TrainingJobDefinition.RoleArn", "TrainingJobDefinitions.RoleArn"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:hyper-parameter-tuning-job/{{HyperParameterTuningJobName}}"),
    ),
    "sagemaker:createLabelingJob": (
        _on("sagemaker:CreateLabelingJob", f"{_SAGEMAKER}:labeling-job/{{LabelingJobName}}"),
        _passing(_TO_SAGEMAKER, "RoleArn"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:labeling-job/{{LabelingJobName}}"),
    ),
    "sagemaker:createModel": (
        _on("sagemaker:CreateModel", f"{_SAGEMAKER}:model/{{ModelName}}"),
        _passing(_TO_SAGEMAKER, "ExecutionRoleArn"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:model/{{ModelName}}"),
    ),
    "sagemaker:createProcessingJob": (
        _on("sagemaker:CreateProcessingJob", f"{_SAGEMAKER}:processing-job/{{ProcessingJobName}}"),
        _passing(_TO_SAGEMAKER, "RoleArn"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:processing-job/{{ProcessingJobName}}"),
    ),
    "sagemaker:createTrainingJob": (
        _on("sagemaker:CreateTrainingJob", f"{_SAGEMAKER}:training-job/{{TrainingJobName}}"),
        _passing(_TO_SAGEMAKER, "RoleArn"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:training-job/{{TrainingJobName}}"),
    ),
    "sagemaker:createTransformJob": (
        _on("sagemaker:CreateTransformJob", f"{_SAGEMAKER}:transform-job/{{TransformJobName}}"),
        _tagging("sagemaker:AddTags", f"{_SAGEMAKER}:transform-job/{{TransformJobName}}"),
    ),
    "sagemaker:updateEndpoint": (
        _on(
            "sagemaker:UpdateEndpoint",
            f"{_SAGEMAKER}:endpoint/{{EndpointName}}",
            f"{_SAGEMAKER}:endpoint-config/{{EndpointConfigName}}",
        ),
    ),
    "sns:publish": (
        Need(("sns:Publish",), ("{TopicArn|TargetArn}",), unless=("PhoneNumber",)),
        Need(("sns:Publish",), ("*",), when="PhoneNumber"),
    ),
    "sqs:sendMessage": (_on("sqs:SendMessage", "{QueueUrl}"),),
}
"""The needs of each call, with or without waiting. A call that names a role needs the right to pass it."""


def _waits(job: str, kind: str, rule: str) -> tuple[Need, ...]:
    """Return the needs of waiting for a SageMaker job; Step Functions tags the jobs that it waits for."""
    return (
        _on(
            f"sagemaker:AddTags sagemaker:Describe{job} sagemaker:ListTags sagemaker:Stop{job}",
            f"{_SAGEMAKER}:{kind}/{{{job}Name}}",
        ),
        _rule(rule),
    )


def _application() -> Need:
    return _rule("StepFunctionsGetEventsForEMRServerlessApplicationRule")


WAITING: Final[Mapping[str, tuple[Need, ...]]] = {
    "athena:startQueryExecution": (_on("athena:GetQueryExecution athena:StopQueryExecution", _WORKGROUP),),
    "batch:submitJob": (
        _on("batch:DescribeJobs", "*"),
        _on("batch:TerminateJob", "batch:{r}:{a}:job/*"),
        _rule("StepFunctionsGetEventsForBatchJobsRule"),
    ),
    "bedrock:createModelCustomizationJob": (
        _on(
            "bedrock:GetModelCustomizationJob bedrock:StopModelCustomizationJob",
            "bedrock:{r}:{a}:model-customization-job/*",
        ),
    ),
    "codebuild:retryBuildBatch": (
        _undetermined("codebuild:BatchGetBuildBatches codebuild:StopBuildBatch", _BUILD),
        _undetermined(
            "events:DescribeRule events:PutRule events:PutTargets",
            "AWS does not document the name of the rule that reports the end of the job",
        ),
    ),
    "codebuild:startBuild": (
        _on("codebuild:BatchGetBuilds codebuild:StopBuild", _PROJECT),
        _rule("StepFunctionsGetEventForCodeBuildStartBuildRule"),
    ),
    "codebuild:startBuildBatch": (
        _on("codebuild:BatchGetBuildBatches codebuild:StopBuildBatch", _PROJECT),
        _rule("StepFunctionsGetEventForCodeBuildStartBuildBatchRule"),
    ),
    "databrew:startJobRun": (_on("databrew:ListJobRuns databrew:StopJobRun", "databrew:{r}:{a}:job/{Name}"),),
    "ecs:runTask": (
        _on("ecs:DescribeTasks ecs:StopTask", _TASK),
        _rule("StepFunctionsGetEventsForECSTaskRule"),
    ),
    "eks:createCluster": (_on("eks:DescribeCluster", f"{_KUBERNETES}/{{Name}}"),),
    "eks:createFargateProfile": (
        _on("eks:DescribeFargateProfile", "eks:{r}:{a}:fargateprofile/{ClusterName}/{FargateProfileName}/*"),
    ),
    "eks:createNodegroup": (_on("eks:DescribeNodegroup", "eks:{r}:{a}:nodegroup/{ClusterName}/{NodegroupName}/*"),),
    "eks:deleteCluster": (_on("eks:DescribeCluster", f"{_KUBERNETES}/{{Name}}"),),
    "eks:deleteFargateProfile": (
        _on("eks:DescribeFargateProfile", "eks:{r}:{a}:fargateprofile/{ClusterName}/{FargateProfileName}/*"),
    ),
    "eks:deleteNodegroup": (_on("eks:DescribeNodegroup", "eks:{r}:{a}:nodegroup/{ClusterName}/{NodegroupName}/*"),),
    "eks:runJob": (),
    "elasticmapreduce:addStep": (
        _on("elasticmapreduce:CancelSteps elasticmapreduce:DescribeStep", _CLUSTER),
        _rule("StepFunctionsGetEventForEMRAddJobFlowStepsRule"),
    ),
    "elasticmapreduce:createCluster": (
        _on(
            "elasticmapreduce:DescribeCluster elasticmapreduce:TerminateJobFlows",
            "elasticmapreduce:{r}:{a}:cluster/*",
        ),
        _rule("StepFunctionsGetEventForEMRRunJobFlowRule"),
    ),
    "elasticmapreduce:terminateCluster": (
        _on("elasticmapreduce:DescribeCluster", _CLUSTER),
        _rule("StepFunctionsGetEventForEMRTerminateJobFlowsRule"),
    ),
    "emr-containers:deleteVirtualCluster": (_on("emr-containers:DescribeVirtualCluster", f"{_VIRTUAL}/{{Id}}"),),
    "emr-containers:startJobRun": (
        _on(
            "emr-containers:CancelJobRun emr-containers:DescribeJobRun",
            f"{_VIRTUAL}/{{VirtualClusterId}}/jobruns/*",
        ),
    ),
    "emr-serverless:cancelJobRun": (
        _on("emr-serverless:GetJobRun", _RUN),
        _rule("StepFunctionsGetEventsForEMRServerlessJobRule"),
    ),
    "emr-serverless:createApplication": (
        _on(
            "emr-serverless:DeleteApplication emr-serverless:GetApplication",
            "emr-serverless:{r}:{a}:/applications/*",
        ),
        _application(),
    ),
    "emr-serverless:deleteApplication": (_on("emr-serverless:GetApplication", _APPLICATION), _application()),
    "emr-serverless:startApplication": (
        _on("emr-serverless:GetApplication emr-serverless:StopApplication", _APPLICATION),
        _application(),
    ),
    "emr-serverless:startJobRun": (
        _on("emr-serverless:CancelJobRun emr-serverless:GetJobRun", f"{_APPLICATION}/jobruns/*"),
        _rule("StepFunctionsGetEventsForEMRServerlessJobRule"),
    ),
    "emr-serverless:stopApplication": (_on("emr-serverless:GetApplication", _APPLICATION), _application()),
    "glue:startJobRun": (_on("glue:BatchStopJobRun glue:GetJobRun glue:GetJobRuns", "glue:{r}:{a}:job/{JobName}"),),
    "mediaconvert:createJob": (
        _on("mediaconvert:CancelJob mediaconvert:GetJob", "mediaconvert:{r}:{a}:jobs/*"),
        _rule("StepFunctionsGetEventsForMediaConvertJobRule"),
    ),
    "sagemaker:createHyperParameterTuningJob": _waits(
        "HyperParameterTuningJob", "hyper-parameter-tuning-job", "StepFunctionsGetEventsForSageMakerTuningJobsRule"
    ),
    "sagemaker:createLabelingJob": (
        *_waits("LabelingJob", "labeling-job", "")[:1],
        _undetermined(
            "events:DescribeRule events:PutRule events:PutTargets",
            "AWS does not document the name of the rule that reports the end of the job",
        ),
    ),
    "sagemaker:createProcessingJob": _waits(
        "ProcessingJob", "processing-job", "StepFunctionsGetEventsForSageMakerProcessingJobsRule"
    ),
    "sagemaker:createTrainingJob": _waits(
        "TrainingJob", "training-job", "StepFunctionsGetEventsForSageMakerTrainingJobsRule"
    ),
    "sagemaker:createTransformJob": _waits(
        "TransformJob", "transform-job", "StepFunctionsGetEventsForSageMakerTransformJobsRule"
    ),
}
"""The additional needs of `.sync`, to be notified of the end of a job and to stop it."""
