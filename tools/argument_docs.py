"""The docstrings of the arguments of optimized integrations: sentences, and facts from the model of the API."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from aslant.asl.services.model import Member, Type

__all__ = ["MOST_VALUES", "lines"]

MOST_VALUES = 24
"""The most values of an enumeration that are listed."""
MOST_MEMBERS = 8

SENTENCES: Mapping[str, str] = {
    "AcceleratorTypes": "The accelerators that the job needs.",
    "ApiEndpoint": "The host of the API, or the whole URL of an HTTPS API.",
    "ApplicationId": "The application's ID.",
    "ArrayProperties": "The size of an array job, whose children run the same command.",
    "Arguments": "Parameters of the run, by name.",
    "AttributesToGet": "Replaced by `projection_expression`.",
    "AuthType": "How the call is authorized: `NO_AUTH`, `IAM_ROLE` or `RESOURCE_POLICY`.",
    "Authentication": "The connection of EventBridge, as `ConnectionArn`, that has the credentials.",
    "AllocatedCapacity": "Replaced by `max_capacity`, or `worker_type` and `number_of_workers`.",
    "Body": "The request to the model: an object, or JSON in a string.",
    "CapacityProviderStrategy": "The capacity providers that run the task, in place of a launch type.",
    "CertificateAuthority": "The certificate of the cluster, in Base64.",
    "ClientContext": "Data about the client, in Base64, for the function's context.",
    "ClientRequestToken": "A token that makes repeated calls idempotent. The SDK generates one.",
    "ClientToken": "A token that makes repeated calls idempotent. The SDK generates one.",
    "Cluster": "The cluster's name or ARN. The default is the cluster `default`.",
    "ClusterId": "The cluster's ID.",
    "ClusterName": "The cluster's name.",
    "ConditionExpression": "A condition that the item must meet, or the call fails.",
    "ConditionalOperator": "Replaced by `condition_expression`.",
    "ConsistentRead": "Whether the read sees all writes that ended before it. The default is no.",
    "ContainerOverrides": "Changes to the container of the job definition, such as its command and environment.",
    "Count": "How many tasks to run. The default is 1.",
    "DelaySeconds": "Seconds until the message becomes visible. The default is that of the queue.",
    "DependsOn": "The jobs that must end before this one starts.",
    "EnableECSManagedTags": "Whether ECS tags the task with the names of its cluster and service.",
    "EnableExecuteCommand": "Whether `aws ecs execute-command` works in the task's containers.",
    "Endpoint": "The URL of the cluster's API server.",
    "EndpointId": "The global endpoint to which the events are sent.",
    "Entries": "The events. A `Detail` that is an object is sent as JSON.",
    "Expected": "Replaced by `condition_expression`.",
    "ExecutionRoleArn": "The ARN of the role with which the job runs.",
    "ExpressionAttributeNames": "The names of attributes by their placeholders, such as `#status`.",
    "ExpressionAttributeValues": "The values in expressions by their placeholders, such as `:limit`.",
    "FunctionName": "The name or ARN of the function, a Python handler, or an object with an ARN.",
    "GuardrailIdentifier": "The guardrail that checks the request and the response.",
    "Headers": "The headers of the request, by name.",
    "Input": "The execution's input: an object, or JSON in a string. The default is `{}`.",
    "InvocationConfig": "The connection of EventBridge, as `ConnectionArn`, that has the credentials.",
    "InvocationType": "Whether to wait for the function's result, which is the default.",
    "Item": 'The item\'s attributes, each with its type, such as `{"id": {"S": this.id}}`.',
    "Job": "The job, as its Kubernetes manifest.",
    "JobDefinition": "The job definition's name, with or without a revision, or its ARN.",
    "JobName": "The job's name.",
    "JobQueue": "The job queue's name or ARN.",
    "Key": 'The key of the item, each attribute with its type, such as `{"id": {"S": this.id}}`.',
    "LaunchType": "The kind of capacity that runs the task.",
    "LogOptions": "Whether and how the job's logs become the result.",
    "LogType": "`Tail` adds the last 4 KB of the log to the result.",
    "MaxCapacity": "The most data processing units of the run.",
    "Message": "The message: a string, or an object, which is sent as JSON.",
    "MessageAttributes": "Attributes of the message by name, each with `DataType` and its value.",
    "MessageBody": "The message: a string, or an object, which is sent as JSON.",
    "MessageDeduplicationId": "The ID by which a FIFO queue or topic recognizes a repeated message.",
    "MessageGroupId": "The group in which a FIFO queue or topic keeps the order.",
    "MessageStructure": "`json` if the message has another text for each protocol.",
    "MessageSystemAttributes": "The attribute `AWSTraceHeader`.",
    "Method": "The HTTP method.",
    "ModelId": "The model's ID or ARN, or that of an inference profile.",
    "Name": "The name.",
    "Namespace": "The namespace of Kubernetes. The default is `default`.",
    "NetworkConfiguration": "The subnets and security groups, which Fargate and the network mode `awsvpc` need.",
    "NumberOfWorkers": "How many workers of `worker_type` the run gets.",
    "Output": 'Where to write the response: `{"S3Uri": …}`.',
    "Overrides": "Changes to the task definition, such as the command and the environment of its containers.",
    "Parameters": "The values of the definition's placeholders, by name.",
    "Path": "The path of the request, after the stage.",
    "Payload": "The function's event. It may be any JSON but a number or a boolean.",
    "PhoneNumber": "The number to which the message is sent as SMS, in place of a topic.",
    "PlacementConstraints": "The rules that an instance must meet.",
    "PlacementStrategy": "How tasks are spread over instances.",
    "PlatformVersion": "The version of Fargate. The default is `LATEST`.",
    "ProjectName": "The project's name.",
    "ProjectionExpression": "The attributes to read, separated by commas.",
    "PropagateTags": "Where the task gets its tags from.",
    "Qualifier": "A version or an alias.",
    "QueryExecutionContext": "The database and the catalog of the query.",
    "QueryExecutionId": "The ID of the query.",
    "QueryParameters": "The parameters of the query string, by name.",
    "QueryString": "The SQL.",
    "QueueUrl": "The queue's URL.",
    "RequestBody": "The body of the request: any JSON.",
    "ResultConfiguration": "Where Athena writes the result, and how it encrypts it.",
    "RetryStrategy": "How often the service itself starts a failed job again.",
    "ReturnConsumedCapacity": "Whether the result has the capacity that the call consumed.",
    "ReturnItemCollectionMetrics": "Whether the result has the size of the item's collection.",
    "ReturnValues": "Which attributes the result has.",
    "ReturnValuesOnConditionCheckFailure": "Whether the error has the item if its condition is not met.",
    "RoleArn": "The ARN of the role.",
    "Stage": "The stage. The default is `$default`.",
    "StartedBy": "A note about who started the task.",
    "StateMachineArn": "The state machine's ARN. A version or an alias can be part of it.",
    "Subject": "The subject of the e-mails that are sent.",
    "Tags": "Tags.",
    "TableName": "The table's name or ARN.",
    "TargetArn": "The ARN of a mobile endpoint, in place of a topic.",
    "TaskDefinition": "The task definition's family, with or without a revision, or its ARN.",
    "Timeout": "The time after which the service ends the job.",
    "TopicArn": "The topic's ARN.",
    "TraceHeader": "The X-Ray header of the execution.",
    "Transform": "The encoding of the body, such as `URL_ENCODED`.",
    "UpdateExpression": "The change: `SET total = :total`.",
    "VolumeConfigurations": "The volumes that ECS creates for the task.",
    "WorkGroup": "The work group. The default is `primary`.",
    "WorkerType": "The kind of worker.",
}
"""The meaning of arguments, by their ASL names."""


def _paragraph(member: Member | None, sentence: str) -> str:
    """Return the docstring of an argument in one paragraph; the member is that of the model, if it has one."""
    if member is None:
        return sentence or "Any JSON."
    facts = _facts(member.type)
    if sentence:
        return sentence if facts in _PLAIN.values() else f"{sentence} {facts}"
    return f"The API's `{member.api_name}`. {facts}"


def lines(name: str, member: Member | None, *, nested: bool = False) -> list[str]:
    """Return the lines of the docstring of an argument, or of a member of a nested object, in a class."""
    text = _paragraph(member, "" if nested else SENTENCES.get(name, ""))
    one = f'    """{text}"""'
    if len(one) <= 120:
        return [one]
    first, *others = textwrap.wrap(text, 112, initial_indent='    """', subsequent_indent="    ")
    return [first, *others, '    """']


_PLAIN: Mapping[str, str] = {
    "any": "Any JSON.",
    "boolean": "A boolean.",
    "bytes": "A string.",
    "number": "A number.",
    "string": "A string.",
    "timestamp": "A timestamp.",
}


def _facts(kind: Type) -> str:
    """Return the values that an argument can have, as sentences."""
    if kind.values:
        return f"One of {_quoted(kind.values, MOST_VALUES)}."
    if kind.kind == "number":
        least, largest = kind.range
        if least is not None and largest is not None:
            return f"A number from {least:,.0f} to {largest:,.0f}."
        return f"A number from {least:,.0f}." if least else _PLAIN["number"]
    if kind.kind == "list":
        return f"A list{_of(kind.item)}."
    if kind.kind == "map":
        return f"An object by name{_of(kind.item)}."
    if kind.kind == "structure":
        return f"An object with {_quoted(tuple(kind.members), MOST_MEMBERS)}."
    return _PLAIN.get(kind.kind, "A string.")


def _of(kind: Type) -> str:
    if kind.values:
        return f" of {_quoted(kind.values, MOST_VALUES)}"
    if kind.kind == "structure":
        return f" of objects with {_quoted(tuple(kind.members), MOST_MEMBERS)}"
    words = {"string": " of strings", "number": " of numbers", "list": " of lists", "map": " of objects"}
    return words.get(kind.kind, "")


def _quoted(names: tuple[str, ...], most: int) -> str:
    """Return names in backquotes, the first ones of many."""
    shown = [f"`{name}`" for name in names[:most]]
    return ", ".join([*shown, "…"] if len(names) > most else shown)
