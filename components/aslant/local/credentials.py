"""The credentials that hold here: what workers sign with, and what a signature is checked against."""

from __future__ import annotations

from typing import Final

__all__ = ["ACCESS_KEY", "SECRET_KEY"]

ACCESS_KEY: Final = "test"
SECRET_KEY: Final = "test"  # noqa: S105  # everyone may know it, since it opens nothing but this machine's own port
