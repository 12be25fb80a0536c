"""Catch: go on elsewhere after an error (ASL specification, "Fallback states")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, TypedDict, Unpack, cast

from aslant.asl.accept import assignments, destination, error_names, expression, value
from aslant.asl.field import JSONATA, JSONPATH, Field, Record
from aslant.asl.flow import End, Flow, Step
from aslant.asl.node import put, setter
from aslant.asl.path import Path
from aslant.asl.unset import UNSET, Unset
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["Branching", "Catch", "CatchFields"]


class Branching(Record):
    """A record that sends the workflow somewhere: a catcher or a Choice rule."""

    __slots__ = ("_next",)
    _next: Step | None

    @property
    def next(self) -> Flow[Any, Any] | End[Any] | str | Unset:
        """The flow that follows; in a machine that has been made, the name of its first state."""
        if self._next is None:
            return cast("str | Unset", self._doc.get("Next", UNSET))
        return cast("Flow[Any, Any] | End[Any]", self._next)

    def _lead(self, following: object) -> None:
        if not isinstance(following, Step):
            raise DefinitionError(
                f"{self._place()}: what follows is a state or a flow, not {following!r}; a jump is written Goto('Name')"
            )
        _next(self, following)

    @classmethod
    def _of(cls, document: dict[str, Json]) -> Self:
        self = super()._of(document)
        put(self, "_next", None)
        return self

    def _linked(self) -> dict[str, Json]:
        """The ASL object, its `Next` being where the flow starts."""
        return self._doc if self._next is None else {**self._doc, "Next": self._next._entry}

    def _arguments(self) -> list[str]:
        """What was given, and the name of the state that follows: its flow may hold whatever it likes."""
        following = self._doc.get("Next", UNSET) if self._next is None else self._next._entry
        return [*super()._arguments(), *([] if following is UNSET else [f"next={following!r}"])]

    def _structure(self) -> set[str]:
        return {"Next"}

    def _parts(self) -> tuple[Any, ...]:
        return (self._doc, self._next)


_next = setter(Branching, "_next")


class CatchFields(TypedDict, total=False):
    """What a catcher may say beside the errors and what follows."""

    result_path: Path | str | None
    """Where the error, an object with `Error` and `Cause`, is put into the state's input (JSONPath)."""
    assign: dict[str, Any]
    """Variables to set."""
    output: Any
    """What the next state gets (JSONata)."""
    comment: str
    """A note for people."""


class Catch(Branching):
    """A catcher: where to go on after which errors. Its flow's open ends rejoin what follows the state."""

    __slots__ = ()

    error_equals = Field[list[str]]("ErrorEquals", error_names)
    result_path = Field[str | None]("ResultPath", destination, JSONPATH)
    assign = Field[Json]("Assign", assignments)
    output = Field[Json]("Output", expression, JSONATA)
    comment = Field[str]("Comment", value)

    def __init__(
        self,
        error_equals: str | Sequence[str],
        next: Flow[Any, Any] | End[Any],
        **fields: Unpack[CatchFields],
    ) -> None:
        """After these errors, such as `"States.ALL"`, go on with `next`.

        Raises:
            DefinitionError: no error is named, a field is unknown, or `next` is no flow.
        """
        given: dict[str, Any] = {"error_equals": error_equals, **fields}
        self._fill({}, given)
        self._lead(next)
