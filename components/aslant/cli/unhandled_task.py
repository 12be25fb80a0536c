"""The command's message for a task without a handler or mock, which shows how to add one from the shell."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from aslant.run.doubles import UnhandledTask

__all__ = ["unhandled_task_message"]

_HANDLERS: Final = ("handler", "lambda_handler")
"""The names of handlers that are not named after their folder."""


def unhandled_task_message(task: UnhandledTask, workflow: str) -> str:
    """Return the message for a task of a workflow.

    It mentions a handler in `functions/<symbol>/handler.py`, in the working directory or next to the workflow's file.
    """
    places = (Path(), Path(workflow.partition(":")[0]).parent)
    example = shlex.quote(json.dumps({task.state: {"answer": 1}}, ensure_ascii=False))
    return f"{task.problem}. Pass its result, such as --tasks {example}{_handler(task, places) or task.near}"


def _handler(task: UnhandledTask, places: Iterable[Path]) -> str:
    """Return the end of the message if the function's code is found, otherwise nothing."""
    for symbol in filter(str.isidentifier, task.names):
        file = Path("functions", symbol, "handler.py")
        found = next((place / file for place in places if (place / file).is_file()), None)
        if found is not None:
            text = found.read_text("utf-8", "replace")
            names = (name for name in (symbol, *_HANDLERS) if re.search(rf"^def {name}\b", text, re.MULTILINE))
            handler = next(names, symbol)
            return (
                f", or run {file}: pass --tasks tasks.py, a file with `from functions.{symbol}.handler import "
                f'{handler}` and `tasks = {{"{symbol}": {handler}}}`'
            )
    return ""
