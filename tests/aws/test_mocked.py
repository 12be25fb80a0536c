"""Unit tests of components with mocks that leave out most outputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import Output
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from aslant.asl import StateMachine, Task
from aslant.aws import PythonFunction, StateMachineApi
from aslant.aws.function.python_function import KINDS, Function
from aslant.aws.mocked import is_missing
from aslant.errors import ArgsError, PermissionsError
from aslant.testing import PulumiMocks
from tests.aws.unit_tests import DocumentationMocks, mocked, unit_test
from tests.engine.test_updates import UPDATES
from workflows.pizza import pizza

KINDS["code_object"]()  # the package of buckets warns of its own classes while it is imported
from pulumi_aws.s3 import Bucket  # noqa: E402

CHECK = Path(__file__).parents[2] / "functions" / "pineapple_check"


class EmptyMocks(Mocks):
    """Mocks that return no outputs, not even the inputs."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        return "", {}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        return {}, []


MOCKS: list[Callable[[], Mocks]] = [DocumentationMocks, EmptyMocks, PulumiMocks]
PREVIEWED = pytest.mark.parametrize("preview", [False, True], ids=["deployed", "previewed"])


@pytest.fixture(scope="module", params=MOCKS)
def every_mocks(request: pytest.FixtureRequest) -> Any:
    with mocked(request.param()):
        yield request.param


@pytest.mark.parametrize("row", UPDATES, ids=lambda row: row.option)
def test_every_option_of_an_api_can_be_tested(every_mocks: Any, row: Any) -> None:
    args: Any = {**row.before, **row.change}
    unit_test(lambda: StateMachineApi("shop", args).url.apply(lambda url: url.endswith("/")))


def late(attribute: str = "arn") -> Output[Any]:
    """An output of a resource of the program, which mocks may leave out."""
    return getattr(aws.sqs.Queue(f"queue-{next(NUMBERS)}"), attribute)  # type: ignore[no-any-return]


def key_arn() -> Output[str]:
    return aws.kms.Key(f"key-{next(NUMBERS)}").arn


def topic_arn() -> Output[str]:
    return aws.sns.Topic(f"topic-{next(NUMBERS)}").arn


def certificate_arn() -> Output[str]:
    return aws.acm.Certificate(f"certificate-{next(NUMBERS)}", domain_name="shop.example.com").arn


def web_acl_arn() -> Output[str]:
    return aws.wafv2.WebAcl(
        f"acl-{next(NUMBERS)}",
        scope="REGIONAL",
        default_action={"allow": {}},
        visibility_config={
            "cloudwatch_metrics_enabled": False,
            "metric_name": "shop",
            "sampled_requests_enabled": False,
        },
    ).arn


def layer_arn() -> Output[str]:
    return aws.lambda_.LayerVersion(f"layer-{next(NUMBERS)}", layer_name="dough").arn


def function() -> Function:
    """A function that the program makes without a component."""
    return Function(f"function-{next(NUMBERS)}", role="baker", handler="handler.check")


NUMBERS = iter(range(10_000))
LATE: list[Callable[[], dict[str, Any]]] = [
    lambda: {"functions": {"pineapple_check": function().arn}},
    lambda: {"functions": {"pineapple_check": PythonFunction("check", {"folder": str(CHECK)})}},
    lambda: {"functions": {"pineapple_check": function()}},
    lambda: {"authorizer": {"type": "LAMBDA", "function": function()}},
    lambda: {"workflow": StateMachine(Task("Check", function().arn))},
    lambda: {"kms_key_arn": key_arn()},
    lambda: {"kms_key_arn": key_arn(), "mode": "async", "stop": True},
    lambda: {"tags": {"queue": late()}},
    lambda: {"timeout_milliseconds": late("delay_seconds")},
    lambda: {"throttling_rate_limit": late("delay_seconds"), "throttling_burst_limit": 3},
    lambda: {"log_retention_in_days": late("delay_seconds"), "access_logs": True},
    lambda: {"log_level": late("policy"), "tracing": late("policy"), "include_execution_data": late("policy")},
    lambda: {"alarms": {"topic_arn": topic_arn()}, "dashboard": True},
    lambda: {"domain": {"name": "a.example.com", "certificate_arn": certificate_arn(), "hosted_zone_id": late("id")}},
    lambda: {"rollout": {"stable": {"POST /": late("policy")}, "percent": late("delay_seconds")}},
    lambda: {"api_type": "REST", "web_acl_arn": web_acl_arn(), "timeout_milliseconds": late("delay_seconds")},
    lambda: {"api_type": "REST", "authorizer": {"type": "LAMBDA", "function": late()}},
    lambda: {"authorizer": {"type": "JWT", "issuer": late("url"), "audiences": [late("id")]}},
    lambda: {"policy_statements": [{"actions": ["sqs:SendMessage"], "resources": [late()]}]},
    lambda: {
        "workflow": StateMachine(
            Task("Send", "arn:aws:states:::sqs:sendMessage", parameters={"QueueUrl": late("url"), "MessageBody": "a"})
        )
    },
    lambda: {"workflow": late("policy")},
    lambda: {
        "workflow": StateMachine(
            Task("Check", "arn:aws:states:::dynamodb:getItem", parameters={"TableName": "${t}", "Key": {}})
        ),
        "substitutions": {"t": late("name")},
    },
]


@pytest.mark.parametrize("args", LATE, ids=range(len(LATE)))
def test_an_argument_may_be_an_output_that_is_not_mocked(every_mocks: Any, args: Callable[[], dict[str, Any]]) -> None:
    unit_test(lambda: StateMachineApi("shop", {"workflow": pizza, **args()}).url)  # type: ignore[arg-type]


FUNCTION: list[Callable[[], dict[str, Any]]] = [
    dict,
    lambda: {"runtime": late("policy"), "memory_size": late("delay_seconds"), "timeout_seconds": late("delay_seconds")},
    lambda: {"ephemeral_storage": late("delay_seconds"), "environment": {"URL": late("url")}, "layers": [layer_arn()]},
    lambda: {"vpc": {"subnet_ids": [late("id")], "security_group_ids": [late("id")]}},
    lambda: {"reserved_concurrency": late("delay_seconds"), "dead_letter_arn": late(), "log_format": late("policy")},
    lambda: {"policy_statements": [{"actions": ["sqs:SendMessage"], "resources": [late()]}], "publish": late("policy")},
    lambda: {"tracing": late("policy"), "log_retention_in_days": late("delay_seconds"), "publish": True},
    lambda: {"code_bucket": Bucket(f"bucket-{next(NUMBERS)}")},
    lambda: {"code_bucket": late("name"), "tags": {"queue": late()}},
]


@pytest.mark.parametrize("args", FUNCTION, ids=range(len(FUNCTION)))
def test_every_option_of_a_function_can_be_tested(every_mocks: Any, args: Callable[[], dict[str, Any]]) -> None:
    unit_test(lambda: PythonFunction("check", {"folder": str(CHECK), **args()}).arn)  # type: ignore[typeddict-item]


@PREVIEWED
@pytest.mark.parametrize("mocks", MOCKS)
def test_two_tests_of_a_process_may_build_components_of_one_name(mocks: Callable[[], Mocks], preview: bool) -> None:
    with mocked(mocks(), preview=preview):
        for _ in range(2):
            unit_test(lambda: StateMachineApi("shop", {"workflow": pizza}).url)


def test_components_may_be_built_while_a_test_file_is_imported() -> None:
    with mocked(DocumentationMocks()):
        StateMachineApi("shop", {"workflow": pizza})
        shop = StateMachineApi("shop", {"workflow": pizza})
        unit_test(lambda: shop.url)


def test_two_components_of_one_name_in_one_test_are_refused() -> None:
    def twice() -> None:
        StateMachineApi("shop", {"workflow": pizza})
        with pytest.raises(ArgsError, match="a child of the type Role would be named 'shop-gateway'"):
            StateMachineApi("shop", {"workflow": pizza})

    with mocked(DocumentationMocks()):
        unit_test(twice)


def test_children_have_the_arns_that_aws_would_give_them() -> None:
    mocks = DocumentationMocks()
    with mocked(mocks):
        unit_test(lambda: StateMachineApi("shop", {"workflow": pizza}).url)
    definition = json.loads(mocks.inputs["StateMachine", "shop"]["definition"])
    function = "arn:aws:lambda:us-east-1:123456789012:function:shop-pineapple_check"
    assert definition["States"]["Order Pizza Job"]["Resource"] == function
    (allowed, *_) = json.loads(mocks.inputs["RolePolicy", "shop"]["policy"])["Statement"]
    assert allowed["Resource"] == [function, f"{function}:*"]


def test_an_output_that_is_not_mocked_says_so_where_it_is_used() -> None:
    mocks = DocumentationMocks()

    def program() -> Any:
        return PythonFunction("check", {"folder": str(CHECK), "environment": {"URL": aws.sqs.Queue("q").url}}).arn

    with mocked(mocks):
        unit_test(program)
    url = mocks.inputs["Function", "check"]["environment"]["variables"]["URL"]
    assert url == "<this output is not mocked>"
    assert is_missing(url)


def test_a_right_that_is_missing_is_still_an_error() -> None:
    unknown = StateMachine(Task("Call", "arn:aws:states:::aws-sdk:nonsense:doIt", parameters={}))
    with mocked(DocumentationMocks()), pytest.raises(PermissionsError, match="state 'Call'"):
        unit_test(lambda: StateMachineApi("shop", {"workflow": unknown}).url)


def test_nothing_is_filled_in_outside_of_unit_tests() -> None:
    from tests.aws.recording import record

    def program() -> None:
        PythonFunction("check", {"folder": str(CHECK), "log_format": pulumi.Output.from_input("Text")})

    assert "not mocked" not in str(record(program).all)
