"""The base classes of the eight kinds of state: a name, an ASL object, and a place in a flow.

The hierarchy follows ASL's own table of fields (ASL specification, "State type table"): `State` > `FilteredState`
(filters its input and output) > `AssigningState` (sets variables) > `WorkState` (has a result, and can fail).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, Protocol, Self, TypedDict

from aslant.asl.accept import assignments, destination, expression, language, payload, source, value
from aslant.asl.catch import Branching, Catch
from aslant.asl.field import (
    BOTH,
    JSONATA,
    JSONPATH,
    Field,
    QueryLanguage,
    Record,
    Refused,
    refuse_mixture,
    set_languages,
    unknown_field,
    unsupported_fields,
)
from aslant.asl.flow import Step
from aslant.asl.handler import Handler, merge
from aslant.asl.node import put, setter
from aslant.asl.path import Path
from aslant.asl.retry import Retry
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import exact
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.intrinsics import Intrinsic

__all__ = [
    "AssigningFields",
    "AssigningState",
    "CommonFields",
    "FilterFields",
    "FilteredState",
    "State",
    "WorkFields",
    "WorkState",
    "linked",
    "records",
    "state_view",
    "watchers",
]

LONGEST_NAME = 80
"""Maximum number of characters in a state's name (AWS: Step Functions quotas)."""


_CLASSES: Final[dict[str, type[State]]] = {}
"""The class of each `Type`. Each class adds itself, so that a `StateMachine` can make them without importing them."""


watchers: Final[list[Callable[[State], None]]] = []
"""Functions that are called with each new state, such as one that records the line that constructs it."""


class NestedMachine(Protocol):
    """The parts of a nested `StateMachine` that the state around it needs."""

    _languages: int
    _undecided: bool

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers in the machine, by symbolic name."""


class CommonFields(TypedDict, total=False):
    """The fields of every state."""

    comment: str | Unset | None
    """A human-readable note."""
    query_language: QueryLanguage | Unset | None
    """The query language of this state, if it differs from the machine's."""


class FilterFields(CommonFields, total=False):
    """The fields of a state with input and output."""

    input_path: Path | Intrinsic | str | Unset | None
    """The part of the input that the state uses. `None` means `{}` (JSONPath)."""
    output_path: Path | Intrinsic | str | Unset | None
    """The part of the state's data that becomes the output. `None` means `{}` (JSONPath)."""
    output: Any
    """The output (JSONata)."""


class AssigningFields(FilterFields, total=False):
    """The fields of a state that sets variables."""

    assign: dict[str, Any] | Unset | None
    """Variables to set, by name."""


class WorkFields(AssigningFields, total=False):
    """The fields of a state that does work."""

    parameters: dict[str, Any] | Unset | None
    """The arguments, as a payload template: a path as a member's value is evaluated (JSONPath)."""
    result_selector: dict[str, Any] | Unset | None
    """A payload template that replaces the result (JSONPath)."""
    result_path: Path | str | Unset | None
    """Where to put the result in the input. `None` discards it (JSONPath)."""
    retry: Retry | Sequence[Retry] | Unset | None
    """The errors after which to try again. The first retrier that matches an error applies."""
    catch: Catch | Sequence[Catch] | Unset | None
    """The errors after which to continue elsewhere. The first catcher that matches an error applies."""


_NO_MEMBERS: Final[Mapping[str, Json]] = MappingProxyType({})


class State(Record, Step):
    """A state of a workflow. It is also a flow of one state."""

    __slots__ = ("__dict__", "_exits", "_undecided", "name")  # most states leave the attributes with defaults alone
    _exits: tuple[Branching, ...]  # its rules and catchers
    _handlers: Mapping[str, Handler] = MappingProxyType({})
    _inner: int = BOTH  # the query languages that its branches or its processor allow
    _undecided: bool  # whether the workflow's query language decides between Parameters and Arguments in it
    name: str

    TYPE: ClassVar[str]
    """ASL's own `Type`."""

    comment = Field[str]("Comment", value)
    query_language = Field[QueryLanguage]("QueryLanguage", language)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "TYPE" in vars(cls):
            _CLASSES[cls.TYPE] = cls

    def _begin(
        self,
        name: str,
        fields: Mapping[str, Any],
        exits: tuple[Branching, ...] = (),
        own: Mapping[str, Json] = _NO_MEMBERS,
    ) -> None:
        """Fill a new state. `own` are the members that its class has built."""
        if type(name) is not str:
            if not isinstance(name, str):
                raise DefinitionError(f"the first argument of a {self.TYPE} state is its name, a string, not {name!r}")
            name = exact(name)
        _name(self, name)
        if not 0 < len(name) <= LONGEST_NAME:
            raise DefinitionError(
                f"state {name!r}: a name must have 1 to {LONGEST_NAME} characters, not {len(name)}. Shorten it, and "
                "use comment for the rest."
            )
        self._fill({"Type": self.TYPE, **own} if own else {"Type": self.TYPE}, fields)
        _exits(self, exits)
        _undecided(self, False)
        if exits:
            languages = self._languages
            for branching in exits:
                languages &= branching._languages
            set_languages(self, languages)
            if not languages:
                refuse_mixture(self._place(), (self, *exits))
        if "QueryLanguage" in self._doc:
            self._check_language(self._doc["QueryLanguage"])
        if watchers:
            for watcher in watchers:
                watcher(self)

    def _check_language(self, language: QueryLanguage) -> None:
        """Check that the state's fields exist in its query language.

        Raises:
            DefinitionError: A field belongs to the other language.
        """
        bit = JSONATA if language == "JSONata" else JSONPATH
        if self._languages & bit:
            return
        if bit == JSONATA:
            repair = "Write JSONata, such as '{% $states.input.total %}', in arguments, output, assign or a condition."
        else:
            repair = "Use JSONPath fields such as parameters and result_path, or set query_language='JSONata'."
        fields = unsupported_fields((self, *self._exits), bit)
        raise DefinitionError(f"{self._place()} is in {language}, which does not support {fields}. {repair}")

    @classmethod
    def _refuse_unknown(cls, name: str, fields: Iterable[str], *more: str) -> None:
        """Refuse fields that this kind of state does not have, before checking for missing ones.

        Raises:
            DefinitionError: A field is unknown.
        """
        for field in fields:
            if field not in cls.FIELDS and field not in more:
                raise unknown_field(f"state {name!r}", field, {*cls.FIELDS, *more})

    def _adopt_needs(self, machines: Sequence[NestedMachine]) -> None:
        """Adopt the handlers and the query languages of the nested machines."""
        handlers: dict[str, Handler] = {}
        languages = BOTH
        for machine in machines:
            merge(handlers, machine.handlers)
            languages &= machine._languages
        put(self, "_handlers", handlers)
        put(self, "_inner", languages)
        _undecided(self, any(machine._undecided for machine in machines))

    def _targets(self) -> list[Step]:
        """Return the flows of its rules or catchers, in reading order."""
        return [branching._next for branching in self._exits if branching._next is not None]

    def _link(self, following: str | None) -> dict[str, Json]:
        """Return the state's ASL object in a machine in which `following` comes next."""
        raise NotImplementedError

    @classmethod
    def _view(cls, name: str, document: dict[str, Json]) -> Self:
        """Return the state of that name in a finished machine."""
        self = cls._of(document)
        _name(self, name)
        _exits(self, cls._read_exits(document))
        _undecided(self, False)
        return self

    @classmethod
    def _read_exits(cls, document: dict[str, Json]) -> tuple[Branching, ...]:
        return ()

    def _place(self) -> str:
        return f"state {self.name!r}"

    def _structure(self) -> set[str]:
        return {"Type"}

    def _parts(self) -> tuple[Any, ...]:
        return (self.name, self._doc, self._exits)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join([repr(self.name), *self._arguments()])})"


_name, _exits, _undecided = (setter(State, slot) for slot in ("name", "_exits", "_undecided"))
State._entry = State.name  # type: ignore[assignment, method-assign]  # the same slot, at the same speed


def state_view(name: str, document: dict[str, Any]) -> State:
    """Return the state whose ASL object is `document`, as an instance of the class of its `Type`."""
    return _CLASSES[document["Type"]]._view(name, document)


class FilteredState(State):
    """A state that filters its input and output."""

    __slots__ = ()

    input_path = Field[str | None]("InputPath", source, JSONPATH, takes_none=True)
    output_path = Field[str | None]("OutputPath", source, JSONPATH, takes_none=True)
    output = Field[Json]("Output", expression, JSONATA, takes_none=True)


class AssigningState(FilteredState):
    """A state that sets variables."""

    __slots__ = ()

    assign = Field[Json]("Assign", assignments)


def linked(given: object) -> NoReturn:
    """Refuse `Next`, `End` and `Default` as arguments."""
    raise Refused("is set by how states are joined: use >>, .end(), when(…, next), otherwise or Goto('Name')")


class Transition(AssigningState):
    """A state that continues with another state, or ends its flow."""

    __slots__ = ()

    next = Field[str]("Next", linked, takes_none=True)
    """The name of the next state, in a finished machine. `UNSET` if the state ends it."""

    _open = True

    def _link(self, following: str | None) -> dict[str, Json]:
        document = self._doc.copy()
        if "Next" in document or "End" in document:
            raise DefinitionError(
                f"{self._place()} belongs to a finished machine, where its successor is fixed. Build the flow from new "
                "states, or jump to it with Goto."
            )
        if following is None:
            document["End"] = True
        else:
            document["Next"] = following
        if self._exits:
            document["Catch"] = [catcher._linked() for catcher in self._exits]
        return document

    def _structure(self) -> set[str]:
        return {"Type", "End"}


def _retriers(given: Any) -> Json:
    return [given._doc] if type(given) is Retry else [retrier._doc for retrier in records(given, Retry)]


def records(given: Any, kind: type) -> tuple[Any, ...]:
    """Return one record or a sequence of them as a tuple.

    Raises:
        Refused: `given` is neither.
    """
    if isinstance(given, kind):
        return (given,)
    if isinstance(given, list | tuple):
        for record in given:
            if not isinstance(record, kind):
                break
        else:
            return tuple(given)
    raise Refused(f"must be a {kind.__name__}(…) or a list of them, not {given!r}")


class WorkState(Transition):
    """A state that does work: it has a result, and its errors can be retried and caught."""

    __slots__ = ()

    parameters = Field[Json]("Parameters", payload, JSONPATH, takes_none=True)
    result_selector = Field[Json]("ResultSelector", payload, JSONPATH)
    result_path = Field[str | None]("ResultPath", destination, JSONPATH, takes_none=True)
    retry = Field[tuple[Retry, ...]](
        "Retry", _retriers, view=lambda given: tuple(Retry._of(retrier) for retrier in given)
    )

    def _work(self, name: str, fields: dict[str, Any], own: Mapping[str, Json] = _NO_MEMBERS) -> None:
        """Fill a new state, its catchers taken from the fields."""
        catchers: tuple[Catch, ...] = ()
        given = fields.pop("catch", UNSET)
        if given is not UNSET and given is not None:
            try:
                catchers = records(given, Catch)
            except Refused as why:
                raise DefinitionError(f"state {name!r}: catch {why}") from None
            if not catchers:
                own = {**own, "Catch": []}
        self._begin(name, fields, catchers, own)

    @property
    def catch(self) -> tuple[Catch, ...]:
        """The errors after which the workflow continues elsewhere."""
        return tuple(branching for branching in self._exits if isinstance(branching, Catch))

    @classmethod
    def _read_exits(cls, document: dict[str, Json]) -> tuple[Branching, ...]:
        return tuple(Catch._of(catcher) for catcher in document.get("Catch", ()))

    def _arguments(self) -> list[str]:
        catchers = [f"catch=[{', '.join(map(repr, self._exits))}]"] if self._exits else []
        return [*super()._arguments(), *catchers]

    def _structure(self) -> set[str]:
        return {"Catch", *super()._structure()}
