"""An execution as a unit test: Python with the definition, the input and the recorded results of its tasks."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.json_value import Json
from aslant.local.page.histories import events_of
from aslant.run.report.state_visits import Attempt, visits
from aslant.run.values import loads

if TYPE_CHECKING:
    from aslant.local.execution import Run

__all__ = ["reproduction"]

NAME = re.compile(r"\W+", re.ASCII)


def reproduction(run: Run) -> dict[str, Json]:
    """Return the name and the source of a pytest module that runs an execution again, and the `aslant run` command."""
    name = f"test_{NAME.sub('_', run.machine.name).strip('_').lower() or 'execution'}"
    file = f"{name}.py"
    command = ["aslant", "run", f"{file}:MACHINE", "--input", _one_line(run.input), "--tasks", f"{file}:tasks"]
    command += ["--type", run.machine.type]
    return {"file": file, "python": _source(run, name), "command": shlex.join(command)}


def _one_line(text: str) -> str:
    try:
        return json.dumps(loads(text), ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError):
        return text


def _source(run: Run, name: str) -> str:
    attempts: dict[str, list[Attempt]] = {}
    for visit in visits(events_of(run)):
        for attempt in visit.attempts:
            if attempt.ended is not None:
                attempts.setdefault(visit.name, []).append(attempt)
    mocks = {state: [_mock(attempt) for attempt in found] for state, found in attempts.items()}
    used = ["answers"] if any(len(found) > 1 for found in mocks.values()) else []
    used.append("expect")
    if any(mock.startswith("fails(") for found in mocks.values() for mock in found):
        used.append("fails")
    return "\n".join(
        [
            f'"""The execution {_comment(run.name)} of {_comment(run.machine.name)}, which ended with {run.status}."""',
            "",
            "from aslant.asl import loads",
            "from aslant.run import run",
            f"from aslant.testing import {', '.join(used)}",
            "",
            f"MACHINE = loads({_literal(json.dumps(_definition(run), indent=2, ensure_ascii=False))})",
            "",
            f"INPUT = {_value(run.input)}",
            "",
            *_tasks(mocks),
            "",
            f"def {name}() -> None:",
            "    execution = run(",
            "        MACHINE,",
            "        INPUT,",
            "        tasks=tasks,",
            f"        type={run.machine.type!r},",
            f"        name={run.name!r},",
            f"        machine_arn={run.machine.arn!r},",
            "    )",
            *(f"    {line}" for line in _expectations(run)),
            "",
        ]
    )


def _definition(run: Run) -> Mapping[str, Any]:
    """Return the definition, with a first state for the variables of an execution that started at another state."""
    document = run.machine.document
    if not run.first_variables:
        return document
    first = {"Type": "Pass", "Assign": dict(run.first_variables), "Next": document["StartAt"]}
    name = "Assign the variables"
    return {**document, "StartAt": name, "States": {name: first, **document["States"]}}


def _tasks(mocks: dict[str, list[str]]) -> Iterator[str]:
    if not mocks:
        yield "tasks = {}"
        yield ""
        return
    yield "# The results of the tasks by the name of their state, in the order of the calls."
    yield "tasks = {"
    for state, found in mocks.items():
        if len(found) == 1:
            yield f"    {state!r}: {found[0]},"
            continue
        yield f"    {state!r}: answers("
        yield from (f"        {mock}," for mock in found)
        yield "    ),"
    yield "}"
    yield ""


def _mock(attempt: Attempt) -> str:
    if attempt.succeeded:
        return _python(attempt.answer)
    ended = attempt.ended
    details: dict[str, Any] = {} if ended is None else ended.details
    timed_out = ended is not None and ended.type.endswith("TimedOut")
    error = details.get("error") or ("States.Timeout" if timed_out else "States.TaskFailed")
    cause = details.get("cause")
    return f"fails({error!r}, {cause!r})" if cause else f"fails({error!r})"


def _expectations(run: Run) -> Sequence[str]:
    if run.status == "SUCCEEDED":
        return [f"expect(execution).succeeded_with({_value(run.output or 'null')})"]
    if run.status == "FAILED":
        return [f"expect(execution).failed_with({run.error!r})"]
    if run.status == "TIMED_OUT":
        return ["expect(execution).timed_out()"]
    return [f"# The recorded execution was {run.status}.", "expect(execution).succeeded()"]


def _value(text: str) -> str:
    try:
        return _python(loads(text))
    except (ValueError, RecursionError):
        return repr(text)


def _python(value: Json) -> str:
    """Return a JSON value as Python source."""
    return repr(value)


def _literal(text: str) -> str:
    """Return a string in triple quotes, so that the definition can be read, or on one line if it has any."""
    if '"""' in text or "\\" in text or not text.replace("\n", "").isprintable():
        return repr(text)
    return f'"""{text}"""'


def _comment(text: str) -> str:
    return text.replace("\\", " ").replace('"', "'")
