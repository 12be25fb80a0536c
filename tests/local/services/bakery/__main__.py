"""A program with one machine for each kind of task, which takes the task's arguments as input, and their resources."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws


def policy(*statements: tuple[Any, Any]) -> pulumi.Output[str]:
    """Return a policy that allows actions on resources."""
    allowed = [{"Effect": "Allow", "Action": actions, "Resource": resources} for actions, resources in statements]
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": allowed})


def role(name: str, service: str) -> aws.iam.Role:
    """Return a role that a service can assume."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))


orders = aws.sqs.Queue("orders", name="orders", receive_wait_time_seconds=20)
fifo = aws.sqs.Queue("line", fifo_queue=True, content_based_deduplication=True)
news = aws.sns.Topic("news", name="news")
heard = aws.sqs.Queue("heard", name="heard")
subscription = aws.sns.TopicSubscription(
    "heard", topic=news.arn, protocol="sqs", endpoint=heard.arn, raw_message_delivery=True
)
aws.sns.TopicSubscription("web", topic=news.arn, protocol="https", endpoint="https://bakery.example/news")
stock = aws.dynamodb.Table(
    "stock",
    name="stock",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    range_key="day",
    attributes=[{"name": "id", "type": "S"}, {"name": "day", "type": "N"}, {"name": "oven", "type": "S"}],
    global_secondary_indexes=[{"name": "by-oven", "hash_key": "oven", "projection_type": "ALL"}],
    ttl={"attribute_name": "gone", "enabled": True},
    stream_enabled=True,
    stream_view_type="NEW_IMAGE",
)
aws.dynamodb.TableItem(
    "flour", table_name=stock.name, hash_key="id", range_key="day", item='{"id":{"S":"flour"},"day":{"N":"1"}}'
)
closed = aws.dynamodb.Table("closed", name="closed", hash_key="id", attributes=[{"name": "id", "type": "S"}])
data = aws.s3.Bucket("data", bucket="bakery-data", versioning={"enabled": True})
aws.s3.BucketPublicAccessBlock("data", bucket=data.id, block_public_acls=True)
aws.s3.BucketObjectv2("items", bucket=data.bucket, key="in/items.json", content='[{"loaf": 1}, {"loaf": 2}]')
aws.s3.BucketObjectv2("handler", bucket=data.bucket, key="handler.py", source=pulumi.FileAsset("handler.py"))
bus = aws.cloudwatch.EventBus("bus", name="bakery")
rule = aws.cloudwatch.EventRule(
    "baked", event_bus_name=bus.name, event_pattern=json.dumps({"source": ["bakery"], "detail-type": ["Baked"]})
)
aws.cloudwatch.EventTarget("baked", rule=rule.name, event_bus_name=bus.name, arn=heard.arn)
recipe = aws.secretsmanager.Secret("recipe", name="recipe")
aws.secretsmanager.SecretVersion("recipe", secret_id=recipe.id, secret_string="butter")  # noqa: S106  # everyone knows
heat = aws.ssm.Parameter("heat", name="/oven/heat", type="String", value="220")
key = aws.kms.Key("key", description="locks the oven")
aws.kms.Alias("key", name="alias/oven", target_key_id=key.key_id)
connection = aws.cloudwatch.EventConnection(
    "ovens",
    name="ovens",
    authorization_type="API_KEY",
    auth_parameters={
        "api_key": {"key": "X-Api-Key", "value": "s3cret"},
        "invocation_http_parameters": {
            "headers": [{"key": "x-extra", "value": "connection"}],
            "query_strings": [{"key": "extra", "value": "yes"}],
        },
    },
)
pulumi.export("connection", connection.arn)
work = aws.sfn.Activity("work", name="work")

works = role("works", "states.amazonaws.com")
rights = aws.iam.RolePolicy(
    "works",
    role=works.id,
    policy=policy(
        ("sqs:SendMessage", [orders.arn, heard.arn]),
        ("sns:Publish", news.arn),
        (["dynamodb:*"], [stock.arn, pulumi.Output.concat(stock.arn, "/index/*")]),
        (["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"], "*"),
        ("s3:ListBucket", data.arn),
        ("events:PutEvents", bus.arn),
        ("secretsmanager:GetSecretValue", recipe.arn),
        ("ssm:GetParameter", heat.arn),
        (["kms:Encrypt", "kms:Decrypt"], key.arn),
        (["states:StartExecution", "states:DescribeExecution", "states:StopExecution"], "*"),
        (["states:RedriveExecution", "states:StartSyncExecution", "states:SendTaskSuccess"], "*"),
        (["events:PutRule", "events:PutTargets", "events:DescribeRule"], "*"),
        (["ecs:*", "batch:*", "glue:*"], "*"),
        (["states:InvokeHTTPEndpoint", "events:RetrieveConnectionCredentials"], "*"),
        ("secretsmanager:*", "arn:aws:secretsmanager:*:*:secret:events!connection/*"),
        ("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:c*"),
    ),
)


def machine(name: str, definition: dict[str, Any], type: str = "STANDARD", publish: bool = False) -> Any:
    """Return a machine with the role `works`."""
    return aws.sfn.StateMachine(
        name,
        name=name,
        type=type,
        publish=publish,
        role_arn=works.arn,
        definition=pulumi.Output.json_dumps(definition),
        opts=pulumi.ResourceOptions(depends_on=[rights]),
    )


def task(name: str, resource: Any, **fields: Any) -> Any:
    """Return a machine with one task, whose arguments are the input."""
    state = {"Type": "Task", "Resource": resource, "Arguments": "{% $states.input %}", "End": True, **fields}
    return machine(name, {"QueryLanguage": "JSONata", "StartAt": "Do", "States": {"Do": state}})


def function(name: str, handler: str, *statements: tuple[Any, Any]) -> aws.lambda_.Function:
    """Return a function with its own role."""
    own = role(name, "lambda.amazonaws.com")
    if statements:
        aws.iam.RolePolicy(name, role=own.id, policy=policy(*statements))
    return aws.lambda_.Function(
        name,
        name=name,
        role=own.arn,
        runtime="python3.13",
        handler=handler,
        timeout=30,
        publish=True,
        code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
    )


calls = function(
    "calls",
    "handler.call",
    (["sqs:SendMessage", "sqs:ReceiveMessage"], orders.arn),
    ("s3:GetObject", "arn:aws:s3:::bakery-data/in/*"),
    ("s3:ListBucket", "arn:aws:s3:::bakery-data"),
    (["dynamodb:GetItem", "dynamodb:Query"], stock.arn),
    ("sns:Publish", news.arn),
)
finishes = function("cfinishes", "handler.finish", ("states:SendTaskSuccess", "*"))
forbidden = function("forbidden", "handler.call")

for name in (
    "sqs:sendMessage",
    "sns:publish",
    "dynamodb:putItem",
    "dynamodb:getItem",
    "dynamodb:updateItem",
    "events:putEvents",
    "http:invoke",
    "lambda:invoke",
    "states:startExecution",
    "states:startExecution.sync",
    "states:startExecution.sync:2",
    "batch:submitJob.sync",
    "glue:startJobRun",
    "aws-sdk:dynamodb:batchGetItem",
    "aws-sdk:dynamodb:getItem",
    "aws-sdk:dynamodb:putItem",
    "aws-sdk:dynamodb:query",
    "aws-sdk:kms:decrypt",
    "aws-sdk:kms:encrypt",
    "aws-sdk:s3:getObject",
    "aws-sdk:s3:listObjectsV2",
    "aws-sdk:s3:putObject",
    "aws-sdk:secretsmanager:getSecretValue",
    "aws-sdk:sfn:startExecution",
    "aws-sdk:sfn:startSyncExecution",
    "aws-sdk:sqs:sendMessage",
    "aws-sdk:ssm:getParameter",
):
    task(name.replace(":", "-").replace(".", "-"), f"arn:aws:states:::{name}")
task("ecs-runTask-sync", "arn:aws:states:::ecs:runTask.sync", TimeoutSeconds=60)
task("work", work.arn, TimeoutSeconds=60, HeartbeatSeconds=50)
machine("forbidden", {"StartAt": "Do", "States": {"Do": {"Type": "Task", "Resource": calls.arn, "End": True}}})
MESSAGE = {"order": "{% $states.input %}", "token": "{% $states.context.Task.Token %}"}
task(
    "token",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    Arguments={"QueueUrl": orders.url, "MessageBody": MESSAGE},
    HeartbeatSeconds=30,
)
task(
    "token-at-once",
    "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Arguments={"FunctionName": finishes.arn, "Payload": MESSAGE},
)
machine("bake", {"StartAt": "Bake", "States": {"Bake": {"Type": "Task", "Resource": calls.arn, "End": True}}})
echo = machine("echo", {"StartAt": "Echo", "States": {"Echo": {"Type": "Pass", "End": True}}}, publish=True)
machine("quick", {"StartAt": "Echo", "States": {"Echo": {"Type": "Pass", "End": True}}}, "EXPRESS")
machine("fails", {"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "No", "Cause": "bread"}}})
machine("waits", {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 86400, "End": True}}})
aws.sfn.Alias(
    "live",
    name="live",
    routing_configurations=echo.arn.apply(
        lambda arn: [
            {"state_machine_version_arn": f"{arn}:2", "weight": 90},
            {"state_machine_version_arn": f"{arn}:1", "weight": 10},
        ]
    ),
)
EACH = {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "Each",
    "States": {"Each": {"Type": "Pass", "End": True}},
}
machine(
    "loaves",
    {
        "StartAt": "Loaves",
        "States": {
            "Loaves": {
                "Type": "Map",
                "ItemReader": {
                    "Resource": "arn:aws:states:::s3:getObject",
                    "ReaderConfig": {"InputType": "JSON"},
                    "Parameters": {"Bucket": "bakery-data", "Key.$": "$.key"},
                },
                "ItemProcessor": EACH,
                "ResultWriter": {
                    "Resource": "arn:aws:states:::s3:putObject",
                    "Parameters": {"Bucket": "bakery-data", "Prefix": "out"},
                },
                "End": True,
            }
        },
    },
)
machine(
    "files",
    {
        "StartAt": "Files",
        "States": {
            "Files": {
                "Type": "Map",
                "ItemReader": {
                    "Resource": "arn:aws:states:::s3:listObjectsV2",
                    "Parameters": {"Bucket": "bakery-data", "Prefix": "in/"},
                },
                "ItemProcessor": EACH,
                "End": True,
            }
        },
    },
)
for output, value in {
    "fifo": fifo.url,
    "key": key.arn,
    "orders": orders.url,
    "heard": heard.url,
    "recipe": recipe.arn,
    "stream": stock.stream_arn,
    "subscription": subscription.arn,
}.items():
    pulumi.export(output, value)
