"""A function whose process ends."""

from __future__ import annotations

import signal

import pytest

from aslant.run.process_exit import exit_report, exit_status


@pytest.mark.parametrize(
    ("code", "how"),
    [
        (0, "Runtime exited without providing a reason"),
        (3, "Runtime exited with error: exit status 3"),
        (-signal.SIGKILL, "Runtime exited with error: signal: killed"),
        (-signal.SIGSEGV, "Runtime exited with error: signal: segmentation fault"),
        (-signal.SIGUSR1, f"Runtime exited with error: signal: {signal.SIGUSR1:d}"),
    ],
)
def test_the_error_reports_how_the_process_ended(code: int, how: str) -> None:
    error = {"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: r1 Error: {how}"}
    assert exit_report("r1", code) == error


@pytest.mark.parametrize(
    ("given", "status"), [(None, 0), (0, 0), (3, 3), (True, 1), (256 + 3, 3), (-1, 255), ("no", 1)]
)
def test_the_argument_of_sys_exit_becomes_a_status(given: object, status: int) -> None:
    assert exit_status(given) == status
