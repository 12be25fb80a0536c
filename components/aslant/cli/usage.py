"""What the subcommands' command lines share."""

from __future__ import annotations

import argparse

from aslant.errors import AslantError

__all__ = ["UsageError", "add_type", "make_parser"]


class UsageError(AslantError):
    """A command that cannot be carried out as it was given: a file that is missing, options that do not fit."""

    exit_code = 2


def make_parser(command: str, description: str, examples: str) -> argparse.ArgumentParser:
    """The parser of a subcommand, whose help ends with examples."""
    return argparse.ArgumentParser(
        prog=f"aslant {command}",
        description=description,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_type(parser: argparse.ArgumentParser, help: str) -> None:
    """Give a subcommand the option `--type`, which takes AWS's words in upper and lower case."""
    parser.add_argument("--type", type=str.upper, choices=("STANDARD", "EXPRESS"), default="STANDARD", help=help)
