from __future__ import annotations

import threading
import time

from aslant.run.hub import Hub
from tests.run.hubs import make_hub


def test_timers_are_called_in_the_order_of_their_instants() -> None:
    hub, called, over = make_hub(), [], threading.Event()
    now = time.time()
    hub.at(now + 0.03, over.set)
    for instant in (0.02, 0.0, 0.01, -1.0):
        hub.at(now + instant, lambda instant=instant: called.append(instant))  # type: ignore[misc]
    assert over.wait(5)
    assert sorted(called[:2]) == [-1.0, 0.0]
    assert called[2:] == [0.01, 0.02]


def test_a_timer_that_is_cancelled_is_not_called() -> None:
    hub, called, over = make_hub(), [], threading.Event()
    timer = hub.at(time.time() + 0.01, lambda: called.append("cancelled"))
    hub.at(time.time() + 0.03, over.set)
    hub.cancel(timer)
    hub.cancel(timer)
    assert over.wait(5)
    assert called == []


def test_all_timers_share_one_thread() -> None:
    hub, before = make_hub(), threading.active_count()
    for number in range(1_000):
        hub.at(time.time() + 1_000 + number, lambda: None)
    assert threading.active_count() == before + 1
    hub.close()


def test_timers_that_are_cancelled_are_not_kept_until_their_instant() -> None:
    hub = make_hub()
    kept = hub.at(time.time() + 2_000, lambda: None)
    for _ in range(10_000):
        hub.cancel(hub.at(time.time() + 1_000, lambda: None))
    assert len(hub._heap) < 200
    assert any(entry[2] is kept for entry in hub._heap)
    hub.close()


def test_a_hub_that_is_closed_has_no_timer() -> None:
    hub: Hub = make_hub()
    timer = hub.at(time.time() + 1_000, lambda: None)
    hub.close()
    assert timer.action is None
    over = threading.Event()
    hub.at(time.time(), over.set)
    assert over.wait(5), "it may be used again"
