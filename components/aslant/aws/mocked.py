"""Outputs in unit tests: what stands in for a value that Pulumi's mocks leave out.

The mocks of Pulumi's documentation give a resource its inputs and an id. Its ARN, for example, is None then, and every
text that contains it would fail. A child gets what AWS would give it; any other output becomes a text that says what is
missing, so that a test can run, and an assertion on it shows which output to mock.
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
"""The partition, Region and account where mocks name none."""
ALWAYS_GIVEN = (
    *("name", "arn", "qualified_arn", "state_machine_version_arn", "certificate_arn", "fqdn"),
    *("api_endpoint", "execution_arn", "invoke_url", "stage_name"),
)
"""The outputs that AWS always gives, where a resource has them."""
_MARK = "not mocked>"


def under_mocks() -> bool:
    """Return whether the program runs as a unit test, with mocks that may leave out outputs."""
    monitor = get_monitor()
    return isinstance(monitor, MockMonitor) and not getattr(monitor, "gives_all_outputs", False)


def is_missing(value: Any) -> bool:
    """Return whether a text contains an output that the mocks leave out."""
    return isinstance(value, str) and _MARK in value


def or_missing(output: pulumi.Output[Any], what: str = "this output") -> pulumi.Output[Any]:
    """Return an output with a text in place of None in a unit test, and unchanged otherwise."""
    if not under_mocks():
        return output
    return output.apply(lambda value: f"<{what} is {_MARK}" if value is None else value)


def complete(resource: pulumi.Resource, name: str, inputs: Mapping[str, Any]) -> None:
    """Give a resource the outputs that AWS always gives and the mocks leave out."""
    if not under_mocks():
        return
    outputs = vars(resource)
    there = [key for key in ALWAYS_GIVEN if isinstance(outputs.get(key), pulumi.Output)]
    usual = _usual_outputs(resource, name, inputs) if there else {}
    for key in there:
        stand_in = usual.get(_camel(key), f"<{key} of {type(resource).__name__} {name!r} is {_MARK}")
        outputs[key] = outputs[key].apply(lambda value, other=stand_in: other if value is None else value)


def _usual_outputs(resource: pulumi.Resource, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs that a resource has on AWS, as far as they follow from it alone."""
    from aslant.provider.account import LocalAccount
    from aslant.provider.registry import RegisteredResource, Registry
    from aslant.provider.resources import outputs_of

    type_ = resource.pulumi_resource_type
    plain = {_camel(key): value for key, value in inputs.items() if isinstance(value, str | int | float)}
    made = RegisteredResource(f"urn:pulumi:stack::project::{type_}::{name}", type_, name, {"name": name, **plain})
    try:
        return outputs_of(made, LocalAccount(api_url="", aws_url=""), Registry())
    except LocalError:  # they follow from another resource
        return {"name": name}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)
