"""The rules of a route's arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.aws.args import PolicyStatement
from aslant.aws.mapping_value import execution_name, mapping_value, templates
from aslant.aws.rules import Rule, flag, mapping_of, one_of, positive, statements, text, texts, whole

__all__ = ["ROUTE_AT_ONCE", "ROUTE_RULES"]


def _statuses(value: Any) -> str | None:
    """Check HTTP statuses by error name."""
    wrong = _STATUSES(value)
    if wrong is None and "States.ALL" in value:
        return "has 'States.ALL', which is not the name of an error. List the errors; all others get the status 500."
    return wrong


_STATUSES = mapping_of(whole(400, 599, "(an HTTP status)"), "error names to HTTP statuses", at_once=True)

ROUTE_RULES: Mapping[str, Rule] = {
    "mode": one_of("sync", "async"),
    "state_machine_type": one_of("EXPRESS", "STANDARD"),
    "name": text,
    "policy_statements": statements(PolicyStatement),
    "throttling_rate_limit": positive("requests a second"),
    "throttling_burst_limit": whole(1, None, "request"),
    "input": templates,
    "execution_name": execution_name,
    "trace_header": mapping_value,
    "authorization": one_of("NONE"),
    "scopes": texts,
    "status_by_error": _statuses,
    "log_level": one_of("ALL", "ERROR", "FATAL", "OFF"),
    "include_execution_data": flag,
    "tracing": flag,
}

ROUTE_AT_ONCE = frozenset(
    {
        *("mode", "state_machine_type", "name", "policy_statements", "input", "execution_name", "trace_header"),
        *("lookup", "stop", "authorization", "scopes", "request_schema", "status_by_error"),
    }
)
