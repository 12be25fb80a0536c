"""Summaries of executions, in one line for the console."""

from __future__ import annotations

from aslant.local.run_record import RunRecord
from aslant.run.report.error_summary import summarize_error

__all__ = ["ended", "outcome"]

WIDTH = 160
"""The maximum length of an error and its cause."""


def outcome(run: RunRecord) -> str:
    """Return the status, and for a failed execution the error, its cause and the state."""
    if run.status == "SUCCEEDED":
        return run.status
    reason = summarize_error(run.error, run.cause)
    summary = f"{run.status} {_line(reason)}" if reason else run.status
    return summary if run.state is None else f"{summary} (state {_line(run.state)!r})"


def ended(run: RunRecord) -> str:
    """Return the log line for the end of an asynchronous execution."""
    seconds = (run.stop_date or run.start_date) - run.start_date
    return f"execution {_line(run.name)} of {run.machine.name} {outcome(run)} after {seconds:.1f} s"


def _line(text: str) -> str:
    """Replace the characters that a terminal would interpret, and shorten the string."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3]}..."
