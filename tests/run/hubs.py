"""A hub for tests, and executions that run in it."""

from __future__ import annotations

import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from aslant.run import Execution, Program
from aslant.run.hub import Hub
from aslant.run.running import Running

_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"


def make_hub() -> Hub:
    """Return a hub with enough threads for a test."""
    return Hub(ThreadPoolExecutor(2), ThreadPoolExecutor(8))


class Going:
    """A running execution and its outcome."""

    def __init__(self, hub: Hub, definition: dict[str, Any], input: Any = None, tasks: Any = None, **more: Any) -> None:
        self.outcome: Future[Execution | BaseException] = Future()
        options = {"name": None, "type": "STANDARD", "machine_arn": _ARN, "role_arn": "role", "seed": 0, **more}
        program = Program(definition, lazy=True)
        root = program.prepare({} if input is None else input, tasks=tasks, clock=hub.clock, **options)
        self.session = weakref.ref(root.session)
        self.running = Running(hub, root, lambda outcome, _: self.outcome.set_result(outcome))

    def begin(self, *, inline: bool = False) -> Going:
        """Begin the execution in this thread."""
        self.running.begin(inline=inline)
        return self

    def end(self) -> Execution:
        """Wait for the end of the execution, and return it."""
        outcome = self.outcome.result(10)
        assert isinstance(outcome, Execution), outcome
        return outcome
