"""What the command says of a task that nobody plays: how it is played from the shell."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from aslant.run.doubles import UnhandledTask

__all__ = ["told_unplayed"]

_HANDLERS: Final = ("handler", "lambda_handler")
"""The names that a handler has where it is not called like its folder."""


def told_unplayed(task: UnhandledTask, workflow: str) -> str:
    """The message; a handler in `functions/<symbol>/handler.py`, here or beside the workflow's file, is told of."""
    places = (Path(), Path(workflow.partition(":")[0]).parent)
    example = shlex.quote(json.dumps({task.state: {"answer": 1}}, ensure_ascii=False))
    return f"{task.problem}: say what it answers, such as --tasks {example}{_handler(task, places) or task.near}"


def _handler(task: UnhandledTask, places: Iterable[Path]) -> str:
    """The end of the message where the function's code is here; nothing where it is not."""
    for symbol in filter(str.isidentifier, task.names):
        file = Path("functions", symbol, "handler.py")
        found = next((place / file for place in places if (place / file).is_file()), None)
        if found is not None:
            text = found.read_text("utf-8", "replace")
            names = (name for name in (symbol, *_HANDLERS) if re.search(rf"^def {name}\b", text, re.MULTILINE))
            handler = next(names, symbol)
            return (
                f", or play it by {file}: --tasks tasks.py, which has `from functions.{symbol}.handler import "
                f'{handler}` and `tasks = {{"{symbol}": {handler}}}`'
            )
    return ""
