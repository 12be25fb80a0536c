"""Lambda's reports of functions whose process ended during an invocation."""

from __future__ import annotations

import signal

__all__ = ["exit_report", "exit_status"]


_SIGNALS: dict[int, str] = {
    signal.SIGABRT: "aborted",
    signal.SIGALRM: "alarm clock",
    signal.SIGBUS: "bus error",
    signal.SIGFPE: "floating point exception",
    signal.SIGHUP: "hangup",
    signal.SIGILL: "illegal instruction",
    signal.SIGINT: "interrupt",
    signal.SIGKILL: "killed",
    signal.SIGPIPE: "broken pipe",
    signal.SIGQUIT: "quit",
    signal.SIGSEGV: "segmentation fault",
    signal.SIGTERM: "terminated",
    signal.SIGTRAP: "trace/breakpoint trap",
}
"""The words of the Go runtime, in which Lambda's runtime is written."""


def exit_report(request_id: str, code: int) -> dict[str, str]:
    """Return the error report for a process that ended with an exit code, or with the negative number of a signal."""
    if code == 0:
        how = "Runtime exited without providing a reason"
    elif code < 0:
        how = f"Runtime exited with error: signal: {_SIGNALS.get(-code, str(-code))}"
    else:
        how = f"Runtime exited with error: exit status {code}"
    return {"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request_id} Error: {how}"}


def exit_status(code: object) -> int:
    """Return the exit code of a process that `sys.exit` ends."""
    if code is None:
        return 0
    return code & 0xFF if isinstance(code, int) else 1
