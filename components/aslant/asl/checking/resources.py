"""Rules for a Task's `Resource`: ARNs, service integrations, and the integrations that Express workflows support."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from aslant.asl.checking.dynamodb import check_placeholders
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.service_calls import check_arguments, check_sdk_action
from aslant.asl.checking.task_tokens import holds_token, token_repair
from aslant.asl.checking.values import wrong_type
from aslant.asl.integrations.action import ServiceAction
from aslant.asl.integrations.catalogue import ACTIONS, SDK_PATTERNS
from aslant.json_value import Json

__all__ = ["resource", "task"]

_ARN = re.compile(r"arn:[a-z0-9-]+:[a-z0-9-]+:[^:]*:[^:]*:.+", re.DOTALL)
_INTEGRATION = re.compile(
    r"arn:[a-z0-9-]+:states:[^:]*:[^:]*:(?P<call>[^:.]+:(?:[^:.]+:)?[^:.]+?)(?:\.(?P<pattern>.+))?", re.DOTALL
)
_ACTIVITY = re.compile(r"arn:[a-z0-9-]+:states:[^:]+:[^:]*:activity:(?P<name>.+)", re.DOTALL)
_FUNCTION = re.compile(r"arn:[a-z0-9-]+:lambda:[^:]*:[^:]*:function:[^:]+(?::(?P<alias>.*))?", re.DOTALL)
_ALIAS = re.compile(r"\$LATEST|[A-Za-z0-9_-]{1,128}")
_SDK_CALL = "aws-sdk:"
_SDK = re.compile(r"aws-sdk:[a-z0-9]+:[a-z][A-Za-z0-9]*")
_UNRECOGNIZED = (
    "The resource provided {} is not recognized. The value is not a valid resource ARN, or the resource is not "
    "available in this region."
)


class ResourceFacts(NamedTuple):
    """The facts about a resource."""

    fault: str = ""
    """AWS's message if the resource is invalid."""
    repair: str = ""
    call: str = ""
    """The integration, such as `sqs:sendMessage`; empty for other resources. With a fault, it may not exist."""
    pattern: str = ""
    """The integration's pattern, such as `waitForTaskToken`."""
    activity: bool = False


@lru_cache(4096)
def resource_facts(text: str) -> ResourceFacts:
    """Return the facts about a resource's ARN."""
    if not _ARN.fullmatch(text):
        return ResourceFacts(
            "Value is not a valid resource ARN", "Write an ARN, or a symbolic name such as ${pineapple_check}."
        )
    activity = _ACTIVITY.fullmatch(text)
    if activity:
        return ResourceFacts(activity=True)
    function = _FUNCTION.fullmatch(text)
    if function:
        if function["alias"] is not None and not _ALIAS.fullmatch(function["alias"]):
            return ResourceFacts(
                "Value is not a valid resource ARN", "Use only letters, digits, - and _ in a version or alias."
            )
        return ResourceFacts()
    found = _INTEGRATION.fullmatch(text)
    if found is None:
        if ":states:" in text[:30]:
            return ResourceFacts(_UNRECOGNIZED.format(text), "Write an integration as arn:aws:states:::service:action.")
        return ResourceFacts()
    call, pattern = found["call"], found["pattern"] or ""
    if call.startswith("aws-sdk:"):
        if _SDK.fullmatch(call) and pattern in SDK_PATTERNS:
            return ResourceFacts(call=call, pattern=pattern)
        return ResourceFacts(
            _UNRECOGNIZED.format(text), "Write it as aws-sdk:service:action, such as aws-sdk:s3:getObject."
        )
    action = ACTIONS.get(call)
    if action is None:
        service, _, name = call.partition(":")
        return ResourceFacts(
            _UNRECOGNIZED.format(text), f"Try arn:aws:states:::aws-sdk:{service.lower()}:{name}.", call
        )
    if pattern not in action.patterns:
        patterns = ", ".join(sorted(f".{pattern}" for pattern in action.patterns if pattern))
        supported = f"supports {patterns}" if patterns else "does not support a pattern"
        return ResourceFacts(_UNRECOGNIZED.format(text), f"{call} {supported}.")
    return ResourceFacts(call=call, pattern=pattern)


def resource(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check the `Resource` of a Task."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "an ARN")
        return
    if is_unresolved(value):
        return
    facts = resource_facts(value)
    if facts.fault:
        near = ctx.near(facts.call, ACTIONS) if facts.call else ""
        ctx.error(facts.fault, *steps, repair=near or facts.repair)
        return
    if facts.call.startswith(_SDK_CALL):
        check_sdk_action(ctx, facts.call.removeprefix(_SDK_CALL), _UNRECOGNIZED.format(value))
    if ctx.express:
        if facts.activity:
            ctx.error(
                "Express state machine does not support Activity ARN", *steps, repair="Make the state machine STANDARD."
            )
        elif facts.pattern:
            # The space at the end of the message is AWS's.
            pattern = facts.pattern.partition(":")[0]
            ctx.error(
                f"Express state machine does not support '.{pattern}' service integration ",
                *steps,
                repair="Make the state machine STANDARD, or do not wait for the result.",
            )


def task(ctx: RuleContext, state: dict[str, Any]) -> None:
    """Check the arguments that a Task passes to an integration, by AWS's rules."""
    value = state.get("Resource")
    if type(value) is not str or is_unresolved(value):
        return
    facts = resource_facts(value)
    if facts.activity and "Credentials" in state:
        ctx.error(
            "The field 'Credentials' is not supported for activities",
            repair="Remove it. An activity's worker uses the permissions of its own account.",
        )
    if facts.fault or not facts.call:
        return
    field = "Arguments" if ctx.jsonata else "Parameters"
    given = state.get(field)
    action = ACTIONS.get(facts.call)
    if field not in state:
        ctx.error(
            f"{field} field is required for resource ARN: {value}",
            "Resource",
            repair=f"Write {field}, which may be {{}}.",
        )
        return
    if type(given) is dict and not is_unresolved(given):
        names = {name.removesuffix(".$") for name in given if type(name) is str}
        if action is not None:
            _arguments(ctx, action, names, given, field)
        check_placeholders(ctx, facts.call, given, field)
        call = action.model if action is not None else facts.call.removeprefix(_SDK_CALL)
        check_arguments(ctx, call, given, field, optimized=action is not None)
        if facts.call == "lambda:invoke" and type(given.get("Payload")) in (int, float, bool):
            ctx.error(
                "The value for 'Payload' must be a string, an object, a list or null",
                field,
                repair="Put the value into an object.",
            )
        if facts.pattern == "waitForTaskToken" and not holds_token(given, jsonata=ctx.jsonata):
            ctx.warning(
                "The task waits for a task token, but never passes it on",
                field,
                code="MISSING_TASK_TOKEN",
                repair=token_repair(facts.call, jsonata=ctx.jsonata),
            )


def _arguments(ctx: RuleContext, action: ServiceAction, names: set[str], given: dict[str, Any], field: str) -> None:
    for name in action.required:
        if name not in names:
            ctx.error(f"The field '{name}' is required but was missing", field)
    known_names = (*action.required, *action.optional)
    for name in sorted(names.difference(known_names)):
        ctx.error(
            f'The field "{name}" is not supported by Step Functions',
            field,
            repair=ctx.near(name, known_names),
            member=name if name in given else f"{name}.$",
        )
