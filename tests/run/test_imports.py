"""The part is standard library alone, and its public names are told."""

from __future__ import annotations

import subprocess
import sys

import aslant.run

LIST = (
    "import sys; before = set(sys.modules); import aslant.run; "
    "print(*{name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names)"
)


def test_it_imports_the_standard_library_alone() -> None:
    found = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["aslant"]


def test_it_does_not_import_the_language() -> None:
    code = "import sys, aslant.run; sys.exit('aslant.asl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_public_names_are_there() -> None:
    assert aslant.run.__all__ == sorted(aslant.run.__all__)
    assert all(hasattr(aslant.run, name) for name in aslant.run.__all__)
