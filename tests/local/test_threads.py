from __future__ import annotations

import asyncio
import threading

import pytest

from aslant.local.threads import Threads


def test_a_thread_is_started_when_all_are_busy() -> None:
    threads = Threads()
    meeting = threading.Barrier(20, timeout=5)
    futures = [threads.submit(meeting.wait) for _ in range(20)]
    assert sorted(future.result(5) for future in futures) == list(range(20))


def test_an_idle_thread_is_taken_again() -> None:
    threads = Threads()
    names = {threads.submit(threading.get_ident).result(5) for _ in range(3)}
    assert len(names) <= 2


def test_an_exception_is_the_future_s() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Threads().submit(fail).result(5)


def test_a_call_is_awaited_with_its_result_its_exception_or_a_timeout() -> None:
    threads, going = Threads(), threading.Event()

    async def calls() -> None:
        assert await threads.call(5, lambda: 42) == 42
        with pytest.raises(ZeroDivisionError):
            await threads.call(5, lambda: 1 // 0)
        with pytest.raises(TimeoutError):
            await threads.call(0.01, lambda: going.wait(5))

    asyncio.run(calls())
    going.set()


def test_its_threads_do_not_keep_the_process_alive() -> None:
    assert Threads().submit(lambda: threading.current_thread().daemon).result(5)
