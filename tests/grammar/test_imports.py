"""The grammars import only the standard library and `aslant.errors`."""

from __future__ import annotations

import subprocess
import sys

import pytest

SHOW = """
import sys
before = set(sys.modules)
import aslant.grammar.{name}
new = set(sys.modules) - before
print(*sorted({{name.partition(".")[0] for name in new}} - sys.stdlib_module_names))
print(*sorted({{".".join(name.split(".")[:2]) for name in new if name.startswith("aslant.")}}))
"""


@pytest.mark.parametrize("name", ["jsonpath", "intrinsics", "jsonata"])
def test_a_grammar_imports_the_standard_library_and_the_errors(name: str) -> None:
    code = SHOW.format(name=name)
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.splitlines() == ["aslant", "aslant.errors aslant.grammar"]
