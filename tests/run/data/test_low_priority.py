"""Work at low priority."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from aslant.run.data.low_priority import at_low_priority


def test_the_result_comes_back() -> None:
    assert at_low_priority(lambda: "done") == "done"
    assert at_low_priority(lambda: None) is None


def test_an_error_comes_back() -> None:
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        at_low_priority(lambda: 1 / 0)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority on Linux")
def test_the_priority_is_low_for_this_work_alone() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = priority()
    assert at_low_priority(priority) == max(before, 10)
    assert priority() == before
