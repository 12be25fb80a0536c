"""Mocks for the tasks of a run, loaded from a Python module, JSON, or AWS's mock configuration file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from aslant.cli.task_names import TaskNames
from aslant.cli.usage import UsageError
from aslant.errors import AslantError, TaskError, did_you_mean
from aslant.files.workflow import load_module, split_reference
from aslant.json_value import Json
from aslant.run.mock_config import MockConfig
from aslant.run.task_call import TaskCall, Tasks
from aslant.run.values import loads

__all__ = ["load_mock_case", "load_tasks", "read_json"]

_DEFAULT: Final = "tasks"


def load_tasks(text: str, task_names: TaskNames) -> Tasks:
    """Return the mocks that an option names: JSON, a JSON file, `file.py`, `package.module`, or either with `:name`.

    A JSON object maps names to results. `{"Throw": {"Error": …, "Cause": …}}` is a failure, and `{"Return": …}` is a
    result that could be mistaken for one. From a module, `tasks` is used or, without it, the public functions whose
    names belong to a task.

    Raises:
        UsageError: the name does not exist, is not a mock, or does not belong to a task of the workflow.
    """
    is_json = text.lstrip().startswith("{")
    place = "--tasks" if is_json else text
    if is_json or text.endswith(".json"):
        document = read_json(text if is_json else f"@{text}", "--tasks")
        if not isinstance(document, dict):
            raise UsageError(f"{text}: mocks must be a JSON object that maps the names of states to their results")
        mocks = {name: _mock(name, result) for name, result in document.items()}
        task_names.check(mocks, place)
        return mocks
    file, name = split_reference(text) or (text, "")
    module = load_module(file)
    found = vars(module)
    if not name and _DEFAULT not in found:
        functions = {
            key: value
            for key, value in found.items()
            if callable(value) and not key.startswith("_") and getattr(value, "__module__", "") == module.__name__
        }
        handlers = {key: value for key, value in functions.items() if task_names.accepts(key)}
        if not handlers:
            task_names.check(functions, place)
        return handlers
    name = name or _DEFAULT
    if name not in found:
        raise UsageError(f"{file} has no {name}{did_you_mean(name, found)}")
    tasks: Tasks = found[name]
    if not callable(tasks) and not isinstance(tasks, Mapping):
        raise UsageError(f"{file}:{name} must be a dict of mocks or a function, not of type {type(tasks).__name__}")
    if isinstance(tasks, Mapping):
        task_names.check(tasks, place)
    return tasks


def load_mock_case(
    path: str, case: str | None, others: Tasks | None, handlers: Mapping[str, Callable[..., Any]], task_names: TaskNames
) -> Callable[[TaskCall], Any]:
    """Return the mocks of one test case, `Machine/TestCase`, of a mock configuration file.

    `others` handles the tasks that the test case does not mock.

    Raises:
        UsageError: the file cannot be read, the test case does not exist, or it mocks a state that is not a task.
    """
    try:
        config = MockConfig(read_json(f"@{path}", "--mock-config"))
        known = [f"{machine}/{name}" for machine, cases in config.cases.items() for name in cases]
        if case is None or "/" not in case:
            raise UsageError(f"{path}: choose a test case with --case. The file has {', '.join(known) or 'none'}.")
        machine, _, name = case.partition("/")
        tasks = config.tasks(machine, name, others=others, handlers=handlers)
        for state in config.cases[machine][name]:
            if state not in task_names.states:
                near = did_you_mean(state, task_names.states)
                raise UsageError(f"{path}: {case} mocks {state!r}, which is not a task of this workflow{near}")
        return tasks
    except UsageError:
        raise
    except AslantError as why:
        raise UsageError(f"{path}: {why}") from None


def read_json(text: str, option: str, stdin: Callable[[], bytes] | None = None) -> Json:
    """Return the JSON value of an option: JSON itself, `@file`, or `-` for standard input if `stdin` is given."""
    data: str | bytes = text
    place = option
    if text == "-" and stdin is not None:
        data, place = stdin(), "<stdin>"
    elif text.startswith("@"):
        place = text[1:]
        try:
            data = Path(place).read_bytes()
        except (OSError, ValueError) as why:
            raise UsageError(f"{place}: {(getattr(why, 'strerror', None) or str(why)).lower()}") from None
    try:
        return loads(data)
    except json.JSONDecodeError as why:
        raise UsageError(f"{place}:{why.lineno}:{why.colno}: this is not valid JSON: {why.msg}") from None
    except ValueError as why:
        raise UsageError(f"{place}: this is not valid JSON: {why}") from None


def _mock(name: str, result: Json) -> Any:
    if not isinstance(result, dict) or len(result) != 1:
        return result
    if "Return" in result:
        return result["Return"]
    thrown = result.get("Throw")
    if not isinstance(thrown, dict) or "Error" not in thrown:
        return result
    error, cause = thrown["Error"], thrown.get("Cause")
    if not isinstance(error, str) or not isinstance(cause, str | None):
        raise UsageError(f"the mock of {name!r}: Error and Cause of Throw must be strings")

    def fail() -> Json:
        raise TaskError(error, cause or "")

    return fail
