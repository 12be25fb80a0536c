from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aslant.errors import LocalError
from aslant.local import own_modules
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]


def test_the_program_runs_as_main_in_its_directory_with_its_configuration(load_program: Load) -> None:
    registry = load_program(
        """
import os, sys
import pulumi
import recipe

config = pulumi.Config()
pulumi.export("seen", [__name__, os.path.basename(sys.argv[0]), os.path.exists("Pulumi.yaml"), recipe.DOUGH])
pulumi.export("config", [config.require_int("size"), config.get("none"), config.require_object("toppings")])
pulumi.export("secret", config.require_secret("password"))
pulumi.export("where", [pulumi.get_project(), pulumi.get_stack(), pulumi.runtime.is_dry_run()])
""",
        recipe__py="DOUGH = 'thin'\n",
        project="name: shop\nruntime: python\nconfig:\n  size: 3\n  toppings: {type: array, default: [basil]}\n"
        "  password: {secret: true, default: hush}\n",
    )
    assert registry.exports["seen"] == ["__main__", "__main__.py", True, "thin"]
    assert registry.exports["config"] == [3, None, ["basil"]]
    assert registry.exports["where"] == ["shop", "dev", False]
    assert registry.secret_exports == {"secret"}


def test_an_asynchronous_program_is_awaited(load_program: Load) -> None:
    registry = load_program(
        """
import asyncio
import pulumi

async def main():
    await asyncio.sleep(0)
    return {"answer": 42}

pulumi.run(main)
"""
    )
    assert registry.exports == {"answer": 42}


def test_a_second_run_loads_edited_modules_and_keeps_nothing_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import pulumi, recipe\npulumi.export(recipe.NAME, 1)\n")
    found = []
    for name in ("first", "second-one"):
        (tmp_path / "recipe.py").write_text(f"NAME = {name!r}\n")
        found.append(load(read_project(tmp_path, "dev"), LocalAccount()).exports)
    assert found == [{"first": 1}, {"second-one": 1}]


def test_the_state_of_the_process_is_restored(load_program: Load) -> None:
    before = (os.getcwd(), list(sys.path), list(sys.argv), gc.isenabled(), sys.modules["__main__"])
    load_program("import os, sys\nsys.path.append('x')\nos.chdir('/')\n")
    assert (os.getcwd(), list(sys.path), list(sys.argv), gc.isenabled(), sys.modules["__main__"]) == before


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ("def bake():\n    1 / 0\nbake()\n", "ZeroDivisionError: division by zero\n.*:3 in <module>\n.*:2 in bake"),
        ("import nowhere\n", "ModuleNotFoundError: No module named 'nowhere'\n  at __main__.py:1"),
        ("def f(\n", r"SyntaxError: '\(' was never closed.*\n  at .*__main__.py:1"),
        ("import sys\nsys.exit(3)\n", "the program exited with code 3"),
        ("import pulumi\npulumi.Config().require('size')\n", "shop:size"),
        (
            "import pulumi\npulumi.export('x', pulumi.Output.from_input(1).apply(lambda x: x / 0))\n",
            "ZeroDivisionError: division by zero",
        ),
        ("import pulumi\nraise pulumi.RunError('no oven')\n", "the program stopped: no oven"),
    ],
)
def test_a_program_that_fails_is_reported_with_its_own_lines(load_program: Load, main: str, message: str) -> None:
    with pytest.raises(LocalError, match=message) as error:
        load_program(main)
    assert "site-packages" not in str(error.value)
    assert "runpy" not in str(error.value)


def test_a_package_that_only_a_function_has_is_reported_with_advice(load_program: Load, tmp_path: Path) -> None:
    pack = tmp_path / "functions" / "pack"
    pack.mkdir(parents=True)
    (pack / "handler.py").write_text("import no_such_oven\n")
    (pack / "requirements.txt").write_text("no-such-oven==1.0\n")
    with pytest.raises(LocalError) as error:
        load_program("import functions.pack.handler\n")
    first, *lines = str(error.value).splitlines()
    assert first == (
        "the program failed with ModuleNotFoundError: No module named 'no_such_oven'. functions/pack/requirements.txt "
        "pins it for the function only. To install it for the program, run: pip install -r "
        'functions/pack/requirements.txt. Or name the task by its symbol, "pack", instead of importing its handler'
    )
    assert lines == ["  at __main__.py:1 in <module>", "  at functions/pack/handler.py:1 in <module>"]


def test_frames_of_aslant_and_of_the_interpreter_are_left_out_wherever_they_are(
    load_program: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_modules, "OTHERS", (tmp_path / "kit",))
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "oven.py").write_text("def bake(what):\n    return what()\n")
    with pytest.raises(LocalError) as error:
        load_program("from kit import oven\ndef fail():\n    1 / 0\noven.bake(fail)\n")
    assert str(error.value) == (
        "the program failed with ZeroDivisionError: division by zero\n"
        "  at __main__.py:4 in <module>\n"
        "  at __main__.py:3 in fail"
    )


def test_the_api_that_the_program_creates_first_has_the_local_address(load_program: Load) -> None:
    registry = load_program(
        """
import json
import pulumi
import pulumi_aws as aws

key = aws.kms.Key("key")
late = aws.apigateway.RestApi("late", body=key.arn.apply(lambda arn: json.dumps({"openapi": "3.0.1", "paths": {}})))
early = aws.apigatewayv2.Api("early", protocol_type="HTTP")
pulumi.export("early", early.api_endpoint)
"""
    )
    (late,) = registry.of("aws:apigateway/restApi:RestApi")
    assert late.output("localUrl") == "http://127.0.0.1:8000"
    assert registry.exports["early"].endswith(".localhost:8000")
