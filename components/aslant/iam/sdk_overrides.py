"""Needs of SDK calls that cannot be derived from the service authorization reference.

These are calls whose IAM actions have other names, or whose resources are not in a single parameter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aslant.iam.need import Need

__all__ = ["SAME_AS", "SDK_OVERRIDES", "SESSION"]

_on, _passing, _undetermined = Need.on, Need.passing, Need.undetermined
_OBJECT: Final = "s3:::{Bucket}/{Key*}"
SESSION: Final = _on("s3express:CreateSession", "s3express:{r}:{a}:bucket/{Bucket}")
_WINDOW: Final = "ssm:{r}:{a}:maintenancewindow/{WindowId}"
_GRANTS: Final = ("ACL", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWriteACP")
_ENCRYPT: Final = Need(("kms:Decrypt", "kms:GenerateDataKey"), ("kms:{r}:{a}:key/{SSEKMSKeyId}?",), optional=True)
_RULE: Final = "events:{r}:{a}:rule/{EventBusName:bus=}{Name}"
_RULE_OF_TARGETS: Final = "events:{r}:{a}:rule/{EventBusName:bus=}{Rule}"
_GLUE: Final = ("glue:{r}:{a}:catalog", "glue:{r}:{a}:catalog/{CatalogId}?", "glue:{r}:{a}:database/{DatabaseName}")
_SECRET: Final = _on("secretsmanager:GetSecretValue", "{SecretArn}")
_VISION: Final = "lookoutvision:{r}:{a}:model/{ProjectName}/{ModelVersion}"
_SQL: Final = "only the statement contains its tables"
_DATA: Final = (
    "redshift-serverless:{r}:{a}:workgroup/{WorkgroupName}?",
    "redshift:{r}:{a}:cluster:{ClusterIdentifier}?",
)
_LOGIN: Final = (
    Need(
        ("redshift-serverless:GetCredentials",), ("redshift-serverless:{r}:{a}:workgroup/{WorkgroupName}?",), None, True
    ),
    Need(
        ("redshift:GetClusterCredentials",),
        ("redshift:{r}:{a}:dbuser:{ClusterIdentifier}/{DbUser}?",),
        optional=True,
    ),
    Need(
        ("redshift:GetClusterCredentialsWithIAM",),
        ("redshift:{r}:{a}:dbname:{ClusterIdentifier}/{Database}",),
        when="ClusterIdentifier",
        unless=("DbUser", "SecretArn"),
    ),
    Need(("secretsmanager:GetSecretValue",), ("{SecretArn}?",), optional=True),
)
"""The rights to log in to Redshift (Amazon Redshift Management Guide, "Authorizing access to the Data API")."""


def _object(actions: str, of_version: str) -> tuple[Need, ...]:
    """Return the needs on an object, and the different ones if the call names a version of it."""
    plain = Need(tuple(actions.split()), (_OBJECT,), unless=("VersionId",))
    return plain, Need(tuple(of_version.split()), (_OBJECT,), when="VersionId")


def _table_or_index(action: str) -> tuple[Need, ...]:
    """Return the needs to read a table or one of its indexes."""
    table = "dynamodb:{r}:{a}:table/{TableName}"
    return (
        Need((action,), (table,), unless=("IndexName",)),
        Need((action,), (f"{table}/index/{{IndexName}}",), when="IndexName"),
    )


def _sends(action: str, sender: str = "Source", arn: str = "SourceArn") -> tuple[Need, ...]:
    """Return the needs to send an email with the first version of SES's API.

    These are rights on the configuration set, and on the sender's address and domain, either of which may be the
    identity.
    """
    identity = "ses:{r}:{a}:identity"
    return (
        Need((f"ses:{action}",), (f"{{{arn}}}",), when=arn),
        Need(
            (f"ses:{action}",),
            (f"{identity}/{{{sender}:address}}", f"{identity}/{{{sender}:domain}}"),
            unless=(arn,),
        ),
        Need((f"ses:{action}",), ("ses:{r}:{a}:configuration-set/{ConfigurationSetName}?",), optional=True),
    )


def _of_template(action: str) -> Need:
    """Return the right on the template of an email."""
    return _on(f"ses:{action}", "ses:{r}:{a}:template/{TemplateArn|Template}")


_OBJECT_SETTINGS: Final = (
    Need(("s3:PutObjectAcl",), (_OBJECT,), when="|".join(_GRANTS)),
    Need.tagging("s3:PutObjectTagging", _OBJECT, tags="Tagging"),
    Need(("s3:PutObjectRetention",), (_OBJECT,), when="ObjectLockMode|ObjectLockRetainUntilDate"),
    Need(("s3:PutObjectLegalHold",), (_OBJECT,), when="ObjectLockLegalHoldStatus"),
)
"""The needs to set permissions, tags and locks of the object that a call creates."""


SAME_AS: Final[Mapping[str, str]] = {
    "athena:startQueryExecution": "athena:startQueryExecution",
    "batch:submitJob": "batch:submitJob",
    "bedrock:createModelCustomizationJob": "bedrock:createModelCustomizationJob",
    "bedrockruntime:converse": "bedrock:invokeModel",
    "bedrockruntime:invokeModel": "bedrock:invokeModel",
    "codebuild:retryBuildBatch": "codebuild:retryBuildBatch",
    "codebuild:stopBuild": "codebuild:stopBuild",
    "codebuild:stopBuildBatch": "codebuild:stopBuildBatch",
    "ecs:runTask": "ecs:runTask",
    "eventbridge:putEvents": "events:putEvents",
    "lambda:invoke": "lambda:invoke",
    "mediaconvert:createJob": "mediaconvert:createJob",
    "sns:publish": "sns:publish",
}
"""The optimized integration with the same needs, by SDK call."""

SDK_OVERRIDES: Final[Mapping[str, tuple[Need, ...]]] = {
    "apigatewaymanagementapi:postToConnection": (
        _undetermined("execute-api:ManageConnections", "the call does not contain its API"),
    ),
    "dynamodb:batchExecuteStatement": (_undetermined("dynamodb:PartiQLSelect dynamodb:PartiQLUpdate", _SQL),),
    "dynamodb:batchGetItem": (),
    "dynamodb:batchWriteItem": (),
    "dynamodb:executeStatement": (_undetermined("dynamodb:PartiQLSelect dynamodb:PartiQLUpdate", _SQL),),
    "dynamodb:executeTransaction": (_undetermined("dynamodb:PartiQLSelect dynamodb:PartiQLUpdate", _SQL),),
    "dynamodb:query": _table_or_index("dynamodb:Query"),
    "dynamodb:scan": _table_or_index("dynamodb:Scan"),
    "dynamodb:transactGetItems": (_on("dynamodb:GetItem", "dynamodb:{r}:{a}:table/{TransactItems.Get.TableName}"),),
    "dynamodb:transactWriteItems": tuple(
        Need(
            (f"dynamodb:{item}",),
            (f"dynamodb:{{r}}:{{a}}:table/{{TransactItems.{part}.TableName}}?",),
            optional=True,
        )
        for part, item in (
            ("ConditionCheck", "ConditionCheckItem"),
            ("Delete", "DeleteItem"),
            ("Put", "PutItem"),
            ("Update", "UpdateItem"),
        )
    ),
    "ec2:authorizeSecurityGroupIngress": (
        _on(
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:{r}:{a}:security-group/{GroupId}",
            "ec2:{r}:{a}:security-group-rule/*",
        ),
    ),
    "ec2:copySnapshot": (_on("ec2:CopySnapshot", "ec2:{r}::snapshot/*"),),
    # An ID begins with its kind of resource; images and snapshots have no account in their ARN.
    "ec2:createTags": (_on("ec2:CreateTags", "ec2:{r}:*:*/{Resources}"),),
    "ec2:deleteTags": (_on("ec2:DeleteTags", "ec2:{r}:*:*/{Resources}"),),
    "ec2:runInstances": (
        _on("ec2:RunInstances", "ec2:{r}:{a}:instance/*", "ec2:{r}:{a}:network-interface/*", "ec2:{r}:{a}:volume/*"),
        _on("ec2:RunInstances", "ec2:{r}::image/{ImageId}"),
        _on("ec2:RunInstances", "ec2:{r}:{a}:subnet/{SubnetId}"),
        _on("ec2:RunInstances", "ec2:{r}:{a}:security-group/{SecurityGroupIds}"),
        Need(("ec2:RunInstances",), ("ec2:{r}:{a}:key-pair/{KeyName}?",), optional=True),
        _passing("ec2.amazonaws.com", "IamInstanceProfile.Name"),
    ),
    "ecs:startTask": (_undetermined("iam:PassRole", "the task runs with the roles of its task definition"),),
    "eventbridge:deleteRule": (_on("events:DeleteRule", _RULE),),
    "eventbridge:describeRule": (_on("events:DescribeRule", _RULE),),
    "eventbridge:disableRule": (_on("events:DisableRule", _RULE),),
    "eventbridge:enableRule": (_on("events:EnableRule", _RULE),),
    "eventbridge:listTargetsByRule": (_on("events:ListTargetsByRule", _RULE_OF_TARGETS),),
    "eventbridge:putRule": (_on("events:PutRule", _RULE), _passing("events.amazonaws.com", "RoleArn")),
    "eventbridge:putTargets": (
        _on("events:PutTargets", _RULE_OF_TARGETS),
        _passing("events.amazonaws.com", "Targets.RoleArn"),
    ),
    "eventbridge:removeTargets": (_on("events:RemoveTargets", _RULE_OF_TARGETS),),
    "fis:createExperimentTemplate": (
        _on(
            "fis:CreateExperimentTemplate",
            "fis:{r}:{a}:action/{Actions._.ActionId}",
            "fis:{r}:{a}:experiment-template/*",
        ),
        _passing("fis.amazonaws.com", "RoleArn"),
    ),
    "fis:startExperiment": (
        _on(
            "fis:StartExperiment",
            "fis:{r}:{a}:experiment-template/{ExperimentTemplateId}",
            "fis:{r}:{a}:experiment/*",
        ),
    ),
    "frauddetector:getEventPrediction": (
        _on(
            "frauddetector:GetEventPrediction",
            "frauddetector:{r}:{a}:detector/{DetectorId}",
            "frauddetector:{r}:{a}:event-type/{EventTypeName}",
        ),
    ),
    "glue:createTable": (_on("glue:CreateTable", *_GLUE, "glue:{r}:{a}:table/{DatabaseName}/{TableInput.Name}"),),
    "glue:updateTable": (_on("glue:UpdateTable", *_GLUE, "glue:{r}:{a}:table/{DatabaseName}/{TableInput.Name}"),),
    "iam:addRoleToInstanceProfile": (
        _on("iam:AddRoleToInstanceProfile", "iam::{a}:instance-profile/{InstanceProfileName}"),
        _passing("ec2.amazonaws.com", "RoleName"),
    ),
    "kms:reEncrypt": (
        _on("kms:ReEncryptFrom", "kms:{r}:{a}:key/{SourceKeyId}"),
        _on("kms:ReEncryptTo", "kms:{r}:{a}:key/{DestinationKeyId}"),
    ),
    "lookoutvision:describeModel": (_on("lookoutvision:DescribeModel", _VISION),),
    "lookoutvision:detectAnomalies": (_on("lookoutvision:DetectAnomalies", _VISION),),
    "lookoutvision:startModel": (_on("lookoutvision:StartModel", _VISION),),
    "lookoutvision:stopModel": (_on("lookoutvision:StopModel", _VISION),),
    "organizations:createOrganizationalUnit": (
        _on("organizations:CreateOrganizationalUnit", "organizations::{a}:{ParentId:parent}"),
    ),
    "organizations:listOrganizationalUnitsForParent": (
        _on("organizations:ListOrganizationalUnitsForParent", "organizations::{a}:{ParentId:parent}"),
    ),
    "organizations:moveAccount": (
        _on(
            "organizations:MoveAccount",
            "organizations::{a}:account/o-*/{AccountId}",
            "organizations::{a}:{SourceParentId:parent}",
            "organizations::{a}:{DestinationParentId:parent}",
        ),
    ),
    "rds:restoreDBClusterFromSnapshot": (
        _on(
            "rds:RestoreDBClusterFromSnapshot",
            "rds:{r}:{a}:cluster:{DBClusterIdentifier}",
            "rds:{r}:{a}:cluster-snapshot:{SnapshotIdentifier}",
            "rds:{r}:{a}:subgrp:{DBSubnetGroupName=default}",
            "rds:{r}:{a}:cluster-pg:{DBClusterParameterGroupName=default.*}",
            "rds:{r}:{a}:og:{OptionGroupName=default:*}",
        ),
    ),
    "rds:startExportTask": (
        _on("rds:StartExportTask", "{SourceArn}"),
        _passing(("export.rds.amazonaws.com", "rds.amazonaws.com"), "IamRoleArn"),
        _on("kms:CreateGrant kms:DescribeKey", "kms:{r}:{a}:key/{KmsKeyId}"),
    ),
    "rdsdata:batchExecuteStatement": (_on("rds-data:BatchExecuteStatement", "{ResourceArn}"), _SECRET),
    "rdsdata:beginTransaction": (_on("rds-data:BeginTransaction", "{ResourceArn}"), _SECRET),
    "rdsdata:commitTransaction": (_on("rds-data:CommitTransaction", "{ResourceArn}"), _SECRET),
    "rdsdata:executeStatement": (_on("rds-data:ExecuteStatement", "{ResourceArn}"), _SECRET),
    "rdsdata:rollbackTransaction": (_on("rds-data:RollbackTransaction", "{ResourceArn}"), _SECRET),
    "redshiftdata:batchExecuteStatement": (_on("redshift-data:BatchExecuteStatement", *_DATA), *_LOGIN),
    "redshiftdata:executeStatement": (_on("redshift-data:ExecuteStatement", *_DATA), *_LOGIN),
    "s3:abortMultipartUpload": (_on("s3:AbortMultipartUpload", _OBJECT),),
    "s3:completeMultipartUpload": (_on("s3:PutObject", _OBJECT),),
    "s3:copyObject": (_on("s3:PutObject", _OBJECT), *_OBJECT_SETTINGS, _ENCRYPT),
    "s3:createMultipartUpload": (_on("s3:PutObject", _OBJECT), *_OBJECT_SETTINGS, _ENCRYPT),
    "s3:deleteObject": (
        *_object("s3:DeleteObject", "s3:DeleteObjectVersion"),
        Need(("s3:BypassGovernanceRetention",), (_OBJECT,), when="BypassGovernanceRetention"),
    ),
    "s3:deleteObjectTagging": _object("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
    "s3:deleteObjects": (
        _on("s3:DeleteObject", "s3:::{Bucket}/*"),
        Need(("s3:DeleteObjectVersion",), ("s3:::{Bucket}/*",), when="Delete.Objects.VersionId"),
        Need(("s3:BypassGovernanceRetention",), ("s3:::{Bucket}/*",), when="BypassGovernanceRetention"),
    ),
    "s3:getObject": _object("s3:GetObject", "s3:GetObjectVersion"),
    "s3:getObjectAcl": _object("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
    "s3:getObjectAttributes": _object(
        "s3:GetObject s3:GetObjectAttributes", "s3:GetObjectVersion s3:GetObjectVersionAttributes"
    ),
    "s3:getObjectTagging": _object("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
    "s3:headBucket": (_on("s3:ListBucket", "s3:::{Bucket}"),),
    "s3:headObject": _object("s3:GetObject", "s3:GetObjectVersion"),
    "s3:listBuckets": (_on("s3:ListAllMyBuckets", "*"),),
    "s3:listMultipartUploads": (_on("s3:ListBucketMultipartUploads", "s3:::{Bucket}"),),
    "s3:listObjectVersions": (_on("s3:ListBucketVersions", "s3:::{Bucket}"),),
    "s3:listObjects": (_on("s3:ListBucket", "s3:::{Bucket}"),),
    "s3:listObjectsV2": (_on("s3:ListBucket", "s3:::{Bucket}"),),
    "s3:listParts": (_on("s3:ListMultipartUploadParts", _OBJECT),),
    "s3:putObject": (_on("s3:PutObject", _OBJECT), *_OBJECT_SETTINGS, _ENCRYPT),
    "s3:putObjectAcl": _object("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
    "s3:putObjectTagging": _object("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
    "s3:restoreObject": (_on("s3:RestoreObject", _OBJECT),),
    "s3:uploadPart": (_on("s3:PutObject", _OBJECT),),
    "s3:uploadPartCopy": (_on("s3:PutObject", _OBJECT),),
    "secretsmanager:createSecret": (_on("secretsmanager:CreateSecret", "secretsmanager:{r}:{a}:secret:{Name:secret}"),),
    "ses:sendBounce": _sends("SendBounce", "BounceSender", "BounceSenderArn"),
    "ses:sendBulkTemplatedEmail": (*_sends("SendBulkTemplatedEmail"), _of_template("SendBulkTemplatedEmail")),
    "ses:sendEmail": _sends("SendEmail"),
    "ses:sendRawEmail": _sends("SendRawEmail"),
    "ses:sendTemplatedEmail": (*_sends("SendTemplatedEmail"), _of_template("SendTemplatedEmail")),
    "sesv2:sendEmail": (
        Need(("ses:SendEmail",), ("{FromEmailAddressIdentityArn}",), when="FromEmailAddressIdentityArn"),
        Need(
            ("ses:SendEmail",),
            ("ses:{r}:{a}:identity/{FromEmailAddress:address}", "ses:{r}:{a}:identity/{FromEmailAddress:domain}"),
            unless=("FromEmailAddressIdentityArn",),
        ),
        Need(("ses:SendEmail",), ("ses:{r}:{a}:configuration-set/{ConfigurationSetName}?",), optional=True),
        Need(("ses:SendEmail",), ("ses:{r}:{a}:template/{Content.Template.TemplateName}?",), optional=True),
    ),
    "sfn:describeExecution": (_on("states:DescribeExecution", "{ExecutionArn}"),),
    "sfn:startExecution": (),
    "sfn:startSyncExecution": (),
    "sns:publishBatch": (_on("sns:Publish", "{TopicArn}"),),
    "sqs:changeMessageVisibilityBatch": (_on("sqs:ChangeMessageVisibility", "{QueueUrl}"),),
    "sqs:deleteMessageBatch": (_on("sqs:DeleteMessage", "{QueueUrl}"),),
    "sqs:sendMessageBatch": (_on("sqs:SendMessage", "{QueueUrl}"),),
    "ssm:getParameters": (_on("ssm:GetParameters", "ssm:{r}:{a}:parameter/{Names}"),),
    "ssm:getParametersByPath": (
        _on("ssm:GetParametersByPath", "ssm:{r}:{a}:parameter/{Path:folder}", "ssm:{r}:{a}:parameter/{Path:folder}/*"),
    ),
    "ssm:registerTargetWithMaintenanceWindow": (_on("ssm:RegisterTargetWithMaintenanceWindow", _WINDOW),),
    "ssm:registerTaskWithMaintenanceWindow": (
        _on("ssm:RegisterTaskWithMaintenanceWindow", _WINDOW),
        _passing("ssm.amazonaws.com", "ServiceRoleArn"),
    ),
    "ssm:sendCommand": (
        _on(
            "ssm:SendCommand",
            "ssm:{r}:{a}:document/{DocumentName:document}",
            "ec2:{r}:{a}:instance/{InstanceIds}?",
            "ssm:{r}:{a}:managed-instance/{InstanceIds}?",
            "s3:::{OutputS3BucketName}?",
        ),
        Need(("ssm:SendCommand",), when="Targets", unknown="Targets choose the instances"),
        _passing("ssm.amazonaws.com", "ServiceRoleArn"),
    ),
    "ssm:startAutomationExecution": (
        _on(
            "ssm:StartAutomationExecution",
            "ssm:{r}:{a}:automation-definition/{DocumentName:automation}:{DocumentVersion=$DEFAULT}",
            "ssm:{r}:{a}:automation-execution/*",
            "ssm:{r}:{a}:document/{DocumentName:document}",
        ),
        _passing("ssm.amazonaws.com", "Parameters.AutomationAssumeRole"),
    ),
    "timestreamquery:prepareQuery": (_undetermined("timestream:PrepareQuery timestream:Select", _SQL),),
    "timestreamquery:query": (_undetermined("timestream:Select", _SQL),),
    "translate:translateText": (
        _on("translate:TranslateText", "translate:{r}:{a}:terminology/{TerminologyNames}?", "*?"),
    ),
}
"""The needs by `<service>:<action>`, as in `arn:aws:states:::aws-sdk:<service>:<action>`.

Sources: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations", and the pages on identity-based
policies in the guides of the other services.
"""
