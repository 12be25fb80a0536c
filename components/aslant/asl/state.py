"""What all eight kinds of state share: a name, an ASL object, and a place in a flow.

The ladder of bases is that of ASL's own table of fields (ASL specification, "State type table"):
`State` > `FilteredState` (filters what comes and goes) > `AssigningState` (sets variables) > `WorkState`
(has a result, and can fail).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn, Self, TypedDict

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
    misfits,
    refuse_mixture,
    set_languages,
    unknown_field,
)
from aslant.asl.flow import Step
from aslant.asl.handler import Handler, merge
from aslant.asl.node import put, setter
from aslant.asl.path import Path
from aslant.asl.retry import Retry
from aslant.asl.unset import UNSET
from aslant.asl.values import exact
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.intrinsics import Intrinsic
    from aslant.asl.machine import StateMachine

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
]

LONGEST_NAME = 80
"""Characters in a state's name (AWS: Step Functions quotas)."""


class CommonFields(TypedDict, total=False):
    """What any state may say."""

    comment: str
    """A note for people."""
    query_language: QueryLanguage
    """The query language of this state, where it is not the machine's."""


class FilterFields(CommonFields, total=False):
    """What a state with input and output may say."""

    input_path: Path | Intrinsic | str | None
    """Which part of the input the state sees; `None` stands for `{}` (JSONPath)."""
    output_path: Path | Intrinsic | str | None
    """Which part of what came out goes on; `None` stands for `{}` (JSONPath)."""
    output: Any
    """What goes on (JSONata)."""


class AssigningFields(FilterFields, total=False):
    """What a state that sets variables may say."""

    assign: dict[str, Any]
    """Variables to set, by name."""


class WorkFields(AssigningFields, total=False):
    """What a state that does work may say."""

    parameters: dict[str, Any]
    """What is handed over, as a payload template: a path as a member's value is evaluated (JSONPath)."""
    result_selector: dict[str, Any]
    """What is made of the result, as a payload template over it (JSONPath)."""
    result_path: Path | str | None
    """Where the result is put into the input; `None` drops it (JSONPath)."""
    retry: Retry | Sequence[Retry]
    """Which errors to try again; the first retrier that names an error counts."""
    catch: Catch | Sequence[Catch]
    """Where to go on after which errors; the first catcher that names an error counts."""


_NO_MEMBERS: Final[Mapping[str, Json]] = MappingProxyType({})


class State(Record, Step):
    """One state of a workflow: a value, and by itself a flow of one."""

    __slots__ = ("__dict__", "_exits", "_undecided", "name")  # most states leave the two that have defaults alone
    _exits: tuple[Branching, ...]  # its rules and catchers
    _handlers: Mapping[str, Handler] = MappingProxyType({})
    _inner: int = BOTH  # the query languages that its branches or its processor leave open
    _undecided: bool  # whether the workflow's query language decides how arguments in it are called
    name: str

    TYPE: ClassVar[str]
    """ASL's own `Type`."""

    comment = Field[str]("Comment", value)
    query_language = Field[QueryLanguage]("QueryLanguage", language)

    def _begin(
        self,
        name: str,
        fields: Mapping[str, Any],
        exits: tuple[Branching, ...] = (),
        own: Mapping[str, Json] = _NO_MEMBERS,
    ) -> None:
        """Fill a new state; `own` are the members that its class has made itself."""
        if type(name) is not str:
            if not isinstance(name, str):
                raise DefinitionError(f"a {self.TYPE} state's name comes first and is text, not {name!r}")
            name = exact(name)
        _name(self, name)
        if not 0 < len(name) <= LONGEST_NAME:
            raise DefinitionError(
                f"state {name!r}: a name has 1 to {LONGEST_NAME} characters and this one {len(name)}; "
                "shorten it, and say the rest in comment"
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
            self._speak(self._doc["QueryLanguage"])

    def _speak(self, language: QueryLanguage) -> None:
        """Check the state against the query language that it is in.

        Raises:
            DefinitionError: a field belongs to the other language.
        """
        bit = JSONATA if language == "JSONata" else JSONPATH
        if self._languages & bit:
            return
        if bit == JSONATA:
            repair = "write JSONata, such as '{% $states.input.total %}', in arguments, output, assign or a condition"
        else:
            repair = "use parameters, result_path and their kin, or say query_language='JSONata'"
        raise DefinitionError(
            f"{self._place()} is in {language}, which has no {misfits((self, *self._exits), bit)}; {repair}"
        )

    @classmethod
    def _refuse_unknown(cls, name: str, fields: Iterable[str], *more: str) -> None:
        """Refuse fields that this kind of state does not have, before what is missing is looked at.

        Raises:
            DefinitionError: there is one.
        """
        for field in fields:
            if field not in cls.FIELDS and field not in more:
                raise unknown_field(f"state {name!r}", field, {*cls.FIELDS, *more})

    def _hold(self, machines: Sequence[StateMachine]) -> None:
        """Take over what the machines inside this state need: their handlers and their query language."""
        handlers: dict[str, Handler] = {}
        languages = BOTH
        for machine in machines:
            merge(handlers, machine.handlers)
            languages &= machine._languages
        put(self, "_handlers", handlers)
        put(self, "_inner", languages)
        _undecided(self, any(machine._undecided for machine in machines))

    def _targets(self) -> list[Step]:
        """The flows that hang on this state, in reading order."""
        return [branching._next for branching in self._exits if branching._next is not None]

    def _link(self, following: str | None) -> dict[str, Json]:
        """The state's ASL object in a machine where `following` comes next."""
        raise NotImplementedError

    @classmethod
    def _view(cls, name: str, document: dict[str, Json]) -> Self:
        """The state of that name in a machine that has been made."""
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


class FilteredState(State):
    """A state that filters what it gets and what it hands on."""

    __slots__ = ()

    input_path = Field[str | None]("InputPath", source, JSONPATH)
    output_path = Field[str | None]("OutputPath", source, JSONPATH)
    output = Field[Json]("Output", expression, JSONATA)


class AssigningState(FilteredState):
    """A state that sets variables."""

    __slots__ = ()

    assign = Field[Json]("Assign", assignments)


def linked(given: object) -> NoReturn:
    """What `Next`, `End` and `Default` are given by: never the builder's caller."""
    raise Refused("comes from how states are joined: with >>, .end(), when(…, next), otherwise or Goto('Name')")


class Transition(AssigningState):
    """A state that goes on to another, or ends its flow."""

    __slots__ = ()

    next = Field[str]("Next", linked)
    """The name of the state that follows, in a machine that has been made; `UNSET` where the state ends it."""

    _open = True

    def _link(self, following: str | None) -> dict[str, Json]:
        document = self._doc.copy()
        if "Next" in document or "End" in document:
            raise DefinitionError(
                f"{self._place()} belongs to a machine that was made already, where what follows it is fixed; "
                "build the flow of states of its own, or reach the name with Goto"
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
    """One record or a sequence of them, as a tuple; `Refused` where it is neither."""
    if isinstance(given, kind):
        return (given,)
    if isinstance(given, list | tuple):
        for record in given:
            if not isinstance(record, kind):
                break
        else:
            return tuple(given)
    raise Refused(f"is one {kind.__name__}(…) or a list of them, not {given!r}")


class WorkState(Transition):
    """A state that does work: it has a result, and can fail, be tried again and be caught."""

    __slots__ = ()

    parameters = Field[Json]("Parameters", payload, JSONPATH)
    result_selector = Field[Json]("ResultSelector", payload, JSONPATH)
    result_path = Field[str | None]("ResultPath", destination, JSONPATH)
    retry = Field[tuple[Retry, ...]](
        "Retry", _retriers, view=lambda given: tuple(Retry._of(retrier) for retrier in given)
    )

    def _work(self, name: str, fields: dict[str, Any], own: Mapping[str, Json] = _NO_MEMBERS) -> None:
        """Fill a new state, its catchers taken from the fields."""
        catchers: tuple[Catch, ...] = ()
        given = fields.pop("catch", UNSET)
        if given is not UNSET:
            try:
                catchers = records(given, Catch)
            except Refused as why:
                raise DefinitionError(f"state {name!r}: catch {why}") from None
            if not catchers:
                own = {**own, "Catch": []}
        self._begin(name, fields, catchers, own)

    @property
    def catch(self) -> tuple[Catch, ...]:
        """Where the workflow goes on after which errors."""
        return tuple(branching for branching in self._exits if isinstance(branching, Catch))

    @classmethod
    def _read_exits(cls, document: dict[str, Json]) -> tuple[Branching, ...]:
        return tuple(Catch._of(catcher) for catcher in document.get("Catch", ()))

    def _arguments(self) -> list[str]:
        catchers = [f"catch=[{', '.join(map(repr, self._exits))}]"] if self._exits else []
        return [*super()._arguments(), *catchers]

    def _structure(self) -> set[str]:
        return {"Catch", *super()._structure()}
