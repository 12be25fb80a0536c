"""`aslant local`: the embedded AWS under another name."""

from __future__ import annotations

from typing import NoReturn

import pytest

from aslant.local import __main__ as local
from tests.cli.conftest import Aslant


def test_the_arguments_and_the_exit_code_go_through(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "main", lambda arguments: len(arguments))
    assert aslant("local", "--port", "0").code == 2
    assert aslant("local").code == 0


def test_help_and_bad_usage_are_those_of_the_embedded_aws(aslant: Aslant) -> None:
    code, out, _ = aslant("local", "--help")
    assert code == 0
    assert "--aws-port" in out
    assert aslant("local", "--port", "x").code == 2


@pytest.mark.parametrize(("module", "code"), [("pulumi_aws.lambda_", 2), ("yaml", 2)])
def test_what_is_not_installed_is_named(
    aslant: Aslant, monkeypatch: pytest.MonkeyPatch, module: str, code: int
) -> None:
    def main(_: object) -> NoReturn:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)

    monkeypatch.setattr(local, "main", main)
    message = f"error: this needs {module}, which is not installed; pip install 'aslant[local]'\n"
    assert aslant("local") == (code, "", message)


def test_a_module_that_the_program_lacks_is_not_ours(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    def main(_: object) -> NoReturn:
        raise ModuleNotFoundError("No module named 'shop'", name="shop")

    monkeypatch.setattr(local, "main", main)
    assert "aslant[local]" not in aslant("local").err
