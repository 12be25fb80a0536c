"""The factors of the cost: the component's defaults, and validation."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.cost import Options
from aslant.errors import ArgsError


@pytest.mark.parametrize(
    ("options", "level"), [({}, "ALL"), ({"type": "STANDARD"}, "ERROR"), ({"log_level": "FATAL"}, "FATAL")]
)
def test_the_default_level_depends_on_the_type(options: dict[str, Any], level: str) -> None:
    assert Options(**options).level == level


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"type": "express"}, "type must be EXPRESS or STANDARD, not 'express'"),
        ({"api": "GRAPHQL"}, "api must be HTTP or REST or NONE, not 'GRAPHQL'"),
        ({"log_level": "OFF"}, "log_level must be None or ALL or ERROR or FATAL, not 'OFF'"),
        ({"architecture": "riscv"}, "architecture must be arm64 or x86_64, not 'riscv'"),
        ({"memory": 64}, "memory must be a number from 128 to 10,240 MB, not 64"),
        ({"memory": 128.5}, "memory must be a whole number of MB, not 128.5"),
        ({"items": 2.5}, "items must be a whole number of items, not 2.5"),
        ({"input_kb": 257}, "input_kb must be a number from 0 to 256 KB, not 257"),
        ({"milliseconds": -1}, "milliseconds must be a number from 0 to 900,000 milliseconds, not -1"),
        ({"items": True}, "items must be a number from 0 to 100,000,000 items, not True"),
        ({"memory": 1, "items": -1}, "memory must .* not 1; items must .* not -1"),
    ],
)
def test_an_invalid_option_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgsError, match=message):
        Options(**options)
