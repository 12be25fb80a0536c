"""The examples in docs/testing.md are what happens."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import hypothesis  # noqa: F401 - imported here, so that inner sessions do not import it again
import pytest

import aslant.run
from tests.testing.conftest import Pytest

for module in pkgutil.walk_packages(aslant.run.__path__, "aslant.run."):
    importlib.import_module(module.name)  # inner sessions must not import a part of the runner again

pytest_plugins = ("pytester",)

PAGE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text()
FILES = dict(re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
SHOWN = [
    tuple(block.split("\n", 1))
    for block in re.findall(r"^```console\n\$ pytest (.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
]
WRONG = "test_wrong.py"
ROOT = Path(__file__).parents[2]
IN_A_PROCESS = ("test_infrastructure.py", "test_local_shop.py")
"""Files that import pulumi or moto, whose global state other sessions must not share."""


@pytest.fixture(autouse=True)
def files(pytester: pytest.Pytester) -> None:
    for name, text in FILES.items():
        (pytester.path / name).write_text(text)


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.startswith("test_")))
def test_a_block_passes(inner: Pytest, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # pulumi asks for the event loop of a thread that has none, which Python warns about since 3.12.
    strict = ("-W", "error", "-W", "ignore:There is no current event loop:DeprecationWarning")
    result = inner(*strict, name, subprocess=name in IN_A_PROCESS)
    count = FILES[name].count("\ndef test_")
    if name == WRONG:
        result.assert_outcomes(failed=count)
    else:
        result.assert_outcomes(passed=count)


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_a_session_prints_what_the_page_shows(inner: Pytest, command: str, output: str) -> None:
    lines = [line.replace("[", "[[]").replace("...", "*") for line in output.splitlines()]
    inner(*shlex.split(command)).stdout.fnmatch_lines(lines, consecutive=True)


def test_every_public_name_is_documented() -> None:
    import aslant.testing

    internal = {"Double", "Outcome", "UnexpectedExecution"}
    documented = {name for name in aslant.testing.__all__ if re.search(rf"\b{name}\b", PAGE)}
    assert set(aslant.testing.__all__) - documented <= internal
