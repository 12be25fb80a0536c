"""The optimized integrations of Step Functions, with details that are in the developer guide but not in botocore."""

from __future__ import annotations

from typing import NamedTuple


class Call(NamedTuple):
    """An action of an integration: its name in the ARN, its description, and the source of its parameters."""

    name: str
    does: str
    patterns: str = ""
    model: str = ""
    """The service and the operation in botocore; if empty, all parameters are listed here."""
    drop: str = ""
    """The parameters of the operation that Step Functions does not support."""
    required: str = ""
    """Further required parameters, each `Name` or `Name:Type`."""
    optional: str = ""
    """Further optional parameters, in the same format."""
    objects: str = ""
    """Parameters that are strings in the API, and that Step Functions also accepts as objects, which it serializes."""
    typed: str = ""
    """Parameters whose objects have few members that are often written, so that their types help in the editor."""


class Service(NamedTuple):
    """A service with its name in ARNs, its full name, and the name of its page in the developer guide."""

    arn: str
    title: str
    page: str
    calls: tuple[Call, ...]


JOB, WAIT = "sync", "waitForTaskToken"

SERVICES = (
    Service(
        "apigateway",
        "Amazon API Gateway",
        "connect-api-gateway",
        (
            Call(
                "invoke",
                "Call an API of API Gateway.",
                WAIT,
                required="ApiEndpoint:Text Method:Text",
                optional="Headers Stage:Text Path:Text QueryParameters RequestBody AuthType:Text",
            ),
        ),
    ),
    Service(
        "athena",
        "Amazon Athena",
        "connect-athena",
        (
            Call(
                "startQueryExecution",
                "Start a query.",
                JOB,
                "athena:StartQueryExecution",
                typed="QueryExecutionContext ResultConfiguration",
            ),
            Call(
                "stopQueryExecution",
                "Stop a query.",
                "",
                "athena:StopQueryExecution",
                required="QueryExecutionId:Text",
            ),
            Call("getQueryExecution", "Read how a query is doing.", "", "athena:GetQueryExecution"),
            Call("getQueryResults", "Read the rows that a query found.", "", "athena:GetQueryResults"),
        ),
    ),
    Service(
        "batch",
        "AWS Batch",
        "connect-batch",
        (
            Call(
                "submitJob",
                "Submit a job.",
                JOB,
                "batch:SubmitJob",
                typed="ArrayProperties ContainerOverrides DependsOn RetryStrategy Timeout",
            ),
        ),
    ),
    Service(
        "bedrock",
        "Amazon Bedrock",
        "connect-bedrock",
        (
            Call(
                "invokeModel",
                "Invoke a model. `input` and `output` name objects in S3 instead of `body` and the response's body.",
                WAIT,
                "bedrock-runtime:InvokeModel",
                optional="Input Output",
            ),
            Call(
                "createModelCustomizationJob",
                "Create a job that customizes a model.",
                JOB,
                "bedrock:CreateModelCustomizationJob",
            ),
        ),
    ),
    Service(
        "bedrockagentcore",
        "Amazon Bedrock AgentCore",
        "connect-bedrockagentcore",
        (Call("invokeHarness", "Invoke an agent's harness.", "", "bedrock-agentcore:InvokeHarness"),),
    ),
    Service(
        "codebuild",
        "AWS CodeBuild",
        "connect-codebuild",
        (
            Call("startBuild", "Start a build.", JOB, "codebuild:StartBuild"),
            Call("stopBuild", "Stop a build.", "", "codebuild:StopBuild"),
            Call("batchDeleteBuilds", "Delete builds.", "", "codebuild:BatchDeleteBuilds"),
            Call("batchGetReports", "Read test reports.", "", "codebuild:BatchGetReports"),
            Call("startBuildBatch", "Start a batch of builds.", JOB, "codebuild:StartBuildBatch"),
            Call("stopBuildBatch", "Stop a batch of builds.", "", "codebuild:StopBuildBatch"),
            Call("retryBuildBatch", "Start a batch of builds again.", JOB, "codebuild:RetryBuildBatch"),
            Call("deleteBuildBatch", "Delete a batch of builds.", "", "codebuild:DeleteBuildBatch"),
        ),
    ),
    Service(
        "databrew",
        "AWS Glue DataBrew",
        "connect-databrew",
        (Call("startJobRun", "Run a DataBrew job.", JOB, "databrew:StartJobRun"),),
    ),
    Service(
        "dynamodb",
        "Amazon DynamoDB",
        "connect-ddb",
        (
            Call("getItem", "Read an item of a table.", "", "dynamodb:GetItem"),
            Call("putItem", "Write an item into a table.", "", "dynamodb:PutItem"),
            Call("updateItem", "Change an item of a table.", "", "dynamodb:UpdateItem"),
            Call("deleteItem", "Delete an item of a table.", "", "dynamodb:DeleteItem"),
        ),
    ),
    Service(
        "ecs",
        "Amazon ECS and AWS Fargate",
        "connect-ecs",
        (
            Call(
                "runTask",
                "Run a task in containers.",
                f"{JOB} {WAIT}",
                "ecs:RunTask",
                typed="CapacityProviderStrategy NetworkConfiguration Overrides PlacementConstraints PlacementStrategy",
            ),
        ),
    ),
    Service(
        "eks",
        "Amazon EKS",
        "connect-eks",
        (
            Call(
                "call",
                "Call the Kubernetes API of a cluster.",
                WAIT,
                required="ClusterName:Text CertificateAuthority:Text Endpoint:Text Method:Text Path:Text",
                optional="QueryParameters RequestBody",
            ),
            Call(
                "runJob",
                "Run a Kubernetes job in a cluster.",
                f"{JOB} {WAIT}",
                required="ClusterName:Text CertificateAuthority:Text Endpoint:Text Job",
                optional="Namespace:Text LogOptions",
            ),
            Call("createCluster", "Create a cluster.", JOB, "eks:CreateCluster"),
            Call("deleteCluster", "Delete a cluster.", JOB, "eks:DeleteCluster"),
            Call("createFargateProfile", "Create a Fargate profile.", JOB, "eks:CreateFargateProfile"),
            Call("deleteFargateProfile", "Delete a Fargate profile.", JOB, "eks:DeleteFargateProfile"),
            Call("createNodegroup", "Create a group of nodes.", JOB, "eks:CreateNodegroup"),
            Call("deleteNodegroup", "Delete a group of nodes.", JOB, "eks:DeleteNodegroup"),
        ),
    ),
    Service(
        "elasticmapreduce",
        "Amazon EMR",
        "connect-emr",
        (
            Call("createCluster", "Create a cluster and start it.", JOB, "emr:RunJobFlow", drop="Steps"),
            Call(
                "setClusterTerminationProtection",
                "Set the termination protection of a cluster.",
                "",
                "emr:SetTerminationProtection",
                drop="JobFlowIds",
                required="ClusterId:Text",
            ),
            Call(
                "terminateCluster",
                "Terminate a cluster.",
                JOB,
                "emr:TerminateJobFlows",
                drop="JobFlowIds",
                required="ClusterId:Text",
            ),
            Call(
                "addStep",
                "Add a step to a cluster.",
                JOB,
                "emr:AddJobFlowSteps",
                drop="JobFlowId Steps",
                required="ClusterId:Text Step",
            ),
            Call(
                "cancelStep",
                "Cancel a pending step.",
                "",
                "emr:CancelSteps",
                drop="StepIds",
                required="StepId:Text",
            ),
            Call(
                "modifyInstanceFleetByName",
                "Change the capacity of an instance fleet.",
                "",
                "emr:ModifyInstanceFleet",
                required="InstanceFleetName:Text",
            ),
            Call(
                "modifyInstanceGroupByName",
                "Change an instance group.",
                "",
                required="ClusterId:Text InstanceGroupName:Text InstanceGroup",
            ),
        ),
    ),
    Service(
        "emr-containers",
        "Amazon EMR on EKS",
        "connect-emr-eks",
        (
            Call("createVirtualCluster", "Create a virtual cluster.", "", "emr-containers:CreateVirtualCluster"),
            Call("deleteVirtualCluster", "Delete a virtual cluster.", JOB, "emr-containers:DeleteVirtualCluster"),
            Call("startJobRun", "Run a job in a virtual cluster.", JOB, "emr-containers:StartJobRun"),
        ),
    ),
    Service(
        "emr-serverless",
        "Amazon EMR Serverless",
        "connect-emr-serverless",
        (
            Call("createApplication", "Create an application.", JOB, "emr-serverless:CreateApplication"),
            Call("startApplication", "Start an application.", JOB, "emr-serverless:StartApplication"),
            Call("stopApplication", "Stop an application.", JOB, "emr-serverless:StopApplication"),
            Call("deleteApplication", "Delete an application.", JOB, "emr-serverless:DeleteApplication"),
            Call("startJobRun", "Run a job.", JOB, "emr-serverless:StartJobRun"),
            Call("cancelJobRun", "Cancel a job run.", JOB, "emr-serverless:CancelJobRun"),
        ),
    ),
    Service(
        "events",
        "Amazon EventBridge",
        "connect-eventbridge",
        (Call("putEvents", "Send events to event buses.", WAIT, "events:PutEvents", typed="Entries"),),
    ),
    Service(
        "glue",
        "AWS Glue",
        "connect-glue",
        (Call("startJobRun", "Run a Glue job.", JOB, "glue:StartJobRun"),),
    ),
    Service(
        "http",
        "HTTPS APIs",
        "call-https-apis",
        (
            Call(
                "invoke",
                "Call an HTTPS API through a connection of EventBridge, passed as one of the last two arguments.",
                WAIT,
                required="ApiEndpoint:Text Method:Text",
                optional="Headers QueryParameters RequestBody Transform Authentication InvocationConfig",
            ),
        ),
    ),
    Service(
        "lambda",
        "AWS Lambda",
        "connect-lambda",
        (Call("invoke", "Invoke a function. Its result is in `Payload`.", WAIT, "lambda:Invoke"),),
    ),
    Service(
        "mediaconvert",
        "AWS Elemental MediaConvert",
        "connect-mediaconvert",
        (Call("createJob", "Create a transcoding job.", JOB, "mediaconvert:CreateJob"),),
    ),
    Service(
        "sagemaker",
        "Amazon SageMaker AI",
        "connect-sagemaker",
        (
            Call("createEndpoint", "Create an endpoint.", "", "sagemaker:CreateEndpoint"),
            Call("createEndpointConfig", "Create an endpoint configuration.", "", "sagemaker:CreateEndpointConfig"),
            Call(
                "createHyperParameterTuningJob",
                "Create a hyperparameter tuning job.",
                JOB,
                "sagemaker:CreateHyperParameterTuningJob",
            ),
            Call("createLabelingJob", "Create a labeling job.", JOB, "sagemaker:CreateLabelingJob"),
            Call("createModel", "Create a model.", "", "sagemaker:CreateModel"),
            Call("createProcessingJob", "Create a processing job.", JOB, "sagemaker:CreateProcessingJob"),
            Call("createTrainingJob", "Create a training job.", JOB, "sagemaker:CreateTrainingJob"),
            Call("createTransformJob", "Create a transform job.", JOB, "sagemaker:CreateTransformJob"),
            Call("updateEndpoint", "Change the configuration of an endpoint.", "", "sagemaker:UpdateEndpoint"),
        ),
    ),
    Service(
        "sns",
        "Amazon SNS",
        "connect-sns",
        (Call("publish", "Publish a message to a topic.", WAIT, "sns:Publish", objects="Message"),),
    ),
    Service(
        "sqs",
        "Amazon SQS",
        "connect-sqs",
        (Call("sendMessage", "Send a message to a queue.", WAIT, "sqs:SendMessage", objects="MessageBody"),),
    ),
    Service(
        "states",
        "AWS Step Functions",
        "connect-stepfunctions",
        (
            Call(
                "startExecution",
                "Start an execution of another state machine.",
                f"{JOB} sync:2 {WAIT}",
                "stepfunctions:StartExecution",
                objects="Input",
            ),
        ),
    ),
)
