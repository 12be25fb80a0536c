"""The command that installs an extra."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from aslant import extras

REPOSITORY = "https://git.example/shop/aslant"


class Installed:
    """A distribution whose installer recorded its origin."""

    def __init__(self, origin: str | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.origin


@pytest.mark.parametrize(
    ("origin", "command"),
    [
        ({"url": "file:///src/as%20lant", "dir_info": {"editable": True}}, "pip install -e '/src/as lant[yaml]'"),
        ({"url": "file:///src/aslant", "dir_info": {}}, "pip install '/src/aslant[yaml]'"),
        (
            {"url": REPOSITORY, "vcs_info": {"vcs": "git", "requested_revision": "main", "commit_id": "1a2b"}},
            f"pip install 'aslant[yaml] @ git+{REPOSITORY}@main'",
        ),
        (
            {"url": REPOSITORY.replace("//", "//me:secret@"), "vcs_info": {"vcs": "git", "commit_id": "1a2b"}},
            f"pip install 'aslant[yaml] @ git+{REPOSITORY}@1a2b'",
        ),
        ({"url": "file:///aslant-0.1.0-py3-none-any.whl", "archive_info": {}}, "pip install 'aslant[yaml]'"),
        ({}, "pip install 'aslant[yaml]'"),
    ],
)
def test_the_command_repeats_how_aslant_was_installed(
    monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any], command: str
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(json.dumps(origin)))
    assert extras.install_command("yaml") == command


@pytest.mark.parametrize("origin", [None, "", "{"])
def test_an_installation_without_a_record_is_named_alone(monkeypatch: pytest.MonkeyPatch, origin: str | None) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(origin))
    assert extras.install_command("yaml") == "pip install 'aslant[yaml]'"


def test_a_checkout_that_is_not_installed_is_given_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    def distribution(_: str) -> Any:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "distribution", distribution)
    assert extras.install_command("yaml") == f"pip install -e '{Path(__file__).parents[1]}[yaml]'"
