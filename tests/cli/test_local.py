"""`aslant local`: the local AWS as a subcommand."""

from __future__ import annotations

import pytest

from aslant.local import __main__ as local
from tests.cli.conftest import Aslant


def test_the_arguments_and_the_exit_code_are_passed_through(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "main", lambda arguments: len(arguments))
    assert aslant("local", "--port", "0").code == 2
    assert aslant("local").code == 0


def test_help_and_bad_usage_are_those_of_the_local_aws(aslant: Aslant) -> None:
    code, out, _ = aslant("local", "--help")
    assert code == 0
    assert "--aws-port" in out
    assert aslant("local", "--port", "x").code == 2
