"""What Step Functions calls by itself, as typed functions: one module a service, one function an action.

```python
from aslant.asl import Task, this
from aslant.asl.integrations import aws_sdk, ecs, sqs, stepfunctions

Task("Notify", sqs.send_message(queue_url="https://sqs.eu-west-1.amazonaws.com/1/orders", message_body=this.order))
Task("Bake", ecs.run_task(cluster="kitchen", task_definition="oven").sync())
Task("Child", stepfunctions.start_execution(state_machine_arn="${Child}", input={"order": this.order}).sync())
Task("Read", aws_sdk("s3", "getObject", Bucket="orders", Key=this.key))
```

A function takes the parameters of the service's API in snake_case and gives an `Integration`, which a Task has as
its resource. Arguments are written for the query language that they speak, `Parameters` or `Arguments`; where
they are plain, the state's or the workflow's decides. `catalogue.ACTIONS` is the same as data.

Modules are called as boto3 calls its clients: `stepfunctions`, `events` (EventBridge), `emr`, and `lambda_`, since
`lambda` is Python's word.
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
    """A service's module, loaded when it is first asked for."""
    from importlib import import_module

    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
