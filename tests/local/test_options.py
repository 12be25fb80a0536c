"""The options of the local AWS, and those and the variables of Step Functions Local."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.options import parse_options


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, {"port": 8000, "aws_port": 4566, "program": None, "reload": True, "wait_scale": None}),
        (["--no-reload"], {}, {"reload": False}),
        (["--step-functions-local"], {}, {"aws_port": 8083}),
        ([], {"WAIT_TIME_SCALE": "0"}, {"aws_port": 8083, "wait_scale": 0.0}),
        ([], {"SFN_MOCK_CONFIG": "/m.json"}, {"aws_port": 8083, "mock_config": Path("/m.json")}),
        (["--aws-port", "1"], {"SFN_MOCK_CONFIG": "/m.json"}, {"aws_port": 1}),
        (["--program", "."], {"SFN_MOCK_CONFIG": "/m.json"}, {"aws_port": 4566}),
        ([], {"LAMBDA_ENDPOINT": "http://a:1/"}, {"endpoints": {"lambda": "http://a:1"}, "aws_port": 4566}),
        (
            ["--lambda-endpoint", "http://b:1"],
            {"LAMBDA_ENDPOINT": "http://a:1"},
            {"endpoints": {"lambda": "http://b:1"}},
        ),
        (["-lambdaEndpoint", "http://b:1"], {}, {"endpoints": {"lambda": "http://b:1"}}),
        (["-dynamoDBEndpoint", "http://b:1"], {}, {"endpoints": {"dynamodb": "http://b:1"}}),
        ([], {"SAGE_MAKER_ENDPOINT": "http://a:1"}, {"endpoints": {"sagemaker": "http://a:1"}}),
        (["-waitTimeScale", "0.5"], {"WAIT_TIME_SCALE": "2"}, {"wait_scale": 0.5}),
        (["--wait-time-scale", "0.5"], {}, {"wait_scale": 0.5}),
        (["-account", "000000000000", "-region", "eu-west-1"], {}, {"account": "000000000000", "region": "eu-west-1"}),
        ([], {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}, {"region_of_environment": "eu-west-1"}),
        ([], {"AWS_DEFAULT_REGION": "eu-west-2", "AWS_REGION": ""}, {"region_of_environment": "eu-west-2"}),
        (["--type", "express", "--type", "a=STANDARD"], {}, {"types": {"": "EXPRESS", "a": "STANDARD"}}),
        (["--substitute", "A=b=c"], {}, {"substitutions": {"A": "b=c"}}),
        (["--machines", "a", "--machines", "b"], {}, {"machines": (Path("a"), Path("b"))}),
    ],
)
def test_options_and_variables(arguments: list[str], environment: dict[str, str], expected: dict[str, Any]) -> None:
    options = parse_options(arguments, environment)
    assert {key: getattr(options, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--region", "Frankfurt"], "it must be a Region such as eu-west-1, not 'Frankfurt'"),
        (["--account", "12"], "it must be the 12 digits of an account's ID, such as 123456789012, not '12'"),
        (["--wait-scale", "fast"], "it must be a number of 0 or more, such as 0.5, not 'fast'"),
        (["--wait-scale", "-1"], "it must be a number of 0 or more"),
        (
            ["--lambda-endpoint", "localhost:3001"],
            "must be a URL such as http://127.0.0.1:3001, not 'localhost:3001'",
        ),
        (["--type", "a=FAST"], "a type must be EXPRESS or STANDARD, not 'FAST'"),
        (["--substitute", "A"], "it must be NAME=VALUE, such as TableName=orders, not 'A'"),
        (["--function", "check"], "it must be NAME=URL or NAME=file.py:handler, such as check=check.py:handler"),
    ],
)
def test_a_wrong_option_is_explained(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(arguments, {})
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_REGION", "here"),
        ("AWS_ACCOUNT_ID", "me"),
        ("WAIT_TIME_SCALE", "slow"),
        ("LAMBDA_ENDPOINT", "host.docker.internal"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(LocalError, match=f"the environment variable {name}: it must be .*, not '{value}'"):
        parse_options([], {name: value})


def test_the_endpoint_of_step_functions_is_accepted_and_not_used() -> None:
    options = parse_options(["--step-functions-endpoint", "http://127.0.0.1:8083"], {})
    assert "nested executions run in this server" in options.notes[0]
    assert options.endpoints == {}
