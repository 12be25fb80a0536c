"""A program in which everything that can start a function or a machine does so."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from changes import make_changes  # type: ignore[import-not-found]  # it is in the program's folder

make_changes()


def role(name: str, service: str, *actions: str) -> aws.iam.Role:
    """Return a role that allows actions on all resources."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    right = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    texts = [json.dumps({"Version": "2012-10-17", "Statement": [item]}) for item in (trust, right)]
    made = aws.iam.Role(name, name=name, assume_role_policy=texts[0])
    aws.iam.RolePolicy(name, role=made.id, policy=texts[1])
    return made


works = role("works", "lambda.amazonaws.com", "sqs:*", "dynamodb:*", "events:*", "sns:*")
starts = role("starts", "events.amazonaws.com", "states:StartExecution", "events:PutEvents")
scheduled = role("scheduled", "scheduler.amazonaws.com", "states:*", "sqs:*", "lambda:*", "events:*")
machines = role("machines", "states.amazonaws.com", "events:PutEvents")


def queue(name: str, **inputs: Any) -> aws.sqs.Queue:
    """Return a queue."""
    return aws.sqs.Queue(name, name=name, **inputs)


seen = queue("seen")


def function(name: str, handler: str, **inputs: Any) -> aws.lambda_.Function:
    """Return a function of the handler's module."""
    return aws.lambda_.Function(
        name,
        name=name,
        role=works.arn,
        runtime="python3.13",
        handler=f"handler.{handler}",
        timeout=1,
        environment={"variables": {"SEEN": seen.url}},
        code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
        **inputs,
    )


def permit(name: str, called: aws.lambda_.Function, service: str, source: pulumi.Output[str]) -> None:
    """Allow a service to invoke a function."""
    aws.lambda_.Permission(
        name,
        action="lambda:InvokeFunction",
        function=called.name,
        principal=f"{service}.amazonaws.com",
        source_arn=source,
    )


def redrive(target: aws.sqs.Queue, count: int) -> pulumi.Output[str]:
    """Return the redrive policy to a dead-letter queue."""
    return pulumi.Output.json_dumps({"deadLetterTargetArn": target.arn, "maxReceiveCount": count})


# Queues.
dead = queue("dead")
orders = queue("orders", visibility_timeout_seconds=1, redrive_policy=redrive(dead, 2))
line = queue("line.fifo", fifo_queue=True, content_based_deduplication=True, visibility_timeout_seconds=2)
taken = function("take", "pick")
aws.lambda_.EventSourceMapping(
    "orders", event_source_arn=orders.arn, function_name=taken.arn, function_response_types=["ReportBatchItemFailures"]
)
aws.lambda_.EventSourceMapping("line", event_source_arn=line.arn, function_name=taken.name, batch_size=2)
slow = queue("slow")
aws.lambda_.EventSourceMapping(
    "slow",
    event_source_arn=slow.arn,
    function_name=taken.name,
    batch_size=3,
    maximum_batching_window_in_seconds=1,
    filter_criteria={"filters": [{"pattern": json.dumps({"body": {"kind": ["pizza"]}})}]},
)

# Topics.
recorder = function("recorder", "record")
news = aws.sns.Topic("news", name="news")
permit("news", recorder, "sns", news.arn)
aws.sns.TopicSubscription("function", topic=news.arn, protocol="lambda", endpoint=recorder.arn)
heard, raw = queue("heard"), queue("raw")
aws.sns.TopicSubscription(
    "heard",
    topic=news.arn,
    protocol="sqs",
    endpoint=heard.arn,
    filter_policy=json.dumps({"kind": [{"prefix": "piz"}], "price": [{"numeric": [">", 5]}]}),
)
aws.sns.TopicSubscription(
    "raw",
    topic=news.arn,
    protocol="sqs",
    endpoint=raw.arn,
    raw_message_delivery=True,
    filter_policy=json.dumps({"oven": {"heat": [{"numeric": [">=", 200]}]}}),
    filter_policy_scope="MessageBody",
)

# Rules.
ECHO = {"StartAt": "Echo", "States": {"Echo": {"Type": "Pass", "End": True}}}
machine = aws.sfn.StateMachine("bake", name="bake", role_arn=machines.arn, definition=json.dumps(ECHO))
shop = aws.cloudwatch.EventBus("shop", name="shop")


def rule(name: str, bus: pulumi.Input[str] | None = None, **inputs: Any) -> aws.cloudwatch.EventRule:
    """Return a rule of an event bus."""
    return aws.cloudwatch.EventRule(name, name=name, event_bus_name=bus, **inputs)


ordered = rule("ordered", shop.name, event_pattern=json.dumps({"source": ["shop"], "detail": {"size": ["large"]}}))
permit("ordered", recorder, "events", ordered.arn)
TARGETS: dict[str, dict[str, Any]] = {
    "function": {"arn": recorder.arn, "input_path": "$.detail"},
    "queue": {"arn": heard.arn, "input": '{"constant": true}'},
    "machine": {
        "arn": machine.arn,
        "role_arn": starts.arn,
        "input_transformer": {
            "input_paths": {"id": "$.detail.id", "items": "$.detail.items"},
            "input_template": '{"order": <id>, "text": "order <id> of <items>", "rule": "<aws.events.rule-name>"}',
        },
    },
    "bus": {"arn": "arn:aws:events:us-east-1:123456789012:event-bus/default", "role_arn": starts.arn},
}
for name, target in TARGETS.items():
    aws.cloudwatch.EventTarget(name, rule=ordered.name, event_bus_name=shop.name, target_id=name, **target)
forwarded = rule("forwarded", event_pattern=json.dumps({"source": ["shop"]}))
aws.cloudwatch.EventTarget("forwarded", rule=forwarded.name, arn=raw.arn)
logs = aws.cloudwatch.LogGroup("events", name="/aws/events/shop")
aws.cloudwatch.EventTarget("logs", rule=forwarded.name, arn=logs.arn)

# Schedules.
nightly = rule("nightly", schedule_expression="cron(0 2 * * ? *)")
aws.cloudwatch.EventTarget("nightly", rule=nightly.name, arn=machine.arn, role_arn=starts.arn)
aws.scheduler.Schedule(
    "hourly",
    name="hourly",
    schedule_expression="rate(1 hour)",
    flexible_time_window={"mode": "OFF"},
    target={"arn": recorder.arn, "role_arn": scheduled.arn, "input": '{"at": "<aws.scheduler.scheduled-time>"}'},
)
aws.scheduler.Schedule(
    "message",
    name="message",
    schedule_expression="cron(0 9 ? * MON-FRI *)",
    schedule_expression_timezone="Europe/Berlin",
    flexible_time_window={"mode": "FLEXIBLE", "maximum_window_in_minutes": 5},
    target={"arn": raw.arn, "role_arn": scheduled.arn},
)

# Streams.
stock = aws.dynamodb.Table(
    "stock",
    name="stock",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
)
aws.dynamodb.TableItem("flour", table_name=stock.name, hash_key="id", item='{"id": {"S": "flour"}}')
lost = queue("lost")
aws.lambda_.EventSourceMapping(
    "stock",
    event_source_arn=stock.stream_arn,
    function_name=function("watch", "stream").arn,
    starting_position="LATEST",
    batch_size=10,
    bisect_batch_on_function_error=True,
    maximum_retry_attempts=1,
    destination_config={"on_failure": {"destination_arn": lost.arn}},
    filter_criteria={"filters": [{"pattern": json.dumps({"eventName": ["INSERT", "REMOVE"]})}]},
)

# Asynchronous invocations.
failed = queue("failed")
burns = function("burn", "burn", dead_letter_config={"target_arn": dead.arn})
aws.lambda_.FunctionEventInvokeConfig(
    "burn",
    function_name=burns.name,
    maximum_retry_attempts=0,
    destination_config={"on_failure": {"destination": failed.arn}},
)
aws.lambda_.FunctionEventInvokeConfig(
    "recorder", function_name=recorder.name, destination_config={"on_success": {"destination": shop.arn}}
)
success = rule("success", shop.name, event_pattern=json.dumps({"source": ["lambda"]}))
done = queue("done")
aws.cloudwatch.EventTarget("success", rule=success.name, event_bus_name=shop.name, arn=done.arn)

# Buckets.
photos = aws.s3.Bucket("photos", bucket="kitchen-photos")
permit("photos", recorder, "s3", photos.arn)
aws.s3.BucketNotification(
    "photos",
    bucket=photos.id,
    lambda_functions=[{"lambda_function_arn": recorder.arn, "events": ["s3:ObjectCreated:*"], "filter_suffix": ".jpg"}],
)

# Pipes.
piped, through = queue("piped"), queue("through")
pipes = role("pipes", "pipes.amazonaws.com", "sqs:*", "states:StartExecution", "lambda:InvokeFunction")
aws.pipes.Pipe(
    "bake",
    name="bake",
    role_arn=pipes.arn,
    source=piped.arn,
    target=machine.arn,
    source_parameters={
        "filter_criteria": {"filters": [{"pattern": json.dumps({"body": {"kind": ["pizza"]}})}]},
        "sqs_queue_parameters": {"batch_size": 2},
    },
    target_parameters={
        "input_template": '{"order": <$.body.id>, "text": "<$.body.items[0]> by <aws.pipes.pipe-name>"}',
        "step_function_state_machine_parameters": {"invocation_type": "FIRE_AND_FORGET"},
    },
)
aws.pipes.Pipe("take", name="take", role_arn=pipes.arn, source=through.arn, target=recorder.arn)
