"""The code of a function in Pulumi's own engine: a small state, and an upload for each change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pulumi.automation import PulumiCommand

from aslant.aws import PythonFunction
from aslant.aws.function.python_function import KINDS
from tests.engine.engine import Engine

KINDS["code_object"]()  # the package of buckets warns of its own classes while it is imported
from pulumi_aws.s3 import Bucket  # noqa: E402


@pytest.fixture
def fresh(cli: PulumiCommand, plugin: Path, tmp_path: Path) -> Engine:
    return Engine(cli, plugin, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "check" / "menu").mkdir(parents=True)
    (tmp_path / "check" / "handler.py").write_text("def handler(event, context): ...\n")
    for number in range(300):
        (tmp_path / "check" / "menu" / f"pizza_{number}.py").write_text(f"# {number}\n")
    return tmp_path / "check"


def test_many_files_are_one_archive_in_the_state(fresh: Engine, folder: Path) -> None:
    def program() -> None:
        PythonFunction("check", {"folder": str(folder)})

    assert len(fresh.up(program).changes["create"]) == 5
    assert fresh.up(program).changes == {}
    (function,) = (one for one in fresh.stack_state()["resources"] if one["type"] == "aws:lambda/function:Function")
    assert "pizza_7.py" not in json.dumps(function)
    assert len(json.dumps(function["inputs"]["code"])) < 400
    (folder / "menu" / "pizza_7.py").write_text("# another\n")
    assert fresh.up(program).changes == {"update": {"Function check"}}
    fresh.destroy(program)


def test_a_change_of_the_code_is_a_new_object_in_its_bucket(fresh: Engine, folder: Path) -> None:
    def program() -> None:
        PythonFunction("check", {"folder": str(folder), "code_bucket": Bucket("code")})

    assert {"BucketObjectv2 check", "Bucket code", "Function check"} <= fresh.up(program).changes["create"]
    assert fresh.up(program).changes == {}
    (folder / "handler.py").write_text("def handler(event, context): return 1\n")
    assert fresh.up(program).changes == {"replace": {"BucketObjectv2 check"}, "update": {"Function check"}}
    fresh.destroy(program)
    assert fresh.standing == []
