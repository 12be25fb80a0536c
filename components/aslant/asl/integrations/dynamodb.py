"""Amazon DynamoDB (Step Functions developer guide, connect-ddb).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Integration, Text

__all__ = ["delete_item", "get_item", "put_item", "update_item"]


class GetItem(TypedDict, total=False):
    """What `get_item` takes."""

    table_name: Required[Text]
    key: Required[Any]
    attributes_to_get: Any
    consistent_read: Flag
    return_consumed_capacity: Text
    projection_expression: Text
    expression_attribute_names: Any


def get_item(**arguments: Unpack[GetItem]) -> Integration:
    """Read an item of a table."""
    return Integration("dynamodb:getItem", arguments)


class PutItem(TypedDict, total=False):
    """What `put_item` takes."""

    table_name: Required[Text]
    item: Required[Any]
    expected: Any
    return_values: Text
    return_consumed_capacity: Text
    return_item_collection_metrics: Text
    conditional_operator: Text
    condition_expression: Text
    expression_attribute_names: Any
    expression_attribute_values: Any
    return_values_on_condition_check_failure: Text


def put_item(**arguments: Unpack[PutItem]) -> Integration:
    """Write an item into a table."""
    return Integration("dynamodb:putItem", arguments)


class UpdateItem(TypedDict, total=False):
    """What `update_item` takes."""

    table_name: Required[Text]
    key: Required[Any]
    attribute_updates: Any
    expected: Any
    conditional_operator: Text
    return_values: Text
    return_consumed_capacity: Text
    return_item_collection_metrics: Text
    update_expression: Text
    condition_expression: Text
    expression_attribute_names: Any
    expression_attribute_values: Any
    return_values_on_condition_check_failure: Text


def update_item(**arguments: Unpack[UpdateItem]) -> Integration:
    """Change an item of a table."""
    return Integration("dynamodb:updateItem", arguments)


class DeleteItem(TypedDict, total=False):
    """What `delete_item` takes."""

    table_name: Required[Text]
    key: Required[Any]
    expected: Any
    conditional_operator: Text
    return_values: Text
    return_consumed_capacity: Text
    return_item_collection_metrics: Text
    condition_expression: Text
    expression_attribute_names: Any
    expression_attribute_values: Any
    return_values_on_condition_check_failure: Text


def delete_item(**arguments: Unpack[DeleteItem]) -> Integration:
    """Delete an item of a table."""
    return Integration("dynamodb:deleteItem", arguments)
