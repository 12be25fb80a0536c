"""The seam between the states and the query languages.

A state knows what it does; how its fields select and shape data is its language's matter. A language is an object with
the methods of `Language`; `language_of` finds the one that a state is written in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, TypeAlias

from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json
from aslant.run.fiber import Fiber

__all__ = ["Condition", "DataFlow", "Evaluate", "Language", "language_of", "register", "register_module"]

Evaluate: TypeAlias = Callable[[Json, Fiber], Json]
"""A field's value for a state's data."""

Condition: TypeAlias = Callable[[Json, Fiber], bool]
"""Whether a Choice rule holds for a state's data."""


class DataFlow(Protocol):
    """What the fields of one state (or of one Catch) do to the data on its way through it."""

    def arguments(self, data: Json, fiber: Fiber) -> Json:
        """The effective input, from the state's input."""
        ...  # pragma: no cover

    def result(self, raw: Json, fiber: Fiber) -> Json:
        """The effective result, from the raw one."""
        ...  # pragma: no cover

    def output(self, data: Json, result: Json, fiber: Fiber) -> Json:
        """The state's output, from its input and its effective result."""
        ...  # pragma: no cover

    def variables(self, data: Json, result: Json, fiber: Fiber) -> dict[str, Json] | None:
        """The variables that the state assigns, from its input and its effective result."""
        ...  # pragma: no cover


class Language(Protocol):
    """How a query language compiles the fields of states. DefinitionError says what is wrong with a field."""

    @property
    def selects(self) -> bool:
        """Whether what a Choice, a Wait or a Succeed puts out can only be a part of what it was given."""
        ...  # pragma: no cover

    def data_flow(self, definition: Mapping[str, Any], *, template: str | None = None, place: str = "") -> DataFlow:
        """The data flow of a state or a Catch, which is at a place of its state such as `Catch[0]`.

        `template` is the field that shapes the effective input.
        """
        ...  # pragma: no cover

    def rule_flow(self, definition: Mapping[str, Any], rule: Mapping[str, Any], place: str) -> DataFlow:
        """The data flow of a Choice whose rule at a place such as `Choices[0]` is taken."""
        ...  # pragma: no cover

    def payload(self, template: Json, place: str) -> Evaluate:
        """JSON with parts to be evaluated, at a place such as `ItemReader/Arguments`."""
        ...  # pragma: no cover

    def items(self, definition: Mapping[str, Any]) -> Evaluate:
        """The items of a Map, from its effective input: an array, or an object where the Map is distributed."""
        ...  # pragma: no cover

    def item(self, definition: Mapping[str, Any]) -> Evaluate | None:
        """The input of an iteration of a Map, from the Map's effective input; None where it is the item itself."""
        ...  # pragma: no cover

    def value(self, definition: Mapping[str, Any], field: str, place: str = "") -> Evaluate | None:
        """A field such as TimeoutSeconds, in each form that the language has for it; None where it is not set.

        It may stand at a place of the state such as `ItemReader/ReaderConfig`.
        """
        ...  # pragma: no cover

    def text(self, definition: Mapping[str, Any], field: str) -> Evaluate | None:
        """A field such as Error, in each form that the language has for it; None where it is not set."""
        ...  # pragma: no cover

    def condition(self, rule: Mapping[str, Any], place: str) -> Condition:
        """The condition of a Choice rule, which is at a place such as `Choices[0]`."""
        ...  # pragma: no cover


_LANGUAGES: dict[str, Language] = {}
_MODULES: dict[str, str] = {}


def register(name: str, language: Language) -> None:
    """Add a language under its name in QueryLanguage."""
    _LANGUAGES[name] = language


def register_module(name: str, module: str) -> None:
    """Add a language whose module calls `register`, and is imported when a state first uses the language."""
    _MODULES[name] = module


def language_of(name: Any, machine: Any = None) -> Language:
    """The language of a name that stands in a state of a machine in some language.

    DefinitionError where there is none, or where a state of a machine in JSONata is in JSONPath.
    """
    if name == "JSONPath" and machine == "JSONata":
        raise DefinitionError("QueryLanguage is JSONPath in a workflow whose QueryLanguage is JSONata; remove it")
    if isinstance(name, str):
        if name not in _LANGUAGES and name in _MODULES:
            import_module(_MODULES[name])
        if name in _LANGUAGES:
            return _LANGUAGES[name]
    near = did_you_mean(str(name), ["JSONPath", "JSONata"])
    raise DefinitionError(f"QueryLanguage is {name!r}; it must be JSONPath or JSONata{near}")
