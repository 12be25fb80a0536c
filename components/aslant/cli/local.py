"""`aslant local`: the embedded AWS, which is `python -m aslant.local`."""

from __future__ import annotations

from collections.abc import Sequence

from aslant.cli.usage import UsageError

__all__ = ["run"]

_EXTRA = frozenset({"httptools", "pulumi", "pulumi_aws", "uvicorn", "yaml"})


def run(arguments: Sequence[str]) -> int:
    """Run a Pulumi program on this machine; returns the exit code."""
    from aslant.local.__main__ import main

    try:
        return main(arguments)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise UsageError(f"this needs {error.name}, which is not installed; pip install 'aslant[local]'") from None
