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

from aslant.asl.integrations.action import Pattern, ServiceAction

__all__ = ["ACTIONS", "SDK_PATTERNS"]

SDK_PATTERNS: Final[frozenset[Pattern]] = frozenset(["", "waitForTaskToken"])
"""For what a task may wait whose ARN is `arn:aws:states:::aws-sdk:service:action`."""

_ALL = (
    ServiceAction.of(
        "apigateway:invoke",
        "waitForTaskToken",
        "ApiEndpoint Method",
        "Headers Stage Path QueryParameters RequestBody AuthType",
    ),
    ServiceAction.of("athena:getQueryExecution", "", "QueryExecutionId"),
    ServiceAction.of("athena:getQueryResults", "", "QueryExecutionId", "NextToken MaxResults QueryResultType"),
    ServiceAction.of(
        "athena:startQueryExecution",
        "sync",
        "QueryString",
        "ClientRequestToken QueryExecutionContext ResultConfiguration WorkGroup ExecutionParameters "
        "ResultReuseConfiguration EngineConfiguration",
    ),
    ServiceAction.of("athena:stopQueryExecution", "", "QueryExecutionId"),
    ServiceAction.of(
        "batch:submitJob",
        "sync",
        "JobName JobQueue JobDefinition",
        "ShareIdentifier SchedulingPriorityOverride ArrayProperties DependsOn Parameters ContainerOverrides "
        "NodeOverrides RetryStrategy PropagateTags Timeout Tags EksPropertiesOverride EcsPropertiesOverride "
        "ConsumableResourcePropertiesOverride",
    ),
    ServiceAction.of(
        "bedrock:createModelCustomizationJob",
        "sync",
        "JobName CustomModelName RoleArn BaseModelIdentifier TrainingDataConfig OutputDataConfig",
        "ClientRequestToken CustomizationType CustomModelKmsKeyId JobTags CustomModelTags ValidationDataConfig "
        "HyperParameters VpcConfig CustomizationConfig",
    ),
    ServiceAction.of(
        "bedrock:invokeModel",
        "waitForTaskToken",
        "ModelId",
        "Body ContentType Accept Trace GuardrailIdentifier GuardrailVersion PerformanceConfigLatency ServiceTier "
        "RequestMetadata Input Output",
    ),
    ServiceAction.of(
        "bedrockagentcore:invokeHarness",
        "",
        "HarnessArn RuntimeSessionId Messages",
        "Qualifier RuntimeUserId TraceParent TraceState TraceId Baggage Model SystemPrompt Tools Skills AllowedTools "
        "MaxIterations MaxTokens TimeoutSeconds ActorId",
    ),
    ServiceAction.of("codebuild:batchDeleteBuilds", "", "Ids"),
    ServiceAction.of("codebuild:batchGetReports", "", "ReportArns"),
    ServiceAction.of("codebuild:deleteBuildBatch", "", "Id"),
    ServiceAction.of("codebuild:retryBuildBatch", "sync", "", "Id IdempotencyToken RetryType"),
    ServiceAction.of(
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
    ServiceAction.of(
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
    ServiceAction.of("codebuild:stopBuild", "", "Id"),
    ServiceAction.of("codebuild:stopBuildBatch", "", "Id"),
    ServiceAction.of("databrew:startJobRun", "sync", "Name"),
    ServiceAction.of(
        "dynamodb:deleteItem",
        "",
        "TableName Key",
        "Expected ConditionalOperator ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics "
        "ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure",
    ),
    ServiceAction.of(
        "dynamodb:getItem",
        "",
        "TableName Key",
        "AttributesToGet ConsistentRead ReturnConsumedCapacity ProjectionExpression ExpressionAttributeNames",
    ),
    ServiceAction.of(
        "dynamodb:putItem",
        "",
        "TableName Item",
        "Expected ReturnValues ReturnConsumedCapacity ReturnItemCollectionMetrics ConditionalOperator "
        "ConditionExpression ExpressionAttributeNames ExpressionAttributeValues ReturnValuesOnConditionCheckFailure",
    ),
    ServiceAction.of(
        "dynamodb:updateItem",
        "",
        "TableName Key",
        "AttributeUpdates Expected ConditionalOperator ReturnValues ReturnConsumedCapacity "
        "ReturnItemCollectionMetrics UpdateExpression ConditionExpression ExpressionAttributeNames "
        "ExpressionAttributeValues ReturnValuesOnConditionCheckFailure",
    ),
    ServiceAction.of(
        "ecs:runTask",
        "sync waitForTaskToken",
        "TaskDefinition",
        "CapacityProviderStrategy Cluster Count EnableECSManagedTags EnableExecuteCommand Group LaunchType "
        "NetworkConfiguration Overrides PlacementConstraints PlacementStrategy PlatformVersion PropagateTags "
        "ReferenceId StartedBy Tags ClientToken VolumeConfigurations",
    ),
    ServiceAction.of(
        "eks:call",
        "waitForTaskToken",
        "ClusterName CertificateAuthority Endpoint Method Path",
        "QueryParameters RequestBody",
    ),
    ServiceAction.of(
        "eks:createCluster",
        "sync",
        "Name RoleArn ResourcesVpcConfig",
        "Version KubernetesNetworkConfig Logging ClientRequestToken Tags EncryptionConfig OutpostConfig AccessConfig "
        "BootstrapSelfManagedAddons UpgradePolicy ZonalShiftConfig RemoteNetworkConfig ComputeConfig StorageConfig "
        "DeletionProtection ControlPlaneScalingConfig KubeApiServerConfig KubeSchedulerConfig "
        "KubeControllerManagerConfig",
    ),
    ServiceAction.of(
        "eks:createFargateProfile",
        "sync",
        "FargateProfileName ClusterName PodExecutionRoleArn",
        "Subnets Selectors ClientRequestToken Tags",
    ),
    ServiceAction.of(
        "eks:createNodegroup",
        "sync",
        "ClusterName NodegroupName Subnets NodeRole",
        "ScalingConfig DiskSize InstanceTypes AmiType RemoteAccess Labels Taints Tags ClientRequestToken "
        "LaunchTemplate UpdateConfig NodeRepairConfig CapacityType Version ReleaseVersion WarmPoolConfig",
    ),
    ServiceAction.of("eks:deleteCluster", "sync", "Name"),
    ServiceAction.of("eks:deleteFargateProfile", "sync", "ClusterName FargateProfileName"),
    ServiceAction.of("eks:deleteNodegroup", "sync", "ClusterName NodegroupName"),
    ServiceAction.of(
        "eks:runJob",
        "sync waitForTaskToken",
        "ClusterName CertificateAuthority Endpoint Job",
        "Namespace LogOptions",
    ),
    ServiceAction.of("elasticmapreduce:addStep", "sync", "ClusterId Step", "ExecutionRoleArn"),
    ServiceAction.of("elasticmapreduce:cancelStep", "", "ClusterId StepId", "StepCancellationOption"),
    ServiceAction.of(
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
    ServiceAction.of("elasticmapreduce:modifyInstanceFleetByName", "", "ClusterId InstanceFleet InstanceFleetName"),
    ServiceAction.of("elasticmapreduce:modifyInstanceGroupByName", "", "ClusterId InstanceGroupName InstanceGroup"),
    ServiceAction.of("elasticmapreduce:setClusterTerminationProtection", "", "TerminationProtected ClusterId"),
    ServiceAction.of("elasticmapreduce:terminateCluster", "sync", "ClusterId"),
    ServiceAction.of(
        "emr-containers:createVirtualCluster",
        "",
        "Name ContainerProvider",
        "ClientToken Tags SecurityConfigurationId SessionEnabled SchedulerConfiguration",
    ),
    ServiceAction.of("emr-containers:deleteVirtualCluster", "sync", "Id"),
    ServiceAction.of(
        "emr-containers:startJobRun",
        "sync",
        "VirtualClusterId",
        "Name ClientToken ExecutionRoleArn ReleaseLabel JobDriver ConfigurationOverrides Tags JobTemplateId "
        "JobTemplateParameters RetryPolicyConfiguration",
    ),
    ServiceAction.of("emr-serverless:cancelJobRun", "sync", "ApplicationId JobRunId", "ShutdownGracePeriodInSeconds"),
    ServiceAction.of(
        "emr-serverless:createApplication",
        "sync",
        "ReleaseLabel Type",
        "Name ClientToken InitialCapacity MaximumCapacity Tags AutoStartConfiguration AutoStopConfiguration "
        "NetworkConfiguration Architecture ImageConfiguration WorkerTypeSpecifications RuntimeConfiguration "
        "MonitoringConfiguration DiskEncryptionConfiguration InteractiveConfiguration SchedulerConfiguration "
        "IdentityCenterConfiguration JobLevelCostAllocationConfiguration",
    ),
    ServiceAction.of("emr-serverless:deleteApplication", "sync", "ApplicationId"),
    ServiceAction.of("emr-serverless:startApplication", "sync", "ApplicationId"),
    ServiceAction.of(
        "emr-serverless:startJobRun",
        "sync",
        "ApplicationId ExecutionRoleArn",
        "ClientToken ExecutionIamPolicy JobDriver ConfigurationOverrides Tags ExecutionTimeoutMinutes Name Mode "
        "RetryPolicy FlexExecution",
    ),
    ServiceAction.of("emr-serverless:stopApplication", "sync", "ApplicationId"),
    ServiceAction.of("events:putEvents", "waitForTaskToken", "Entries", "EndpointId"),
    ServiceAction.of(
        "glue:startJobRun",
        "sync",
        "JobName",
        "JobRunQueuingEnabled JobRunId Arguments AllocatedCapacity Timeout MaxCapacity SecurityConfiguration "
        "NotificationProperty WorkerType NumberOfWorkers ExecutionClass ExecutionRoleSessionPolicy",
    ),
    ServiceAction.of(
        "http:invoke",
        "waitForTaskToken",
        "ApiEndpoint Method",
        "Headers QueryParameters RequestBody Transform Authentication InvocationConfig",
    ),
    ServiceAction.of(
        "lambda:invoke",
        "waitForTaskToken",
        "FunctionName",
        "InvocationType LogType ClientContext DurableExecutionName Payload Qualifier TenantId",
    ),
    ServiceAction.of(
        "mediaconvert:createJob",
        "sync",
        "Role Settings",
        "AccelerationSettings BillingTagsSource ClientRequestToken ElementalInferenceSettings HopDestinations "
        "JobEngineVersion JobTemplate Priority Queue SimulateReservedQueue StatusUpdateInterval Tags UserMetadata",
    ),
    ServiceAction.of("sagemaker:createEndpoint", "", "EndpointName EndpointConfigName", "DeploymentConfig Tags"),
    ServiceAction.of(
        "sagemaker:createEndpointConfig",
        "",
        "EndpointConfigName ProductionVariants",
        "DataCaptureConfig Tags KmsKeyId AsyncInferenceConfig ExplainerConfig ShadowProductionVariants "
        "ExecutionRoleArn VpcConfig EnableNetworkIsolation MetricsConfig CrossRegionTrafficConfig",
    ),
    ServiceAction.of(
        "sagemaker:createHyperParameterTuningJob",
        "sync",
        "HyperParameterTuningJobName HyperParameterTuningJobConfig",
        "TrainingJobDefinition TrainingJobDefinitions WarmStartConfig Tags Autotune",
    ),
    ServiceAction.of(
        "sagemaker:createLabelingJob",
        "sync",
        "LabelingJobName LabelAttributeName InputConfig OutputConfig RoleArn HumanTaskConfig",
        "LabelCategoryConfigS3Uri StoppingConditions LabelingJobAlgorithmsConfig Tags",
    ),
    ServiceAction.of(
        "sagemaker:createModel",
        "",
        "ModelName",
        "PrimaryContainer Containers InferenceExecutionConfig ExecutionRoleArn Tags VpcConfig EnableNetworkIsolation",
    ),
    ServiceAction.of(
        "sagemaker:createProcessingJob",
        "sync",
        "ProcessingJobName ProcessingResources AppSpecification RoleArn",
        "ProcessingInputs ProcessingOutputConfig StoppingCondition Environment NetworkConfig Tags ExperimentConfig",
    ),
    ServiceAction.of(
        "sagemaker:createTrainingJob",
        "sync",
        "TrainingJobName RoleArn OutputDataConfig",
        "HyperParameters AlgorithmSpecification InputDataConfig ResourceConfig VpcConfig StoppingCondition Tags "
        "EnableNetworkIsolation EnableInterContainerTrafficEncryption EnableManagedSpotTraining CheckpointConfig "
        "DebugHookConfig DebugRuleConfigurations TensorBoardOutputConfig ExperimentConfig ProfilerConfig "
        "ProfilerRuleConfigurations Environment RetryStrategy RemoteDebugConfig InfraCheckConfig "
        "SessionChainingConfig ServerlessJobConfig MlflowConfig ModelPackageConfig",
    ),
    ServiceAction.of(
        "sagemaker:createTransformJob",
        "sync",
        "TransformJobName ModelName TransformInput TransformOutput TransformResources",
        "MaxConcurrentTransforms ModelClientConfig MaxPayloadInMB BatchStrategy Environment DataCaptureConfig "
        "DataProcessing Tags ExperimentConfig",
    ),
    ServiceAction.of(
        "sagemaker:updateEndpoint",
        "",
        "EndpointName EndpointConfigName",
        "RetainAllVariantProperties ExcludeRetainedVariantProperties DeploymentConfig RetainDeploymentConfig",
    ),
    ServiceAction.of(
        "sns:publish",
        "waitForTaskToken",
        "Message",
        "TopicArn TargetArn PhoneNumber Subject MessageStructure MessageAttributes MessageDeduplicationId "
        "MessageGroupId",
    ),
    ServiceAction.of(
        "sqs:sendMessage",
        "waitForTaskToken",
        "QueueUrl MessageBody",
        "DelaySeconds MessageAttributes MessageSystemAttributes MessageDeduplicationId MessageGroupId",
    ),
    ServiceAction.of(
        "states:startExecution",
        "sync sync:2 waitForTaskToken",
        "StateMachineArn",
        "Name Input TraceHeader",
    ),
)

ACTIONS: Final[Mapping[str, ServiceAction]] = MappingProxyType({action.key: action for action in _ALL})
"""The actions by what stands in their ARN, such as `sqs:sendMessage`."""
