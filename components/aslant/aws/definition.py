"""A definition on its way to AWS: JSON with values in it that are known only at deployment."""

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
"""What is JSON by itself, and as a key becomes a text."""
_SYMBOL = r"\$\{(?P<symbol>[A-Za-z_][A-Za-z0-9_-]*)\}"


@dataclass(frozen=True)
class WorkflowDefinition:
    """What a component was given as its workflow, read as far as it is known now.

    `document` is the definition as a dict, or None where its text is known only at deployment. `template`
    is its JSON text: each leaf that is no JSON is a token there, `"<mark>0"`, and `leaves` holds them in
    that order; no other text in it holds the mark.
    """

    document: Mapping[str, Any] | None
    template: pulumi.Input[str]
    mark: str | None = None
    leaves: tuple[Any, ...] = ()
    handlers: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    """The Python handlers of its tasks, by symbol."""

    @classmethod
    def read(cls, place: str, workflow: Any) -> WorkflowDefinition:
        """Read a StateMachine, a dict, JSON text, or JSON text that is known only at deployment.

        Raises ArgsError for anything else.
        """
        if isinstance(workflow, pulumi.Output):
            return cls(None, workflow)
        if isinstance(workflow, str):
            document = _parse(place, workflow)
        else:
            document = workflow.to_dict() if _can_write_itself(workflow) else workflow
        if not isinstance(document, Mapping):
            raise ArgsError(
                f"{place}: workflow must be a StateMachine, a definition as a dict or as JSON text, not "
                f"{type(document).__name__}"
            )
        return cls(document, *_write(place, dict(document)), getattr(workflow, "handlers", {}))

    @property
    def symbols(self) -> list[str]:
        """The names of all `${name}` in the definition, each once, in their order; none while it is
        unknown."""
        text = self.template if isinstance(self.template, str) else ""
        return list(dict.fromkeys(re.findall(_SYMBOL, text)))

    def state_of(self, symbol: str) -> str:
        """Where a `${symbol}` stands, for a message: `state 'Check'`, or `the definition`."""
        states = (self.document or {}).get("States")
        for name, state in states.items() if isinstance(states, Mapping) else ():
            if f"${{{symbol}}}" in json.dumps(state, default=lambda leaf: ""):
                return f"state {name!r}"
        return "the definition"


def render(place: str, definition: WorkflowDefinition, symbols: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
    """The text that AWS gets: every leaf and every `${symbol}` in its place, in one pass over the template.

    A leaf is written as the JSON it turns out to be; what a symbol stands for is escaped as its text asks. Secrets stay
    secret, unknown values unknown, and a symbol that the definition does not use adds neither, nor a dependency.
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
    """Return the text of a definition that came out of an Output as a mapping; a mock may have left it out."""
    if template is not None and not isinstance(template, Mapping):
        kind = type(template).__name__
        raise ArgsError(f"{place}: workflow must be a definition as a dict or as JSON text, not {kind}")
    return _json(place, template or {})


def _used(place: str, text: str, symbols: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    """Return what each `${symbol}` of a text stands for; raises ArgsError for one that stands for nothing."""
    used = dict.fromkeys(re.findall(_SYMBOL, text))
    for symbol in used:
        if symbol not in symbols:
            raise ArgsError(
                f"{place}: nothing stands for ${{{symbol}}} in the workflow"
                f"{did_you_mean(symbol, symbols) or '; name it in functions or substitutions'}"
            )
    return {symbol: symbols[symbol] for symbol in used}


def _can_write_itself(workflow: Any) -> bool:
    return hasattr(workflow, "to_dict") and not isinstance(workflow, type)


def _write(place: str, document: dict[str, Any]) -> tuple[str, str, tuple[Any, ...]]:
    """A document's text, its mark and its leaves; the mark grows until it stands for leaves alone."""
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
                f"{place}: the workflow is no JSON: {why}; JSON knows no NaN or infinity, and nothing within itself"
            ) from why
        except TypeError:
            raise ArgsError(f"{place}: the workflow {_fault(document, '')}") from None
        if text.count(mark) == len(leaves):
            return text, mark, tuple(map(settled, leaves))  # a definition is written twice, and its rights once more
        mark = f"_{mark}"


def _is_leaf(value: Any) -> bool:
    """Whether JSON follows from a value at deployment."""
    return not known(value) or isinstance(value, Function | PythonFunction)


def _fault(value: Any, where: str) -> str:
    """The first place of a definition that is no JSON, in the order of its text, and why; empty where all of it is."""
    members: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        if (key := next((key for key in value if not isinstance(key, _ATOMS)), None)) is not None:
            return f"has the key {key!r} at {where or '/'}, which is no text; write a text"
        members = value.items()
    elif isinstance(value, list | tuple):
        members = enumerate(value)
    elif not isinstance(value, _ATOMS) and not _is_leaf(value):
        return f"has a {type(value).__name__} at {where}, which is no JSON; write its text, or give its ARN"
    return next((found for key, one in members if (found := _fault(one, f"{where}/{key}"))), "")


def _parse(place: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as why:
        raise ArgsError(f"{place}: workflow is no JSON: {why}; give a StateMachine, a dict or JSON text") from why


def _json(place: str, value: Any) -> str:
    try:
        return json.dumps(in_order(value))
    except TypeError as why:
        kind = type(value).__name__
        raise ArgsError(f"{place}: a value of the workflow is a {kind}, which is no JSON; give its ARN") from why
