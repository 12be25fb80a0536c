"""The effects of the arguments of StateMachineApi, and the values that they refuse."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from aslant.aws import PythonFunction, StateMachineApi
from aslant.errors import ArgsError, PermissionsError
from tests.aws.recording import UNKNOWN, Recording, record
from workflows.pizza import pizza

ROOT = Path(__file__).parents[2]
ARN = "arn:aws:lambda:eu-west-1:111122223333:function:check"
CHECK = {"StartAt": "Check", "States": {"Check": {"Type": "Task", "Resource": "${check}", "End": True}}}

Args = Callable[[], dict[str, Any]]


def deploy(args: Args | dict[str, Any], *, preview: bool = False) -> Recording:
    """Deploy a shop: the pizza workflow unless `args` (made inside the program if a function) say
    otherwise."""

    def program() -> None:
        given = args() if callable(args) else args
        shop = StateMachineApi("shop", {"workflow": pizza, **given})  # type: ignore[arg-type]
        pulumi.export("url", shop.url)

    return record(program, preview=preview)


def statements(recorded: Recording, key: str) -> list[dict[str, Any]]:
    document = json.loads(recorded[key].inputs["policy"])
    assert document["Version"] == "2012-10-17"
    return document["Statement"]  # type: ignore[no-any-return]


def definition(recorded: Recording) -> dict[str, Any]:
    return json.loads(recorded["StateMachine shop"].inputs["definition"])  # type: ignore[no-any-return]


def test_every_argument_reaches_its_place() -> None:
    recorded = deploy(
        {
            "timeout_milliseconds": 29_000.0,
            "throttling_rate_limit": 0.5,
            "throttling_burst_limit": 2.0,
            "log_level": "ERROR",
            "include_execution_data": True,
            "log_retention_in_days": 7,
            "tracing": False,
            "state_machine_type": "EXPRESS",
            "tags": {"team": "kitchen"},
        }
    )
    assert recorded["Integration shop"].inputs["timeoutMilliseconds"] == 29_000
    assert recorded["Stage shop"].inputs["defaultRouteSettings"] == {
        "throttlingRateLimit": 0.5,
        "throttlingBurstLimit": 2,
    }
    machine = recorded["StateMachine shop"].inputs
    assert machine["loggingConfiguration"]["level"] == "ERROR"
    assert machine["loggingConfiguration"]["includeExecutionData"] is True
    assert machine["tracingConfiguration"] == {"enabled": False}
    assert "xray" not in recorded["RolePolicy shop"].inputs["policy"]
    groups = [one for key, one in recorded.all.items() if key.startswith("LogGroup")]
    assert [one.inputs["retentionInDays"] for one in groups] == [7, 7]
    untagged = {key for key, one in recorded.all.items() if one.inputs.get("tags") != {"team": "kitchen"}}
    assert {key.split()[0] for key in untagged} == {
        "StateMachineApi", "PythonFunction", "RolePolicy", "Integration", "Route"
    }  # fmt: skip


def test_deferred_arguments_are_taken_as_they_come() -> None:
    def args() -> dict[str, Any]:
        return {
            "timeout_milliseconds": pulumi.Output.from_input(1000.0),
            "throttling_rate_limit": pulumi.Output.from_input(5),
            "throttling_burst_limit": pulumi.Output.from_input(6.0),
            "tracing": pulumi.Output.from_input(False),
        }

    recorded = deploy(args)
    assert recorded["Integration shop"].inputs["timeoutMilliseconds"] == 1000
    assert recorded["Stage shop"].inputs["defaultRouteSettings"] == {
        "throttlingRateLimit": 5,
        "throttlingBurstLimit": 6,
    }
    assert recorded["StateMachine shop"].inputs["tracingConfiguration"] == {"enabled": False}


@pytest.mark.parametrize(
    ("function", "resources"),
    [
        (lambda: ARN, [ARN, f"{ARN}:*"]),
        (lambda: f"{ARN}:prod", [f"{ARN}:prod"]),
        (lambda: pulumi.Output.from_input(f"{ARN}:prod"), [f"{ARN}:prod"]),
        (
            lambda: PythonFunction("check", {"folder": str(ROOT / "functions" / "pineapple_check")}),
            [f"{ARN}-1a2b3c4", f"{ARN}-1a2b3c4:*"],
        ),
        (lambda: aws.lambda_.Function("check", role="arn"), [f"{ARN}-1a2b3c4", f"{ARN}-1a2b3c4:*"]),
    ],
    ids=["ARN", "qualified ARN", "deferred ARN", "PythonFunction", "lambda_.Function"],
)
def test_a_function_that_exists_may_stand_for_a_symbol(function: Callable[[], Any], resources: list[str]) -> None:
    recorded = deploy(lambda: {"workflow": CHECK, "functions": {"check": function()}})
    assert definition(recorded)["States"]["Check"]["Resource"] == resources[0]
    assert statements(recorded, "RolePolicy shop")[0]["Resource"] == resources
    assert not [key for key in recorded.all if key.endswith("shop-check")]


def test_a_symbolic_name_is_the_folder_of_the_programs_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = json.dumps(CHECK).replace("check", "pineapple_check")
    recorded = deploy({"workflow": text})
    assert (
        definition(recorded)["States"]["Check"]["Resource"]
        == "arn:aws:lambda:eu-west-1:111122223333:function:shop-pineapple_check-1a2b3c4"
    )


def test_deferred_resources_get_exact_rights() -> None:
    def args() -> dict[str, Any]:
        queue, table = aws.sqs.Queue("orders"), aws.dynamodb.Table("orders")
        send = {"QueueUrl": queue.url, "MessageBody.$": "$"}
        put = {"TableName": "${table}", "Item": {}}
        states = {
            "Send": {
                "Type": "Task",
                "Resource": "arn:aws:states:::sqs:sendMessage",
                "Parameters": send,
                "Next": "Put",
            },
            "Put": {
                "Type": "Task",
                "Resource": "arn:aws:states:::dynamodb:putItem",
                "Parameters": put,
                "End": True,
            },
        }
        return {"workflow": {"StartAt": "Send", "States": states}, "substitutions": {"table": table.name}}

    recorded = deploy(args)
    assert statements(recorded, "RolePolicy shop")[:2] == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem"],
            "Resource": ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders-1a2b3c4"],
        },
        {
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": ["arn:aws:sqs:eu-west-1:111122223333:orders-1a2b3c4"],
        },
    ]
    assert deploy(args, preview=True)["RolePolicy shop"].inputs["policy"] == UNKNOWN


def test_a_workflow_may_be_a_text_known_only_at_deployment() -> None:
    def args() -> dict[str, Any]:
        return {"workflow": pulumi.Output.from_input(json.dumps(CHECK)), "functions": {"check": ARN}}

    recorded = deploy(args)
    assert definition(recorded)["States"]["Check"]["Resource"] == ARN
    assert statements(recorded, "RolePolicy shop")[0]["Resource"] == [ARN, f"{ARN}:*"]


def test_statements_of_your_own_join_and_settle_unknown_needs() -> None:
    workflow = {
        "StartAt": "Job",
        "States": {
            "Job": {
                "Type": "Task",
                "Resource": "arn:aws:states:::glue:startJobRun",
                "Parameters": {"JobName.$": "$.job"},
                "End": True,
            }
        },
    }

    def args() -> dict[str, Any]:
        own = {
            "actions": ["glue:StartJobRun"],
            "resources": [pulumi.Output.from_input("arn:aws:glue:eu-west-1:111122223333:job/bake")],
            "condition": {"Bool": {"aws:SecureTransport": "true"}},
            "states": ["Job"],
        }
        return {"workflow": workflow, "policy_statements": [own]}

    assert statements(deploy(args), "RolePolicy shop")[0] == {
        "Effect": "Allow",
        "Action": ["glue:StartJobRun"],
        "Resource": ["arn:aws:glue:eu-west-1:111122223333:job/bake"],
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }


def test_a_secret_in_the_workflow_leaves_the_url_open() -> None:
    def args() -> dict[str, Any]:
        done = {"Type": "Pass", "Result": pulumi.Output.secret("s"), "End": True}
        return {"workflow": {"StartAt": "Done", "States": {"Done": done}}}

    recorded = deploy(args)
    assert definition(recorded)["States"]["Done"]["Result"] == "s"
    assert not recorded.exports["url"].secret


SYNC = {
    "StartAt": "Go",
    "States": {
        "Go": {
            "Type": "Task",
            "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Parameters": {"StateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:m"},
            "End": True,
        }
    },
}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"workflow": None}, "workflow is missing. Add it to args, or add routes with workflows."),
        ({"workflow": 7}, "workflow must be a StateMachine, a definition as a dict or as a JSON string, not int"),
        ({"workflow": "{"}, "workflow is not valid JSON"),
        ({"workflow": CHECK}, "${check} in state 'Check' is not defined. Write functions/check/handler.py"),
        (
            {"workflow": SYNC},
            "the workflow does not pass `aslant check --type EXPRESS --within 30`:\n  /States/Go/Resource: ",
        ),
        ({"time_out": 1}, "'time_out' is not an argument"),
        ({"timeout_ms": 1}, "'timeout_ms' is not an argument. Did you mean 'timeout_milliseconds'?"),
        *(
            (
                {"timeout_milliseconds": value},
                f"timeout_milliseconds must be a whole number from 50 to 30,000 milliseconds, not {value!r}",
            )
            for value in (49, 30_001, "1000", True, 50.5)
        ),
        (
            {"throttling_rate_limit": 0, "throttling_burst_limit": 1},
            "throttling_rate_limit must be a number of requests a second above 0, not 0",
        ),
        (
            {"throttling_rate_limit": 1, "throttling_burst_limit": 0},
            "throttling_burst_limit must be a whole number of at least 1 request, not 0",
        ),
        ({"throttling_rate_limit": 1}, "throttling_rate_limit and throttling_burst_limit go together. Set both"),
        ({"throttling_burst_limit": 1}, "throttling_rate_limit and throttling_burst_limit go together. Set both"),
        ({"log_retention_in_days": 8}, "log_retention_in_days must be one of 0, 1, 3, 5, 7, 14, 30"),
        ({"log_level": "NONE"}, "log_level must be one of ALL, ERROR, FATAL, OFF, not 'NONE'"),
        (
            {"log_level": "OFF", "include_execution_data": True},
            "include_execution_data is ignored, since log_level is 'OFF'. Leave one of them out.",
        ),
        ({"log_level": "ERORR"}, "not 'ERORR'. Did you mean 'ERROR'?"),
        ({"include_execution_data": "yes"}, "include_execution_data must be True or False, not 'yes'"),
        ({"tracing": 1}, "tracing must be True or False, not 1"),
        (
            {"state_machine_type": "STANDARD"},
            "state_machine_type is STANDARD, but the API cannot wait for such a machine. Set",
        ),
        ({"functions": ["check"]}, "functions must be a mapping of symbolic names to functions, not ['check']"),
        ({"functions": {"chekc": ARN}}, "${chekc} is not in the workflow. Leave it out."),
        ({"functions": {"pineapple_check": "nowhere"}}, "functions['pineapple_check']: the folder"),
        ({"substitutions": {"pineapple_check": 7}}, "substitutions has 'pineapple_check', which must be a string"),
        ({"policy_statements": [{"actions": ["a:B"]}]}, "policy_statements[0]: resources is missing"),
        ({"tags": {"a": 1}}, "tags has 'a', which must be a string, not 1"),
    ],
)
def test_a_mistake_is_reported_before_anything_is_registered(args: dict[str, Any], message: str) -> None:
    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            StateMachineApi("shop", {"workflow": pizza, **args})  # type: ignore[arg-type]
        assert str(caught.value).startswith("StateMachineApi 'shop': ")
        assert message in str(caught.value)

    assert record(program).all == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a" * 49, "the name has 49 characters, and 48 are allowed"),
        ("a" * 41, "function 'pineapple_check': the name has 57 characters, and 56 are allowed"),
        ("pizza shop", "the name must consist of letters, digits, '-' and '_'"),
    ],
)
def test_a_name_that_does_not_fit_aws_is_refused(name: str, message: str) -> None:
    def program() -> None:
        with pytest.raises(ArgsError, match=message):
            StateMachineApi(name, {"workflow": pizza})

    assert record(program).all == {}


def test_a_need_that_is_unknown_is_told_before_anything_is_registered() -> None:
    call = {"QueueUrl.$": "$.queue", "MessageBody": "hello"}
    job = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": call, "End": True}

    def program() -> None:
        with pytest.raises(PermissionsError, match="state 'Job': sqs:sendMessage: QueueUrl is chosen at run time"):
            StateMachineApi("shop", {"workflow": {"StartAt": "Job", "States": {"Job": job}}})

    assert record(program).all == {}
