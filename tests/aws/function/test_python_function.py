"""PythonFunction: its exact children, and what it refuses."""

import json
import os
from pathlib import Path
from typing import Any

import pulumi
import pytest

from aslant.aws import PythonFunction
from aslant.aws.function import bundle
from aslant.aws.function.bundle import pack
from aslant.aws.function.python_function import KINDS
from aslant.errors import ArgsError
from tests.aws.recording import UNKNOWN, Recording, record

KINDS["code_object"]()  # the package of buckets warns of its own classes while it is imported
from pulumi_aws.s3 import Bucket  # noqa: E402

FOLDER = Path(__file__).parents[3] / "functions" / "pineapple_check"
CODE = (FOLDER / "handler.py").read_text()
ARGS: dict[str, Any] = {"folder": str(FOLDER)}


def deploy(args: dict[str, Any] | None = None, name: str = "check", *, preview: bool = False) -> Recording:
    def program() -> None:
        function = PythonFunction(name, {**ARGS, **(args or {})})  # type: ignore[typeddict-item]
        pulumi.export("arn", function.arn)
        pulumi.export("function_name", function.function_name)

    return record(program, preview=preview)


def test_the_children_and_all_their_inputs() -> None:
    recorded = deploy()
    inputs = {key: one.inputs for key, one in recorded.all.items()}
    policy = inputs["RolePolicy check"].pop("policy")
    trust = inputs["Role check"].pop("assumeRolePolicy")
    assert inputs == {
        "PythonFunction check": {},
        "Role check": {},
        "LogGroup check": {"name": "/aws/lambda/check-1a2b3c4", "retentionInDays": 30},
        "RolePolicy check": {"role": "check-1a2b3c4"},
        "Function check": {
            "role": "arn:aws:iam::111122223333:role/check-1a2b3c4",
            "code": {"handler.py": CODE},
            "handler": "handler.pineapple_check",
            "runtime": "python3.13",
            "architectures": ["arm64"],
            "memorySize": 128,
            "timeout": 10,
            "loggingConfig": {"logFormat": "JSON", "logGroup": "/aws/lambda/check-1a2b3c4"},
        },
    }
    assert json.loads(trust) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
    assert json.loads(policy) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/check-1a2b3c4:*"],
            }
        ],
    }


def test_parents_dependencies_and_outputs() -> None:
    recorded = deploy()
    assert recorded["PythonFunction check"].type == "aslant:index:PythonFunction"
    assert {one.parent for key, one in recorded.all.items() if key != "PythonFunction check"} == {
        "PythonFunction check"
    }
    assert recorded["Function check"].dependencies == {"Role check", "RolePolicy check", "LogGroup check"}
    outputs = {
        "arn": "arn:aws:lambda:eu-west-1:111122223333:function:check-1a2b3c4",
        "function_name": "check-1a2b3c4",
    }
    assert recorded["PythonFunction check"].outputs == outputs
    assert {name: export.value for name, export in recorded.exports.items()} == outputs


def test_every_argument_reaches_its_place() -> None:
    recorded = deploy(
        {
            "handler": "handler.pineapple_check",
            "runtime": "python3.14",
            "memory_size": 512.0,
            "timeout_seconds": 3,
            "environment": {"MENU": "short"},
            "log_retention_in_days": 7,
            "tags": {"team": "kitchen"},
        }
    )
    function = recorded["Function check"].inputs
    assert function["runtime"] == "python3.14"
    assert function["memorySize"] == 512
    assert function["timeout"] == 3
    assert function["environment"] == {"variables": {"MENU": "short"}}
    assert recorded["LogGroup check"].inputs["retentionInDays"] == 7
    tagged = {key for key, one in recorded.all.items() if one.inputs.get("tags") == {"team": "kitchen"}}
    assert tagged == {"Role check", "LogGroup check", "Function check"}


QUEUE = "arn:aws:sqs:eu-west-1:111122223333:lost"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:lost"
LAYER = "arn:aws:lambda:eu-west-1:111122223333:layer:tools:3"
NETWORK = {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]}


@pytest.mark.parametrize(
    ("args", "inputs"),
    [
        ({"architecture": "x86_64"}, {"architectures": ["x86_64"]}),
        ({"ephemeral_storage": 1024.0}, {"ephemeralStorage": {"size": 1024}}),
        ({"layers": [LAYER]}, {"layers": [LAYER]}),
        ({"reserved_concurrency": 0}, {"reservedConcurrentExecutions": 0}),
        ({"log_format": "Text"}, {"loggingConfig": {"logFormat": "Text", "logGroup": "/aws/lambda/check-1a2b3c4"}}),
        ({"publish": True}, {"publish": True}),
    ],
)
def test_an_option_is_an_input_of_the_function_and_changes_nothing_else(
    args: dict[str, Any], inputs: dict[str, Any]
) -> None:
    plain, changed = deploy(), deploy(args)
    assert changed["Function check"].inputs == {**plain["Function check"].inputs, **inputs}
    assert {key: one.inputs for key, one in changed.all.items() if key != "Function check"} == {
        key: one.inputs for key, one in plain.all.items() if key != "Function check"
    }


@pytest.mark.parametrize(
    ("args", "inputs", "actions", "resources"),
    [
        (
            {"vpc": NETWORK},
            {"vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}},
            [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses",
            ],
            ["*"],
        ),
        ({"dead_letter_arn": QUEUE}, {"deadLetterConfig": {"targetArn": QUEUE}}, ["sqs:SendMessage"], [QUEUE]),
        ({"dead_letter_arn": TOPIC}, {"deadLetterConfig": {"targetArn": TOPIC}}, ["sns:Publish"], [TOPIC]),
        (
            {"tracing": True},
            {"tracingConfig": {"mode": "Active"}},
            [
                "xray:GetSamplingRules",
                "xray:GetSamplingTargets",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
            ["*"],
        ),
        (
            {"policy_statements": [{"actions": ["s3:GetObject"], "resources": ["arn:b/*"]}]},
            {},
            ["s3:GetObject"],
            ["arn:b/*"],
        ),
    ],
)
def test_what_an_option_takes_the_role_may_do(
    args: dict[str, Any], inputs: dict[str, Any], actions: list[str], resources: list[str]
) -> None:
    recorded = deploy(args)
    assert recorded["Function check"].inputs == {**deploy()["Function check"].inputs, **inputs}
    _, *added = json.loads(recorded["RolePolicy check"].inputs["policy"])["Statement"]
    assert added == [{"Effect": "Allow", "Action": actions, "Resource": resources}]


def test_a_version_that_is_published_has_an_arn_of_its_own() -> None:
    assert deploy({"publish": True}).exports["arn"].value.endswith("function:check-1a2b3c4:1")


def test_children_may_be_transformed() -> None:
    recorded = deploy({"transform": {"function": {"description": "checks"}, "log_group": {"skip_destroy": True}}})
    assert recorded["Function check"].inputs["description"] == "checks"
    assert recorded["LogGroup check"].inputs["skipDestroy"] is True


def digest() -> str:
    return pack("x", {"handler.py": FOLDER / "handler.py"}).digest


@pytest.mark.parametrize("bucket", ["resource", "name", "output"])
def test_code_goes_through_a_bucket_that_is_named(bucket: str) -> None:
    def program() -> None:
        buckets: dict[str, Any] = {
            "resource": lambda: Bucket("b", bucket="artifacts"),
            "name": lambda: "artifacts",
            "output": lambda: pulumi.Output.from_input("artifacts"),
        }
        transform = {"code_object": {"storage_class": "STANDARD_IA"}}
        PythonFunction(
            "check",
            {
                "folder": str(FOLDER),
                "code_bucket": buckets[bucket](),
                "transform": transform,
                "tags": {"team": "kitchen"},
            },
        )

    recorded = record(program)
    key = f"check-1a2b3c4/{digest()}.zip"
    uploaded = recorded["BucketObjectv2 check"]
    assert uploaded.parent == "PythonFunction check"
    assert uploaded.inputs == {
        "bucket": "artifacts",
        "key": key,
        "source": {"handler.py": CODE},
        "storageClass": "STANDARD_IA",
        "tags": {"team": "kitchen"},
    }
    function = recorded["Function check"]
    assert "code" not in function.inputs
    assert (function.inputs["s3Bucket"], function.inputs["s3Key"]) == ("artifacts", key)
    assert "BucketObjectv2 check" in function.dependencies


def big_folder(path: Path, megabytes: int) -> str:
    """A folder with files that cannot be compressed."""
    path.mkdir()
    (path / "handler.py").write_text("def handler(event, context): ...\n")
    for number in range(megabytes):
        (path / f"{number}.bin").write_bytes(os.urandom(1_000_000))
    return str(path)


def test_an_archive_above_50_mb_needs_a_bucket(tmp_path: Path) -> None:
    folder = big_folder(tmp_path / "big", 53)

    def program() -> None:
        with pytest.raises(
            ArgsError, match=r"^PythonFunction 'big': the archive of the code has 53,\d\d\d,\d\d\d bytes"
        ):
            PythonFunction("big", {"folder": folder})
        PythonFunction("fine", {"folder": folder, "code_bucket": "artifacts"})

    assert [key for key in record(program).all if key.startswith("Function ")] == ["Function fine"]


@pytest.mark.parametrize("bucket", [{}, {"code_bucket": "artifacts"}])
def test_more_than_lambda_unpacks_is_refused_with_and_without_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: dict[str, Any]
) -> None:
    monkeypatch.setattr(bundle, "LARGEST", 1_500_000)
    folder = big_folder(tmp_path / "big", 2)

    def program() -> None:
        for requirements in ("", "# none"):
            (tmp_path / "big" / "requirements.txt").write_text(requirements)
            with pytest.raises(
                ArgsError, match=r"the code and its packages have 2,000,0.. bytes, and Lambda accepts 1,500"
            ):
                PythonFunction("big", {"folder": folder, **bucket})  # type: ignore[typeddict-item]

    assert record(program).all == {}


def test_deferred_numbers_are_whole_for_aws() -> None:
    def program() -> None:
        PythonFunction("check", {**ARGS, "memory_size": pulumi.Output.from_input(256.0)})  # type: ignore[typeddict-item]

    assert record(program)["Function check"].inputs["memorySize"] == 256


def test_a_preview_knows_the_graph_and_no_output() -> None:
    planned, deployed = deploy(preview=True), deploy()
    assert {key: (one.parent, one.dependencies) for key, one in planned.all.items()} == {
        key: (one.parent, one.dependencies) for key, one in deployed.all.items()
    }
    assert planned["Function check"].inputs["role"] == UNKNOWN
    assert [export.known for export in planned.exports.values()] == [False, False]


def test_a_relative_folder_is_of_the_programs_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER.parent)
    recorded = deploy({"folder": "pineapple_check"})
    assert recorded["Function check"].inputs["code"] == {"handler.py": CODE}


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("a" * 57, {}, "the name has 57 characters, and 56 are allowed"),
        ("no spaces", {}, "the name must consist of letters"),
        ("check", {"foldr": "x"}, "'foldr' is not an argument. Did you mean 'folder'?"),
        ("check", {"folder": None}, "folder is missing. Add it to args."),
        ("check", {"folder": "nowhere"}, "the folder"),
        ("check", {"folder": str(FOLDER.parent)}, "has no handler.py. Put the handler there"),
        ("check", {"handler": "handler.pineapple"}, "does not define 'pineapple'. Did you mean"),
        ("check", {"memory_size": 64}, "memory_size must be a whole number from 128 to 10,240 MB, not 64"),
        ("check", {"timeout_seconds": 901}, "timeout_seconds must be a whole number from 1 to 900 seconds"),
        ("check", {"log_retention_in_days": 8}, "log_retention_in_days must be one of 0, 1, 3, 5, 7, 14,"),
        ("check", {"publish": "yes"}, "publish must be True or False, not 'yes'"),
        ("check", {"tracing": 1}, "tracing must be True or False, not 1"),
        (
            "check",
            {"architecture": "arm"},
            "architecture must be one of arm64, x86_64, not 'arm'. Did you mean 'arm64'?",
        ),
        ("check", {"include": ["nowhere"]}, "include has "),
        (
            "check",
            {"runtime": "nodejs20.x"},
            "runtime must be a Python runtime such as 'python3.13', not 'nodejs20.x'",
        ),
        ("check", {"environment": {"AWS_REGION": "x"}}, "environment has 'AWS_REGION', which Lambda reserves"),
        (
            "check",
            {"environment": {"1A": "x"}},
            "environment has '1A', which Lambda reserves or does not allow as a name",
        ),
        ("check", {"layers": [LAYER] * 6}, "layers has 6 members, and Lambda allows 5 layers"),
        ("check", {"layers": ["x"]}, "layers has 'x', which is not the ARN of a layer version"),
        ("check", {"dead_letter_arn": "x"}, "dead_letter_arn must be the ARN of an SQS queue or an SNS topic, not 'x'"),
        (
            "check",
            {"code_bucket": "My_Bucket"},
            "code_bucket must be an S3 bucket or its name, which has lower-case letters",
        ),
        (
            "check",
            {"transform": {"code_object": {"acl": "private"}}},
            "transform has 'code_object', which is the archive in the code_bucket, but there is no code_bucket.",
        ),
        ("check", {"layers": "arn"}, "layers must be a non-empty list of strings, not 'arn'"),
        ("check", {"vpc": {"subnet_ids": ["a"]}}, "vpc: security_group_ids is missing. Add it to args."),
        (
            "check",
            {"transform": {"lambda": {}}},
            "transform has 'lambda', which is not a kind of child. The kinds are function",
        ),
        ("check", {"environment": {"A": 1}}, "environment has 'A', which must be a string, not 1"),
        ("check", {"tags": ["a"]}, "tags must be a mapping of tags to strings, not ['a']"),
    ],
)
def test_a_mistake_is_reported_before_anything_is_registered(name: str, args: Any, message: str) -> None:
    def program() -> None:
        with pytest.raises(ArgsError) as caught:
            PythonFunction(name, {**ARGS, **args})  # type: ignore[typeddict-item]
        assert str(caught.value).startswith(f"PythonFunction {name!r}: ")
        assert message in str(caught.value)

    assert record(program).all == {}
