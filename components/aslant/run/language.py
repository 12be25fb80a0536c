"""The interface between the states and the query languages.

A state implements what its Type does. How its fields select and shape data depends on its query language, which is an
object with the methods of `Language`. `language_of` returns the language of a state.
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
"""A function that returns a field's value for a state's data."""

Condition: TypeAlias = Callable[[Json, Fiber], bool]
"""A function that returns whether a Choice rule is true for a state's data."""


class DataFlow(Protocol):
    """The data processing that the fields of one state, or of one catcher, define."""

    def arguments(self, data: Json, fiber: Fiber) -> Json:
        """Return the effective input for a state's input."""
        ...  # pragma: no cover

    def result(self, raw: Json, fiber: Fiber) -> Json:
        """Return the effective result for a raw result."""
        ...  # pragma: no cover

    def output(self, data: Json, result: Json, fiber: Fiber) -> Json:
        """Return the state's output for its input and its effective result."""
        ...  # pragma: no cover

    def variables(self, data: Json, result: Json, fiber: Fiber) -> dict[str, Json] | None:
        """Return the variables that the state assigns, for its input and its effective result."""
        ...  # pragma: no cover


class Language(Protocol):
    """A query language, which compiles the fields of states. All methods raise DefinitionError for an invalid field."""

    @property
    def selects(self) -> bool:
        """Whether the output of a Choice, a Wait or a Succeed can only be a part of its input."""
        ...  # pragma: no cover

    def data_flow(self, definition: Mapping[str, Any], *, template: str | None = None, place: str = "") -> DataFlow:
        """Return the data flow of a state, or of a catcher at a place in its state such as `Catch[0]`.

        `template` is the name of the field that shapes the effective input.
        """
        ...  # pragma: no cover

    def rule_flow(self, definition: Mapping[str, Any], rule: Mapping[str, Any], place: str) -> DataFlow:
        """Return the data flow of a Choice when its rule at a place such as `Choices[0]` is true."""
        ...  # pragma: no cover

    def payload(self, template: Json, place: str) -> Evaluate:
        """Compile JSON with parts to be evaluated, at a place such as `ItemReader/Arguments`."""
        ...  # pragma: no cover

    def items(self, definition: Mapping[str, Any]) -> Evaluate:
        """Compile the items of a Map: an array, or for a distributed Map an object as well."""
        ...  # pragma: no cover

    def item(self, definition: Mapping[str, Any]) -> Evaluate | None:
        """Compile the input of an iteration of a Map; None if it is the item itself."""
        ...  # pragma: no cover

    def value(self, definition: Mapping[str, Any], field: str, place: str = "") -> Evaluate | None:
        """Compile a field such as TimeoutSeconds, in any form that the language has for it; None if it is not set.

        `place` is the place of its object in the state, such as `ItemReader/ReaderConfig`.
        """
        ...  # pragma: no cover

    def text(self, definition: Mapping[str, Any], field: str) -> Evaluate | None:
        """Compile a field with a string, such as Error, in any form of the language; None if it is not set."""
        ...  # pragma: no cover

    def condition(self, rule: Mapping[str, Any], place: str) -> Condition:
        """Compile the condition of a Choice rule, which is at a place such as `Choices[0]`."""
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
    """Return the language with a name from a state of a machine, whose own language is `machine`.

    Raises:
        DefinitionError: the language does not exist, or a state of a JSONata machine is in JSONPath.
    """
    if name == "JSONPath" and machine == "JSONata":
        raise DefinitionError(
            "QueryLanguage must not be JSONPath in a workflow whose QueryLanguage is JSONata. Remove it."
        )
    if isinstance(name, str):
        if name not in _LANGUAGES and name in _MODULES:
            import_module(_MODULES[name])
        if name in _LANGUAGES:
            return _LANGUAGES[name]
    near = did_you_mean(str(name), ["JSONPath", "JSONata"])
    raise DefinitionError(f"QueryLanguage must be JSONPath or JSONata, not {name!r}{near}")
