"""A task that nobody plays, from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from aslant.cli.unhandled_task import told_unplayed
from aslant.run.doubles import UnhandledTask
from tests.cli.conftest import Aslant

TOLD = (
    "state 'Pack' calls '${pack}', which has no mock or handler: say what it answers, such as "
    '--tasks \'{"Pack": {"answer": 1}}\''
)


def unplayed(near: str = "") -> UnhandledTask:
    return UnhandledTask("Pack", "${pack}", ["Pack", "${pack}", "pack"], near)


def test_the_option_is_named_with_an_example(folder: Path) -> None:
    assert told_unplayed(unplayed(), "shop.py:shop") == TOLD
    assert told_unplayed(unplayed("; did you mean 'pick'?"), "shop.py:shop") == f"{TOLD}; did you mean 'pick'?"


@pytest.mark.parametrize(
    ("source", "handler"),
    [
        ("def pack(event, context): ...\ndef handler(event, context): ...\n", "pack"),
        ("def handler(event, context): ...\n", "handler"),
        ("import x\ndef lambda_handler(event, context): ...\n", "lambda_handler"),
        ("from x import pack\n", "pack"),
    ],
)
def test_a_handler_that_is_there_is_told_of(tmp_path: Path, source: str, handler: str) -> None:
    file = tmp_path / "functions" / "pack" / "handler.py"
    file.parent.mkdir(parents=True)
    file.write_text(source)
    assert told_unplayed(unplayed(), f"{tmp_path}/shop.py:shop") == (
        f"{TOLD}, or play it by functions/pack/handler.py: --tasks tasks.py, which has `from functions.pack.handler "
        f'import {handler}` and `tasks = {{"pack": {handler}}}`'
    )


def test_what_the_message_says_works(aslant: Aslant, folder: Path) -> None:
    (folder / "functions" / "f").mkdir(parents=True)
    (folder / "functions" / "f" / "handler.py").write_text("def f(event, context):\n    return 7\n")
    code, _, err = aslant("run", "shop.py:shop")
    assert (code, '`from functions.f.handler import f` and `tasks = {"f": f}`' in err) == (2, True)
    (folder / "tasks.py").write_text('from functions.f.handler import f\ntasks = {"f": f}\n')
    assert aslant("run", "shop.py:shop", "--tasks", "tasks.py").out.endswith("output  7\n")
