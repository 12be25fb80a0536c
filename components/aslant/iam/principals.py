"""The principals of services that roles are passed to, as in the condition `iam:PassedToService`.

Source: the conditions of AWS's managed policies, such as `AWSBackupFullAccess`. Services that none of them names are
not in the table. For these, the right to pass a role has no such condition, because a wrong one would deny every call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["PRINCIPALS", "passed_to"]

_SAGEMAKER: Final = ("sagemaker.amazonaws.com",)
_EC2: Final = "ec2.amazonaws.com*"
_ECS_TASKS: Final = "ecs-tasks.amazonaws.com"

PRINCIPALS: Final[Mapping[str, tuple[str, ...]]] = {
    "aiops": ("aiops.amazonaws.com",),
    "airflow": ("airflow.amazonaws.com",),
    "airflow-serverless": ("airflow-serverless.amazonaws.com",),
    "application-autoscaling": ("application-autoscaling.amazonaws.com*",),
    "apprunner": ("apprunner.amazonaws.com",),
    "appsync": ("appsync.amazonaws.com",),
    "athena": ("athena.amazonaws.com",),
    "backup": ("backup.amazonaws.com",),
    "backup:BackupPlan.ScanSettings.ScannerRoleArn": ("malware-protection.guardduty.amazonaws.com",),
    "backup:RestoreTestingSelection.IamRoleArn": ("backup.amazonaws.com", "restore-testing.backup.amazonaws.com"),
    "backup:ScannerRoleArn": ("malware-protection.guardduty.amazonaws.com",),
    "bedrock": ("bedrock.amazonaws.com",),
    "bedrock:EndpointConfig.SageMaker.ExecutionRole": ("bedrock.amazonaws.com", "sagemaker.amazonaws.com"),
    "bedrock-agentcore": ("bedrock-agentcore.amazonaws.com",),
    "braket": ("braket.amazonaws.com",),
    "budgets": ("budgets.amazonaws.com",),
    "cleanrooms": ("cleanrooms.amazonaws.com",),
    "cleanrooms-ml": ("cleanrooms-ml.amazonaws.com",),
    "cloudformation": ("cloudformation.amazonaws.com",),
    "cloudtrail": ("cloudtrail.amazonaws.com",),
    "codebuild": ("codebuild.amazonaws.com",),
    "config": ("config.amazonaws.com",),
    "databrew": ("databrew.amazonaws.com",),
    "datasync": ("datasync.amazonaws.com",),
    "datazone": ("datazone.amazonaws.com",),
    "dax": ("dax.amazonaws.com",),
    "dynamodb": ("application-autoscaling.amazonaws.com*",),
    "ecs": ("ecs.amazonaws.com",),
    "eks:PodExecutionRoleArn": ("eks-fargate-pods.amazonaws.com",),
    "eks:RoleArn": ("eks.amazonaws.com", "pods.eks.amazonaws.com"),
    "ecs:ExecutionRoleArn": (_ECS_TASKS,),
    "ecs:TaskRoleArn": (_ECS_TASKS,),
    "elasticbeanstalk": ("elasticbeanstalk.amazonaws.com",),
    "elasticbeanstalk:BuildConfiguration.CodeBuildServiceRole": ("codebuild.amazonaws.com",),
    "elasticbeanstalk:ImageConfiguration.Build.CodeBuildServiceRole": ("codebuild.amazonaws.com",),
    "elasticfilesystem": ("elasticfilesystem.amazonaws.com",),
    "elasticmapreduce": ("elasticmapreduce.amazonaws.com*",),
    "elasticmapreduce:AutoScalingRole": ("application-autoscaling.amazonaws.com*",),
    "elasticmapreduce:JobFlowRole": (_EC2,),
    "emr-serverless": ("emr-serverless.amazonaws.com",),
    "entityresolution": ("entityresolution.amazonaws.com",),
    "events": ("events.amazonaws.com",),
    "firehose": ("firehose.amazonaws.com",),
    "fis": ("fis.amazonaws.com",),
    "forecast": ("forecast.amazonaws.com",),
    "glue": ("glue.amazonaws.com",),
    "grafana": ("grafana.amazonaws.com",),
    "greengrass": ("greengrass.amazonaws.com",),
    "healthlake": ("healthlake.amazonaws.com",),
    "inspector": ("inspector.amazonaws.com",),
    "iot": ("iot.amazonaws.com",),
    "iot:RoleArn": ("credentials.iot.amazonaws.com", "iot.amazonaws.com"),
    "iotsitewise": ("iotsitewise.amazonaws.com",),
    "kafka": ("kafka.amazonaws.com",),
    "kendra": ("kendra.amazonaws.com",),
    "lakeformation": ("lakeformation.amazonaws.com",),
    "lambda": ("lambda.amazonaws.com",),
    "lookoutequipment": ("lookoutequipment.amazonaws.com",),
    "mediaconnect": ("mediaconnect.amazonaws.com",),
    "mediaconvert": ("mediaconvert.amazonaws.com",),
    "medical-imaging": ("medical-imaging.amazonaws.com",),
    "neptune-graph": ("neptune-graph.amazonaws.com",),
    "omics": ("omics.amazonaws.com",),
    "personalize": ("personalize.amazonaws.com",),
    "pipes": ("pipes.amazonaws.com",),
    "pipes:TargetParameters.EcsTaskParameters.Overrides.ExecutionRoleArn": (_ECS_TASKS,),
    "pipes:TargetParameters.EcsTaskParameters.Overrides.TaskRoleArn": (_ECS_TASKS,),
    "proton": ("proton.amazonaws.com",),
    "quicksight": ("quicksight.amazonaws.com",),
    "rds:RoleArn": ("rds.amazonaws.com",),
    "redshift": ("redshift.amazonaws.com",),
    "redshift-serverless": ("redshift-serverless.amazonaws.com",),
    "s3tables": ("replication.s3tables.amazonaws.com",),
    "sagemaker:DefaultSpaceSettings.ExecutionRole": _SAGEMAKER,
    "sagemaker:DefaultUserSettings.ExecutionRole": _SAGEMAKER,
    "sagemaker:ExecutionRoleArn": _SAGEMAKER,
    "sagemaker:InstanceGroups.ExecutionRole": _SAGEMAKER,
    "sagemaker:MonitoringScheduleConfig.MonitoringJobDefinition.RoleArn": _SAGEMAKER,
    "sagemaker:RoleArn": _SAGEMAKER,
    "sagemaker:TrainingJobDefinition.RoleArn": _SAGEMAKER,
    "sagemaker:TrainingJobDefinitions.RoleArn": _SAGEMAKER,
    "sagemaker:UserSettings.ExecutionRole": _SAGEMAKER,
    "sagemaker-geospatial": ("sagemaker-geospatial.amazonaws.com",),
    "scheduler": ("scheduler.amazonaws.com",),
    "securityagent": ("securityagent.amazonaws.com",),
    "ses": ("ses.amazonaws.com",),
    "ssm": ("ssm.amazonaws.com",),
    "states": ("states.amazonaws.com",),
    "synthetics": ("lambda.amazonaws.com", "synthetics.amazonaws.com"),
    "transfer": ("transfer.amazonaws.com",),
}
"""The principals by IAM prefix, or by prefix and member if the role in that member goes to another service.

A `*` at the end is for the suffix `.cn` of principals in China.
"""


def passed_to(prefix: str, members: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Group members with roles by the principals that they are passed to; `()` means unknown principals."""
    found: dict[tuple[str, ...], list[str]] = {}
    for member in members:
        principals = PRINCIPALS.get(f"{prefix}:{member}", PRINCIPALS.get(prefix, ()))
        found.setdefault(principals, []).append(member)
    return found
