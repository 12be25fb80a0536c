"""A function's packages, which the program itself may lack."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from aslant.local.functions.missing_module import ways_out

PACK = (
    "; functions/pack/requirements.txt pins it for the function alone: pip install -r "
    'functions/pack/requirements.txt beside the program, or name the task by its symbol, "pack", instead of '
    "importing its handler"
)
SHARED = (
    "; shared/requirements.txt pins it for the function alone: pip install -r shared/requirements.txt beside the "
    "program"
)


@pytest.mark.parametrize(
    ("folder", "pins", "module", "said"),
    [
        ("functions/pack", "no_such_oven==4.0\n", "no_such_oven", PACK),
        ("functions/pack", "# all\n  No.Such-Oven[gas]==4.0 \\\n    --hash=sha256:0a\n", "no_such_oven", PACK),
        ("shared", "no-such-oven==4.0\n", "no_such_oven", SHARED),
        ("functions/pack", "no-such-oven==4.0\n", "no_such_flour", ""),
        ("functions/pack", "# no-such-oven\n", "no_such_oven", ""),
        ("functions/pack", "no-such-oven-door==4.0\n", "no_such_oven", ""),
        ("functions/pack", None, "no_such_oven", ""),
    ],
)
def test_a_module_that_a_function_pins_is_known(
    tmp_path: Path, folder: str, pins: str | None, module: str, said: str
) -> None:
    handler = tmp_path / folder / "handler.py"
    handler.parent.mkdir(parents=True)
    handler.write_text(f"import {module}\n")
    if pins is not None:
        (handler.parent / "requirements.txt").write_text(pins)
    with pytest.raises(ModuleNotFoundError) as missing:
        runpy.run_path(str(handler))
    assert ways_out(missing.value, tmp_path.resolve()) == said


def test_other_errors_have_no_such_end(tmp_path: Path) -> None:
    assert ways_out(ImportError("no oven", name="oven"), tmp_path) == ""
    assert ways_out(ModuleNotFoundError("no oven"), tmp_path) == ""
