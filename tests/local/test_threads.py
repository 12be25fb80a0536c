from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future

import pytest

from aslant.local.threads import Threads


def test_a_thread_is_started_when_all_are_busy() -> None:
    threads = Threads()
    meeting = threading.Barrier(20, timeout=5)
    futures = [threads.submit(meeting.wait) for _ in range(20)]
    assert sorted(future.result(5) for future in futures) == list(range(20))


def test_an_idle_thread_is_reused() -> None:
    threads = Threads()
    names = {threads.submit(threading.get_ident).result(5) for _ in range(3)}
    assert len(names) <= 2


def test_an_exception_is_set_on_the_future() -> None:
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


def test_threads_do_not_keep_the_process_alive() -> None:
    assert Threads().submit(lambda: threading.current_thread().daemon).result(5)


def test_an_idle_thread_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aslant.local.threads.IDLE_SECONDS", 0.01)
    threads = Threads()
    first = threads.submit(threading.current_thread).result(5)
    first.join(5)
    assert not first.is_alive()
    assert threads.submit(threading.current_thread).result(5) is not first


def test_cpu_bound_work_gets_few_threads_and_another_one_if_these_are_blocked() -> None:
    threads, going = Threads(most=3, few=1), threading.Event()
    held = threads.submit(going.wait, 10)
    assert threads.submit(lambda: "second").result(5) == "second"
    names = {threads.submit(threading.get_ident).result(5) for _ in range(20)}
    assert len(names) == 1
    going.set()
    assert held.result(5)


def test_the_number_of_threads_is_limited() -> None:
    threads, going = Threads(most=2), threading.Event()
    held = [threads.submit(going.wait, 10) for _ in range(2)]
    waits = threads.submit(lambda: "third")
    assert not waits.done()
    going.set()
    assert (waits.result(5), [future.result(5) for future in held]) == ("third", [True, True])


def test_a_call_can_return_a_future() -> None:
    later: Future[int] = Future()

    async def call() -> int:
        asyncio.get_running_loop().call_later(0.01, later.set_result, 42)
        return await Threads().call(None, lambda: later)

    assert asyncio.run(call()) == 42
