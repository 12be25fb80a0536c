"""A worker process whose handler forks, closes its pipes, prints a lot or needs too much memory."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aslant.local.functions import worker_process
from aslant.local.functions.function import Function
from aslant.local.functions.log_lines import MAX_LINE
from aslant.local.functions.workers import Invocation, Workers
from aslant.provider.account import LocalAccount

HANDLER = """\
import mmap, os, struct, sys, time

kept = []


def fork(event, context):
    if os.fork() == 0:
        if event == "raise":
            raise ValueError("from the child")
        return "child"
    return [event, os.getpid()]


def fork_and_leave(event, context):
    if os.fork() == 0:
        time.sleep(30)
    os._exit(7)


def confuse(event, context):
    if event["number"] is not None:
        body = b'"of another invocation"'
        frame = struct.pack(">cQI", b"R", event["number"], len(body)) + body
        for pipe in range(3, 10):
            try:
                os.write(pipe, frame)
            except OSError:
                pass
    return os.getpid()


def close(event, context):
    os.closerange(3, 10)
    time.sleep(30)


def pid(event, context):
    return os.getpid()


def print_much(event, context):
    for _ in range(event["times"]):
        print("x" * event["size"])
    return "printed"


def raise_much(event, context):
    raise ValueError("x" * event)


def return_much(event, context):
    return "x" * event if event else os.getpid()


def fill(event, context):
    kept.append(bytearray(event * 1_048_576))
    return event


def fill_and_free(event, context):
    len(bytearray(event * 1_048_576))
    return event


def fill_and_stay(event, context):
    kept.append(bytearray(event * 1_048_576))
    time.sleep(30)


def reserve(event, context):
    kept.append(mmap.mmap(-1, event * 1_048_576))
    return event
"""

Start = Callable[..., Workers]
linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory limits are enforced on Linux")


@pytest.fixture
def printed() -> list[str]:
    return []


@pytest.fixture
def start(tmp_path: Path, printed: list[str]) -> Iterator[Start]:
    started: list[Workers] = []
    (tmp_path / "kitchen.py").write_text(HANDLER)

    def start(handler: str, timeout: float = 10.0, module: str = "kitchen", **more: Any) -> Workers:
        function = Function(
            "oven", "arn:oven", f"{module}.{handler}", tmp_path, LocalAccount(), timeout=timeout, **more
        )
        started.append(Workers(function, lambda _, line: printed.append(line)))
        return started[-1]

    yield start
    for workers in started:
        workers.end()


def invoke(workers: Workers, event: Any = None) -> Any:
    invocation = workers.invoke(json.dumps(event).encode(), "r1")
    return invocation if invocation.failed else json.loads(invocation.payload)


def failure(invocation: Any) -> Any:
    assert isinstance(invocation, Invocation)
    return json.loads(invocation.payload)


def test_every_caller_of_a_handler_that_forks_gets_its_own_response(start: Start) -> None:
    workers = start("fork")
    answers = [invoke(workers, event) for event in ("a", "raise", "b", "c", "d")]
    assert [answer[0] for answer in answers] == ["a", "raise", "b", "c", "d"]
    assert len({answer[1] for answer in answers}) == 1


def test_the_exit_of_a_process_whose_child_goes_on_is_reported_at_once(start: Start) -> None:
    workers = start("fork_and_leave")
    begin = time.monotonic()
    message = "RequestId: r1 Error: Runtime exited with error: exit status 7"
    assert failure(invoke(workers)) == {"errorType": "Runtime.ExitError", "errorMessage": message}
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("number", [0, 1, 3, 2**63])
def test_a_response_to_another_invocation_fails_the_call_and_ends_the_process(start: Start, number: int) -> None:
    workers = start("confuse")
    before = invoke(workers, {"number": None})
    message = "RequestId: r1 Error: The function's process sent a response to another invocation"
    assert failure(invoke(workers, {"number": number})) == {
        "errorType": "Runtime.InvalidResponse",
        "errorMessage": message,
    }
    assert invoke(workers, {"number": None}) != before


def test_a_second_response_to_an_invocation_does_not_reach_a_later_caller(start: Start) -> None:
    workers = start("confuse")
    before = invoke(workers, {"number": None})
    invoke(workers, {"number": 2})
    later = [invoke(workers, {"number": None}) for _ in range(2)]
    assert before not in later
    assert "of another invocation" not in later


def test_a_handler_that_closes_its_pipes_times_out(start: Start) -> None:
    assert failure(invoke(start("close", timeout=0.3)))["errorType"] == "Sandbox.Timedout"


def test_an_event_that_the_process_does_not_read_times_out(start: Start) -> None:
    workers = start("pid", timeout=0.5)
    os.kill(invoke(workers), signal.SIGSTOP)
    begin = time.monotonic()
    assert failure(invoke(workers, "x" * 1_000_000)) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "RequestId: r1 Error: Task timed out after 0.50 seconds",
    }
    assert time.monotonic() - begin < 5
    assert isinstance(invoke(workers, "x" * 1_000_000), int)


def test_a_module_that_never_finishes_its_import_times_out_at_an_invocation(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "INIT_SECONDS", 0.1)
    (tmp_path / "stuck.py").write_text("import time\ntime.sleep(60)\n")
    workers = start("pid", timeout=0.5, module="stuck")
    begin = time.monotonic()
    assert failure(invoke(workers, "x" * 1_000_000))["errorType"] == "Sandbox.Timedout"
    assert 0.4 < time.monotonic() - begin < 5


def test_a_lot_of_output_is_read_fast_and_cut_into_lines(start: Start, printed: list[str]) -> None:
    workers = start("print_much")
    begin = time.monotonic()
    assert invoke(workers, {"times": 4, "size": 5_000_000}) == "printed"
    assert invoke(workers, {"times": 50_000, "size": 10}) == "printed"
    workers.end()
    deadline = time.monotonic() + 5
    while sum(map(len, printed)) < 20_500_000 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert time.monotonic() - begin < 5
    assert sum(map(len, printed)) == 20_500_000
    assert max(map(len, printed)) == MAX_LINE


def test_a_long_exception_message_is_reported_in_full(start: Start, printed: list[str]) -> None:
    workers = start("raise_much", timeout=5.0)
    begin = time.monotonic()
    found = failure(invoke(workers, 5_000_000))
    assert found["errorType"] == "ValueError"
    assert found["errorMessage"] == "x" * 5_000_000
    assert failure(invoke(workers, 10_000_000))["errorType"] == "Function.ResponseSizeTooLarge"
    assert time.monotonic() - begin < 5
    assert "Function.ResponseSizeTooLarge" in printed[-1]
    assert sum(line.count("x") for line in printed if not line.startswith(" ")) >= 15_000_000


def test_a_response_of_60_megabytes_is_refused_and_the_process_goes_on(start: Start) -> None:
    workers = start("return_much", memory=1024)
    before = invoke(workers, 0)
    begin = time.monotonic()
    assert failure(invoke(workers, 60_000_000)) == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert time.monotonic() - begin < 3
    assert invoke(workers, 0) == before


@linux
@pytest.mark.parametrize("handler", ["fill", "fill_and_free", "fill_and_stay"])
def test_a_function_that_exceeds_its_memory_limit_fails(start: Start, printed: list[str], handler: str) -> None:
    workers = start(handler, memory=128)
    error = "Runtime.OutOfMemory"
    message = "RequestId: r1 Error: Runtime exited with error: signal: killed"
    for _ in range(2):
        assert failure(invoke(workers, 150)) == {"errorType": error, "errorMessage": message}
        assert printed[-1] == f"[ERROR] {error}: {message}"


@linux
def test_memory_that_is_kept_between_invocations_counts(start: Start) -> None:
    workers = start("fill", memory=128)
    assert [invoke(workers, 40), invoke(workers, 40)] == [40, 40]
    assert failure(invoke(workers, 60))["errorType"] == "Runtime.OutOfMemory"
    assert invoke(workers, 40) == 40


def test_memory_that_is_reserved_and_not_used_does_not_count(start: Start) -> None:
    assert invoke(start("reserve", memory=128), 4096) == 4096
