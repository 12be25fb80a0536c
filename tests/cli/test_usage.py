"""What the subcommands' command lines share."""

from __future__ import annotations

import pytest

from aslant.cli.usage import UsageError, make_parser
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
