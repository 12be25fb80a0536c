"""What a type checker takes: it is checked by test_typing.py, and never run."""

from typing import TypedDict

from typing_extensions import assert_type

from aslant.asl import (
    UNSET,
    Catch,
    Choice,
    End,
    Fail,
    Flow,
    Goto,
    Map,
    Parallel,
    Pass,
    Retry,
    StateMachine,
    Succeed,
    Task,
    Wait,
    all_of,
    context,
    this,
    when,
)
