"""The rules for the arguments of a component, which are checked before anything is registered."""

from __future__ import annotations

import inspect
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi

from aslant.aws.errors import ArgsError
from aslant.aws.mocked import is_missing, or_missing
from aslant.errors import did_you_mean

__all__ = [
    "LOG_RETENTION",
    "Rule",
    "any_text",
    "arn_of",
    "check",
    "check_name",
    "checked_later",
    "flag",
    "key_arn",
    "known",
    "known_texts",
    "mapping_of",
    "number",
    "one_of",
    "positive",
    "settled",
    "statements",
    "text",
    "texts",
    "whole",
]

Rule = Callable[[Any], str | None]
"""Returns what is wrong with a value, as the end of a sentence that starts with the argument, or None."""

# CloudWatch Logs API, PutRetentionPolicy; the provider reads 0 as "never expire".
LOG_RETENTION = (
    *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)

_NAME = re.compile(r"[A-Za-z0-9_-]+")


def check(
    place: str, args: Any, shape: type, rules: Mapping[str, Rule], at_once: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return the arguments that are set: the members of the TypedDict `shape` whose value is not None, `settled`.

    `place` names the component in messages. A value known only at deployment is checked then, by the same rule, but
    arguments in `at_once` must be known now.

    Raises:
        ArgsError: an argument breaks a rule; the message is about the first one.
    """
    given = _check_now(place, args, shape, rules, at_once)
    return {
        key: checked_later(f"{place}: {key}", value, rules[key]) if key in rules else value
        for key, value in given.items()
    }


def _check_now(
    place: str, args: Any, shape: type, rules: Mapping[str, Rule], at_once: frozenset[str]
) -> dict[str, Any]:
    """Return the arguments that are set, checked as far as they are known now."""
    if not isinstance(args, Mapping):
        raise ArgsError(f"{place}: args must be a dict of arguments, not {type(args).__name__}")
    fields = list(shape.__annotations__)
    for key in args:
        if key not in fields:
            hint = did_you_mean(str(key), fields) or f". The arguments are {', '.join(fields)}."
            raise ArgsError(f"{place}: {key!r} is not an argument{hint}")
    given = {key: settled(value) for key, value in args.items() if value is not None}
    for key in sorted(getattr(shape, "__required_keys__", ())):
        if key not in given:
            raise ArgsError(f"{place}: {key} is missing. Add it to args.")
    for key in sorted(at_once & given.keys()):
        if not known(given[key]):
            raise ArgsError(
                f"{place}: {key} decides what is registered, so it cannot be an Output. Pass the value itself."
            )
    for key, rule in rules.items():
        if key in given and known(given[key]) and (wrong := rule(given[key])):
            raise ArgsError(f"{place}: {key} {wrong}")
    return given


def checked_later(place: str, value: Any, rule: Rule) -> Any:
    """Return a value in which each Output checks the rule once its value is known.

    The rule gets the whole value, with the resolved Output in its place. None passes: an argument may be left out, and
    a mock may lack an output. The message shows no secret.
    """
    if isinstance(value, pulumi.Output):
        return value.apply(lambda found: _checked(place, found, rule, value))
    if isinstance(value, Mapping):
        members = {key: checked_later(place, one, _within(rule, dict(value), key)) for key, one in value.items()}
        return value if all(map(operator.is_, members.values(), value.values())) else members
    if isinstance(value, list | tuple):
        items = [checked_later(place, one, _within(rule, list(value), at)) for at, one in enumerate(value)]
        return value if all(map(operator.is_, items, value)) else items
    return value


async def _checked(place: str, found: Any, rule: Rule, output: pulumi.Output[Any]) -> Any:
    """Return the value of an Output; raise ArgsError if it breaks the rule."""
    wrong = None if found is None or is_missing(found) else rule(found)
    if wrong is None:
        return found
    shown = wrong.replace(repr(found), "a secret") if await output.is_secret() else wrong
    raise ArgsError(f"{place} {shown}")


def _within(rule: Rule, whole: Any, at: Any) -> Rule:
    """Return the rule for one member of a list or mapping: the rule of the whole, with the member in its place."""

    def check_member(found: Any) -> str | None:
        changed = whole.copy()
        changed[at] = found
        return rule(changed)

    return check_member


def check_name(place: str, name: Any, limit: int) -> None:
    """Refuse a name that AWS would refuse after Pulumi has appended 8 characters."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ArgsError(
            f"{place}: the name must consist of letters, digits, '-' and '_', as AWS requires, not {name!r}"
        )
    if len(name) > limit:
        raise ArgsError(
            f"{place}: the name has {len(name)} characters, and {limit} are allowed, since AWS allows 64 for a role "
            "and Pulumi appends to it. Shorten the name."
        )


def known(value: Any) -> bool:
    """Return whether a value is known now, and not only at deployment."""
    return not isinstance(value, pulumi.Output) and not inspect.isawaitable(value)


def settled(value: Any, *parents: int) -> Any:
    """Return a value with an Output for each awaitable in its lists and mappings, since awaiting one twice fails.

    A value without awaitables is returned itself. `parents` are the ids of the containers that it is in. In a unit test
    an Output that the mocks leave out becomes a string.
    """
    if isinstance(value, pulumi.Output):
        return or_missing(value)
    if inspect.isawaitable(value):
        return pulumi.Output.from_input(value)
    if not isinstance(value, Mapping | list | tuple) or id(value) in parents:
        return value
    inner = (*parents, id(value))
    if isinstance(value, Mapping):
        members = {key: settled(member, *inner) for key, member in value.items()}
        return value if all(map(operator.is_, members.values(), value.values())) else members
    items = [settled(item, *inner) for item in value]
    return value if all(map(operator.is_, items, value)) else items


def number(given: Mapping[str, Any], key: str, default: int) -> pulumi.Input[int]:
    """Return a whole number for AWS, since Pulumi's config and other languages pass 30000.0."""
    value = given.get(key, default)
    if isinstance(value, pulumi.Output):
        return value.apply(lambda found: default if found is None or is_missing(found) else int(found))
    return int(value)


def whole(low: int, high: int | None, unit: str) -> Rule:
    """Return the rule for a whole number from `low` to `high` of `unit`."""
    span = f"of at least {low:,}" if high is None else f"from {low:,} to {high:,}"

    def rule(value: Any) -> str | None:
        integral = isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0
        if integral and low <= value and (high is None or value <= high):
            return None
        return f"must be a whole number {span} {unit}, not {value!r}"

    return rule


def positive(unit: str) -> Rule:
    """Return the rule for a number above 0 of `unit`."""

    def rule(value: Any) -> str | None:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if number and 0 < value < math.inf else f"must be a number of {unit} above 0, not {value!r}"

    return rule


def one_of(*values: Any, why: str = "") -> Rule:
    """Return the rule for one of a few values; `why` ends the message."""

    def rule(value: Any) -> str | None:
        if not isinstance(value, bool) and value in values:
            return None
        near = did_you_mean(value, [one for one in values if isinstance(one, str)]) if isinstance(value, str) else ""
        return f"must be one of {', '.join(map(str, values))}, not {value!r}{why}{near}"

    return rule


def flag(value: Any) -> str | None:
    """Check that a value is True or False."""
    return None if isinstance(value, bool) else f"must be True or False, not {value!r}"


def text(value: Any) -> str | None:
    """Check that a value is a non-empty string."""
    return any_text(value) if isinstance(value, str) and value else f"must be a non-empty string, not {value!r}"


def any_text(value: Any) -> str | None:
    """Check that a value is a string, which may be empty."""
    if not isinstance(value, str):
        return f"must be a string, not {value!r}"
    if not value.isascii() and re.search("[\ud800-\udfff]", value):
        return f"must be a string without lone surrogates, which UTF-8 cannot encode, not {value!r}"
    return None


def arn_of(service: str, resource: str, what: str) -> Rule:
    """Return the rule for the ARN of `what`: an ARN of the service whose resource matches the expression `resource`."""
    pattern = re.compile(rf"arn:[^:]+:{service}:[^:]+:\d{{12}}:{resource}")

    def rule(value: Any) -> str | None:
        fits = isinstance(value, str) and pattern.fullmatch(value)
        return None if fits else f"must be the ARN of {what}, arn:aws:{service}:…, not {value!r}"

    return rule


def key_arn(value: Any) -> str | None:
    """Check that a value is the ARN of a KMS key."""
    if isinstance(value, str) and re.fullmatch(r"arn:[^:]+:kms:[^:]+:\d{12}:key/.+", value):
        return None
    return f"must be the ARN of a KMS key, arn:aws:kms:…:key/…, since policies refer to it, not {value!r}"


def mapping_of(rule: Rule, what: str, *, at_once: bool = False) -> Rule:
    """Return the rule for a mapping with string keys whose known values follow `rule`.

    With `at_once`, every value must be known now.
    """

    def check_all(value: Any) -> str | None:
        if not isinstance(value, Mapping):
            return f"must be a mapping of {what}, not {value!r}"
        for key, member in value.items():
            if not isinstance(key, str):
                return f"must be a mapping of {what}, but its key {key!r} is not a string"
            if at_once and not known(member):
                return f"must be known now, but has an Output for {key!r}. Pass the value itself."
            wrong = rule(member) if known(member) else None
            if wrong:
                return f"has {key!r}, which {wrong}"
        return None

    return check_all


def texts(value: Any) -> str | None:
    """Check that a value is a non-empty list of strings."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return f"must be a non-empty list of strings, not {value!r}"
    return next((wrong for item in value if known(item) and (wrong := text(item))), None)


def known_texts(value: Any) -> str | None:
    """Check that a value is a non-empty list of strings that are all known now."""
    if isinstance(value, Sequence) and not all(map(known, value)):
        return "must be known now, but contains an Output. Pass the strings themselves."
    return texts(value)


def statements(shape: type) -> Rule:
    """Return the rule for a list of dicts of the TypedDict `shape`, whose members are lists, except `condition`.

    Only resources may be known later, since permissions are computed before anything is registered.
    """
    lists = frozenset(shape.__annotations__) - {"condition"}
    members = {**dict.fromkeys(lists, known_texts), "resources": texts, "condition": mapping}

    def rule(value: Any) -> str | None:
        if not isinstance(value, Sequence) or isinstance(value, str):
            return f"must be a list of statements, not {value!r}"
        for index, statement in enumerate(value):
            try:
                _check_now(f"policy_statements[{index}]", statement, shape, members, lists)
            except ArgsError as why:
                return f"has an invalid statement: {why}"
        return None

    return rule


def mapping(value: Any) -> str | None:
    """Check that a value is a mapping with string keys."""
    return mapping_of(lambda _: None, "names to values")(value)
