"""A module that cannot be imported: the line of the user's code, and the reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aslant.files.import_fault import ImportFault
from aslant.files.workflow import load_workflow

PULUMI = "this is a Pulumi program, which only runs under `pulumi up` and `python -m aslant.local`. Move the workflow"


@pytest.mark.parametrize(
    ("source", "line", "column", "problem"),
    [
        ("\n1 / 0\n", 2, None, "importing shop.py failed with ZeroDivisionError: division by zero"),
        ("a = 1\nb =\n", 2, 4, "this is not valid Python: invalid syntax"),
        ("from aslant.asl import Succeed\nSucceed('')\n", 2, None, "state '': a name must have 1 to 80 characters"),
        ("import no_such_oven\n", 1, None, "importing shop.py failed with ModuleNotFoundError: No module named"),
    ],
)
def test_the_fault_is_at_the_line_of_the_users_code(
    folder: Path, source: str, line: int, column: int | None, problem: str
) -> None:
    (folder / "shop.py").write_text(source)
    with pytest.raises(ImportFault) as fault:
        load_workflow("shop.py", "shop")
    assert (fault.value.file, fault.value.line, fault.value.column) == (str(folder.resolve() / "shop.py"), line, column)
    assert fault.value.problem.startswith(problem)
    assert str(fault.value) == f"{fault.value.file}:{line}: {fault.value.problem}"


@pytest.mark.parametrize("line", ["pulumi.export('url', 'x')", "size = pulumi.Config().require('size')"])
def test_a_pulumi_program_is_recognized(folder: Path, line: str) -> None:
    (folder / "__main__.py").write_text(f"import pulumi\n{line}\n")
    # A separate process, because tests of the local AWS leave a stack behind in Pulumi's SDK.
    command = [sys.executable, "-m", "aslant", "run", "__main__.py:shop"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {folder.resolve() / '__main__.py'}:2: {PULUMI}")


def test_a_package_that_only_a_function_pins_has_a_hint(folder: Path) -> None:
    (folder / "requirements.txt").write_text("no-such-oven==1.0\n")
    (folder / "shop.py").write_text("import no_such_oven\n")
    with pytest.raises(ImportFault, match=r"\. requirements\.txt pins it for the function only\. "):
        load_workflow("shop.py", "shop")


def test_a_fault_without_a_line_of_the_users_code_names_the_module() -> None:
    fault = ImportFault("shops.pizza", ValueError("no oven"))
    assert (fault.file, fault.line) == (None, None)
    assert str(fault) == "shops.pizza: importing shops.pizza failed with ValueError: no oven"
