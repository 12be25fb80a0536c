"""Runs workflows in this process: in a unit test, or for the local AWS.

```python
from aslant.asl import Pass, StateMachine
from aslant.run import run

assert run(StateMachine(Pass("Hello", result="world"))).output == "world"
```
"""

from aslant.errors import TaskError
from aslant.run.clock import Clock, FakeClock, SystemClock
from aslant.run.execution import Execution
from aslant.run.program import Program, run
from aslant.run.tasks import TaskCall

__all__ = ["Clock", "Execution", "FakeClock", "Program", "SystemClock", "TaskCall", "TaskError", "run"]
