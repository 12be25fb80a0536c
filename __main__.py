"""The pizza shop: POST an order, a state machine runs, and its result comes back."""

from typing import cast

import pulumi

from aslant.aws import Mode, StateMachineApi
from workflows.pizza import pizza

config = pulumi.Config()

shop = StateMachineApi(
    "pizza",
    {
        "workflow": pizza,
        "mode": cast(Mode | None, config.get("mode")),
        "timeout_milliseconds": config.get_int("timeoutMilliseconds"),
        "throttling_rate_limit": config.get_float("throttlingRateLimit"),
        "throttling_burst_limit": config.get_int("throttlingBurstLimit"),
        "log_retention_in_days": config.get_int("logRetentionInDays"),
        "include_execution_data": config.get_bool("includeExecutionData"),
        "tags": {"project": pulumi.get_project(), "stack": pulumi.get_stack()},
    },
)

pulumi.export("url", shop.url)
pulumi.export("state_machine_arn", shop.state_machine_arn)
