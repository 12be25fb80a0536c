"""docs/security.md: each policy on the page is the registered one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from aslant.aws import StateMachineApi
from tests.aws.recording import Recording, record
from workflows.pizza import pizza

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
SHOWN = {name: json.loads(text) for name, text in re.findall(r"```json (\w+)\n(.*?)```", PAGE.read_text(), re.DOTALL)}
KEY = "arn:aws:kms:eu-west-1:111122223333:key/k1"


def deploy(**args: Any) -> Recording:
    return record(lambda: StateMachineApi("pizza", {"workflow": pizza, **args}))  # type: ignore[arg-type]


def statements(recorded: Recording, key: str) -> Any:
    inputs = recorded[key].inputs
    return json.loads(inputs.get("policy") or inputs["assumeRolePolicy"])["Statement"]


@pytest.mark.parametrize(
    ("shown", "name"),
    [("gateway", "pizza-gateway"), ("workflow", "pizza"), ("function", "pizza-pineapple_check")],
)
def test_a_role_and_its_policy_are_the_registered_ones(shown: str, name: str) -> None:
    recorded = deploy()
    assert SHOWN[shown] == {
        "trust": statements(recorded, f"Role {name}"),
        "policy": statements(recorded, f"RolePolicy {name}"),
    }


def test_the_permissions_of_lookup_and_stop() -> None:
    recorded = deploy(mode="async", stop=True)
    assert SHOWN["executions"] == {"policy": statements(recorded, "RolePolicy pizza-executions-states")}


def test_a_key_adds_the_statements_of_the_page() -> None:
    later: dict[str, Any] = {"routes": {"POST /later": {"workflow": pizza, "mode": "async", "name": "x"}}}
    recorded, plain = deploy(kms_key_arn=KEY, **later), deploy(**later)
    names = {"workflow": "pizza", "gateway": "pizza-gateway", "executions": "pizza-x-executions-states"}
    assert SHOWN["key"] == {
        shown: [
            statement
            for statement in statements(recorded, f"RolePolicy {name}")
            if statement not in statements(plain, f"RolePolicy {name}")
        ]
        for shown, name in names.items()
    }


def test_the_example_grants_a_customer_managed_key() -> None:
    [(name, source)] = re.findall(r"```python (\w+)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert name == "customer_key"
    recorded = record(lambda: exec(source, {}))  # noqa: S102 - the source is the page's
    key, queue = recorded["Key orders"].outputs["arn"], recorded["Queue orders"].outputs["arn"]
    rights = {tuple(one["Action"]): one["Resource"] for one in statements(recorded, "RolePolicy shop")}
    assert rights["kms:Decrypt", "kms:GenerateDataKey*"] == [key]
    assert rights["sqs:SendMessage",] == [queue]


def test_every_policy_on_the_page_is_compared() -> None:
    assert set(SHOWN) == {"gateway", "workflow", "function", "executions", "key"}
