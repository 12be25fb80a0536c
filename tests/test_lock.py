"""The lock files: the pins of requirements*.txt with hashes, and no address of a registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)
FILES = ("requirements", "requirements-dev")


def pins(text: str) -> dict[str, str]:
    """Return the version of each pinned package, by its normalized name."""
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def required(name: str) -> dict[str, str]:
    """Return the pins of a requirements file and of the files that it includes."""
    text = (ROOT / f"{name}.txt").read_text()
    found = pins(text)
    for included in re.findall(r"^-r (\S+)\.txt", text, re.MULTILINE):
        found |= required(included)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_lock_file_has_the_pins_of_its_requirements_file(name: str) -> None:
    assert pins((ROOT / f"{name}.lock").read_text()) == required(name), "run: make lock"


@pytest.mark.parametrize("name", FILES)
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / f"{name}.lock").read_text()
    assert len(re.findall(r"==\S+(?: ; [^\n]*)? \\\n    --hash=sha256:[0-9a-f]{64}", text)) == len(pins(text))
    assert "://" not in text


def test_the_build_backend_has_the_locked_version() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]
    assert build["requires"] == [f"hatchling=={required('requirements')['hatchling']}"]
