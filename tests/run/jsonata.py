"""Short ways to evaluate JSONata in the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aslant.errors import TaskError
from aslant.run import Execution, run
from tests.run.machines import FUNCTION, machine, only


def jsonata(states: dict[str, dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """A definition in JSONata of states in order."""
    return machine(states, QueryLanguage="JSONata", **fields)


def work(**fields: Any) -> dict[str, Any]:
    """A Task that calls the function `work`."""
    return {"Type": "Task", "Resource": FUNCTION, **fields}


def failing(error: str, cause: str) -> Callable[[Any], Any]:
    """A double that fails."""

    def fail(event: Any) -> Any:
        raise TaskError(error, cause)

    return fail


def output_of(expression: str, input: Any = None, **options: Any) -> Any:
    """What an expression evaluates to, as Output of a Pass."""
    execution = evaluated(expression, input, **options)
    assert execution.status == "SUCCEEDED", execution
    return execution.output


def problem_of(expression: str, input: Any = None) -> str:
    """The end of AWS's sentence about an expression that has no value."""
    execution = evaluated(expression, input)
    assert execution.error == "States.QueryEvaluationError", execution
    beginning = (
        "An error occurred while executing the state 'Only' (entered at the event id #2). "
        f"The JSONata expression '{expression}' specified for the field 'Output' "
    )
    assert execution.cause is not None
    assert execution.cause.startswith(beginning), execution.cause
    return execution.cause.removeprefix(beginning)


def evaluated(expression: str, input: Any = None, **options: Any) -> Execution:
    """The execution of a Pass whose Output is an expression."""
    definition = only(QueryLanguage="JSONata", Output=f"{{% {expression} %}}")
    return run(definition, {} if input is None else input, **options)
