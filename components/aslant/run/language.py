"""The seam between the states and the query languages.

A state knows what it does; how its fields select and shape data is its language's matter. A language is an object with
the methods of `Language`; `language_of` finds the one that a state is written in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from aslant.errors import DefinitionError, RunError, did_you_mean
from aslant.run.fiber import Fiber
from aslant.run.values import Json

__all__ = ["Condition", "DataFlow", "Evaluate", "Language", "language_of", "register"]

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

    def variables(self, result: Json, fiber: Fiber) -> dict[str, Json] | None:
        """The variables that the state assigns."""
        ...  # pragma: no cover


class Language(Protocol):
    """How a query language compiles the fields of states. DefinitionError says what is wrong with a field."""

    def data_flow(self, definition: Mapping[str, Any], *, template: str | None = None) -> DataFlow:
        """The data flow of a state or a Catch; `template` is the field that shapes the effective input."""
        ...  # pragma: no cover

    def items(self, definition: Mapping[str, Any]) -> Evaluate:
        """The items of a Map, from its effective input."""
        ...  # pragma: no cover

    def item(self, definition: Mapping[str, Any]) -> Evaluate | None:
        """The input of an iteration of a Map, from the Map's effective input; None where it is the item itself."""
        ...  # pragma: no cover

    def value(self, definition: Mapping[str, Any], field: str) -> Evaluate | None:
        """A field such as TimeoutSeconds, in each form that the language has for it; None where it is not set."""
        ...  # pragma: no cover

    def text(self, definition: Mapping[str, Any], field: str) -> Evaluate | None:
        """A field such as Error, in each form that the language has for it; None where it is not set."""
        ...  # pragma: no cover

    def condition(self, rule: Mapping[str, Any]) -> Condition:
        """The condition of a Choice rule."""
        ...  # pragma: no cover


_LANGUAGES: dict[str, Language] = {}


def register(name: str, language: Language) -> None:
    """Make a language known under the name that QueryLanguage gives it."""
    _LANGUAGES[name] = language


def language_of(name: Any) -> Language:
    """The language of a name; RunError for one that AWS knows and we do not run, DefinitionError for any other."""
    language = _LANGUAGES.get(name) if isinstance(name, str) else None
    if language is not None:
        return language
    if name == "JSONata":
        raise RunError("QueryLanguage is JSONata, which aslant.run does not evaluate yet; it runs JSONPath")
    near = did_you_mean(str(name), ["JSONPath", "JSONata"])
    raise DefinitionError(f"QueryLanguage is {name!r}; it must be JSONPath or JSONata{near}")
