"""The eight types of states, one file each.

Importing the package registers them in `State.kinds`; only `aslant.run.program` does so.
"""

from __future__ import annotations

from aslant.run.states.choice import Choice
from aslant.run.states.fail import Fail
from aslant.run.states.map import Map
from aslant.run.states.parallel import Parallel
from aslant.run.states.pass_ import Pass
from aslant.run.states.succeed import Succeed
from aslant.run.states.task import Task
from aslant.run.states.wait import Wait

__all__ = ["Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait"]
