"""Runs workflows in this process, as Step Functions would: `run(machine, input, tasks={…})`.

Standard library only. Time is the caller's: a FakeClock unless another is given.
"""

from __future__ import annotations

from aslant.errors import TaskError
from aslant.run.clock import Clock, FakeClock, SystemClock
from aslant.run.doubles import TaskCall
from aslant.run.execution import Execution
from aslant.run.history import Event
from aslant.run.program import Program, run

__all__ = ["Clock", "Event", "Execution", "FakeClock", "Program", "SystemClock", "TaskCall", "TaskError", "run"]
