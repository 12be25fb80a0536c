"""The inputs whose change makes the AWS provider replace a resource, and the names that it generates.

The real provider is pulumi-aws, a bridge to terraform-provider-aws: an input is here when the resource's schema in
`internal/service/<service>` there has `ForceNew: true` for it (or `RequiresReplace()`), in the provider's own
camelCase. Every resource of pulumi-aws v7 is replaced for another `region` as well.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NAMED", "REPLACES", "replaces"]

REPLACES: Mapping[str, frozenset[str]] = {
    type_: frozenset(inputs.split())
    for type_, inputs in {
        "aws:acm/certificate:Certificate": "domainName validationMethod subjectAlternativeNames keyAlgorithm",
        "aws:acm/certificateValidation:CertificateValidation": "certificateArn validationRecordFqdns",
        "aws:apigateway/deployment:Deployment": "restApi triggers variables",
        "aws:apigateway/methodSettings:MethodSettings": "restApi stageName methodPath",
        "aws:apigateway/restApi:RestApi": "",
        "aws:apigateway/stage:Stage": "restApi stageName",
        "aws:apigatewayv2/api:Api": "protocolType",
        "aws:apigatewayv2/apiMapping:ApiMapping": "apiId domainName",
        "aws:apigatewayv2/authorizer:Authorizer": "apiId",
        "aws:apigatewayv2/domainName:DomainName": "domainName",
        "aws:apigatewayv2/integration:Integration": "apiId integrationType integrationSubtype",
        "aws:apigatewayv2/route:Route": "apiId",
        "aws:apigatewayv2/stage:Stage": "apiId name",
        "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
        "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
        "aws:cloudwatch/logGroup:LogGroup": "name namePrefix logGroupClass",
        "aws:iam/role:Role": "name namePrefix path",
        "aws:iam/rolePolicy:RolePolicy": "role name namePrefix",
        "aws:lambda/function:Function": "name packageType",
        "aws:lambda/permission:Permission": (
            "action eventSourceToken function functionUrlAuthType principal principalOrgId qualifier sourceAccount "
            "sourceArn statementId statementIdPrefix invokedViaFunctionUrl"
        ),
        "aws:route53/record:Record": "zoneId name",
        "aws:s3/bucket:Bucket": "bucket bucketPrefix",
        "aws:s3/bucketObjectv2:BucketObjectv2": "bucket key",
        "aws:sfn/alias:Alias": "name",
        "aws:sfn/stateMachine:StateMachine": "name namePrefix type",
        "aws:wafv2/webAclAssociation:WebAclAssociation": "resourceArn webAclArn",
    }.items()
}

NAMED: Mapping[str, str] = {
    "aws:apigateway/restApi:RestApi": "name",
    "aws:apigatewayv2/api:Api": "name",
    "aws:apigatewayv2/authorizer:Authorizer": "name",
    "aws:cloudwatch/logGroup:LogGroup": "name",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
    "aws:iam/role:Role": "name",
    "aws:iam/rolePolicy:RolePolicy": "name",
    "aws:lambda/function:Function": "name",
    "aws:lambda/permission:Permission": "statementId",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:sfn/stateMachine:StateMachine": "name",
}
"""The input that Pulumi fills in with the resource's name and 7 random digits where the program gives none."""


def replaces(type_: str) -> frozenset[str]:
    """Return the inputs whose change replaces a resource of this type; raise KeyError for a type without a row."""
    return REPLACES[type_] | {"region"}
