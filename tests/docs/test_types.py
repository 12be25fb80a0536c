"""docs/types.md: each mistake has the message that stands under it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from aslant.asl import check

PAGE = Path(__file__).parents[2] / "docs" / "types.md"
TEXT = PAGE.read_text()
SETTING, *BLOCKS = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", TEXT, re.DOTALL)


@pytest.mark.parametrize(("source", "messages"), BLOCKS)
def test_an_example_has_the_message_under_it(source: str, messages: str) -> None:
    names: dict[str, Any] = {}
    for code in (SETTING[0], source):
        exec(compile(code, PAGE.name, "exec"), names)  # noqa: S102  # our own page
    if messages:
        assert [str(finding) for finding in check(names["machine"])] == messages.splitlines()


def test_most_examples_have_a_message() -> None:
    assert sum(bool(messages) for _, messages in BLOCKS) >= 16
