"""The errors that a Pulumi user sees: Pulumi's engine prints their message alone, without a traceback.

The engine does so for `pulumi.RunError`, raised by the program itself or inside `apply`. The SDK wraps a ValueError
from an `apply`, so none of these may be one. Every module of `aslant.aws` raises the classes from here instead of
their bases in `aslant.errors`, which do not need pulumi.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pulumi

from aslant import errors

__all__ = ["ArgsError", "PermissionsError", "located"]


class ArgsError(errors.ArgsError, pulumi.RunError):
    """An argument of a component that breaks a rule."""


class PermissionsError(errors.PermissionsError, pulumi.RunError):
    """A state of a component's workflow whose permissions are not known."""


@contextmanager
def located(place: str) -> Iterator[None]:
    """Turn an error of the packages below `aslant.aws` into one from here, each line of which names `place`."""
    try:
        yield
    except pulumi.RunError:
        raise
    except errors.PermissionsError as why:
        raise PermissionsError("\n".join(f"{place}: {line}" for line in str(why).splitlines())) from why
    except RecursionError:
        raise ArgsError(f"{place}: an argument is nested too deeply. Flatten it.") from None
    except errors.AslantError as why:
        raise ArgsError(f"{place}: the workflow: {why}") from why
