"""A workflow's definition as a template: JSON with placeholders for values that are known only at deployment."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from aslant.aws.errors import ArgsError
from aslant.aws.function.python_function import Function, PythonFunction
from aslant.aws.mocked import is_missing
from aslant.aws.resolved import in_order
from aslant.aws.rules import known, settled
from aslant.errors import did_you_mean

__all__ = ["WorkflowDefinition", "render"]

_ATOMS = (str, int, float, type(None))
"""The types of JSON values without members, which are also allowed as keys."""
_SYMBOL = r"\$\{(?P<symbol>[A-Za-z_][A-Za-z0-9_-]*)\}"


@dataclass(frozen=True)
class WorkflowDefinition:
    """The workflow of a component, read as far as it is known now.

    `document` is the definition as a dict, or None if it is known only at deployment. `template` is its JSON text, in
    which each unresolved value is a token, `"<mark>0"`; `leaves` has the values in this order. No other string in the
    template contains the mark.
    """

    document: Mapping[str, Any] | None
    template: pulumi.Input[str]
    mark: str | None = None
    leaves: tuple[Any, ...] = ()
    handlers: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """The Python handlers of its tasks, by symbol."""

    @classmethod
    def read(cls, place: str, workflow: Any) -> WorkflowDefinition:
        """Read a StateMachine, a dict, a JSON string, or an Output of one; raise ArgsError for anything else."""
        if isinstance(workflow, pulumi.Output):
            return cls(None, workflow)
        if isinstance(workflow, str):
            document = _parse(place, workflow)
        else:
            document = workflow.to_dict() if _has_to_dict(workflow) else workflow
        if not isinstance(document, Mapping):
            raise ArgsError(
                f"{place}: workflow must be a StateMachine, a definition as a dict or as a JSON string, not "
                f"{type(document).__name__}"
            )
        return cls(document, *_write(place, dict(document)), getattr(workflow, "handlers", {}))

    @property
    def symbols(self) -> list[str]:
        """The names of all `${name}` in the definition, each once, in order; empty if it is unknown."""
        text = self.template if isinstance(self.template, str) else ""
        return list(dict.fromkeys(re.findall(_SYMBOL, text)))

    def state_of(self, symbol: str) -> str:
        """Return the place of a `${symbol}` for a message: `state 'Check'`, or `the definition`."""
        states = (self.document or {}).get("States")
        for name, state in states.items() if isinstance(states, Mapping) else ():
            if f"${{{symbol}}}" in json.dumps(state, default=lambda leaf: ""):
                return f"state {name!r}"
        return "the definition"


def render(place: str, definition: WorkflowDefinition, symbols: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
    """Return the definition for AWS: the template with every unresolved value and `${symbol}` filled in.

    A value is written as JSON; the target of a symbol is escaped for the string that contains it. Secrets stay secret
    and unknown values unknown. A symbol that the definition does not use adds no secret, unknown value or dependency.
    """
    token = "" if definition.mark is None else rf'"{re.escape(definition.mark)}(?P<leaf>\d+)"|'
    pattern = re.compile(token + _SYMBOL)

    def fill(template: Any) -> pulumi.Output[str]:
        left_out = is_missing(template)
        text = (
            template
            if isinstance(template, str) and not left_out
            else _late_text(place, None if left_out else template)
        )

        def write(resolved: Mapping[str, Any]) -> str:
            leaves, values = resolved["leaves"], resolved["symbols"]

            def value(found: re.Match[str]) -> str:
                leaf = found.groupdict().get("leaf")
                if leaf is not None:
                    return _json(place, leaves[int(leaf)])
                known_now = values[found["symbol"]]
                return json.dumps(known_now if isinstance(known_now, str) else _json(place, known_now))[1:-1]

            written = pattern.sub(value, text)
            if definition.document is None and not isinstance(_parse(place, written), dict):
                raise ArgsError(f"{place}: workflow must be a definition, which is a JSON object")
            return written

        used = _used(place, text, symbols)
        return pulumi.Output.all(leaves=list(definition.leaves), symbols=used).apply(write)

    return pulumi.Output.from_input(definition.template).apply(fill)


def _late_text(place: str, template: Any) -> str:
    """Return the JSON of a definition that an Output resolved to a mapping; a mock may have left it out."""
    if template is not None and not isinstance(template, Mapping):
        kind = type(template).__name__
        raise ArgsError(f"{place}: workflow must be a definition as a dict or as a JSON string, not {kind}")
    return _json(place, template or {})


def _used(place: str, text: str, symbols: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """Return the value of each `${symbol}` in a string; raise ArgsError for a symbol without one."""
    used = dict.fromkeys(re.findall(_SYMBOL, text))
    for symbol in used:
        if symbol not in symbols:
            raise ArgsError(
                f"{place}: ${{{symbol}}} in the workflow is not defined"
                f"{did_you_mean(symbol, symbols) or '. Add it to functions or substitutions.'}"
            )
    return {symbol: symbols[symbol] for symbol in used}


def _has_to_dict(workflow: Any) -> bool:
    return hasattr(workflow, "to_dict") and not isinstance(workflow, type)


def _write(place: str, document: dict[str, Any]) -> tuple[str, str, tuple[Any, ...]]:
    """Return a document's JSON, its mark and its unresolved values; the mark grows until no other string has it."""
    mark = "leaf:"
    while True:
        leaves: list[Any] = []

        def token(leaf: Any, mark: str = mark, leaves: list[Any] = leaves) -> Any:
            if isinstance(leaf, Mapping):
                return dict(leaf)
            if not _is_leaf(leaf):
                raise TypeError
            leaves.append(leaf.arn if isinstance(leaf, Function | PythonFunction) else leaf)
            return f"{mark}{len(leaves) - 1}"

        try:
            text = json.dumps(document, default=token, allow_nan=False)
        except ValueError as why:
            raise ArgsError(
                f"{place}: the workflow is not valid JSON: {why}. JSON has no NaN, no infinity and no cycles."
            ) from why
        except TypeError:
            raise ArgsError(f"{place}: the workflow {_fault(document, '')}") from None
        if text.count(mark) == len(leaves):
            return text, mark, tuple(map(settled, leaves))  # a definition is written twice, and its rights once more
        mark = f"_{mark}"


def _is_leaf(value: Any) -> bool:
    """Return whether a value becomes JSON at deployment."""
    return not known(value) or isinstance(value, Function | PythonFunction)


def _fault(value: Any, where: str) -> str:
    """Return a message about the first value in a definition that is not JSON; empty if there is none."""
    members: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        if (key := next((key for key in value if not isinstance(key, _ATOMS)), None)) is not None:
            return f"has the key {key!r} at {where or '/'}, which is not a string. Use a string."
        members = value.items()
    elif isinstance(value, list | tuple):
        members = enumerate(value)
    elif not isinstance(value, _ATOMS) and not _is_leaf(value):
        return f"has a {type(value).__name__} at {where}, which is not valid JSON. Use a string, or its ARN."
    return next((found for key, one in members if (found := _fault(one, f"{where}/{key}"))), "")


def _parse(place: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as why:
        raise ArgsError(
            f"{place}: workflow is not valid JSON: {why}. Pass a StateMachine, a dict or a JSON string."
        ) from why


def _json(place: str, value: Any) -> str:
    try:
        return json.dumps(in_order(value))
    except TypeError as why:
        kind = type(value).__name__
        raise ArgsError(
            f"{place}: a value of the workflow is a {kind}, which is not valid JSON. Pass its ARN."
        ) from why
