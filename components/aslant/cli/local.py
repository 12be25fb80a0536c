"""`aslant local`: run the local AWS, as `python -m aslant.local` does."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Serve Step Functions, a Pulumi program or definitions in files on this machine, and return the exit code."""
    from aslant.local.__main__ import main

    return main(arguments)
