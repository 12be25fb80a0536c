"""StateMachine: a whole workflow as a value (ASL specification, "Top-level fields")."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TypedDict, Unpack

from aslant.asl.accept import language, value
from aslant.asl.field import JSONATA, JSONPATH, Field, QueryLanguage, Record
from aslant.asl.flow import AnyFlow, Step
from aslant.asl.handler import Handler
from aslant.asl.lowering import lower, refuse_duplicates
from aslant.asl.node import put
from aslant.asl.state import State, linked, state_view
from aslant.asl.unset import Unset
from aslant.asl.values import ATOMS, Deferred, copy_json, leaves, pointer
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.explaining import Explanation

__all__ = ["MachineFields", "StateMachine"]

_NO_HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType({})


class MachineFields(TypedDict, total=False):
    """The fields of a workflow other than its states."""

    comment: str | Unset | None
    """A human-readable note."""
    query_language: QueryLanguage | Unset | None
    """The query language of every state that does not set its own. The default is JSONPath."""
    version: str | Unset | None
    """The version of the language."""
    timeout_seconds: int | Deferred | Unset | None
    """Seconds until an execution fails with `States.Timeout`."""


class StateMachine(Record):
    """A workflow: a flat table of states, with the name of the first one.

    It is a typed view of its definition, which it holds as plain JSON. `states` returns each state as an instance of
    its
    class.
    """

    __slots__ = ("__weakref__", "_handlers", "_input_names", "_input_type", "_undecided", "_views")
    _undecided: bool  # whether the enclosing workflow decides between Parameters and Arguments
    _handlers: Mapping[str, Handler]
    _input_type: Any  # None if it is unknown
    _input_names: Mapping[str, Any] | None  # the names where the workflow is made, for annotations that are strings
    _views: Mapping[str, State] | None

    comment = Field[str]("Comment", value)
    query_language = Field[QueryLanguage]("QueryLanguage", language)
    version = Field[str]("Version", value)
    timeout_seconds = Field[Json]("TimeoutSeconds", value)
    processor_config = Field[Json]("ProcessorConfig", linked, takes_none=True)
    start_at = Field[str]("StartAt", linked, takes_none=True)

    def __init__(self, flow: AnyFlow, *, input_type: Any = None, **fields: Unpack[MachineFields]) -> None:
        """Create a workflow from a flow.

        `input_type` is the type of an execution's input: a `TypedDict` or any other annotation of JSON. It is not part
        of the definition, and equality ignores it. `check` follows it through the workflow.

        Raises:
            DefinitionError: Two states share a name, the target of a Goto does not exist, a state has two different
                successors, two handlers share a name, or a state's fields belong to the other query language.
        """
        self._lay_out(flow, fields)
        put(self, "_input_type", input_type)
        if input_type is not None:
            frame = sys._getframe(1)
            classes = {name: value for name, value in frame.f_locals.items() if isinstance(value, type)}
            put(self, "_input_names", {**frame.f_globals, **classes})
        refuse_duplicates(self._doc["States"])

    def _lay_out(self, flow: object, fields: Mapping[str, Any], *, inside: bool = False) -> None:
        if not isinstance(flow, Step):
            raise DefinitionError(
                f"a StateMachine needs a state or a flow, not {flow!r}. Read a definition with from_dict or loads."
            )
        lowered = lower(flow, inside=inside)
        self._fill({}, fields)
        chosen = self._doc.get("QueryLanguage", "JSONPath")
        bit = JSONATA if chosen == "JSONata" else JSONPATH
        if not inside and not lowered.languages & bit:
            for state in lowered.undeclared:
                state._check_language(chosen)
            outer = ", ".join(repr(state.name) for state in lowered.undeclared if not state._inner & bit)
            raise DefinitionError(
                f"the workflow is in {chosen}, and states inside {outer} are in the other query language. Set their "
                "query_language."
            )
        if inside and not lowered.languages:
            mixed = ", ".join(repr(state.name) for state in lowered.undeclared)
            raise DefinitionError(
                f"states inside one branch mix both query languages: {mixed}. Set query_language in those that differ "
                "from the workflow's."
            )
        if lowered.undecided and bit == JSONATA and not inside:
            lowered.rename_parameters()
        self._doc.update(StartAt=flow._entry, States=lowered.states)
        put(self, "_languages", lowered.languages)
        put(self, "_undecided", bool(lowered.undecided) and "QueryLanguage" not in self._doc)
        put(self, "_handlers", lowered.handlers)
        put(self, "_input_type", None)
        put(self, "_input_names", None)
        put(self, "_views", None)

    @classmethod
    def _inside(cls, flow: Step) -> StateMachine:
        """Return the machine of a branch or a processor. The enclosing workflow decides its query language."""
        self = cls.__new__(cls)
        self._lay_out(flow, {}, inside=True)
        return self

    @classmethod
    def _of(cls, document: dict[str, Json]) -> Self:
        self = super()._of(document)
        put(self, "_handlers", _NO_HANDLERS)
        put(self, "_input_type", None)
        put(self, "_input_names", None)
        put(self, "_undecided", False)
        put(self, "_views", None)
        return self

    @property
    def states(self) -> Mapping[str, State]:
        """The states by name, each with the name of its successor."""
        views = self._views
        if views is None:
            views = {name: state_view(name, state) for name, state in self._doc["States"].items()}
            views = MappingProxyType(views)
            put(self, "_views", views)
        return views

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The Python handlers of this workflow and its nested machines, by symbolic name. Equality ignores them."""
        return MappingProxyType(dict(self._handlers))

    @property
    def input_type(self) -> Any:
        """The type of an execution's input; None if it is unknown, as it is for a definition that was read."""
        return self._input_type

    def explain(self, *, input_type: Any = None) -> Explanation:
        """Return the shape of the data at every state, as `check` follows it. Print it to read it.

        `input_type` is the type of an execution's input, by default the workflow's.
        """
        from aslant.asl.explaining import explain  # building a workflow does not need it
        from aslant.asl.shapes.annotations import shape_of

        input_type = self._input_type if input_type is None else input_type
        shape = None if input_type is None else shape_of(input_type, self._input_names)
        return explain(self._doc, self._handlers, input_type=shape)

    def to_dict(self) -> dict[str, Json]:
        """Return a copy of the definition. Only unresolved values are shared with it."""
        document: dict[str, Json] = copy_json(self._doc)
        return document

    def to_json(self, indent: int | None = None) -> str:
        """Return the definition as a JSON string, compact unless `indent` is set. Equal workflows give equal strings.

        Raises:
            DefinitionError: A value is not valid JSON, for example because it is known only at deployment.
        """
        separators = (",", ":") if indent is None else (",", ": ")
        try:
            text = json.dumps(self._doc, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError) as why:
            self._refuse_leaf(why)
        except RecursionError:
            raise DefinitionError(
                "the definition is nested too deeply for Python's JSON writer. Move the inner states into a separate "
                "workflow, and start it from a task."
            ) from None
        if text.isascii():
            return text
        from aslant.grammar.surrogates import escape_surrogates  # building usually needs no grammar

        return escape_surrogates(text)

    def _refuse_leaf(self, why: Exception) -> NoReturn:
        """Raise the error that names the value that is not valid JSON."""
        for place, leaf in leaves(self._doc):
            if type(leaf) is float and not math.isfinite(leaf):
                raise DefinitionError(
                    f"{pointer(*place)} is {leaf}, but JSON has neither NaN nor infinity. Use None or a string."
                ) from None
            if type(leaf) not in ATOMS:
                raise DefinitionError(
                    f"{pointer(*place)} is a {type(leaf).__name__}, which is not valid JSON. The Pulumi component "
                    "resolves values that are known only at deployment, and to_dict returns them as they are."
                ) from None
        raise DefinitionError(f"the definition is not valid JSON: {why}") from why

    def _place(self) -> str:
        return "a StateMachine"

    def _structure(self) -> set[str]:
        return {"States"}

    def __repr__(self) -> str:
        names = ", ".join(map(repr, list(self._doc["States"])[:3]))
        more = ", …" if len(self._doc["States"]) > 3 else ""
        return f"<StateMachine of {len(self._doc['States'])}: {names}{more}>"
