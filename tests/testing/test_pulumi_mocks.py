"""PulumiMocks: the outputs of AWS in unit tests of programs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from aslant.aws import PythonFunction, StateMachineApi
from aslant.errors import ArgsError
from aslant.testing import PulumiMocks
from tests.aws.unit_tests import mocked, unit_test
from workflows.pizza import pizza

CHECK = str(Path(__file__).parents[2] / "functions" / "pineapple_check")
HOME = "eu-west-1:123456789012"


def deploy(program: Callable[[], Any], mocks: PulumiMocks) -> PulumiMocks:
    with mocked(mocks):
        unit_test(program)
    return mocks


def test_ids_arns_and_urls_are_those_of_aws() -> None:
    seen: list[Any] = []

    def program() -> pulumi.Output[None]:
        shop = StateMachineApi("shop", {"workflow": pizza, "mode": "async"})
        rest = StateMachineApi("rest", {"workflow": pizza, "api_type": "REST"})
        return pulumi.Output.all(shop.url, shop.state_machine_arn, rest.url).apply(seen.extend)

    mocks = deploy(program, PulumiMocks(region="eu-west-1"))
    machine = mocks.find("StateMachine", "shop")
    name = machine.outputs["name"]
    assert name.startswith("shop-")
    assert len(name) == len("shop-1234567")
    assert machine.outputs["arn"] == f"arn:aws:states:{HOME}:stateMachine:{name}" == seen[1]
    assert seen[0] == f"https://{mocks.find('Api', 'shop').id}.execute-api.eu-west-1.amazonaws.com/"
    assert seen[2] == f"https://{mocks.find('RestApi', 'rest').id}.execute-api.eu-west-1.amazonaws.com/live/"
    (allowed, *_) = json.loads(mocks.find("RolePolicy", "shop").inputs["policy"])["Statement"]
    assert allowed["Resource"][0] == mocks.find("Function", "shop-pineapple_check").outputs["arn"]


def test_two_runs_have_equal_outputs() -> None:
    one, two = (
        deploy(lambda: PythonFunction("check", {"folder": CHECK}), PulumiMocks()).find("Function", "check").outputs
        for _ in range(2)
    )
    assert {**one, "code": None} == {**two, "code": None}


def test_the_account_and_the_regions_of_providers_and_resources_can_be_set() -> None:
    def program() -> None:
        there = aws.Provider("there", region="us-gov-west-1")
        PythonFunction("gov", {"folder": CHECK}, pulumi.ResourceOptions(providers=[there]))
        aws.sqs.Queue("far", region="ap-south-1")
        aws.sqs.Queue("near")

    mocks = deploy(program, PulumiMocks(region="eu-west-1", account_id="111122223333"))
    arns = {key: mocks.find(*key).outputs["arn"] for key in (("Function", "gov"), ("Queue", "far"), ("Queue", "near"))}
    assert [arn.rpartition(":")[0] for arn in arns.values()] == [
        "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function",
        "arn:aws:sqs:ap-south-1:111122223333",
        "arn:aws:sqs:eu-west-1:111122223333",
    ]


def test_provider_functions_have_results() -> None:
    seen: list[Any] = []

    def program() -> pulumi.Output[None]:
        return pulumi.Output.all(
            aws.get_region_output().region,
            aws.get_caller_identity_output().account_id,
            aws.get_partition_output().partition,
            aws.kms.get_key_output(key_id="alias/shop").arn,
        ).apply(seen.extend)

    deploy(program, PulumiMocks(region="cn-north-1", calls={"aws:kms/getKey:getKey": {"arn": "arn:key"}}))
    assert seen == ["cn-north-1", "123456789012", "aws-cn", "arn:key"]


def test_a_provider_function_without_a_result_is_refused() -> None:
    with pytest.raises(ArgsError, match=r"PulumiMocks has no result for aws:kms/getKey:getKey\. Pass it in call"):
        deploy(lambda: aws.kms.get_key_output(key_id="alias/shop").arn, PulumiMocks())


def test_an_unknown_type_has_default_outputs_and_given_ones() -> None:
    def program() -> None:
        aws.ecs.Service("oven")
        aws.sqs.Queue("queue", name="orders")

    outputs = {
        "aws:ecs/service:Service": {"id": "{name}-1", "url": "https://{name}.{region}"},
        "aws:sqs/queue:Queue": {"url": "https://queue"},
    }
    mocks = deploy(program, PulumiMocks(outputs=outputs))
    service, queue = mocks.find("Service", "oven"), mocks.find("Queue", "queue")
    name = service.outputs["name"]
    assert service.id == f"{name}-1"
    assert service.outputs["arn"] == f"arn:aws:ecs:us-east-1:123456789012:service/{name}"
    assert service.outputs["url"] == f"https://{name}.us-east-1"
    assert (queue.outputs["url"], queue.outputs["arn"]) == (
        "https://queue",
        "arn:aws:sqs:us-east-1:123456789012:orders",
    )


def test_a_reference_to_a_resource_that_is_not_mocked_is_accepted() -> None:
    mocks = deploy(lambda: aws.iam.RolePolicy("own", role="made-elsewhere", policy="{}").id, PulumiMocks())
    assert mocks.find("RolePolicy", "own").inputs == {"role": "made-elsewhere", "policy": "{}"}


def test_a_resource_that_is_looked_up_has_its_given_id() -> None:
    seen: list[Any] = []

    def program() -> pulumi.Output[None]:
        role = aws.iam.Role.get("baker", "baker-role")
        stack = pulumi.StackReference("org/network/dev")
        return pulumi.Output.all(role.id, role.arn, stack.get_output("vpc")).apply(seen.extend)

    deploy(program, PulumiMocks(outputs={"pulumi:pulumi:StackReference": {"outputs": {"vpc": "vpc-1"}}}))
    assert seen == ["baker-role", "arn:aws:iam::123456789012:role/baker-role", "vpc-1"]


def test_a_secret_stays_a_secret() -> None:
    seen: list[bool] = []

    async def program() -> None:
        parameter = aws.ssm.Parameter("key", type="SecureString", value=pulumi.Output.secret("s3cret"))
        seen.append(await parameter.value.is_secret())
        seen.append(await parameter.arn.is_secret())

    mocks = deploy(program, PulumiMocks())
    assert seen == [True, False]
    assert mocks.find("Parameter", "key").inputs["value"] == "s3cret"


def test_a_missing_resource_is_reported_with_a_hint() -> None:
    mocks = deploy(lambda: aws.sqs.Queue("orders").id, PulumiMocks())
    with pytest.raises(
        LookupError, match=r"^no resource 'order' of the type Queue was registered. Did you mean 'Queue"
    ):
        mocks.find("Queue", "order")


def test_the_mocks_import_neither_the_local_aws_nor_the_language() -> None:
    code = "import sys, aslant.testing.pulumi_mocks; print(*sorted(n for n in sys.modules if n.startswith('aslant.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    parts = {".".join(name.split(".")[:2]) for name in done.stdout.split()}
    assert parts == {"aslant.errors", "aslant.provider", "aslant.testing"}
