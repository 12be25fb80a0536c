"""The parts that the subcommands' command lines share."""

from __future__ import annotations

import argparse

from aslant.errors import UsageError

__all__ = ["UsageError", "add_input_type", "add_type", "make_parser"]


def make_parser(command: str, description: str, examples: str) -> argparse.ArgumentParser:
    """Return the parser for a subcommand, whose help ends with examples."""
    return argparse.ArgumentParser(
        prog=f"aslant {command}",
        description=description,
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_type(parser: argparse.ArgumentParser, help: str) -> None:
    """Add the option `--type` to a subcommand; it accepts AWS's names in upper and lower case."""
    parser.add_argument("--type", type=str.upper, choices=("STANDARD", "EXPRESS"), default="STANDARD", help=help)


def add_input_type(parser: argparse.ArgumentParser) -> None:
    """Add the option `--input-type` to a subcommand."""
    parser.add_argument(
        "--input-type",
        metavar="TYPE",
        help="the Python type of an execution's input, as orders.py:Order (default: the workflow's input_type)",
    )
