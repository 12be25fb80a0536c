"""The optimized integrations of Step Functions: a module for each service, a typed function for each action.

```python
from aslant.asl import Task, this
from aslant.asl.integrations import aws_sdk, ecs, sqs, stepfunctions

Task("Notify", sqs.send_message(queue_url="https://sqs.eu-west-1.amazonaws.com/1/orders", message_body=this.order))
Task("Bake", ecs.run_task(cluster="kitchen", task_definition="oven").sync())
Task("Child", stepfunctions.start_execution(state_machine_arn="${Child}", input={"order": this.order}).sync())
Task("Read", aws_sdk("s3", "getObject", Bucket="orders", Key=this.key))
```

A function takes the parameters of the service's API in snake_case and returns an `Integration`, the resource of a
Task. The query language of the values decides whether they become `Parameters` or `Arguments`; for plain values,
that of the state or the workflow does. `catalogue.ACTIONS` is the same as data, for the checker and the runner.

Modules have the names of boto3's clients: `stepfunctions`, `events` (EventBridge), `emr`, and `lambda_`, since
`lambda` is a keyword of Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aslant.asl.integrations.sdk import aws_sdk

if TYPE_CHECKING:
    from aslant.asl.integrations import (
        apigateway,
        athena,
        batch,
        bedrock,
        bedrockagentcore,
        codebuild,
        databrew,
        dynamodb,
        ecs,
        eks,
        emr,
        emr_containers,
        emr_serverless,
        events,
        glue,
        http,
        lambda_,
        mediaconvert,
        sagemaker,
        sns,
        sqs,
        stepfunctions,
    )

__all__ = [
    "apigateway",
    "athena",
    "aws_sdk",
    "batch",
    "bedrock",
    "bedrockagentcore",
    "codebuild",
    "databrew",
    "dynamodb",
    "ecs",
    "eks",
    "emr",
    "emr_containers",
    "emr_serverless",
    "events",
    "glue",
    "http",
    "lambda_",
    "mediaconvert",
    "sagemaker",
    "sns",
    "sqs",
    "stepfunctions",
]


def __getattr__(name: str) -> Any:
    """Return a service's module, which is imported on first use."""
    from importlib import import_module

    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
