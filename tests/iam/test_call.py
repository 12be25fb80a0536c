"""Lookups in the arguments of a call."""

from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam.call import Account, ServiceCall, is_symbol, is_unresolved, resolve_symbol

OPAQUE = object()


def call(arguments: dict[str, Any], symbols: dict[str, Any] | None = None) -> ServiceCall:
    return ServiceCall("Go", "sqs", "sendMessage", "", arguments, Account(), symbols or {})


@pytest.mark.parametrize(
    ("value", "symbols", "expected"),
    [
        ("orders", {}, "orders"),
        ("${orders}", {}, "${orders}"),
        ("${orders}", {"orders": "real"}, "real"),
        ("${orders}", {"orders": OPAQUE}, OPAQUE),
        (OPAQUE, {}, OPAQUE),
    ],
)
def test_a_known_member_is_a_string_or_an_unresolved_value(value: Any, symbols: dict[str, Any], expected: Any) -> None:
    assert call({"Name": value}, symbols).known("Name", ("a:B",)) == expected


@pytest.mark.parametrize(
    "arguments", [{}, {"Name.$": "$.a"}, {"Name": "{% $a %}"}, {"Name": ""}, {"Name": None}, {"Name": ["a"]}]
)
def test_every_other_member_is_unknown(arguments: dict[str, Any]) -> None:
    with pytest.raises(PermissionsError, match="state 'Go': sqs:sendMessage: Name "):
        call(arguments).known("Name", ("a:B",))


def test_a_member_may_be_nested() -> None:
    assert call({}).known("Name", ("a:B",), within={"Name": "orders"}) == "orders"


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "a", [], {}])
def test_json_is_resolved(value: Any) -> None:
    assert not is_unresolved(value)


def test_other_values_are_unresolved() -> None:
    assert is_unresolved(OPAQUE)


def test_a_symbol_is_a_whole_string() -> None:
    assert is_symbol("${a}")
    assert not is_symbol("x${a}")
    assert resolve_symbol("x${a}", {"a": "b"}) == "x${a}"
    assert resolve_symbol(7, {}) == 7


def test_an_arn_has_the_account() -> None:
    assert Account("aws", "eu-west-1", "1").arn("sqs", "q") == "arn:aws:sqs:eu-west-1:1:q"
    assert Account().arn("sqs", "q") == "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:q"
