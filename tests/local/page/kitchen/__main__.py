"""The program that the page's tests and screenshots look at."""

import json

import pulumi
import pulumi_aws as aws
from workflow import kitchen  # type: ignore[import-not-found]  # it is in the folder of the program

from aslant.aws import StateMachineApi

api = StateMachineApi("orders", {"workflow": kitchen, "mode": "async"})


def role(name: str, service: str, action: str, resource: pulumi.Input[str]) -> aws.iam.Role:
    """Return a role that allows a service one action on one resource."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    made = aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
    right = {"Effect": "Allow", "Action": action, "Resource": resource}
    document = pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [right]})
    aws.iam.RolePolicy(name, role=made.id, policy=document)
    return made


# Its role may not call any other function than this one.
only = "arn:aws:lambda:us-east-1:123456789012:function:clean"
call = aws.sfn.StateMachine(
    "call",
    name="call",
    type="EXPRESS",
    role_arn=role("call", "states.amazonaws.com", "lambda:InvokeFunction", only).arn,
    definition=json.dumps(
        {
            "StartAt": "Call",
            "States": {
                "Call": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName.$": "$.function", "Payload": {"pizza": "salami"}},
                    "OutputPath": "$.Payload",
                    "End": True,
                }
            },
        }
    ),
)

starts = role("starts", "events.amazonaws.com", "states:StartExecution", api.state_machine_arn)
rule = aws.cloudwatch.EventRule(
    "ordered",
    name="ordered",
    event_pattern=json.dumps({"source": ["shop"], "detail": {"pizza": [{"prefix": "sal"}]}}),
)
aws.cloudwatch.EventTarget(
    "ordered",
    rule=rule.name,
    arn=api.state_machine_arn,
    role_arn=starts.arn,
    input_transformer={
        "input_paths": {"pizza": "$.detail.pizza"},
        "input_template": '{"customer": "event", "size": "small", "pizzas": ["<pizza>"]}',
    },
)
aws.scheduler.Schedule(
    "nightly",
    name="nightly",
    schedule_expression="cron(0 3 * * ? *)",
    flexible_time_window={"mode": "OFF"},
    target={
        "arn": api.state_machine_arn,
        "role_arn": role("nightly", "scheduler.amazonaws.com", "states:StartExecution", api.state_machine_arn).arn,
        "input": json.dumps({"customer": "<aws.scheduler.scheduled-time>", "size": "large", "pizzas": []}),
    },
)
pulumi.export("url", api.url)
