from __future__ import annotations

import re
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import TYPES, outputs_of
from aslant.provider.resources.inert import ALONE

HOME = "us-east-1:123456789012"
VERSION = f"arn:aws:states:{HOME}:stateMachine:m:"


def outputs(type: str, inputs: dict[str, Any], name: str = "thing") -> dict[str, Any]:
    registry = Registry()
    role = RegisteredResource("urn:role", "aws:iam/role:Role", "role", {}, {"id": "baker", "name": "baker"})
    api = RegisteredResource(
        "urn:api", "aws:apigatewayv2/api:Api", "api", {}, {"id": "a1", "apiEndpoint": "http://127.0.0.1:8000"}
    )
    certificate = RegisteredResource(
        "urn:c", "aws:acm/certificate:Certificate", "c", {}, {"id": "arn:c", "arn": "arn:c"}
    )
    domain = RegisteredResource("urn:d", "aws:apigatewayv2/domainName:DomainName", "d", {}, {"id": "shop.example"})
    rest = RegisteredResource(
        "urn:rest", "aws:apigateway/restApi:RestApi", "rest", {}, {"id": "r1", "localUrl": "http://r1.localhost:8000"}
    )
    arn = f"arn:aws:states:{HOME}:stateMachine:m"
    machine = RegisteredResource("urn:m", "aws:sfn/stateMachine:StateMachine", "m", {}, {"id": arn, "arn": arn})
    queue = RegisteredResource("urn:q", "aws:sqs/queue:Queue", "q", {}, {"id": "u", "url": "u"})
    topic = RegisteredResource("urn:t", "aws:sns/topic:Topic", "t", {}, {"id": "arn:t", "arn": "arn:t"})
    table = RegisteredResource("urn:table", "aws:dynamodb/table:Table", "table", {}, {"id": "stock", "name": "stock"})
    bucket = RegisteredResource("urn:b", "aws:s3/bucket:Bucket", "b", {}, {"id": "data", "bucket": "data"})
    rule = RegisteredResource("urn:r", "aws:cloudwatch/eventRule:EventRule", "r", {}, {"id": "baked", "name": "baked"})
    secret = RegisteredResource("urn:s", "aws:secretsmanager/secret:Secret", "s", {}, {"id": "arn:s", "arn": "arn:s"})
    function = RegisteredResource("urn:f", "aws:lambda/function:Function", "f", {}, {"name": "oven", "arn": "arn:f"})
    for resource in (
        role,
        api,
        certificate,
        domain,
        rest,
        machine,
        queue,
        topic,
        table,
        bucket,
        rule,
        secret,
        function,
    ):
        registry.add(resource)
    return outputs_of(RegisteredResource(f"urn:{name}", type, name, inputs), LocalAccount(), registry)


@pytest.mark.parametrize(
    ("type", "inputs", "expected"),
    [
        ("aws:iam/role:Role", {"name": "n"}, {"id": "n", "arn": "arn:aws:iam::123456789012:role/n"}),
        ("aws:iam/role:Role", {"name": "n", "path": "/p/"}, {"arn": "arn:aws:iam::123456789012:role/p/n"}),
        ("aws:iam/policy:Policy", {"name": "n"}, {"id": "arn:aws:iam::123456789012:policy/n"}),
        ("aws:iam/rolePolicy:RolePolicy", {"name": "n", "role": "baker"}, {"id": "baker:n", "role": "baker"}),
        (
            "aws:lambda/function:Function",
            {"name": "n"},
            {
                "arn": f"arn:aws:lambda:{HOME}:function:n",
                "invokeArn": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                f"arn:aws:lambda:{HOME}:function:n/invocations",
                "version": "$LATEST",
                "timeout": 3,
                "memorySize": 128,
            },
        ),
        (
            "aws:lambda/function:Function",
            {"name": "n", "publish": True},
            {"version": "1", "qualifiedArn": f"arn:aws:lambda:{HOME}:function:n:1"},
        ),
        ("aws:sfn/stateMachine:StateMachine", {"name": "n"}, {"id": f"arn:aws:states:{HOME}:stateMachine:n"}),
        ("aws:sfn/stateMachine:StateMachine", {"type": "EXPRESS"}, {"type": "EXPRESS"}),
        ("aws:cloudwatch/logGroup:LogGroup", {"name": "/n"}, {"arn": f"arn:aws:logs:{HOME}:log-group:/n"}),
        (
            "aws:apigatewayv2/stage:Stage",
            {"apiId": "a1", "name": "$default"},
            {"id": "$default", "invokeUrl": "http://127.0.0.1:8000/"},
        ),
        ("aws:apigatewayv2/stage:Stage", {"apiId": "a1", "name": "v1"}, {"invokeUrl": "http://127.0.0.1:8000/v1"}),
        ("aws:apigatewayv2/integration:Integration", {"apiId": "a1"}, {"timeoutMilliseconds": 30000}),
        ("aws:apigatewayv2/route:Route", {"apiId": "a1"}, {"authorizationType": "NONE"}),
        (
            "aws:apigatewayv2/authorizer:Authorizer",
            {"apiId": "a1", "authorizerType": "REQUEST", "identitySources": ["$request.header.a"]},
            {"authorizerResultTtlInSeconds": 300},
        ),
        (
            "aws:apigatewayv2/authorizer:Authorizer",
            {"apiId": "a1", "authorizerType": "REQUEST"},
            {"authorizerResultTtlInSeconds": 0},
        ),
        (
            "aws:apigatewayv2/domainName:DomainName",
            {"domainName": "a.example", "domainNameConfiguration": {"certificateArn": "c", "endpointType": "REGIONAL"}},
            {"id": "a.example", "arn": "arn:aws:apigateway:us-east-1::/domainnames/a.example"},
        ),
        (
            "aws:sfn/alias:Alias",
            {
                "name": "live",
                "routingConfigurations": [
                    {"stateMachineVersionArn": f"{VERSION}2", "weight": 10},
                    {"stateMachineVersionArn": f"{VERSION}1", "weight": 90},
                ],
            },
            {"id": f"{VERSION}live", "arn": f"{VERSION}live"},
        ),
        (
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            {"name": "n"},
            {"id": "n", "arn": f"arn:aws:cloudwatch:{HOME}:alarm:n"},
        ),
        (
            "aws:cloudwatch/dashboard:Dashboard",
            {"dashboardName": "n", "dashboardBody": "{}"},
            {"dashboardArn": "arn:aws:cloudwatch::123456789012:dashboard/n"},
        ),
        ("aws:sqs/queue:Queue", {"name": "n"}, {"arn": f"arn:aws:sqs:{HOME}:n", "visibilityTimeoutSeconds": 30}),
        (
            "aws:sqs/queue:Queue",
            {"name": "n.fifo", "fifoQueue": True},
            {"url": "https://sqs.us-east-1.amazonaws.com/123456789012/n.fifo"},
        ),
        ("aws:sns/topic:Topic", {"name": "n"}, {"id": f"arn:aws:sns:{HOME}:n", "owner": "123456789012"}),
        (
            "aws:sns/topicSubscription:TopicSubscription",
            {"topic": "arn:t", "protocol": "https", "endpoint": "https://x.example"},
            {"pendingConfirmation": True, "confirmationWasAuthenticated": False},
        ),
        (
            "aws:dynamodb/table:Table",
            {"name": "n", "hashKey": "id", "attributes": [{"name": "id", "type": "S"}], "streamEnabled": True},
            {
                "arn": f"arn:aws:dynamodb:{HOME}:table/n",
                "streamArn": f"arn:aws:dynamodb:{HOME}:table/n/stream/2026-01-01T00:00:00.000",
                "billingMode": "PROVISIONED",
            },
        ),
        (
            "aws:s3/bucketV2:BucketV2",
            {"bucket": "n"},
            {"arn": "arn:aws:s3:::n", "bucketRegionalDomainName": "n.s3.us-east-1.amazonaws.com"},
        ),
        ("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "data", "key": "a/b"}, {"id": "data/a/b"}),
        ("aws:cloudwatch/eventBus:EventBus", {"name": "n"}, {"arn": f"arn:aws:events:{HOME}:event-bus/n"}),
        (
            "aws:cloudwatch/eventRule:EventRule",
            {"name": "n", "scheduleExpression": "rate(1 day)"},
            {"id": "n", "arn": f"arn:aws:events:{HOME}:rule/n", "eventBusName": "default"},
        ),
        (
            "aws:ssm/parameter:Parameter",
            {"name": "n", "type": "String", "value": "x"},
            {"arn": f"arn:aws:ssm:{HOME}:parameter/n"},
        ),
        (
            "aws:ssm/parameter:Parameter",
            {"name": "/a/n", "type": "SecureString", "value": "x"},
            {"arn": f"arn:aws:ssm:{HOME}:parameter/a/n", "version": 1},
        ),
        (
            "aws:secretsmanager/secretVersion:SecretVersion",
            {"secretId": "arn:s", "secretString": "x"},
            {"arn": "arn:s", "versionStages": ["AWSCURRENT"]},
        ),
        ("aws:sfn/activity:Activity", {"name": "n"}, {"id": f"arn:aws:states:{HOME}:activity:n"}),
        ("aws:lambda/alias:Alias", {"name": "n", "functionName": "oven"}, {"arn": "arn:f:n"}),
        (
            "aws:cloudwatch/metricStream:MetricStream",
            {"name": "n"},
            {"arn": f"arn:aws:cloudwatch:{HOME}:metric-stream/n", "state": "running"},
        ),
        (
            "aws:cloudwatch/compositeAlarm:CompositeAlarm",
            {"alarmName": "n"},
            {"arn": f"arn:aws:cloudwatch:{HOME}:alarm:n"},
        ),
        (
            "aws:cognito/userPool:UserPool",
            {"name": "n"},
            {"endpoint": "cognito-idp.us-east-1.amazonaws.com/us-east-1_dfe313e683e1c4d80"},
        ),
        (
            "aws:ecs/taskDefinition:TaskDefinition",
            {"family": "ovens"},
            {"id": "ovens", "arn": f"arn:aws:ecs:{HOME}:task-definition/ovens:1"},
        ),
        (
            "aws:lambda/layerVersion:LayerVersion",
            {"layerName": "spice"},
            {"arn": f"arn:aws:lambda:{HOME}:layer:spice:1", "version": "1"},
        ),
        (
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            {"eventSourceArn": "arn:q", "functionName": f"arn:aws:lambda:{HOME}:function:elsewhere:live"},
            {"functionArn": f"arn:aws:lambda:{HOME}:function:elsewhere", "state": "Enabled"},
        ),
        (
            "aws:lambda/eventSourceMapping:EventSourceMapping",
            {"eventSourceArn": "arn:q", "functionName": "oven", "enabled": False},
            {"functionArn": "arn:f", "state": "Disabled"},
        ),
        (
            "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
            {"functionName": "oven", "qualifier": "live"},
            {"id": "oven:live"},
        ),
        (
            "aws:scheduler/schedule:Schedule",
            {"name": "n"},
            {"id": "default/n", "groupName": "default", "arn": f"arn:aws:scheduler:{HOME}:schedule/default/n"},
        ),
        (
            "aws:scheduler/scheduleGroup:ScheduleGroup",
            {"name": "n"},
            {"id": "n", "arn": f"arn:aws:scheduler:{HOME}:schedule-group/n", "state": "ACTIVE"},
        ),
        ("aws:cloudwatch/eventConnection:EventConnection", {"name": "n"}, {"id": "n", "name": "n"}),
        ("aws:s3/bucketNotification:BucketNotification", {"bucket": "data"}, {"id": "data"}),
        ("aws:kms/alias:Alias", {"name": "alias/n", "targetKeyId": "k"}, {"targetKeyArn": f"arn:aws:kms:{HOME}:key/k"}),
        (
            "aws:route53/record:Record",
            {"name": "_x.a.example.", "zoneId": "Z1", "type": "CNAME", "records": ["y"]},
            {"id": "Z1__x.a.example_CNAME", "fqdn": "_x.a.example", "name": "_x.a.example"},
        ),
    ],
)
def test_a_resource_gets_what_aws_would_give_it(type: str, inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    found = outputs(type, inputs)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("type", sorted([*TYPES, *ALONE]))
def test_every_type_gives_an_id_and_the_same_one_twice(type: str) -> None:
    inputs = {
        "role": "baker",
        "apiId": "r1" if type.startswith("aws:apigateway/") else "a1",
        "restApi": "r1",
        "restApiId": "r1",
        "protocolType": "HTTP",
        "policyName": "p",
        "certificateArn": "arn:c",
        "domainName": "shop.example",
        "domainNameConfiguration": {"certificateArn": "arn:c"},
        "name": "alias/k" if type == "aws:kms/alias:Alias" else "shop.example",
        "zoneId": "Z1",
        "type": "String" if type == "aws:ssm/parameter:Parameter" else "A",
        "value": "x",
        "queueUrl": "u",
        "arn": "arn:t",
        "topic": "arn:t",
        "protocol": "sqs",
        "endpoint": "arn:q",
        "hashKey": "id",
        "attributes": [{"name": "id", "type": "S"}],
        "tableName": "stock",
        "bucket": "data",
        "key": "k",
        "eventPattern": "{}",
        "rule": "baked",
        "secretId": "arn:s",
        "functionName": "oven",
        "qualifier": "1",
        "roleName": "baker",
        "family": "ovens",
        "domain": "shop",
        "identifier": "orders",
        "userPoolId": "p1",
        "records": ["127.0.0.1"],
        "webAclArn": f"arn:aws:wafv2:{HOME}:regional/webacl/x/y",
        "resourceArn": "arn:aws:apigateway:us-east-1::/restapis/r1/stages/live",
        "dashboardBody": "{}",
        "routingConfigurations": [{"stateMachineVersionArn": f"{VERSION}1", "weight": 100}],
    }
    assert outputs(type, inputs)["id"]
    assert outputs(type, inputs) == outputs(type, inputs)


@pytest.mark.parametrize(
    ("type", "inputs", "message"),
    [
        ("aws:apigatewayv2/domainName:DomainName", {}, "domainName is missing. Set it."),
        ("aws:apigatewayv2/domainName:DomainName", {"domainName": "a.example"}, "lacks certificateArn"),
        (
            "aws:apigatewayv2/apiMapping:ApiMapping",
            {"domainName": "a.example"},
            "the domain name 'a.example' does not exist",
        ),
        (
            "aws:acm/certificateValidation:CertificateValidation",
            {"certificateArn": "x"},
            "the certificate 'x' does not exist",
        ),
        (
            "aws:route53/record:Record",
            {"name": "a.example", "zoneId": "Z1", "type": "A"},
            "records and aliases are missing",
        ),
        ("aws:wafv2/webAclAssociation:WebAclAssociation", {"webAclArn": "x"}, "webAclArn 'x' is not a web ACL"),
        (
            "aws:wafv2/webAclAssociation:WebAclAssociation",
            {
                "webAclArn": "arn:aws:wafv2:us-east-1:1:regional/webacl/x/y",
                "resourceArn": "arn:aws:apigateway:us-east-1::/apis/a1/stages/$default",
            },
            "AWS does not support web ACLs for HTTP APIs",
        ),
        ("aws:apigatewayv2/authorizer:Authorizer", {"apiId": "x"}, "the API 'x' does not exist"),
        ("aws:cloudwatch/dashboard:Dashboard", {"dashboardBody": "{"}, "dashboardBody is not JSON: "),
        ("aws:sqs/queue:Queue", {"name": "n", "fifoQueue": True}, "Names of FIFO queues must end with .fifo"),
        ("aws:sqs/queue:Queue", {"name": "n.fifo"}, "its name is 'n.fifo' and fifoQueue is False"),
        (
            "aws:sqs/redrivePolicy:RedrivePolicy",
            {"queueUrl": "x"},
            "the queue 'x' does not exist. Pass the `url` of one",
        ),
        ("aws:sns/topic:Topic", {"name": "n", "fifoTopic": True}, "Names of FIFO topics must end with .fifo"),
        (
            "aws:sns/topicSubscription:TopicSubscription",
            {"topic": "x", "protocol": "sqs", "endpoint": "q"},
            "the topic 'x' does not exist",
        ),
        ("aws:scheduler/schedule:Schedule", {"groupName": "g"}, "the schedule group 'g' does not exist"),
        ("aws:sns/topicSubscription:TopicSubscription", {"topic": "arn:t"}, "set protocol, such as 'sqs', and"),
        ("aws:dynamodb/table:Table", {}, "hashKey is missing"),
        ("aws:dynamodb/table:Table", {"hashKey": "id"}, "'id' is a key, and attributes do not give its type"),
        (
            "aws:dynamodb/table:Table",
            {"hashKey": "id", "attributes": [{"name": name, "type": "S"} for name in ("id", "day")]},
            "'day' is in no key; attributes are those of the table's and indexes' keys",
        ),
        ("aws:dynamodb/tableItem:TableItem", {"tableName": "x"}, "the table 'x' does not exist"),
        ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "x"}, "the bucket 'x' does not exist"),
        (
            "aws:cloudwatch/eventRule:EventRule",
            {"name": "n"},
            "eventPattern and scheduleExpression are missing. Set one of them.",
        ),
        ("aws:cloudwatch/eventRule:EventRule", {"eventBusName": "x"}, "the event bus 'x' does not exist"),
        ("aws:cloudwatch/eventTarget:EventTarget", {"rule": "x"}, "the rule 'x' does not exist"),
        ("aws:secretsmanager/secretVersion:SecretVersion", {"secretId": "x"}, "the secret 'x' does not exist"),
        ("aws:ssm/parameter:Parameter", {"type": "Text"}, "type 'Text' must be one of SecureString, String, Strin"),
        ("aws:ssm/parameter:Parameter", {"type": "String"}, "value is missing"),
        ("aws:kms/alias:Alias", {"name": "n", "targetKeyId": "k"}, "the name 'n' must start with 'alias/'"),
        ("aws:lambda/alias:Alias", {"functionName": "x"}, "the function 'x' does not exist"),
        ("aws:sfn/alias:Alias", {}, "routingConfigurations must be one version of a machine with the weight 100"),
        (
            "aws:sfn/alias:Alias",
            {"routingConfigurations": [{"stateMachineVersionArn": f"{VERSION}1", "weight": 50}] * 2},
            "routingConfigurations must be one version",
        ),
        (
            "aws:sfn/alias:Alias",
            {"routingConfigurations": [{"stateMachineVersionArn": f"{VERSION[:-1]}x:1", "weight": 100}]},
            "the state machine '.*:mx' does not exist. Pass versions of one",
        ),
    ],
)
def test_what_aws_would_refuse_to_make_is_refused(type: str, inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(LocalError, match=f"^{type} 'thing': .*{message}"):
        outputs(type, inputs)


def test_a_certificate_has_a_proof_for_each_name() -> None:
    inputs = {"domainName": "a.example", "subjectAlternativeNames": ["*.a.example"]}
    proofs = outputs("aws:acm/certificate:Certificate", inputs)["domainValidationOptions"]
    assert [proof["domainName"] for proof in proofs] == ["a.example", "*.a.example"]
    for proof in proofs:
        assert re.fullmatch(r"_[0-9a-f]{32}\.a\.example\.", proof["resourceRecordName"])
        assert re.fullmatch(r"_[0-9a-f]{32}\.acm-validations\.aws\.", proof["resourceRecordValue"])


def test_a_name_is_given_made_from_a_prefix_or_made_up() -> None:
    assert outputs("aws:iam/role:Role", {}, "x")["name"].startswith("x-")
    assert re.fullmatch(r"pre[0-9a-f]{7}", outputs("aws:iam/role:Role", {"namePrefix": "pre"})["name"])
