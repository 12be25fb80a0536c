"""Fields and records: the typed views of ASL objects that the model is made of.

A `Record` holds its ASL object as plain JSON and nothing else. Its class declares, with one `Field` a line, the
members of that object, their Python names and their query languages. Other members of a document are kept, and
`extra` returns them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, Literal, NoReturn, Self, TypeVar, cast, overload

from aslant.asl.computed import allowed_languages
from aslant.asl.node import Node, setter, shown
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import ATOMS, copy_json, leaves
from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json

__all__ = [
    "BOTH",
    "JSONATA",
    "JSONPATH",
    "Field",
    "QueryLanguage",
    "Record",
    "Refused",
    "holds_paths",
    "refuse_mixture",
    "set_doc",
    "set_languages",
    "unknown_field",
    "unsupported_fields",
]

T = TypeVar("T")

QueryLanguage = Literal["JSONPath", "JSONata"]

JSONPATH: Final = 1
JSONATA: Final = 2
BOTH: Final = 3


class Refused(Exception):
    """The reason why a value does not fit a field, as the end of a sentence that starts with the field's name.

    `kind` is the word for the value if a field with the suffix `_path` would accept it.
    """

    def __init__(self, why: str, kind: str = "") -> None:
        super().__init__(why)
        self.kind = kind

    def about(self, name: str, table: Mapping[str, object]) -> str:
        """Return the message for the field `name` of a record with the fields in `table`."""
        if not self.kind:
            return f"{name} {self}"
        path = f"{name}_path"
        repair = f"Use {path} instead." if path in table else "It cannot be computed while the workflow runs."
        return f"{name} {self}. {repair}"


class Field(Generic[T]):
    """One member of an ASL object: `input_path = Field[str]("InputPath", path, JSONPATH)`.

    `accept` turns the user's argument into plain JSON or raises `Refused`. `view` turns the JSON into the attribute's
    value. `languages` are the query languages in which AWS supports the member. `None` means that the field is not
    given, unless it `takes_none`: then `accept` gets it, because null has a meaning there or the field is required.
    """

    __slots__ = ("accept", "key", "languages", "name", "takes_none", "view")

    def __init__(
        self,
        key: str,
        accept: Callable[[Any], Json],
        languages: int = BOTH,
        *,
        view: Callable[[Any], T] | None = None,
        takes_none: bool = False,
    ) -> None:
        self.key = key
        self.accept = accept
        self.languages = languages
        self.view = view
        self.takes_none = takes_none
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: Record, owner: type) -> T | Unset: ...
    def __get__(self, record: Record | None, owner: type) -> Self | T | Unset:
        if record is None:
            return self
        value = record._doc.get(self.key, UNSET)
        if value is UNSET or self.view is None:
            return cast("T | Unset", copy_json(value))
        return self.view(value)

    def fits(self, value: Json, given: Any = None) -> int:
        """Return the query languages that a value allows: paths in it need JSONPath, expressions in `given` JSONata."""
        if self.languages != BOTH:
            return self.languages
        languages = JSONPATH if type(value) is dict and holds_paths(value) else BOTH
        return languages if type(given) in ATOMS or isinstance(given, Node) else allowed_languages(given, languages)


class Record(Node):
    """A typed view of an ASL object. A field that is not set reads as `UNSET`; `None` is JSON null."""

    __slots__ = ("_doc", "_languages")
    _doc: dict[str, Json]
    _languages: int

    FIELDS: ClassVar[Mapping[str, Field[Any]]] = {}
    """The fields of this kind of object, by Python name."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.FIELDS = {
            name: member
            for base in reversed(cls.__mro__)
            for name, member in vars(base).items()
            if isinstance(member, Field)
        }

    def _fill(self, document: dict[str, Json], fields: Mapping[str, Any]) -> None:
        """Store the fields in the document as JSON, and note which query languages they allow."""
        languages = BOTH
        table = self.FIELDS
        for name, value in fields.items():
            if value is UNSET:
                continue
            try:
                field = table[name]
                if value is None and not field.takes_none:
                    continue
                document[field.key] = plain = field.accept(value)
            except KeyError:
                raise unknown_field(self._place(), name, table) from None
            except Refused as why:
                raise DefinitionError(f"{self._place()}: {why.about(name, table)}") from None
            own = field.languages
            if own != BOTH:
                languages &= own
            elif type(value) not in ATOMS:  # a plain atom fits both
                languages &= field.fits(plain, value)
        set_doc(self, document)
        set_languages(self, languages)
        if not languages:
            refuse_mixture(self._place(), (self,))

    @classmethod
    def _of(cls, document: dict[str, Json]) -> Self:
        """Return a view of an ASL object that nobody changes any more."""
        self = cls.__new__(cls)
        set_doc(self, document)
        set_languages(self, BOTH)
        return self

    @property
    def extra(self) -> dict[str, Json]:
        """The members without a field in this class, by their ASL names."""
        known = {field.key for field in self.FIELDS.values()} | self._structure()
        return {key: copy_json(value) for key, value in self._doc.items() if key not in known}

    def _structure(self) -> set[str]:
        """Return the members without a field, because the builder derives them."""
        return set()

    def _unsupported(self, language: int) -> list[str]:
        """Return, as phrases for a message, the fields that a query language does not support."""
        words = []
        for field in self.FIELDS.values():
            value = self._doc.get(field.key)
            if field.key not in self._doc:
                continue
            if not field.languages & language:
                words.append(field.name)
            elif not field.fits(value) & language:
                words.append(f"paths in {field.name}")
            elif language == JSONPATH and not self._languages & JSONPATH and _holds_expressions(value):
                words.append(f"expressions in {field.name}")
        return words

    def _place(self) -> str:
        return type(self).__name__

    def _parts(self) -> tuple[Any, ...]:
        return (self._doc,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self._arguments())})"

    def _arguments(self) -> list[str]:
        return [
            f"{field.name}={shown(self._doc[field.key])}" for field in self.FIELDS.values() if field.key in self._doc
        ]


set_doc, set_languages = (setter(Record, slot) for slot in ("_doc", "_languages"))


def unknown_field(place: str, name: str, table: Iterable[str]) -> DefinitionError:
    """Return the error about an unknown field of a kind of object."""
    from aslant.asl.habits import habit_hint

    known = habit_hint(name) or did_you_mean(name, table) or f". Its fields are {', '.join(sorted(table))}."
    return DefinitionError(f"{place} has no field {name!r}{known}")


def unsupported_fields(parts: Iterable[Record], language: int) -> str:
    """Return, as a phrase for a message, the fields that a query language does not support."""
    return ", ".join(word for part in parts for word in part._unsupported(language))


def refuse_mixture(place: str, parts: Sequence[Record]) -> NoReturn:
    """Raise the error about fields of two query languages in one object."""
    raise DefinitionError(
        f"{place} mixes both query languages: {unsupported_fields(parts, JSONATA)} (JSONPath) and "
        f"{unsupported_fields(parts, JSONPATH)} (JSONata). Use only one of them."
    )


def _holds_expressions(value: Json) -> bool:
    return any(type(leaf) is str and leaf.startswith("{%") for _, leaf in leaves(value))


def holds_paths(template: Json) -> bool:
    """Return whether a payload template has a member with a JSONPath path."""
    stack: list[Any] = [template]
    while stack:
        inner = stack.pop()
        if type(inner) is dict:
            if any(name.endswith(".$") for name in inner):
                return True
            stack.extend(inner.values())
        elif type(inner) is list:
            stack.extend(inner)
    return False
