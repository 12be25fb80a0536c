"""Helpers that evaluate JSONata in the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aslant.errors import TaskError
from aslant.run import Execution, run
from tests.run.machines import FUNCTION, machine, only


def jsonata(states: dict[str, dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """Return a definition in JSONata of states in order."""
    return machine(states, QueryLanguage="JSONata", **fields)


def work(**fields: Any) -> dict[str, Any]:
    """Return a Task that calls the function `work`."""
    return {"Type": "Task", "Resource": FUNCTION, **fields}


def failing(error: str, cause: str) -> Callable[[Any], Any]:
    """Return a mock that fails."""

    def fail(event: Any) -> Any:
        raise TaskError(error, cause)

    return fail


def output_of(expression: str, input: Any = None, **options: Any) -> Any:
    """Return the value of an expression, as Output of a Pass."""
    execution = evaluated(expression, input, **options)
    assert execution.status == "SUCCEEDED", execution
    return execution.output


def problem_of(expression: str, input: Any = None) -> str:
    """Return the end of AWS's message about an expression without a value."""
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
    """Return the execution of a Pass whose Output is an expression."""
    definition = only(QueryLanguage="JSONata", Output=f"{{% {expression} %}}")
    return run(definition, {} if input is None else input, **options)
