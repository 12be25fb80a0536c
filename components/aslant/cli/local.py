"""`aslant local`: the embedded AWS, which is `python -m aslant.local`."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Run a Pulumi program on this machine; returns the exit code."""
    from aslant.local.__main__ import main

    return main(arguments)
