"""The public names of aslant.testing, which are imported at their first use."""

from __future__ import annotations

import subprocess
import sys

import pytest

import aslant.testing


def test_all_public_names_can_be_imported() -> None:
    assert aslant.testing.__all__ == sorted(aslant.testing.__all__)
    assert all(hasattr(aslant.testing, name) for name in aslant.testing.__all__)
    assert set(aslant.testing.__all__) <= set(dir(aslant.testing))
    with pytest.raises(AttributeError, match="has no attribute 'answer'"):
        _ = aslant.testing.answer


def test_importing_the_names_loads_neither_pytest_nor_hypothesis_nor_the_language() -> None:
    code = "import sys; from aslant.testing import *; print({'pytest', 'hypothesis', 'aslant.asl'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
