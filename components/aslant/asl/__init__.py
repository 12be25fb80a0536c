"""The language: workflows as typed values, built with `>>`, read from JSON and written to it.

```python
from aslant.asl import Choice, Fail, StateMachine, Succeed, Task, this, when

order = Task("Check", "check_order", result_path=this.check)
refuse = Fail("Refuse", error="Refused", cause="no such pizza")
flow = order >> Choice("Known?", when(this.check.known.is_false(), refuse)) >> Succeed("Done")
machine = StateMachine(flow, timeout_seconds=300)
```

Names are those of the Amazon States Language: a field `ResultPath` is `result_path`. The language itself is told
in the ASL specification (states-language.net) and in AWS's Step Functions developer guide.
"""

from aslant.asl.catch import Catch
from aslant.asl.condition import Condition, all_of, any_of
from aslant.asl.flow import End, Flow, Goto
from aslant.asl.machine import StateMachine
from aslant.asl.path import Path, context, this
from aslant.asl.reader import from_dict, loads
from aslant.asl.retry import Retry
from aslant.asl.state import State
from aslant.asl.states import Choice, Fail, Map, Parallel, Pass, Rule, Succeed, Task, Wait, when
from aslant.asl.unset import UNSET, Unset

__all__ = [
    "UNSET",
    "Catch",
    "Choice",
    "Condition",
    "End",
    "Fail",
    "Flow",
    "Goto",
    "Map",
    "Parallel",
    "Pass",
    "Path",
    "Retry",
    "Rule",
    "State",
    "StateMachine",
    "Succeed",
    "Task",
    "Unset",
    "Wait",
    "all_of",
    "any_of",
    "context",
    "from_dict",
    "loads",
    "this",
    "when",
]
