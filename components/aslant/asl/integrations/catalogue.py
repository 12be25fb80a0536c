"""The catalogue: every optimized integration of Step Functions, what it takes and for what it can wait.

The actions are those of the developer guide, "Integrating optimized services with Step Functions"; AWS refuses any
other `arn:aws:states:::service:action`. An EXPRESS workflow takes only the pattern without a name: `.sync`,
`.sync:2` and `.waitForTaskToken` are for STANDARD ones.

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aslant.asl.integrations.action import Action, Pattern

__all__ = ["ACTIONS", "SDK_PATTERNS"]

SDK_PATTERNS: Final[frozenset[Pattern]] = frozenset(["", "waitForTaskToken"])
"""For what a task may wait whose ARN is `arn:aws:states:::aws-sdk:service:action`."""

_ALL = (
    Action.of(
        "apigateway:invoke",
        "waitForTaskToken",
        "ApiEndpoint Method",
        "Headers Stage Path QueryParameters RequestBody AuthType",
    ),
    Action.of("athena:getQueryExecution", "", "QueryExecutionId"),
    Action.of("athena:getQueryResults", "", "QueryExecutionId", "NextToken MaxResults QueryResultType"),
    Action.of(
        "athena:startQueryExecution",
        "sync",
        "QueryString",
        "ClientRequestToken QueryExecutionContext ResultConfiguration WorkGroup ExecutionParameters "
        "ResultReuseConfiguration EngineConfiguration",
    ),
    Action.of("athena:stopQueryExecution", "", "QueryExecutionId"),
    Action.of(
        "batch:submitJob",
        "sync",
        "JobName JobQueue JobDefinition",
        "ShareIdentifier SchedulingPriorityOverride ArrayProperties DependsOn Parameters ContainerOverrides "
        "NodeOverrides RetryStrategy PropagateTags Timeout Tags EksPropertiesOverride EcsPropertiesOverride "
        "ConsumableResourcePropertiesOverride",
    ),
    Action.of(
        "bedrock:createModelCustomizationJob",
        "sync",
        "JobName CustomModelName RoleArn BaseModelIdentifier TrainingDataConfig OutputDataConfig",
        "ClientRequestToken CustomizationType CustomModelKmsKeyId JobTags CustomModelTags ValidationDataConfig "
        "HyperParameters VpcConfig CustomizationConfig",
    ),
    Action.of(
        "bedrock:invokeModel",
        "waitForTaskToken",
        "ModelId",
        "Body ContentType Accept Trace GuardrailIdentifier GuardrailVersion PerformanceConfigLatency ServiceTier "
        "RequestMetadata Input Output",
    ),
    Action.of(
        "bedrockagentcore:invokeHarness",
        "",
        "HarnessArn RuntimeSessionId Messages",
        "Qualifier RuntimeUserId TraceParent TraceState TraceId Baggage Model SystemPrompt Tools Skills AllowedTools "
        "MaxIterations MaxTokens TimeoutSeconds ActorId",
    ),
    Action.of("codebuild:batchDeleteBuilds", "", "Ids"),
    Action.of("codebuild:batchGetReports", "", "ReportArns"),
    Action.of("codebuild:deleteBuildBatch", "", "Id"),
    Action.of("codebuild:retryBuildBatch", "sync", "", "Id IdempotencyToken RetryType"),
    Action.of(
        "codebuild:startBuild",
        "sync",
        "ProjectName",
        "SecondarySourcesOverride SecondarySourcesVersionOverride SourceVersion ArtifactsOverride "
        "SecondaryArtifactsOverride EnvironmentVariablesOverride SourceTypeOverride SourceLocationOverride "
        "SourceAuthOverride GitCloneDepthOverride GitSubmodulesConfigOverride BuildspecOverride InsecureSslOverride "
        "ReportBuildStatusOverride BuildStatusConfigOverride EnvironmentTypeOverride ImageOverride "
        "ComputeTypeOverride CertificateOverride CacheOverride ServiceRoleOverride PrivilegedModeOverride "
        "TimeoutInMinutesOverride QueuedTimeoutInMinutesOverride EncryptionKeyOverride IdempotencyToken "
        "LogsConfigOverride RegistryCredentialOverride ImagePullCredentialsTypeOverride DebugSessionEnabled "
        "FleetOverride AutoRetryLimitOverride HostKernelOverride",
    ),
    Action.of(
        "codebuild:startBuildBatch",
        "sync",
        "ProjectName",
        "SecondarySourcesOverride SecondarySourcesVersionOverride SourceVersion ArtifactsOverride "
        "SecondaryArtifactsOverride EnvironmentVariablesOverride SourceTypeOverride SourceLocationOverride "
        "SourceAuthOverride GitCloneDepthOverride GitSubmodulesConfigOverride BuildspecOverride InsecureSslOverride "
        "ReportBuildBatchStatusOverride EnvironmentTypeOverride ImageOverride ComputeTypeOverride CertificateOverride "
        "CacheOverride ServiceRoleOverride PrivilegedModeOverride BuildTimeoutInMinutesOverride "
        "QueuedTimeoutInMinutesOverride EncryptionKeyOverride IdempotencyToken LogsConfigOverride "
        "RegistryCredentialOverride ImagePullCredentialsTypeOverride BuildBatchConfigOverride DebugSessionEnabled",
    ),
    Action.of("codebuild:stopBuild", "", "Id"),
    Action.of("codebuild:stopBuildBatch", "", "Id"),
    Action.of("databrew:startJobRun", "sync", "Name"),
    Action.of(
        "dynamodb:deleteItem",
        "",
        "TableName Key",
        "Expected ConditionalOperator ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics "
        "ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure",
    ),
    Action.of(
        "dynamodb:getItem",
        "",
        "TableName Key",
        "AttributesToGet ConsistentRead ReturnConsumedCapacity ProjectionExpression ExpressionAttributeNames",
    ),
    Action.of(
        "dynamodb:putItem",
        "",
        "TableName Item",
        "Expected ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics ConditionalOperator "
        "ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure",
    ),
    Action.of(
        "dynamodb:updateItem",
        "",
        "TableName Key",
        "AttributeUpdates Expected ConditionalOperator ReturnValues ReturnConsumedCapacity "
        "ReturnItemCollectionMetrics UpdateExpression ConditionExpression ExpressionAttributeNames "
        "ExpressionAttributeValues ReturnValuesOnConditionCheckFailure",
    ),
    Action.of(
        "ecs:runTask",
        "sync waitForTaskToken",
        "TaskDefinition",
        "CapacityProviderStrategy Cluster Count EnableECSManagedTags EnableExecuteCommand Group LaunchType "
        "NetworkConfiguration Overrides PlacementConstraints PlacementStrategy PlatformVersion PropagateTags "
        "ReferenceId StartedBy Tags ClientToken VolumeConfigurations",
    ),
    Action.of(
        "eks:call",
        "waitForTaskToken",
        "ClusterName CertificateAuthority Endpoint Method Path",
        "QueryParameters RequestBody",
    ),
    Action.of(
        "eks:createCluster",
        "sync",
        "Name RoleArn ResourcesVpcConfig",
        "Version KubernetesNetworkConfig Logging ClientRequestToken Tags EncryptionConfig OutpostConfig AccessConfig "
        "BootstrapSelfManagedAddons UpgradePolicy ZonalShiftConfig RemoteNetworkConfig ComputeConfig StorageConfig "
        "DeletionProtection ControlPlaneScalingConfig KubeApiServerConfig KubeSchedulerConfig "
        "KubeControllerManagerConfig",
    ),
    Action.of(
        "eks:createFargateProfile",
        "sync",
        "FargateProfileName ClusterName PodExecutionRoleArn",
        "Subnets Selectors ClientRequestToken Tags",
    ),
    Action.of(
        "eks:createNodegroup",
        "sync",
        "ClusterName NodegroupName Subnets NodeRole",
        "ScalingConfig DiskSize InstanceTypes AmiType RemoteAccess Labels Taints Tags ClientRequestToken "
        "LaunchTemplate UpdateConfig NodeRepairConfig CapacityType Version ReleaseVersion WarmPoolConfig",
    ),
    Action.of("eks:deleteCluster", "sync", "Name"),
    Action.of("eks:deleteFargateProfile", "sync", "ClusterName FargateProfileName"),
    Action.of("eks:deleteNodegroup", "sync", "ClusterName NodegroupName"),
    Action.of(
        "eks:runJob",
        "sync waitForTaskToken",
        "ClusterName CertificateAuthority Endpoint Job",
        "Namespace LogOptions",
    ),
    Action.of("elasticmapreduce:addStep", "sync", "ClusterId Step", "ExecutionRoleArn"),
    Action.of("elasticmapreduce:cancelStep", "", "ClusterId StepId", "StepCancellationOption"),
    Action.of(
        "elasticmapreduce:createCluster",
        "sync",
        "Name Instances",
        "LogUri LogEncryptionKmsKeyId AdditionalInfo AmiVersion ReleaseLabel StepExecutionRoleArn BootstrapActions "
        "SupportedProducts NewSupportedProducts Applications Configurations VisibleToAllUsers JobFlowRole ServiceRole "
        "Tags SecurityConfiguration AutoScalingRole ScaleDownBehavior CustomAmiId EbsRootVolumeSize RepoUpgradeOnBoot "
        "KerberosAttributes StepConcurrencyLevel ManagedScalingPolicy PlacementGroupConfigs AutoTerminationPolicy "
        "OSReleaseLabel EbsRootVolumeIops EbsRootVolumeThroughput ExtendedSupport MonitoringConfiguration "
        "SessionEnabled",
    ),
    Action.of("elasticmapreduce:modifyInstanceFleetByName", "", "ClusterId InstanceFleet InstanceFleetName"),
    Action.of("elasticmapreduce:modifyInstanceGroupByName", "", "ClusterId InstanceGroupName InstanceGroup"),
    Action.of("elasticmapreduce:setClusterTerminationProtection", "", "TerminationProtected ClusterId"),
    Action.of("elasticmapreduce:terminateCluster", "sync", "ClusterId"),
    Action.of(
        "emr-containers:createVirtualCluster",
        "",
        "Name ContainerProvider",
        "ClientToken Tags SecurityConfigurationId SessionEnabled SchedulerConfiguration",
    ),
    Action.of("emr-containers:deleteVirtualCluster", "sync", "Id"),
    Action.of(
        "emr-containers:startJobRun",
        "sync",
        "VirtualClusterId",
        "Name ClientToken ExecutionRoleArn ReleaseLabel JobDriver ConfigurationOverrides Tags JobTemplateId "
        "JobTemplateParameters RetryPolicyConfiguration",
    ),
    Action.of("emr-serverless:cancelJobRun", "sync", "ApplicationId JobRunId", "ShutdownGracePeriodInSeconds"),
    Action.of(
        "emr-serverless:createApplication",
        "sync",
        "ReleaseLabel Type",
        "Name ClientToken InitialCapacity MaximumCapacity Tags AutoStartConfiguration AutoStopConfiguration "
        "NetworkConfiguration Architecture ImageConfiguration WorkerTypeSpecifications RuntimeConfiguration "
        "MonitoringConfiguration DiskEncryptionConfiguration InteractiveConfiguration SchedulerConfiguration "
        "IdentityCenterConfiguration JobLevelCostAllocationConfiguration",
    ),
    Action.of("emr-serverless:deleteApplication", "sync", "ApplicationId"),
    Action.of("emr-serverless:startApplication", "sync", "ApplicationId"),
    Action.of(
        "emr-serverless:startJobRun",
        "sync",
        "ApplicationId ExecutionRoleArn",
        "ClientToken ExecutionIamPolicy JobDriver ConfigurationOverrides Tags ExecutionTimeoutMinutes Name Mode "
        "RetryPolicy FlexExecution",
    ),
    Action.of("emr-serverless:stopApplication", "sync", "ApplicationId"),
    Action.of("events:putEvents", "waitForTaskToken", "Entries", "EndpointId"),
    Action.of(
        "glue:startJobRun",
        "sync",
        "JobName",
        "JobRunQueuingEnabled JobRunId Arguments AllocatedCapacity Timeout MaxCapacity SecurityConfiguration "
        "NotificationProperty WorkerType NumberOfWorkers ExecutionClass ExecutionRoleSessionPolicy",
    ),
    Action.of(
        "http:invoke",
        "waitForTaskToken",
        "ApiEndpoint Method",
        "Headers QueryParameters RequestBody Transform Authentication InvocationConfig",
    ),
    Action.of(
        "lambda:invoke",
        "waitForTaskToken",
        "FunctionName",
        "InvocationType LogType ClientContext DurableExecutionName Payload Qualifier TenantId",
    ),
    Action.of(
        "mediaconvert:createJob",
        "sync",
        "Role Settings",
        "AccelerationSettings BillingTagsSource ClientRequestToken ElementalInferenceSettings HopDestinations "
        "JobEngineVersion JobTemplate Priority Queue SimulateReservedQueue StatusUpdateInterval Tags UserMetadata",
    ),
    Action.of("sagemaker:createEndpoint", "", "EndpointName EndpointConfigName", "DeploymentConfig Tags"),
    Action.of(
        "sagemaker:createEndpointConfig",
        "",
        "EndpointConfigName ProductionVariants",
        "DataCaptureConfig Tags KmsKeyId AsyncInferenceConfig ExplainerConfig ShadowProductionVariants "
        "ExecutionRoleArn VpcConfig EnableNetworkIsolation MetricsConfig CrossRegionTrafficConfig",
    ),
    Action.of(
        "sagemaker:createHyperParameterTuningJob",
        "sync",
        "HyperParameterTuningJobName HyperParameterTuningJobConfig",
        "TrainingJobDefinition TrainingJobDefinitions WarmStartConfig Tags Autotune",
    ),
    Action.of(
        "sagemaker:createLabelingJob",
        "sync",
        "LabelingJobName LabelAttributeName InputConfig OutputConfig RoleArn HumanTaskConfig",
        "LabelCategoryConfigS3Uri StoppingConditions LabelingJobAlgorithmsConfig Tags",
    ),
    Action.of(
        "sagemaker:createModel",
        "",
        "ModelName",
        "PrimaryContainer Containers InferenceExecutionConfig ExecutionRoleArn Tags VpcConfig EnableNetworkIsolation",
    ),
    Action.of(
        "sagemaker:createProcessingJob",
        "sync",
        "ProcessingJobName ProcessingResources AppSpecification RoleArn",
        "ProcessingInputs ProcessingOutputConfig StoppingCondition Environment NetworkConfig Tags ExperimentConfig",
    ),
    Action.of(
        "sagemaker:createTrainingJob",
        "sync",
        "TrainingJobName RoleArn OutputDataConfig",
        "HyperParameters AlgorithmSpecification InputDataConfig ResourceConfig VpcConfig StoppingCondition Tags "
        "EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig "
        "DebugHookConfig DebugRuleConfigurations TensorBoardOutputConfig ExperimentConfig ProfilerConfig "
        "ProfilerRuleConfigurations Environment RetryStrategy RemoteDebugConfig InfraCheckConfig "
        "SessionChainingConfig ServerlessJobConfig MlflowConfig ModelPackageConfig",
    ),
    Action.of(
        "sagemaker:createTransformJob",
        "sync",
        "TransformJobName ModelName TransformInput TransformOutput TransformResources",
        "MaxConcurrentTransforms ModelClientConfig MaxPayloadInMB BatchStrategy Environment DataCaptureConfig "
        "DataProcessing Tags ExperimentConfig",
    ),
    Action.of(
        "sagemaker:updateEndpoint",
        "",
        "EndpointName EndpointConfigName",
        "RetainAllVariantProperties ExcludeRetainedVariantProperties DeploymentConfig RetainDeploymentConfig",
    ),
    Action.of(
        "sns:publish",
        "waitForTaskToken",
        "Message",
        "TopicArn TargetArn PhoneNumber Subject MessageStructure MessageAttributes MessageDeduplicationId "
        "MessageGroupId",
    ),
    Action.of(
        "sqs:sendMessage",
        "waitForTaskToken",
        "QueueUrl MessageBody",
        "DelaySeconds MessageAttributes MessageSystemAttributes MessageDeduplicationId MessageGroupId",
    ),
    Action.of("states:startExecution", "sync sync:2 waitForTaskToken", "StateMachineArn", "Name Input TraceHeader"),
)

ACTIONS: Final[Mapping[str, Action]] = MappingProxyType({action.key: action for action in _ALL})
"""The actions by what stands in their ARN, such as `sqs:sendMessage`."""
