"""Resource types without local behavior, to which other resources refer.

A row is a type and its outputs, written as `aslant.provider.resources.rows` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ALONE"]

_HOME = "{region}:{account}"


def _arn(service: str, resource: str) -> str:
    return f"arn:{{partition}}:{service}:{_HOME}:{resource}"


def _ec2(kind: str, prefix: str, **more: str) -> dict[str, str]:
    return {"id": f"{prefix}-{{digits}}", "arn": _arn("ec2", f"{kind}/{{id}}"), **more}


_POOL = "{region}_{digits}"
_RULE = _ec2("security-group-rule", "sgr", securityGroupRuleId="sgr-{digits}")
_REVISION = _arn("ecs", "task-definition/{inputs[family]}")
_JOB = _arn("batch", "job-definition/{name}")

ALONE: Mapping[str, Mapping[str, Any]] = {
    # Networks of functions.
    "aws:ec2/eip:Eip": _ec2("elastic-ip", "eipalloc", allocationId="eipalloc-{digits}", publicIp="192.0.2.1"),
    "aws:ec2/internetGateway:InternetGateway": _ec2("internet-gateway", "igw"),
    "aws:ec2/natGateway:NatGateway": {"id": "nat-{digits}", "publicIp": "192.0.2.1"},
    "aws:ec2/route:Route": {"id": "r-{digits}"},
    "aws:ec2/routeTable:RouteTable": _ec2("route-table", "rtb"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": {"id": "rtbassoc-{digits}"},
    "aws:ec2/securityGroup:SecurityGroup": _ec2("security-group", "sg"),
    "aws:ec2/securityGroupRule:SecurityGroupRule": {"id": "sgrule-{digits}"},
    "aws:ec2/subnet:Subnet": _ec2("subnet", "subnet"),
    "aws:ec2/vpc:Vpc": _ec2(
        "vpc", "vpc", defaultSecurityGroupId="sg-{digits}", defaultRouteTableId="rtb-{digits}", ownerId="{account}"
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _ec2("vpc-endpoint", "vpce"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _RULE,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _RULE,
    # Issuers of tokens for a JWT authorizer.
    "aws:cognito/resourceServer:ResourceServer": {"id": "{inputs[userPoolId]}|{inputs[identifier]}"},
    "aws:cognito/userPool:UserPool": {
        "id": _POOL,
        "arn": _arn("cognito-idp", "userpool/{id}"),
        "endpoint": "cognito-idp.{region}.{suffix}/{id}",
    },
    "aws:cognito/userPoolClient:UserPoolClient": {"id": "{digits}", "clientSecret": ""},
    "aws:cognito/userPoolDomain:UserPoolDomain": {"id": "{inputs[domain]}"},
    # Definitions of jobs. Tasks that start a job are mocked.
    "aws:batch/jobDefinition:JobDefinition": {"id": f"{_JOB}:1", "arn": f"{_JOB}:1", "arnPrefix": _JOB, "revision": 1},
    "aws:batch/jobQueue:JobQueue": {"id": _arn("batch", "job-queue/{name}"), "arn": _arn("batch", "job-queue/{name}")},
    "aws:codebuild/project:Project": {
        "id": _arn("codebuild", "project/{name}"),
        "arn": _arn("codebuild", "project/{name}"),
    },
    "aws:ecr/repository:Repository": {
        "arn": _arn("ecr", "repository/{name}"),
        "registryId": "{account}",
        "repositoryUrl": "{account}.dkr.ecr.{region}.{suffix}/{name}",
    },
    "aws:ecs/cluster:Cluster": {"id": _arn("ecs", "cluster/{name}"), "arn": _arn("ecs", "cluster/{name}")},
    "aws:ecs/taskDefinition:TaskDefinition": {
        "id": "{inputs[family]}",
        "arn": f"{_REVISION}:1",
        "arnWithoutRevision": _REVISION,
        "revision": 1,
    },
    "aws:glue/job:Job": {"arn": _arn("glue", "job/{name}")},
    # Resources that observe, call or limit a function.
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": {},
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {},
    "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": {"id": "{inputs[roleName]}"},
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": {"id": "{inputs[roleName]}"},
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
        "id": "{inputs[functionName]},{inputs[qualifier]}"
    },
}
