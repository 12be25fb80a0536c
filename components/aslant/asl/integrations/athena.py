"""Amazon Athena (Step Functions developer guide, connect-athena).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Integration, Job, Number, Text

__all__ = ["get_query_execution", "get_query_results", "start_query_execution", "stop_query_execution"]


class StartQueryExecution(TypedDict, total=False):
    """What `start_query_execution` takes."""

    query_string: Required[Text]
    client_request_token: Text
    query_execution_context: Any
    result_configuration: Any
    work_group: Text
    execution_parameters: Any
    result_reuse_configuration: Any
    engine_configuration: Any


def start_query_execution(**arguments: Unpack[StartQueryExecution]) -> Job:
    """Start a query."""
    return Job("athena:startQueryExecution", arguments)


class StopQueryExecution(TypedDict, total=False):
    """What `stop_query_execution` takes."""

    query_execution_id: Required[Text]


def stop_query_execution(**arguments: Unpack[StopQueryExecution]) -> Integration:
    """Stop a query."""
    return Integration("athena:stopQueryExecution", arguments)


class GetQueryExecution(TypedDict, total=False):
    """What `get_query_execution` takes."""

    query_execution_id: Required[Text]


def get_query_execution(**arguments: Unpack[GetQueryExecution]) -> Integration:
    """Read how a query is doing."""
    return Integration("athena:getQueryExecution", arguments)


class GetQueryResults(TypedDict, total=False):
    """What `get_query_results` takes."""

    query_execution_id: Required[Text]
    next_token: Text
    max_results: Number
    query_result_type: Text


def get_query_results(**arguments: Unpack[GetQueryResults]) -> Integration:
    """Read the rows that a query found."""
    return Integration("athena:getQueryResults", arguments)
