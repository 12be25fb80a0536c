"""Choice: continue with one of several flows (ASL specification, "Choice State")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack, cast

from aslant.asl.accept import assignments, expression, value
from aslant.asl.catch import Branching
from aslant.asl.computed import Computed
from aslant.asl.condition import Condition
from aslant.asl.field import JSONATA, JSONPATH, Field, refuse_mixture, set_languages
from aslant.asl.flow import AnyFlow, Flow, Step
from aslant.asl.node import put, setter, shown
from aslant.asl.state import AssigningFields, AssigningState, linked
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import exact
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.expression import Expression

__all__ = ["Choice", "ChoiceFields", "Rule", "RuleFields", "when"]


class RuleFields(TypedDict, total=False):
    """The optional fields of a rule."""

    assign: dict[str, Any] | Unset | None
    """Variables to set if the rule matches."""
    output: Any
    """The output if the rule matches (JSONata)."""
    comment: str | Unset | None
    """A human-readable note."""


class Rule(Branching):
    """A rule of a Choice: a condition and the flow that follows if it holds."""

    __slots__ = ()

    assign = Field[Json]("Assign", assignments)
    output = Field[Json]("Output", expression, JSONATA, takes_none=True)
    comment = Field[str]("Comment", value)

    def __init__(
        self,
        condition: Condition | Expression | str | bool,
        next: AnyFlow,
        **fields: Unpack[RuleFields],
    ) -> None:
        """Continue with `next` if the condition holds. Users write `when`."""
        if isinstance(condition, Condition):
            document = dict(condition._doc)
        elif isinstance(condition, str | bool):
            document = {"Condition": exact(condition)}
        elif isinstance(condition, Computed) and condition._LANGUAGE == JSONATA:
            document = {"Condition": str(condition)}
        else:
            raise DefinitionError(
                f"when({condition!r}, …): a condition must be a comparison such as this.total > 100, or JSONata such "
                "as '{% $states.input.total > 100 %}'"
            )
        self._fill(document, fields)
        languages = self._languages & (JSONATA if "Condition" in document else JSONPATH)
        set_languages(self, languages)
        if not languages:
            refuse_mixture(self._place(), (self,))
        self._set_next(next)

    @property
    def condition(self) -> Condition | Json:
        """The condition: a `Condition`, or JSONata if the rule is written in it."""
        if "Condition" in self._doc:
            return self._doc["Condition"]
        own = {"Next", *(field.key for field in self.FIELDS.values())}
        return Condition({key: item for key, item in self._doc.items() if key not in own})

    @property
    def _asked_in(self) -> int:
        return JSONATA if "Condition" in self._doc else JSONPATH

    def _unsupported(self, language: int) -> list[str]:
        words = super()._unsupported(language)
        if self._asked_in & language:
            return words
        return ["comparisons" if language == JSONATA else "conditions in JSONata", *words]

    @property
    def extra(self) -> dict[str, Json]:
        """Always empty: members without a field are part of the rule's condition."""
        return {}

    def _arguments(self) -> list[str]:
        return [shown(self.condition), *super()._arguments()]

    def _place(self) -> str:
        return "a rule"


def when(condition: Condition | Expression | str | bool, next: AnyFlow, **fields: Unpack[RuleFields]) -> Rule:
    """Return a rule of a Choice: if the condition holds, continue with `next`. Its open ends rejoin what follows.

    Raises:
        DefinitionError: The condition is not valid, or `next` is neither a state nor a flow.
    """
    return Rule(condition, next, **fields)


class ChoiceFields(AssigningFields, total=False):
    """The fields of a Choice state."""


class Choice(AssigningState, Flow[Any, Any]):
    """A state that continues by the first matching rule, else with `otherwise`, else with what follows it."""

    __slots__ = ("_open", "_otherwise")
    _open: bool  # computed once, since nested Choices would compute it again and again
    _otherwise: Step | None
    TYPE = "Choice"

    default = Field[str]("Default", linked, takes_none=True)

    def __init__(
        self,
        name: str,
        *rules: Rule,
        otherwise: AnyFlow | Unset | None = None,
        **fields: Unpack[ChoiceFields],
    ) -> None:
        """Choose by rules, each written `when(condition, next)`.

        Raises:
            DefinitionError: There is no rule, or a rule, `otherwise` or a field is not valid.
        """
        self._refuse_unknown(name, fields)
        if not rules or not all(isinstance(rule, Rule) for rule in rules):
            raise DefinitionError(
                f"state {name!r}: a Choice needs at least one rule, each written when(condition, next), not {rules!r}"
            )
        otherwise = None if otherwise is UNSET else otherwise
        if otherwise is not None and not isinstance(otherwise, Step):
            raise DefinitionError(
                f"state {name!r}: otherwise must be a state or a flow, not {otherwise!r}. Write a jump as Goto('Name')."
            )
        self._begin(name, fields, rules)
        _otherwise(self, otherwise)
        _open(self, otherwise is None or otherwise._open or any(rule._next._open for rule in rules if rule._next))

    @property
    def choices(self) -> tuple[Rule, ...]:
        """The rules, in the order in which they are evaluated."""
        return tuple(rule for rule in self._exits if isinstance(rule, Rule))

    @property
    def otherwise(self) -> AnyFlow | None:
        """The flow that follows if no rule matches, as it was passed to the builder."""
        return cast("AnyFlow | None", self._otherwise)

    @property
    def _closed_because(self) -> str:
        return f"every branch of the Choice {self.name!r} ends"

    def _targets(self) -> list[Step]:
        targets = super()._targets()
        return targets if self._otherwise is None else [*targets, self._otherwise]

    def _link(self, following: str | None) -> dict[str, Json]:
        document = {**self._doc, "Choices": [rule._linked() for rule in self._exits]}
        if self._otherwise is not None:
            document["Default"] = self._otherwise._entry
        elif following is not None:
            document["Default"] = following
        return document

    @classmethod
    def _view(cls, name: str, document: dict[str, Json]) -> Self:
        self = super()._view(name, document)
        put(self, "_otherwise", None)
        put(self, "_open", True)
        return self

    @classmethod
    def _read_exits(cls, document: dict[str, Json]) -> tuple[Branching, ...]:
        return tuple(Rule._of(rule) for rule in document.get("Choices", ()))

    def _arguments(self) -> list[str]:
        otherwise = [] if self._otherwise is None else [f"otherwise={self._otherwise._entry!r}"]
        return [*map(repr, self._exits), *super()._arguments(), *otherwise]

    def _structure(self) -> set[str]:
        return {"Type", "Choices"}

    def _parts(self) -> tuple[Any, ...]:
        return (*super()._parts(), UNSET if self._otherwise is None else self._otherwise)


_otherwise, _open = (setter(Choice, slot) for slot in ("_otherwise", "_open"))
