"""The message for a task without a mock, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from aslant.cli.unhandled_task import unhandled_task_message
from aslant.run.doubles import UnhandledTask
from tests.cli.conftest import Aslant

MESSAGE = (
    "state 'Pack' calls '${pack}', which has no mock or handler. Pass its result, such as "
    '--tasks \'{"Pack": {"answer": 1}}\''
)


def unhandled(near: str = "") -> UnhandledTask:
    return UnhandledTask("Pack", "${pack}", ["Pack", "${pack}", "pack"], near)


def test_the_option_is_named_with_an_example(folder: Path) -> None:
    assert unhandled_task_message(unhandled(), "shop.py:shop") == MESSAGE
    assert (
        unhandled_task_message(unhandled(". Did you mean 'pick'?"), "shop.py:shop")
        == f"{MESSAGE}. Did you mean 'pick'?"
    )


@pytest.mark.parametrize(
    ("source", "handler"),
    [
        ("def pack(event, context): ...\ndef handler(event, context): ...\n", "pack"),
        ("def handler(event, context): ...\n", "handler"),
        ("import x\ndef lambda_handler(event, context): ...\n", "lambda_handler"),
        ("from x import pack\n", "pack"),
    ],
)
def test_an_existing_handler_is_mentioned(tmp_path: Path, source: str, handler: str) -> None:
    file = tmp_path / "functions" / "pack" / "handler.py"
    file.parent.mkdir(parents=True)
    file.write_text(source)
    assert unhandled_task_message(unhandled(), f"{tmp_path}/shop.py:shop") == (
        f"{MESSAGE}, or run functions/pack/handler.py: pass --tasks tasks.py, a file with `from functions.pack.handler "
        f'import {handler}` and `tasks = {{"pack": {handler}}}`'
    )


def test_following_the_message_works(aslant: Aslant, folder: Path) -> None:
    (folder / "functions" / "f").mkdir(parents=True)
    (folder / "functions" / "f" / "handler.py").write_text("def f(event, context):\n    return 7\n")
    code, _, err = aslant("run", "shop.py:shop")
    assert (code, '`from functions.f.handler import f` and `tasks = {"f": f}`' in err) == (2, True)
    (folder / "tasks.py").write_text('from functions.f.handler import f\ntasks = {"f": f}\n')
    assert aslant("run", "shop.py:shop", "--tasks", "tasks.py").out.endswith("output  7\n")
