"""Regular expressions with a time limit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from aslant.local.apigateway.rest import regular_expressions
from aslant.local.apigateway.rest.regular_expressions import PatternError, check, found_in, matches, replaced, split

SLOW, VALUE = "(a|aa)+$", "a" * 60 + "b"


def test_a_pattern_is_matched() -> None:
    assert matches(r"\d+", "12")
    assert not matches(r"\d+", "a12")
    assert found_in(r"\d+", "a12")
    assert not found_in(r"\d+", "a")
    assert replaced(r"(\w)=", lambda match: f"{match[1]}:", "a=b=") == "a:b:"
    assert replaced("a", lambda _: "b", "aaa", count=1) == "baa"
    assert split(", *", "a, b,c") == ["a", "b", "c"]


def test_an_invalid_pattern_is_an_error() -> None:
    with pytest.raises(PatternError, match=r"the regular expression '\(' is not valid: missing \) at position 1"):
        check("(")
    with pytest.raises(PatternError, match="is not valid"):
        matches("(", "")


@pytest.mark.parametrize(
    "use",
    [
        lambda: matches(SLOW, VALUE),
        lambda: found_in(SLOW, VALUE),
        lambda: replaced(SLOW, lambda _: "", VALUE),
        lambda: split(SLOW, VALUE),
    ],
)
def test_a_backtracking_pattern_is_stopped_and_blocks_no_other_thread(
    use: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regular_expressions, "SECONDS", 0.6)
    problems: list[str] = []

    def run() -> None:
        with pytest.raises(PatternError) as raised:
            use()
        problems.append(str(raised.value))

    thread = threading.Thread(target=run)
    thread.start()
    longest = 0.0
    while thread.is_alive():
        start = time.perf_counter()
        time.sleep(0.001)
        longest = max(longest, time.perf_counter() - start)
    assert problems == ["the regular expression '(a|aa)+$' takes longer than 0.6 s"]
    assert longest < 0.4
