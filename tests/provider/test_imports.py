"""The provider's answers are below testing, aws and local: they need nothing of the others, nor pulumi."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["account", "invokes", "registry", "resources", "wire"])
def test_a_module_imports_the_errors_alone(module: str) -> None:
    code = f"import sys, aslant.provider.{module}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert {".".join(name.split(".")[:2]) for name in loaded if name.startswith("aslant.")} <= {
        "aslant.errors",
        "aslant.provider",
    }
    assert "pulumi" not in loaded
