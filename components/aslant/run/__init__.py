"""The runner, which runs workflows in this process as Step Functions would: `run(machine, input, tasks={…})`.

It needs only the standard library, and the clock is the caller's (by default a FakeClock). The packages `draw`, `cost`,
`aws`, `testing`, `local` and `cli` may use it; it never imports `asl` or `iam`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from aslant.errors import TaskError

if TYPE_CHECKING:
    from aslant.run.answer import pending, takes
    from aslant.run.clock import Clock, FakeClock, SystemClock
    from aslant.run.execution import Execution
    from aslant.run.history import Decision, Event
    from aslant.run.inspection import StateResult, test_state
    from aslant.run.mock import Mock
    from aslant.run.mock_config import MockConfig
    from aslant.run.program import Program, run
    from aslant.run.redriving import redrive
    from aslant.run.report.trace import trace
    from aslant.run.task_call import TaskCall
    from aslant.run.tokens import TaskToken

__all__ = [
    "Clock",
    "Decision",
    "Event",
    "Execution",
    "FakeClock",
    "Mock",
    "MockConfig",
    "Program",
    "StateResult",
    "SystemClock",
    "TaskCall",
    "TaskError",
    "TaskToken",
    "pending",
    "redrive",
    "run",
    "takes",
    "test_state",
    "trace",
]

_LATER = {
    "Clock": "clock",
    "Decision": "history",
    "Event": "history",
    "Execution": "execution",
    "FakeClock": "clock",
    "Mock": "mock",
    "MockConfig": "mock_config",
    "Program": "program",
    "StateResult": "inspection",
    "SystemClock": "clock",
    "TaskCall": "task_call",
    "TaskToken": "tokens",
    "pending": "answer",
    "redrive": "redriving",
    "run": "program",
    "takes": "answer",
    "test_state": "inspection",
    "trace": "report.trace",
}
"""The modules of the public names. Each is imported at its first use, so that `import aslant.run` is fast."""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
