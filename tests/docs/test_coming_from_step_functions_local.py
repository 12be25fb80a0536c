"""Every command and file of docs/coming-from-step-functions-local.md works as the page says."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from aslant.local.options import parse_options

PAGE = (Path(__file__).parents[2] / "docs" / "coming-from-step-functions-local.md").read_text()
COMMANDS = re.findall(r"(?:`|^\$ )((?:[^`|\n]*; )?(?:[A-Z_]+=\S+ )*aslant local[^`\n]*)", PAGE, re.MULTILINE)
REPLACED = re.findall(r"`java -jar StepFunctionsLocal\.jar ([^`]+)`", PAGE)
FILES = dict(re.findall(r"`([\w.]+)`:\n\n```json\n(.*?)```", PAGE, re.DOTALL))
CLIENT = re.findall(r"^\$ (aws stepfunctions --endpoint-url .+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("command", [*COMMANDS, *(f"aslant local {options}" for options in REPLACED)])
def test_each_command_is_accepted(command: str) -> None:
    words = shlex.split(command.rpartition("; ")[2])
    at = words.index("aslant")
    variables = dict(word.split("=", 1) for word in words[:at])
    assert words[at : at + 2] == ["aslant", "local"]
    options = parse_options(words[at + 2 :], variables)
    local = "--step-functions-local" in words or "SFN_MOCK_CONFIG" in variables
    assert options.aws_port == (8083 if local else 4566)


def test_the_options_of_both_are_the_same() -> None:
    for options in REPLACED:
        assert f"`aslant local --step-functions-local {options}`" in PAGE


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The URL of the server that the page starts, in a folder with the page's files."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    command = [sys.executable, "-m", "aslant", "local", "--port", "0", "--aws-port", "0"]
    environment = {"SFN_MOCK_CONFIG": "mocks.json", "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        threading.Thread(target=process.stderr.read, daemon=True).start()
        text = "".join(takewhile("Press Ctrl-C to stop.\n".__ne__, process.stdout))
        try:
            yield text.splitlines()[0].removeprefix("aws: ")
        finally:
            process.terminate()
            process.wait(10)


def run(command: str, url: str, folder: Path) -> dict[str, Any]:
    """Perform a command of the AWS CLI with boto3."""
    words = shlex.split(command, comments=False)
    operation, given = words[4], words[5:]
    parameters = {}
    for flag, value in zip(given[::2], given[1::2], strict=True):
        first, *rest = flag.removeprefix("--").split("-")
        text = (folder / value.removeprefix("file://")).read_text() if value.startswith("file://") else value
        parameters[first + "".join(part.title() for part in rest)] = text
    client = boto3.client(
        "stepfunctions",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106  # of the local AWS
        config=Config(retries={"total_max_attempts": 1}),
    )
    found: dict[str, Any] = getattr(client, operation.replace("-", "_"))(**parameters)
    return found


def test_the_same_client_gets_the_mocks_of_the_test_case(server: str, tmp_path: Path) -> None:
    create, start, describe = CLIENT
    run(create, server, tmp_path)
    run(start, server, tmp_path)
    end = time.monotonic() + 10
    while (found := run(describe, server, tmp_path))["status"] == "RUNNING":
        assert time.monotonic() < end
        time.sleep(0.05)
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", {"ok": "at last"})
