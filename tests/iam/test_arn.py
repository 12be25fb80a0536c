from __future__ import annotations

import pytest

from aslant.iam.arn import FUNCTION_ARN, FUNCTION_SYMBOL, MACHINE_ARN, is_arn, split_arn

HERE = "${AWS::Region}:${AWS::AccountId}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("arn:aws:sns:eu-west-1:1:a:b", ["arn", "aws", "sns", "eu-west-1", "1", "a:b"]),
        (
            f"arn:${{AWS::Partition}}:sns:{HERE}:a",
            ["arn", "${AWS::Partition}", "sns", "${AWS::Region}", "${AWS::AccountId}", "a"],
        ),
        ("arn:aws", ["arn", "aws"]),
        ("orders", ["orders"]),
    ],
)
def test_the_colons_of_a_symbol_do_not_split_an_arn(text: str, parts: list[str]) -> None:
    assert split_arn(text) == parts


def test_a_function_may_be_named_with_symbols() -> None:
    assert FUNCTION_ARN.fullmatch(f"arn:${{AWS::Partition}}:lambda:{HERE}:function:${{Name}}:live")
    assert not FUNCTION_ARN.fullmatch("arn:aws:lambda:eu-west-1:1:layer:x")
    assert FUNCTION_SYMBOL.fullmatch("${check}:live")
    assert not FUNCTION_SYMBOL.fullmatch("check:live")


@pytest.mark.parametrize(
    ("text", "name", "qualifier"),
    [
        ("arn:aws:states:eu-west-1:1:stateMachine:orders", "orders", None),
        ("arn:aws:states:eu-west-1:1:stateMachine:orders:3", "orders", "3"),
        (f"arn:aws:states:{HERE}:stateMachine:${{AWS::StackName}}:live", "${AWS::StackName}", "live"),
    ],
)
def test_the_name_of_a_machine_is_separated_from_its_version(text: str, name: str, qualifier: str | None) -> None:
    found = MACHINE_ARN.fullmatch(text)
    assert found is not None
    assert (found["name"], found["qualifier"]) == (name, qualifier)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arn:aws:sns:*:1:a", True),
        ("arn:${AWS::Partition}:sns:x", True),
        ("arn:*:sns:x", False),
        ("arn:aws:*:x", False),
    ],
)
def test_an_arn_names_its_service(text: str, expected: bool) -> None:
    assert is_arn(text) is expected
