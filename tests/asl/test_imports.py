"""Tests for the cost and the results of imports."""

import importlib
import subprocess
import sys

import pytest

PACKAGES = ["aslant", "aslant.asl", "aslant.asl.states", "aslant.grammar", "aslant.run", "aslant.iam", "aslant.cli"]
SHOW = """
import sys
before = set(sys.modules)
import {package}
own = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(own - set(sys.stdlib_module_names)))
print(*sorted(name for name in sys.modules if name.startswith("aslant.")))
"""


def loaded(package: str) -> tuple[str, list[str]]:
    """Return the projects outside the standard library and the modules of aslant that an import loads."""
    code = SHOW.format(package=package)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    projects, _, modules = result.stdout.partition("\n")
    return projects, modules.split()


@pytest.mark.parametrize("package", PACKAGES)
def test_only_the_standard_library_and_aslant_are_loaded(package: str) -> None:
    assert loaded(package)[0] == "aslant"


def test_importing_aslant_loads_none_of_its_packages() -> None:
    assert loaded("aslant")[1] == ["aslant.errors"]


def test_the_language_loads_no_other_package() -> None:
    parts = {".".join(name.split(".")[:2]) for name in loaded("aslant.asl")[1]}
    assert parts == {"aslant.asl", "aslant.errors", "aslant.json_value", "aslant.walk"}


@pytest.mark.parametrize("package", ["aslant", "aslant.asl", "aslant.asl.states"])
def test_a_package_lists_its_exports(package: str) -> None:
    module = importlib.import_module(package)
    names = module.__all__
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if name[0].isupper() and not name.isupper()]
    assert names == [*sorted(constants), *sorted(classes), *sorted(set(names) - {*constants, *classes})]
    assert len(set(names)) == len(names)
    assert all(hasattr(module, name) for name in names)
