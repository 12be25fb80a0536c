"""Human-readable errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aslant.run.report.error_summary import raised_at, summarize_error

FRAMES = ['  File "/var/task/oven.py", line 3, in bake\n    burn()\n', '  File "/var/task/fire.py", line 7, in burn\n']


def report(**members: object) -> str:
    return json.dumps({"errorMessage": "no oven", "errorType": "ValueError", "stackTrace": FRAMES, **members})


@pytest.mark.parametrize(
    ("error", "cause", "told"),
    [
        ("ValueError", report(), "ValueError: no oven"),
        ("ValueError", report(errorMessage=""), "ValueError"),
        ("ValueError", report(errorMessage=1), f"ValueError: {report(errorMessage=1)}"),
        ("Refused", "no money", "Refused: no money"),
        ("Refused", '{"a": 1}', 'Refused: {"a": 1}'),
        ("Refused", "{no JSON", "Refused: {no JSON"),
        ("Refused", "{" * 3, "Refused: {{{"),
        ("Refused", None, "Refused"),
        (None, None, ""),
    ],
)
def test_an_error_is_shown_with_its_message_once(error: str | None, cause: str | None, told: str) -> None:
    assert summarize_error(error, cause) == told


@pytest.mark.parametrize(
    ("cause", "place"),
    [
        (report(), "/var/task/fire.py:7"),
        (report(stackTrace=[f'  File "{Path.cwd()}/oven.py", line 2, in bake\n']), "oven.py:2"),
        (report(stackTrace=[]), ""),
        (report(stackTrace=["bake"]), ""),
        ("no money", ""),
        (None, ""),
    ],
)
def test_an_exception_is_shown_with_the_line_that_raised_it(cause: str | None, place: str) -> None:
    assert raised_at(cause) == place
