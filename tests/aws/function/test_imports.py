"""Imports of a function that nobody ships."""

from pathlib import Path

import pytest

from aslant.aws import PythonFunction
from aslant.aws.function.imports import not_shipped
from tests.aws.recording import record

CODE = """import json
from typing import TYPE_CHECKING

import boto3
import dateutil.tz
import pydantic
from botocore.exceptions import ClientError
from functions.shared.rules import rule

from . import near
from prices import price

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

try:
    import orjson
except ImportError:
    orjson = None


def handler(event, context):
    import requests
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "handler.py").write_text(CODE)
    (tmp_path / "f" / "prices.py").write_text("import menu\n")
    return tmp_path / "f"


def test_what_neither_python_nor_lambda_nor_the_archive_has_is_told(folder: Path, tmp_path: Path) -> None:
    assert not_shipped(folder, None, []) == [
        "handler.py:6 imports 'pydantic'",
        "handler.py:8 imports 'functions.shared.rules'",
        "handler.py:23 imports 'requests'",
        "prices.py:1 imports 'menu'",
    ]
    packages = tmp_path / "packages"
    for name in ("pydantic", "requests"):
        (packages / name).mkdir(parents=True)
    assert not_shipped(folder, packages, [tmp_path / "functions", tmp_path / "menu.py"]) == []


def test_a_component_warns_of_it_unless_there_are_layers(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    record(
        lambda: PythonFunction(
            "f", {"folder": str(folder), "layers": ["arn:aws:lambda:eu-west-1:111122223333:layer:tools:3"]}
        )
    )
    assert caplog.messages == []
    record(lambda: PythonFunction("f", {"folder": str(folder)}))
    assert caplog.messages[0] == (
        "PythonFunction 'f': handler.py:6 imports 'pydantic', which is not in the archive. Pin it in "
        "requirements.txt, or "
        "add its folder to include."
    )


def test_invalid_python_is_left_to_lambda(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("def (:\n")
    assert not_shipped(tmp_path, None, []) == []
