"""The inputs of a Lambda function that follow from the arguments of a PythonFunction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi import Input

from aslant.aws.rules import number

__all__ = ["function_inputs"]


def function_inputs(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the inputs of a function, by the names of its Python class, that follow from its arguments alone."""
    environment, vpc = given.get("environment"), given.get("vpc")
    return {
        "runtime": given.get("runtime", "python3.13"),
        "architectures": [given.get("architecture", "arm64")],
        "memory_size": number(given, "memory_size", 128),
        "ephemeral_storage": {"size": number(given, "ephemeral_storage", 512)}
        if "ephemeral_storage" in given
        else None,
        "timeout": number(given, "timeout_seconds", 10),
        "environment": {"variables": environment} if environment else None,
        "layers": list(given["layers"]) if "layers" in given else None,
        "vpc_config": dict(vpc) if vpc else None,
        "reserved_concurrent_executions": (
            number(given, "reserved_concurrency", 0) if "reserved_concurrency" in given else None
        ),
        "dead_letter_config": {"target_arn": given["dead_letter_arn"]} if "dead_letter_arn" in given else None,
        "publish": given.get("publish"),
        "tracing_config": _tracing(given["tracing"]) if "tracing" in given else None,
    }


def _tracing(on: Input[bool]) -> dict[str, Any]:
    return {"mode": pulumi.Output.from_input(on).apply(lambda known: "Active" if known else "PassThrough")}
