"""Replacements in unit tests for outputs that Pulumi's mocks leave out.

The mocks of Pulumi's documentation give a resource its inputs and an ID. Its ARN, for example, is None then, and every
string that contains it would fail. A child gets the outputs that AWS would give it. Any other output becomes a string
that names what is missing, so that a test can run, and an assertion on it shows which output to mock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.settings import get_monitor

from aslant.errors import LocalError

__all__ = ["ACCOUNT", "complete", "is_missing", "or_missing", "under_mocks"]

ACCOUNT = ("aws", "us-east-1", "123456789012")
"""The partition, Region and account if the mocks return none."""
ALWAYS_GIVEN = (
    *("name", "arn", "qualified_arn", "state_machine_version_arn", "certificate_arn", "fqdn"),
    *("api_endpoint", "execution_arn", "invoke_url", "stage_name"),
)
"""The outputs that AWS always sets on a resource that has them."""
_MARK = "not mocked>"


def under_mocks() -> bool:
    """Return whether the program runs as a unit test, with mocks that may leave out outputs."""
    monitor = get_monitor()
    return isinstance(monitor, MockMonitor) and not getattr(monitor, "gives_all_outputs", False)


def is_missing(value: Any) -> bool:
    """Return whether a string contains an output that the mocks leave out."""
    return isinstance(value, str) and _MARK in value


def or_missing(output: pulumi.Output[Any], what: str = "this output") -> pulumi.Output[Any]:
    """Return an output; in a unit test, replace None by a string that names what is missing."""
    if not under_mocks():
        return output
    return output.apply(lambda value: f"<{what} is {_MARK}" if value is None else value)


def complete(resource: pulumi.Resource, name: str, inputs: Mapping[str, Any]) -> None:
    """Set the outputs of a resource that AWS always sets and the mocks leave out."""
    if not under_mocks():
        return
    outputs = vars(resource)
    present = [key for key in ALWAYS_GIVEN if isinstance(outputs.get(key), pulumi.Output)]
    usual = _usual_outputs(resource, name, inputs) if present else {}
    for key in present:
        replacement = usual.get(_camel(key), f"<{key} of {type(resource).__name__} {name!r} is {_MARK}")
        outputs[key] = outputs[key].apply(lambda value, other=replacement: other if value is None else value)


def _usual_outputs(resource: pulumi.Resource, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs of a resource on AWS, as far as they follow from the resource alone."""
    from aslant.provider.account import LocalAccount
    from aslant.provider.registry import RegisteredResource, Registry
    from aslant.provider.resources import outputs_of

    type_ = resource.pulumi_resource_type
    plain = {_camel(key): value for key, value in inputs.items() if isinstance(value, str | int | float)}
    made = RegisteredResource(f"urn:pulumi:stack::project::{type_}::{name}", type_, name, {"name": name, **plain})
    try:
        return outputs_of(made, LocalAccount(api_url="", aws_url=""), Registry())
    except LocalError:  # its outputs follow from another resource
        return {"name": name}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)
