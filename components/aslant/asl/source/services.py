"""Calls of services as Python source: `sqs.send_message(message_body=this.order, …)` for an ARN and its arguments."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from aslant.asl import integrations
from aslant.asl.integrations.action import ServiceAction
from aslant.asl.integrations.catalogue import ACTIONS
from aslant.asl.path import Path
from aslant.asl.source.calls import computed
from aslant.asl.source.expressions import Expressions, atom
from aslant.asl.source.fields import Fields, Made
from aslant.asl.source.layout import CallExpression
from aslant.asl.trampoline import Routine
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["arguments", "call", "services"]

_RESOURCE: Final = re.compile(r"arn:aws:states:::((?:aws-sdk:)?[^:.]+):([^:.]+)(?:\.(sync(?::2)?|waitForTaskToken))?")
_SDK: Final = "aws-sdk:"
_WAITS: Final = {None: "", "sync": "sync", "sync:2": "sync", "waitForTaskToken": "wait_for_task_token"}
_OLDER: Final = ("states:startExecution", "sync")
"""The action that has two versions, and the pattern of its first version."""


def services(definition: Json) -> set[str]:
    """Return the names that the source of a definition may import from `aslant.asl.integrations`."""
    found: set[str] = set()
    stack: list[Any] = [definition]
    while stack:
        value = stack.pop()
        if type(value) is dict:
            resource = value.get("Resource")
            match = _RESOURCE.fullmatch(resource) if type(resource) is str else None
            if match:
                found.add(_function(match)[0].partition(".")[0])
            stack += value.values()
        elif type(value) is list:
            stack += value
    return found - {""}


def call(write: Expressions, task: Mapping[str, Json]) -> Routine[Made | None]:
    """Return the call of a service that a Task makes; None if the builder cannot make the same JSON."""
    resource = task.get("Resource")
    match = _RESOURCE.fullmatch(resource) if type(resource) is str else None
    given = [key for key in ("Parameters", "Arguments") if key in task]
    if match is None or len(given) != 1 or type(task[given[0]]) is not dict:
        return None
    name, names = _function(match)
    if not name:
        return None
    made = Fields()
    if name == "aws_sdk":
        for word in (match[1].removeprefix(_SDK), match[2]):
            made.give(Made(atom(word), word))
    found = yield arguments(write, task[given[0]], names)
    if found is None:
        return None
    for argument, value in found.items():
        made.give(value, argument)
    module, _, function = name.rpartition(".")
    wait = _WAITS[match[3]]
    version = {"version": 1} if (f"{match[1]}:{match[2]}", match[3]) == _OLDER else {}
    try:
        value = getattr(getattr(integrations, module) if module else integrations, function)(
            *made.positional, **made.named
        )
        value = getattr(value, wait)(**version) if wait else value
    except (DefinitionError, TypeError):
        return None
    item = "version=1" if version else ""
    return Made(CallExpression(name, made.nodes, module or name, wait, item, "()"), value)


def arguments(
    write: Expressions, given: dict[str, Json], names: Mapping[str, str] | None
) -> Routine[dict[str, Made] | None]:
    """Return the arguments of a service by their Python names; None if the builder cannot write one of them.

    `names` has the Python names by ASL's names. Without it, each argument keeps its name.
    """
    found: dict[str, Made] = {}
    for key, value in given.items():
        plain = key.removesuffix(".$")
        name = plain if names is None else names.get(plain, "")
        if name in found or not name.isidentifier() or keyword.iskeyword(name):
            return None
        if key == plain:
            item, node = yield write.data(value, template=True)
            found[name] = Made(node, item)
        elif type(value) is not str:
            return None
        elif spelled := computed(value):
            found[name] = Made(spelled[1], spelled[0])
        elif value.startswith("$"):
            found[name] = Made(CallExpression("Path", [("", atom(value))], "Path"), Path(value))
        else:
            return None
    return found


def _function(match: re.Match[str]) -> tuple[str, Mapping[str, str] | None]:
    """Return the function that makes a call, empty if there is none, and its arguments' Python names by ASL's."""
    if match[1].startswith(_SDK):
        return "aws_sdk", None
    action = ACTIONS.get(f"{match[1]}:{match[2]}")
    return _named(action) if action else ("", None)


@cache
def _named(action: ServiceAction) -> tuple[str, Mapping[str, str]]:
    return action.function, {name: own for own, name in action.names.items()}
