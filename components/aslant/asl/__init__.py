"""The workflow language: typed values joined with `>>`, read from JSON or YAML, checked, drawn and compared.

```python
from aslant.asl import Choice, Fail, StateMachine, Succeed, Task, this, when

order = Task("Check", "check_order", result_path=this.check)
refuse = Fail("Refuse", error="Refused", cause="no such pizza")
flow = order >> Choice("Known?", when(this.check.known.is_false(), refuse)) >> Succeed("Done")
machine = StateMachine(flow, timeout_seconds=300)
```

Names are those of the Amazon States Language in snake_case: the field `ResultPath` is `result_path`. The language
itself is described in the ASL specification (states-language.net) and in AWS's Step Functions developer guide.

Three modules build the values of fields: `aslant.asl.intrinsics` has the functions of JSONPath (`States.Format`),
`aslant.asl.jsonata` builds JSONata, and `aslant.asl.integrations` has the services that a task can call.

This package imports only the standard library, `aslant.errors`, `aslant.grammar` and small modules next to them.
Every other package of aslant may import it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from aslant.asl.catch import Catch, CatchFields
from aslant.asl.condition import Condition, all_of, any_of
from aslant.asl.flow import AnyFlow, End, Flow, Goto
from aslant.asl.machine import MachineFields, StateMachine
from aslant.asl.path import Path, context, this, variables
from aslant.asl.reading.reader import from_dict, loads
from aslant.asl.retry import Retry, RetryFields
from aslant.asl.state import State
from aslant.asl.states import Choice, Fail, Map, Parallel, Pass, Rule, Succeed, Task, Wait, when
from aslant.asl.states.choice import ChoiceFields, RuleFields
from aslant.asl.states.fail import FailFields
from aslant.asl.states.map_ import MapFields
from aslant.asl.states.parallel import ParallelFields
from aslant.asl.states.pass_ import PassFields
from aslant.asl.states.succeed import SucceedFields
from aslant.asl.states.task_fields import TaskFields
from aslant.asl.states.wait import WaitFields
from aslant.asl.typed_paths import Paths
from aslant.asl.unset import UNSET, Unset

if TYPE_CHECKING:
    from aslant.asl.checking import Finding, check, variable_references
    from aslant.asl.comparing.difference import Difference, diff
    from aslant.asl.distributed import (
        ItemBatcher,
        ItemReader,
        ProcessorConfig,
        ReaderConfig,
        ResultWriter,
        WriterConfig,
    )
    from aslant.asl.drawing.mermaid import to_mermaid
    from aslant.asl.guard import with_input_guard
    from aslant.asl.integration import Integration
    from aslant.asl.schema import input_schema
    from aslant.asl.source import to_python

__all__ = [
    "UNSET",
    "AnyFlow",
    "Catch",
    "CatchFields",
    "Choice",
    "ChoiceFields",
    "Condition",
    "Difference",
    "End",
    "Fail",
    "FailFields",
    "Finding",
    "Flow",
    "Goto",
    "Integration",
    "ItemBatcher",
    "ItemReader",
    "MachineFields",
    "Map",
    "MapFields",
    "Parallel",
    "ParallelFields",
    "Pass",
    "PassFields",
    "Path",
    "Paths",
    "ProcessorConfig",
    "ReaderConfig",
    "ResultWriter",
    "Retry",
    "RetryFields",
    "Rule",
    "RuleFields",
    "State",
    "StateMachine",
    "Succeed",
    "SucceedFields",
    "Task",
    "TaskFields",
    "Unset",
    "Wait",
    "WaitFields",
    "WriterConfig",
    "all_of",
    "any_of",
    "check",
    "context",
    "diff",
    "from_dict",
    "input_schema",
    "loads",
    "this",
    "to_mermaid",
    "to_python",
    "variable_references",
    "variables",
    "when",
    "with_input_guard",
]

_LATER = {
    "Difference": "comparing.difference",
    "Finding": "checking",
    "Integration": "integration",
    "ItemBatcher": "distributed",
    "ItemReader": "distributed",
    "ProcessorConfig": "distributed",
    "ReaderConfig": "distributed",
    "ResultWriter": "distributed",
    "WriterConfig": "distributed",
    "check": "checking",
    "diff": "comparing.difference",
    "input_schema": "schema",
    "to_mermaid": "drawing.mermaid",
    "to_python": "source",
    "variable_references": "checking",
    "with_input_guard": "guard",
}
"""The names that are imported on first use, by module. Building a workflow needs none of them."""


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
