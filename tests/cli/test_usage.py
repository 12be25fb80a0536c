"""The parts that the subcommands' command lines share."""

from __future__ import annotations

import pytest

from aslant.cli.usage import UsageError, add_type, make_parser
from aslant.errors import AslantError


def test_help_ends_with_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        make_parser("bake", "Bake it.", "  aslant bake pizza\n").parse_args(["--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert printed.startswith("usage: aslant bake [-h]\n\nBake it.\n")
    assert printed.endswith("examples:\n  aslant bake pizza\n")


def test_bad_usage_is_2() -> None:
    assert issubclass(UsageError, AslantError)
    assert UsageError("x").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "type"), [([], "STANDARD"), (["--type", "express"], "EXPRESS"), (["--type", "STANDARD"], "STANDARD")]
)
def test_the_type_is_case_insensitive(arguments: list[str], type: str) -> None:
    parser = make_parser("bake", "Bake it.", "")
    add_type(parser, "type of the pizza")
    assert parser.parse_args(arguments).type == type


def test_an_unknown_type_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    parser = make_parser("bake", "Bake it.", "")
    add_type(parser, "type of the pizza")
    with pytest.raises(SystemExit):
        parser.parse_args(["--type", "fast"])
    assert "invalid choice: 'FAST' (choose from " in capsys.readouterr().err
