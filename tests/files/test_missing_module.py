"""The advice for a package that only a function's requirements.txt names."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from aslant.files.missing_module import import_advice

PACK = (
    ". functions/pack/requirements.txt pins it for the function only. To install it for the program, run: pip install "
    '-r functions/pack/requirements.txt. Or name the task by its symbol, "pack", instead of importing its handler'
)
SHARED = (
    ". shared/requirements.txt pins it for the function only. To install it for the program, run: pip install -r "
    "shared/requirements.txt"
)


@pytest.mark.parametrize(
    ("folder", "pins", "module", "advice"),
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
def test_the_advice_names_the_requirements_that_pin_a_module(
    tmp_path: Path, folder: str, pins: str | None, module: str, advice: str
) -> None:
    handler = tmp_path / folder / "handler.py"
    handler.parent.mkdir(parents=True)
    handler.write_text(f"import {module}\n")
    if pins is not None:
        (handler.parent / "requirements.txt").write_text(pins)
    with pytest.raises(ModuleNotFoundError) as missing:
        runpy.run_path(str(handler))
    assert import_advice(missing.value, tmp_path.resolve()) == advice


def test_other_errors_get_no_advice(tmp_path: Path) -> None:
    assert import_advice(ImportError("no oven", name="oven"), tmp_path) == ""
    assert import_advice(ModuleNotFoundError("no oven"), tmp_path) == ""
