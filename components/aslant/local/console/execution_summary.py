"""How an execution ended, in one line for the console."""

from __future__ import annotations

from aslant.local.execution import Run
from aslant.run.report.error_summary import summarize_error

__all__ = ["ended", "outcome"]

WIDTH = 160
"""Characters that an error and its cause may take."""


def outcome(run: Run) -> str:
    """The status; of one that failed the error, its cause and the state too."""
    if run.status == "SUCCEEDED":
        return run.status
    reason = summarize_error(run.error, run.cause)
    told = f"{run.status} {_line(reason)}" if reason else run.status
    return told if run.state is None else f"{told} (state {_line(run.state)!r})"


def ended(run: Run) -> str:
    """The line of an asynchronous execution that has ended."""
    seconds = (run.stop_date or run.start_date) - run.start_date
    return f"execution {_line(run.name)} of {run.machine.name} {outcome(run)} after {seconds:.1f} s"


def _line(text: str) -> str:
    """A text without anything that a terminal would not print as it is, and shortened."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..."
