"""Who plays the tasks of a run: a module, JSON, or AWS's mock configuration file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from aslant.cli.task_names import Playable
from aslant.cli.usage import UsageError
from aslant.cli.workflow import load_module, split_reference
from aslant.errors import AslantError, TaskError, did_you_mean
from aslant.json_value import Json
from aslant.run.mock_config import MockConfig
from aslant.run.task_call import TaskCall, Tasks
from aslant.run.values import loads

__all__ = ["load_mock_case", "load_tasks", "read_json"]

_DEFAULT: Final = "tasks"


def load_tasks(text: str, playable: Playable) -> Tasks:
    """The doubles that an option names: JSON, a JSON file, `file.py`, `package.module`, or either with `:name`.

    JSON is an object of answers by name; `{"Throw": {"Error": …, "Cause": …}}` is a failure, and `{"Return": …}` an
    answer that might be taken for one. Of a module, `tasks` is taken or, without it, those of its public functions
    that play a task.

    Raises:
        UsageError: there is nothing of that name, it is no double, or it plays no task of the workflow.
    """
    is_json = text.lstrip().startswith("{")
    place = "--tasks" if is_json else text
    if is_json or text.endswith(".json"):
        document = read_json(text if is_json else f"@{text}", "--tasks")
        if not isinstance(document, dict):
            raise UsageError(f"{text}: doubles are an object, whose members are the answers by the name of the state")
        doubles = {name: _double(name, answer) for name, answer in document.items()}
        playable.refuse_strangers(doubles, place)
        return doubles
    file, name = split_reference(text) or (text, "")
    module = load_module(file)
    found = vars(module)
    if not name and _DEFAULT not in found:
        functions = {
            key: value
            for key, value in found.items()
            if callable(value) and not key.startswith("_") and getattr(value, "__module__", "") == module.__name__
        }
        players = {key: value for key, value in functions.items() if playable.plays(key)}
        if not players:
            playable.refuse_strangers(functions, place)
        return players
    name = name or _DEFAULT
    if name not in found:
        raise UsageError(f"{file} has no {name}{did_you_mean(name, found)}")
    tasks: Tasks = found[name]
    if not callable(tasks) and not isinstance(tasks, Mapping):
        raise UsageError(f"{file}:{name} is of type {type(tasks).__name__}; it must be a dict of doubles or a function")
    if isinstance(tasks, Mapping):
        playable.refuse_strangers(tasks, place)
    return tasks


def load_mock_case(
    path: str, case: str | None, others: Tasks | None, handlers: Mapping[str, Callable[..., Any]], playable: Playable
) -> Callable[[TaskCall], Any]:
    """The doubles of one test case, `Machine/TestCase`, of a mock configuration file; `others` play the rest.

    Raises:
        UsageError: the file cannot be read, has no such test case, or that plays a state that is no task.
    """
    try:
        config = MockConfig(read_json(f"@{path}", "--mock-config"))
        known = [f"{machine}/{name}" for machine, cases in config.cases.items() for name in cases]
        if case is None or "/" not in case:
            raise UsageError(f"{path}: say which test case with --case; it has {', '.join(known) or 'none'}")
        machine, _, name = case.partition("/")
        tasks = config.tasks(machine, name, others=others, handlers=handlers)
        for state in config.cases[machine][name]:
            if state not in playable.states:
                near = did_you_mean(state, playable.states)
                raise UsageError(f"{path}: {case} plays {state!r}, which is no task of this workflow{near}")
        return tasks
    except UsageError:
        raise
    except AslantError as why:
        raise UsageError(f"{path}: {why}") from None


def read_json(text: str, option: str, stdin: Callable[[], bytes] | None = None) -> Json:
    """The value that an option gives: JSON, `@file`, or `-` for standard input where that may be read."""
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
        raise UsageError(f"{place}:{why.lineno}:{why.colno}: this is no JSON: {why.msg}") from None
    except ValueError as why:
        raise UsageError(f"{place}: this is no JSON: {why}") from None


def _double(name: str, answer: Json) -> Any:
    if not isinstance(answer, dict) or len(answer) != 1:
        return answer
    if "Return" in answer:
        return answer["Return"]
    thrown = answer.get("Throw")
    if not isinstance(thrown, dict) or "Error" not in thrown:
        return answer
    error, cause = thrown["Error"], thrown.get("Cause")
    if not isinstance(error, str) or not isinstance(cause, str | None):
        raise UsageError(f"the double of {name!r}: the Error and the Cause of Throw are text")

    def fail() -> Json:
        raise TaskError(error, cause or "")

    return fail
