"""A fixture that runs pytest with the plugin in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_WITHOUT = [option for name in ("cacheprovider", "hypothesispytest", "anyio") for option in ("-p", f"no:{name}")]

Pytest = Callable[..., pytest.RunResult]


@pytest.fixture
def inner(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> Pytest:
    """Return a function that runs pytest in this process: `inner("-q", test_pizza="…")` writes `test_pizza.py`."""
    installed = request.config.pluginmanager.has_plugin("aslant")
    plugin = () if installed else ("-p", "aslant.testing.plugin")

    def run(*arguments: str, subprocess: bool = False, **files: str) -> pytest.RunResult:
        if files:
            pytester.makepyfile(**files)
        how = pytester.runpytest_subprocess if subprocess else pytester.runpytest_inprocess
        return how(*plugin, *_WITHOUT, *arguments)

    return run
