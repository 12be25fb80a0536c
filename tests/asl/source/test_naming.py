"""The names of variables."""

import pytest

from aslant.asl.source.naming import VariableNames, snake


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Order Pizza", "order_pizza"),
        ("orderPizza2Go", "order_pizza2_go"),
        ("SNS: Publish-Message!", "sns_publish_message"),
        ("  With Pineapple?  ", "with_pineapple"),
        ("Größe prüfen", "größe_prüfen"),
        ("注文 する", "注文_する"),
        ("x²", "x2"),
        ("🍕", ""),
        ("__", ""),
        ("a" * 50, "a" * 40),
        ("send the confirmation to everybody who ordered", "send_the_confirmation_to_everybody_who"),
    ],
)
def test_a_text_becomes_a_name_in_snake_case(text: str, name: str) -> None:
    assert snake(text) == name
    assert not name or f"x{name}".isidentifier()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Pay", "pay", "PAY"], ["pay", "pay_2", "pay_3"]),
        (["Pay", "Pay 2", "pay"], ["pay", "pay_2", "pay_3"]),
        (["Pass", "match", "print", "None"], ["pass_", "match_", "print_", "none"]),
        (["when", "this", "machine"], ["when_2", "this_2", "machine_2"]),
        (["2nd try", "🍕", "!"], ["state_2nd_try", "state", "state_2"]),
    ],
)
def test_a_name_is_given_once_and_hides_nothing(texts: list[str], expected: list[str]) -> None:
    names = VariableNames(["when", "this", "machine"])
    assert [names.take(text) for text in texts] == expected


def test_ten_thousand_states_of_one_name_are_reported_apart() -> None:
    names = VariableNames([])
    assert len({names.take("Pay") for _ in range(10_000)}) == 10_000
