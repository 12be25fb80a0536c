"""`aslant run`: run a workflow, or one state of it, in this process."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from aslant.cli.doubles import load_mock_case, load_tasks, read_json
from aslant.cli.inputs import load_unchecked
from aslant.cli.output import is_coloured, paint, write
from aslant.cli.task_names import TaskNames
from aslant.cli.unhandled_task import unhandled_task_message
from aslant.cli.usage import UsageError, add_type, make_parser
from aslant.errors import AslantError
from aslant.json_value import Json
from aslant.run import Execution, Program
from aslant.run.doubles import UnhandledTask
from aslant.run.inspection import StateResult, test_state
from aslant.run.report.error_summary import summarize_error
from aslant.run.report.trace import shortened, trace
from aslant.run.values import dumps

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant run order.asl.json --input '{"total": 3}' --tasks tasks.py
  aslant run workflows/pizza.py:pizza --input @order.json     uses the workflow's own handlers
  aslant run order.asl.json --tasks '{"Pay": {"Throw": {"Error": "Declined"}}}'
  aslant run order.asl.json --mock-config MockConfigFile.json --case Orders/Declined
  aslant run order.asl.json --test-state Pay --input '{"total": 3}' --tasks tasks.json
  aslant run --json order.asl.json                             machine-readable, with the history

Waits take no time, because the clock is simulated.
exit codes: 0 the execution succeeded, 1 it failed, 2 bad usage or a workflow that cannot be run
"""

_WIDTH: Final = 200  # columns of a stage's data


def run(arguments: Sequence[str]) -> int:
    """Run the workflow that the arguments name, and return the exit code."""
    options = _parser().parse_intermixed_args(arguments)
    if options.name == options.input == "-":
        raise UsageError("the definition and the input cannot both be standard input")
    if options.case is not None and options.mock_config is None:
        raise UsageError("--case requires --mock-config, the mock configuration file with the test case")
    if options.variables is not None and options.test_state is None:
        raise UsageError("--variables requires --test-state, the state that reads the variables")
    try:
        definition = load_unchecked(options.name)
    except AslantError as why:
        raise UsageError(str(why)) from None  # exit code 1 means that the execution failed
    value = read_json(options.input, "--input", lambda: sys.stdin.buffer.read())
    tasks = None
    task_names = TaskNames.of(definition)
    if options.test_state is not None:
        task_names.states[options.test_state] = None  # a state of any type may have a mock when it is tested alone
    if options.tasks is not None:
        tasks = load_tasks(options.tasks, task_names)
    if options.mock_config is not None:
        handlers = getattr(definition, "handlers", {})
        tasks = load_mock_case(options.mock_config, options.case, tasks, handlers, task_names)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # what a handler prints is not part of the result
            if options.test_state is not None:
                variables = {} if options.variables is None else read_json(options.variables, "--variables")
                if not isinstance(variables, dict):
                    raise UsageError("--variables must be a JSON object, with the names and values of the variables")
                result = test_state(definition, options.test_state, value, tasks=tasks, variables=variables)
            else:
                execution = Program(definition).run(value, tasks=tasks, type=options.type, name=options.execution_name)
    except UnhandledTask as task:
        raise UsageError(unhandled_task_message(task, options.name)) from None
    except AslantError as why:
        raise UsageError(str(why)) from None
    if options.test_state is not None:
        write(_json(result.to_dict()) if options.json else _state_text(options.test_state, result))
        return 0 if result.status in ("SUCCEEDED", "CAUGHT_ERROR") else 1
    write(_json(_execution(execution)) if options.json else _execution_text(execution))
    return 0 if execution.status == "SUCCEEDED" else 1


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("run", "Run a workflow in this process, and show the states visited.", EXAMPLES)
    parser.add_argument("name", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument("--input", default="{}", metavar="JSON", help="JSON, @file or - (default: %(default)s)")
    parser.add_argument(
        "--tasks", metavar="MOCKS", help="mocks for the tasks: JSON, a JSON file, or Python as file.py[:name]"
    )
    parser.add_argument("--mock-config", metavar="FILE", help="a mock configuration file of Step Functions Local")
    parser.add_argument("--case", metavar="MACHINE/TESTCASE", help="the test case in that file")
    add_type(parser, "type of the workflow")
    parser.add_argument(
        "--name", dest="execution_name", metavar="NAME", help="the execution's name (default: a generated ID)"
    )
    parser.add_argument("--test-state", metavar="STATE", help="run only this state, and show every stage of its data")
    parser.add_argument("--variables", metavar="JSON", help="the variables that the state can read, JSON or @file")
    parser.add_argument("--json", action="store_true", help="write JSON")
    return parser


def _execution(execution: Execution) -> dict[str, Json]:
    """Return an execution as JSON, with the members of DescribeExecution and GetExecutionHistory."""
    members: dict[str, Json] = {
        "status": execution.status,
        "executionArn": execution.arn,
        "name": execution.name,
        "input": execution.input,
        "startDate": execution.start_date,
        "stopDate": execution.stop_date,
    }
    if execution.status == "SUCCEEDED":
        members["output"] = execution.output
    else:
        members |= {"error": execution.error, "cause": execution.cause}
    return {**members, "history": [dict(event) for event in execution.history]}


def _execution_text(execution: Execution) -> str:
    first, _, rest = trace(execution).partition("\n")
    return f"{_painted(first, good=execution.status == 'SUCCEEDED')}\n{rest}\n"


def _state_text(name: str, result: StateResult) -> str:
    return "\n".join(_state_lines(name, result)) + "\n"


def _state_lines(name: str, result: StateResult) -> Iterator[str]:
    then = f", on to {result.next_state!r}" if result.next_state else ""
    yield _painted(f"{result.status} {name}{then}", good=result.status in ("SUCCEEDED", "CAUGHT_ERROR"))
    stages: Mapping[str, Json] = result.inspection
    if result.status in ("SUCCEEDED", "CAUGHT_ERROR"):
        stages = {**stages, "output": result.output}
    for stage, value in stages.items():
        yield f"  {stage:<20} {shortened(dumps(value), _WIDTH)}"
    if result.error or result.cause:
        yield f"  {'error':<20} {summarize_error(result.error, result.cause)}"


def _painted(line: str, *, good: bool) -> str:
    word, _, rest = line.partition(" ")
    return f"{paint(word, 'bold', 'green' if good else 'red', coloured=is_coloured(sys.stdout))} {rest}"


def _json(value: Json) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
