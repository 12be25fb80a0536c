"""How a call's arguments are read."""

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
def test_a_known_member_is_its_text_or_its_deferred_value(value: Any, symbols: dict[str, Any], expected: Any) -> None:
    assert call({"Name": value}, symbols).known("Name", ("a:B",)) == expected


@pytest.mark.parametrize(
    "arguments", [{}, {"Name.$": "$.a"}, {"Name": "{% $a %}"}, {"Name": ""}, {"Name": None}, {"Name": ["a"]}]
)
def test_every_other_member_is_unknown(arguments: dict[str, Any]) -> None:
    with pytest.raises(PermissionsError, match="state 'Go': sqs:sendMessage: Name "):
        call(arguments).known("Name", ("a:B",))


def test_a_member_may_stand_further_in() -> None:
    assert call({}).known("Name", ("a:B",), within={"Name": "orders"}) == "orders"


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "a", [], {}])
def test_json_is_not_deferred(value: Any) -> None:
    assert not is_unresolved(value)


def test_anything_else_is() -> None:
    assert is_unresolved(OPAQUE)


def test_symbols_are_whole_texts() -> None:
    assert is_symbol("${a}")
    assert not is_symbol("x${a}")
    assert resolve_symbol("x${a}", {"a": "b"}) == "x${a}"
    assert resolve_symbol(7, {}) == 7


def test_an_arn_is_of_its_account() -> None:
    assert Account("aws", "eu-west-1", "1").arn("sqs", "q") == "arn:aws:sqs:eu-west-1:1:q"
    assert Account().arn("sqs", "q") == "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:q"
