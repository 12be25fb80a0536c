"""Routines that call each other without the stack."""

import pytest

from aslant.asl.trampoline import Routine, run


def depth(levels: int) -> Routine[int]:
    if levels == 0:
        return 0
    inner: int = yield depth(levels - 1)
    return inner + 1


def failing(levels: int) -> Routine[str]:
    if levels == 0:
        raise ValueError("deep down")
    inner: str = yield failing(levels - 1)
    return inner


def catching() -> Routine[str]:
    try:
        yield failing(3)
    except ValueError as why:
        return f"caught {why}"
    return "nothing"


def test_routines_call_each_other_deeper_than_the_stack() -> None:
    assert run(depth(50_000)) == 50_000


def test_what_one_raises_reaches_the_one_that_waits() -> None:
    assert run(catching()) == "caught deep down"


def test_what_nobody_catches_is_raised() -> None:
    with pytest.raises(ValueError, match="deep down"):
        run(failing(50_000))
