"""Tools for testing workflows: mocks of tasks, expectations, coverage, generated inputs, Pulumi mocks, a pytest plugin.

Users import this package in their tests; nothing else in the library imports it.

```python
from aslant.testing import answers, expect, fails

execution = run(pizza, {"flavour": "hawaiian"})
expect(execution).failed_with("Failed To Make Pizza").never_visited("Lets make your pizza")
```

Each name is imported at its first use, so that the plugin costs nothing in pytest sessions without workflows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aslant.testing.doubles import Double, answers, fails, raises, spy
    from aslant.testing.inputs import from_handler, from_type
    from aslant.testing.local_aws import LocalAws, LocalResponse
    from aslant.testing.machine_inputs import inputs_for
    from aslant.testing.outcome import Outcome, UnexpectedExecution, expect
    from aslant.testing.pulumi_mocks import PulumiMocks
    from aslant.testing.workflow import WorkflowUnderTest

__all__ = [
    "Double",
    "LocalAws",
    "LocalResponse",
    "Outcome",
    "PulumiMocks",
    "UnexpectedExecution",
    "WorkflowUnderTest",
    "answers",
    "expect",
    "fails",
    "from_handler",
    "from_type",
    "inputs_for",
    "raises",
    "spy",
]

_MODULES = {
    "Double": "doubles",
    "LocalAws": "local_aws",
    "LocalResponse": "local_aws",
    "Outcome": "outcome",
    "PulumiMocks": "pulumi_mocks",
    "UnexpectedExecution": "outcome",
    "WorkflowUnderTest": "workflow",
    "answers": "doubles",
    "expect": "outcome",
    "fails": "doubles",
    "from_handler": "inputs",
    "from_type": "inputs",
    "inputs_for": "machine_inputs",
    "raises": "doubles",
    "spy": "doubles",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
