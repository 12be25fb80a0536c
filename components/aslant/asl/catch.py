"""Catch: continue with another state after an error (ASL specification, "Fallback states")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, TypedDict, Unpack, cast

from aslant.asl.accept import assignments, destination, error_names, expression, value
from aslant.asl.field import JSONATA, JSONPATH, Field, Record
from aslant.asl.flow import AnyFlow, Step
from aslant.asl.node import put, setter
from aslant.asl.path import Path
from aslant.asl.unset import UNSET, Unset
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Branching", "Catch", "CatchFields"]


class Branching(Record):
    """A record that names a next state: a catcher or a Choice rule."""

    __slots__ = ("_next",)
    _next: Step | None

    @property
    def next(self) -> AnyFlow | str | Unset:
        """The flow that comes next. In a finished machine, the name of its first state."""
        if self._next is None:
            return cast("str | Unset", self._doc.get("Next", UNSET))
        return cast(AnyFlow, self._next)

    def _set_next(self, following: object) -> None:
        if not isinstance(following, Step):
            raise DefinitionError(
                f"{self._place()}: next must be a state or a flow, not {following!r}. Write a jump as Goto('Name')."
            )
        _next(self, following)

    @classmethod
    def _of(cls, document: dict[str, Json]) -> Self:
        self = super()._of(document)
        put(self, "_next", None)
        return self

    def _linked(self) -> dict[str, Json]:
        """Return the ASL object with the first state of the flow as `Next`."""
        return self._doc if self._next is None else {**self._doc, "Next": self._next._entry}

    def _arguments(self) -> list[str]:
        """Return the fields and the name of the next state, not its flow, which can be large."""
        following = self._doc.get("Next", UNSET) if self._next is None else self._next._entry
        return [*super()._arguments(), *([] if following is UNSET else [f"next={following!r}"])]

    def _structure(self) -> set[str]:
        return {"Next"}

    def _parts(self) -> tuple[Any, ...]:
        return (self._doc, self._next)


_next = setter(Branching, "_next")


class CatchFields(TypedDict, total=False):
    """The optional fields of a catcher."""

    result_path: Path | str | Unset | None
    """Where to put the error, an object with `Error` and `Cause`, in the state's input (JSONPath)."""
    assign: dict[str, Any] | Unset | None
    """Variables to set."""
    output: Any
    """The input of the next state (JSONata)."""
    comment: str | Unset | None
    """A human-readable note."""


class Catch(Branching):
    """A catcher: the errors to catch and the flow that handles them. Its open ends rejoin the state's successor."""

    __slots__ = ()

    error_equals = Field[list[str]]("ErrorEquals", error_names, takes_none=True)
    result_path = Field[str | None]("ResultPath", destination, JSONPATH, takes_none=True)
    assign = Field[Json]("Assign", assignments)
    output = Field[Json]("Output", expression, JSONATA, takes_none=True)
    comment = Field[str]("Comment", value)

    def __init__(
        self,
        error_equals: str | Sequence[str],
        next: AnyFlow,
        **fields: Unpack[CatchFields],
    ) -> None:
        """Continue with `next` after these errors, such as `"States.ALL"`.

        Raises:
            DefinitionError: No error is named, a field is unknown, or `next` is not a flow.
        """
        given: dict[str, Any] = {"error_equals": error_equals, **fields}
        self._fill({}, given)
        self._set_next(next)
