"""Rules for calls of services: the action exists, and its arguments have the names and types of AWS's API.

Nested arguments and enumerations are checked too, for calls of the AWS SDK and for optimized integrations. AWS accepts
a definition with a wrong argument, and the state fails whenever it runs. The services' own table is newer than what
Step Functions supports, but it becomes older; so an action or a value of an enumeration that only might be new is a
warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from aslant.asl.checking.finding import INVALID_ARGUMENT
from aslant.asl.checking.misspelling import misspelled
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.integrations.sdk import OTHER_NAMES
from aslant.asl.services.model import Member, Operation, Type
from aslant.asl.services.table import RETIRED, operation, service, services, version

__all__ = ["check_arguments", "check_sdk_action"]

_UNSUPPORTED: Final[frozenset[str]] = frozenset(
    [
        *(f"applicationdiscovery:{name}" for name in ("describeExportConfigurations", "exportConfigurations")),
        "codedeploy:batchGetDeploymentInstances",
        "codedeploy:getDeploymentInstance",
        "codedeploy:listDeploymentInstances",
        "codedeploy:skipWaitTimeForInstanceTermination",
        "comprehendmedical:detectEntities",
        "directconnect:allocateConnectionOnInterconnect",
        "directconnect:describeConnectionLoa",
        "directconnect:describeConnectionsOnInterconnect",
        "directconnect:describeInterconnectLoa",
        "efs:createTags",
        "emr:describeJobFlows",
        *(f"iot:{name}" for name in ("attachPrincipalPolicy", "detachPrincipalPolicy", "listPolicyPrincipals")),
        "iot:listPrincipalPolicies",
        "iotdeviceadvisor:listTestCases",
        "lambda:invokeAsync",
        "mediapackage:rotateChannelCredentials",
        "rdsdata:executeSql",
        "shield:deleteSubscription",
        *(f"sts:{name}" for name in ("assumeRole", "assumeRoleWithSAML", "assumeRoleWithWebIdentity")),
    ]
)
"""The actions that the developer guide excludes ("Unsupported API actions"), besides streams of events."""

_UNSUPPORTED_REPAIR: Final = "Step Functions does not support this call. Use a Lambda function for it."
_PLACEHOLDER: Final = re.compile(r"<.*>|\{\{.*\}\}|(var|param)[-_].*|[#@%].*", re.DOTALL)
"""A string that a tool, or whoever copies the definition, replaces with the value."""
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9_]*")
"""Such a string where no value is in capitals."""
_MOST_LISTED: Final = 12  # values of an enumeration that a message lists

_A_KIND: Final = {"list": "a list", "map": "an object", "structure": "an object"}
_WORDS: Final = {dict: "an object", list: "a list", bool: "a boolean", int: "a number", float: "a number"}


class _Value(NamedTuple):
    """A value to check: its type, and the steps to it."""

    type: Type
    value: Any
    steps: tuple[str | int, ...]
    name: str
    """The name of the argument, for messages."""


def check_sdk_action(ctx: RuleContext, call: str, message: str) -> None:
    """Check that the SDK has the action `dynamodb:getItem`. `message` is AWS's, for a resource that it refuses."""
    name, _, action = call.partition(":")
    if not services() or name in RETIRED:
        return
    model = service(name)
    if model is None:
        proper = OTHER_NAMES.get(name) or misspelled(name, services())
        _unknown(ctx, message, f"The AWS SDK has no service {name!r}", name, services(), proper)
        return
    found = model.operation(action)
    if found is None:
        actions = model.actions
        _unknown(ctx, message, f"{name} has no action {action!r}", action, actions, misspelled(action, actions))
    elif _is_unsupported(call, found):
        ctx.error(message, "Resource", repair=_UNSUPPORTED_REPAIR)


def _is_unsupported(call: str, action: Operation) -> bool:
    return action.streams or call in _UNSUPPORTED


def _unknown(ctx: RuleContext, message: str, fault: str, name: str, known: Iterable[str], proper: str | None) -> None:
    """Report an unknown service or action: an error if it is a misspelled one, a warning if it may be a new one."""
    if proper:
        ctx.error(message, "Resource", repair=f"Write {proper!r} instead of {name!r}.")
        return
    ctx.warning(
        f"{fault} in botocore {version()}",
        "Resource",
        code="UNKNOWN_ACTION",
        repair=ctx.near(name, known) or "Correct the name, or ignore this warning if the action is newer.",
    )


def check_arguments(ctx: RuleContext, call: str, given: dict[str, Any], field: str, *, optimized: bool) -> None:
    """Check the arguments of a call such as `dynamodb:getItem`, by the names of the SDK.

    The names at the top of an optimized integration are checked by its own table.
    """
    action = operation(call)
    if action is None or (not optimized and _is_unsupported(call, action)):
        return
    waiting = _members(ctx, action.arguments, given, (field,), optimized=optimized, known_only=optimized)[::-1]
    while waiting:
        part = waiting.pop()
        value, kind = part.value, part.type
        if value is None or is_unresolved(value) or (type(value) is str and ctx.jsonata and value.startswith("{%")):
            continue
        if kind.kind not in _A_KIND:
            _check_scalar(ctx, part)
        elif type(value) is not (list if kind.kind == "list" else dict):
            if not (optimized and type(value) is str and kind.is_attribute_value):
                _wrong_type(ctx, part, _A_KIND[kind.kind])
        else:
            waiting += _inside(ctx, part, optimized=optimized)[::-1]


def _inside(ctx: RuleContext, part: _Value, *, optimized: bool) -> list[_Value]:
    """Check the names in an object, and return the values of an object or a list."""
    if part.type.kind == "structure":
        return _members(ctx, part.type, part.value, part.steps, optimized=optimized)
    if part.type.kind == "map":
        return _entries(ctx, part)
    item = part.type.item
    if item.accepts_anything:
        return []
    return [_Value(item, value, (*part.steps, index), part.name) for index, value in enumerate(part.value)]


def _members(
    ctx: RuleContext,
    kind: Type,
    given: dict[str, Any],
    steps: tuple[str | int, ...],
    *,
    optimized: bool,
    known_only: bool = False,
) -> list[_Value]:
    """Check the names of a structure's members, and return the values to check."""
    values = []
    present = set()
    members = kind.members
    is_template = False
    for name, value in given.items():
        if type(name) is not str or "${" in name:
            is_template = True
            continue
        plain = name.removesuffix(".$")
        member = members.get(plain) or kind.by_lower_case.get(plain.lower())
        if member is None:
            if not known_only:
                ctx.error(
                    f'The field "{plain}" is not supported by Step Functions',
                    *steps,
                    repair=ctx.near(plain, members) or _listing("It has ", members),
                    code=INVALID_ARGUMENT,
                    member=name,
                )
            continue
        present.add(member.name)
        if plain != member.name:
            _check_spelling(ctx, member, name, steps, optimized=optimized, kind=kind)
        if plain == name and not member.type.accepts_anything:
            values.append(_Value(member.type, value, (*steps, name), member.name))
    if not is_template and not known_only and not is_unresolved(given):
        for required in kind.required:
            if required not in present:
                ctx.error(f"The field '{required}' is required but was missing", *steps, code=INVALID_ARGUMENT)
    return values


def _check_spelling(
    ctx: RuleContext, member: Member, name: str, steps: tuple[str | int, ...], *, optimized: bool, kind: Type
) -> None:
    """Check that a member has its name in Step Functions, and not that of the API or in another case."""
    plain = name.removesuffix(".$")
    if plain == member.name:
        return
    pascal = f"{member.api_name[:1].upper()}{member.api_name[1:]}"
    if plain != pascal:
        ctx.error(
            f'The field "{plain}" is not supported by Step Functions',
            *steps,
            repair=f"Write {pascal if optimized else member.name}.",
            code=INVALID_ARGUMENT,
            member=name,
        )
    elif not optimized and not kind.is_attribute_value:
        ctx.warning(
            f"Step Functions has the API's {member.api_name} as {member.name}",
            *steps,
            name,
            repair=f"Write {member.name}.",
            code=INVALID_ARGUMENT,
        )


def _entries(ctx: RuleContext, part: _Value) -> list[_Value]:
    """Check the keys of a map, and return its values."""
    values = []
    for name, value in part.value.items():
        if type(name) is not str or "${" in name:
            continue
        plain = name.removesuffix(".$")
        if part.type.key.values and plain not in part.type.key.values:
            _not_listed(ctx, plain, part.type.key.values, part.steps, f"A key of {part.name}")
        if plain == name and not part.type.item.accepts_anything:
            values.append(_Value(part.type.item, value, (*part.steps, name), part.name))
    return values


def _check_scalar(ctx: RuleContext, part: _Value) -> None:
    kind, value = part.type, part.value
    if kind.kind == "number":
        _check_number(ctx, part)
    elif kind.kind == "boolean":
        is_flag = type(value) is not str or value.lower() in ("true", "false") or _may_become(value)
        if type(value) in (dict, list) or not is_flag:
            _wrong_type(ctx, part, "a boolean")
    elif kind.kind == "timestamp":
        if type(value) in (dict, list, bool):
            _wrong_type(ctx, part, "a timestamp")
    elif kind.values:
        if type(value) in (dict, list):
            _wrong_type(ctx, part, "a string")
        elif type(value) is str and value not in kind.values:
            _not_listed(ctx, value, kind.values, part.steps, part.name)


def _check_number(ctx: RuleContext, part: _Value) -> None:
    value = part.value
    if type(value) is str:
        try:
            value = float(value)
        except ValueError:
            if not _may_become(value):
                _wrong_type(ctx, part, "a number")
            return
    elif type(value) not in (int, float):
        _wrong_type(ctx, part, "a number")
        return
    least, largest = part.type.range
    if (least is not None and value < least) or (largest is not None and value > largest):
        limits = [f"at least {least:g}" if least is not None else "", f"at most {largest:g}" if largest else ""]
        ctx.warning(
            f"{part.name} must be {' and '.join(limit for limit in limits if limit)}, not {part.value}",
            *part.steps,
            repair="Choose a number in this range.",
            code=INVALID_ARGUMENT,
        )


def _may_become(text: str) -> bool:
    """Return whether a string may become a number or a boolean before the definition is deployed."""
    return bool(_PLACEHOLDER.fullmatch(text) or _CAPITALS.fullmatch(text))


def _wrong_type(ctx: RuleContext, part: _Value, wanted: str) -> None:
    value = part.value
    given = f"the string {value!r}" if type(value) is str else _WORDS[type(value)]
    repair = f"Write {wanted}."
    if type(value) is str and value.startswith(("$", "States.")) and not ctx.jsonata:
        repair = f"Name the argument {part.steps[-1]}.$ to evaluate it."
    ctx.error(f"{part.name} must be {wanted}, not {given}", *part.steps, repair=repair, code=INVALID_ARGUMENT)


def _not_listed(
    ctx: RuleContext, value: str, values: tuple[str, ...], steps: tuple[str | int, ...], subject: str
) -> None:
    """Report a value that an enumeration does not have: an error if it is misspelled, else a warning."""
    if _PLACEHOLDER.fullmatch(value):
        return
    proper = misspelled(value, values)
    listed = ", ".join(values) if len(values) <= _MOST_LISTED else f"{len(values)} values"
    message = f"{subject} must be one of {listed}, not {value!r}"
    if proper:
        ctx.error(message, *steps, repair=f"Write {proper!r}.", code=INVALID_ARGUMENT)
    else:
        ctx.warning(
            message,
            *steps,
            repair=ctx.near(value, values) or f"Correct it, or ignore this warning if botocore {version()} is too old.",
            code=INVALID_ARGUMENT,
        )


def _listing(head: str, names: Iterable[str]) -> str:
    """Return a sentence that lists names; empty if they are too many."""
    known = list(names)
    return f"{head}{', '.join(known)}." if 0 < len(known) <= _MOST_LISTED else ""
