"""Task tokens: whether a task that waits for one passes it on, and where it should do so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from aslant.asl.checking.parsed_strings import paths_of
from aslant.asl.checking.rule_context import is_unresolved
from aslant.errors import DefinitionError
from aslant.grammar import intrinsics, jsonata, jsonpath
from aslant.json_value import Json

__all__ = ["holds_token", "token_repair"]

_TOKEN: Final = ("Task", "Token")
_CONTEXT: Final = re.compile(r"\$states\s*\.\s*context((?:\s*\.\s*\w+)*)")
_MEMBERS: Final = {
    "apigateway:invoke": "RequestBody",
    "bedrock:invokeModel": "Body",
    "ecs:runTask": "Overrides.ContainerOverrides[].Environment[]",
    "eks:call": "RequestBody",
    "eks:runJob": "Job",
    "events:putEvents": "Entries[].Detail",
    "http:invoke": "RequestBody",
    "lambda:invoke": "Payload",
    "sns:publish": "Message",
    "sqs:sendMessage": "MessageBody",
    "states:startExecution": "Input",
}
"""The argument of each call that reaches the program that sends the token back."""


def token_repair(call: str, *, jsonata: bool) -> str:
    """Return the repair for a call that does not pass its token on."""
    if call == "ecs:runTask":
        name, value = '"Name": "TASK_TOKEN", ', "Value"
    else:
        name, value = "", "TaskToken"
    written = f'"{value}": "{{% $states.context.Task.Token %}}"' if jsonata else f'"{value}.$": "$$.Task.Token"'
    member = _MEMBERS.get(call.removeprefix("aws-sdk:").replace("sfn:", "states:"))
    return f"Pass {name}{written}{f' in {member}' if member else ''}."


def holds_token(given: Json, *, jsonata: bool) -> bool:
    """Return whether a task's arguments have the token of the context object, or an unresolved value that may be it.

    Each task has a separate token, so neither the input nor a variable can have it.
    """
    stack: list[tuple[bool, Any]] = [(jsonata, given)]  # with whether its strings are evaluated
    while stack:
        evaluated, value = stack.pop()
        if type(value) is str:
            if evaluated and (_in_jsonata(value) if jsonata else _in_jsonpath(value)):
                return True
        elif type(value) is dict:
            if is_unresolved(value):
                return True
            stack.extend((jsonata or (type(name) is str and name[-2:] == ".$"), value[name]) for name in value)
        elif type(value) is list:
            stack.extend((jsonata, item) for item in value)
        elif is_unresolved(value):
            return True
    return False


def _in_jsonpath(text: str) -> bool:
    """Return whether a path or an intrinsic function reads the token."""
    if "${" in text:
        return True
    try:
        paths = paths_of(intrinsics.parse(text)) if intrinsics.is_call(text) else [jsonpath.parse(text)]
    except DefinitionError:
        return False
    return any(path.root == "$$" and _includes_token(path.steps) for path in paths)


def _in_jsonata(text: str) -> bool:
    """Return whether an expression reads the token."""
    if not text.startswith("{%"):
        return False
    if "${" in text or any(_includes_token(re.findall(r"\w+", found[1])) for found in _CONTEXT.finditer(text)):
        return True
    try:
        return "*" in jsonata.parse(text[2:-2]).reads
    except DefinitionError:
        return False


def _includes_token(steps: Sequence[object]) -> bool:
    """Return whether a place in the context object is the token or contains it; a wildcard, for example, may do so."""
    for step, own in zip(steps, _TOKEN, strict=False):
        if type(step) is not str:
            return True
        if step != own:
            return False
    return len(steps) <= len(_TOKEN)
