"""The values of options and environment variables: how they are read, and the messages about wrong ones."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import LocalError

__all__ = ["account", "checked", "kept", "pair", "port", "region", "scale", "typed", "variable"]


def checked(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a type for argparse from a function that raises ValueError with the rule."""

    def convert(text: str) -> Any:
        try:
            return check(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return convert


def variable(variables: Mapping[str, str], name: str, check: Callable[[str], Any]) -> Any:
    """Return the value of a variable of the environment, or None. Raise LocalError if it breaks the rule."""
    if name not in variables:
        return None
    try:
        return check(variables[name])
    except ValueError as error:
        raise LocalError(f"the environment variable {name}: {error}") from None


def port(text: str) -> int:
    """Return a port. Raise ArgumentTypeError if it is not one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"a port must be a number from 0 to 65535, not {text!r}")
    return int(text)


def kept(text: str) -> int:
    """Return a number of executions to keep."""
    from aslant.local.retention import parse_kept

    try:
        return parse_kept(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"it {problem}") from None


def region(text: str) -> str:
    """Return the name of a Region. Raise ValueError if it cannot be one."""
    from aslant.provider.account import REGION

    if not REGION.fullmatch(text):
        raise ValueError(f"it must be a Region such as eu-west-1, not {text!r}")
    return text


def account(text: str) -> str:
    """Return an account's ID. Raise ValueError if it is not one."""
    if len(text) != 12 or not text.isascii() or not text.isdigit():
        raise ValueError(f"it must be the 12 digits of an account's ID, such as 123456789012, not {text!r}")
    return text


def scale(text: str) -> float:
    """Return the factor of waits. Raise ValueError if it is not one."""
    from aslant.local.wait_scale import parse_wait_scale

    try:
        return parse_wait_scale(text)
    except ValueError as problem:
        raise ValueError(f"it {problem}") from None


def typed(text: str) -> tuple[str, str]:
    """Return the name of a machine, empty for all, and the type in `NAME=TYPE`."""
    name, _, kind = text.rpartition("=")
    if kind.upper() not in ("EXPRESS", "STANDARD"):
        raise argparse.ArgumentTypeError(f"a type must be EXPRESS or STANDARD, not {kind!r}")
    return name, kind.upper()


def pair(form: str, example: str) -> Callable[[str], tuple[str, str]]:
    """Return a type for argparse that splits `NAME=VALUE`; `form` and `example` are for its message."""

    def convert(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not name or not equals or not value:
            raise argparse.ArgumentTypeError(f"it must be {form}, such as {example}, not {text!r}")
        return name, value

    return convert
