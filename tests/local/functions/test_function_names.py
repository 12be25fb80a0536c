from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from aslant.local.functions.function_names import find_function, plain_name, qualifier_of

ARN = "arn:aws:lambda:us-east-1:123456789012:function:oven"


@pytest.fixture
def functions() -> dict[str, Any]:
    """The workers of the function `oven`, none of which is started."""
    return {"oven": SimpleNamespace(function=SimpleNamespace(arn=ARN, any_account=False))}


@pytest.mark.parametrize("name", ["oven", ARN, f"{ARN}:$LATEST", f"{ARN}:PROD", "oven:1", "123456789012:function:oven"])
def test_a_function_is_found_by_each_of_its_names(functions: dict[str, Any], name: str) -> None:
    assert find_function(functions, name) is functions["oven"]


@pytest.mark.parametrize("name", ["", "ove", ARN.replace("us-east-1", "eu-west-1"), ARN + "s", "arn:aws:sqs:::oven"])
def test_another_name_finds_nothing(functions: dict[str, Any], name: str) -> None:
    assert find_function(functions, name) is None


@pytest.mark.parametrize(
    ("name", "qualifier"), [("oven", None), ("oven:1", "1"), (ARN, None), (f"{ARN}:live", "live"), ("", None)]
)
def test_a_name_may_end_with_a_version_or_an_alias(name: str, qualifier: str | None) -> None:
    assert qualifier_of(name) == qualifier


@pytest.mark.parametrize("name", ["oven", "oven:1", ARN, f"{ARN}:live", "123456789012:function:oven"])
def test_every_name_contains_the_plain_name(name: str) -> None:
    assert plain_name(name) == "oven"


@pytest.mark.parametrize(
    "name", ["${Oven}", "${OvenArn}", "arn:aws:lambda:eu-west-1:999999999999:function:Oven", "Oven"]
)
def test_a_function_of_the_command_line_is_found_by_placeholders_and_any_account(name: str) -> None:
    functions: dict[str, Any] = {"Oven": SimpleNamespace(function=SimpleNamespace(arn=ARN, any_account=True))}
    assert find_function(functions, name) is functions["Oven"]
