import enum
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NewType, NotRequired, Optional, Required, TypedDict

import pytest

from aslant.asl import Choice, Fail, Pass, StateMachine, Succeed, Task, this, when
from aslant.aws.rest.request_schema import schema_for, schema_of
from aslant.errors import ArgsError


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large"


class Topping(TypedDict):
    name: str
    grams: NotRequired[int]


class Order(TypedDict, total=False):
    flavour: Required[Literal["hawaiian", "margherita"]]
    size: Size
    toppings: list[Topping]
    notes: dict[str, str]
    phone: str | None


class Folder(TypedDict):
    name: str
    folders: "list[Folder]"
    parent: NotRequired["Folder | None"]


class Broken(TypedDict):
    what: "Nowhere"  # type: ignore[name-defined]  # noqa: F821


Grams = NewType("Grams", int)
TOPPING = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "grams": {"type": "integer"}},
}


@pytest.mark.parametrize(
    ("type_", "schema"),
    [
        (str, {"type": "string"}),
        (int, {"type": "integer"}),
        (float, {"type": "number"}),
        (bool, {"type": "boolean"}),
        (None, {"type": "null"}),
        (Any, {}),
        (object, {}),
        (Grams, {"type": "integer"}),
        (Annotated[str, "a flavour"], {"type": "string"}),
        (Literal["a", 1, None], {"enum": ["a", 1, None]}),
        (Size, {"enum": ["small", "large"]}),
        (list, {"type": "array"}),
        (list[Any], {"type": "array"}),
        (Sequence[int], {"type": "array", "items": {"type": "integer"}}),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (
            tuple[str, int],
            {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
            },
        ),
        (dict, {"type": "object"}),
        (dict[str, Any], {"type": "object"}),
        (Mapping[str, float], {"type": "object", "additionalProperties": {"type": "number"}}),
        (str | None, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (Optional[Any], {}),  # noqa: UP045
        (Annotated[str, 1] | str, {"type": "string"}),
        (Topping, TOPPING),
        (
            Order,
            {
                "type": "object",
                "required": ["flavour"],
                "properties": {
                    "flavour": {"enum": ["hawaiian", "margherita"]},
                    "size": {"enum": ["small", "large"]},
                    "toppings": {"type": "array", "items": TOPPING},
                    "notes": {"type": "object", "additionalProperties": {"type": "string"}},
                    "phone": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                },
            },
        ),
        (
            Folder,
            {
                "$ref": "#/definitions/Folder",
                "definitions": {
                    "Folder": {
                        "type": "object",
                        "required": ["name", "folders"],
                        "properties": {
                            "name": {"type": "string"},
                            "folders": {"type": "array", "items": {"$ref": "#/definitions/Folder"}},
                            "parent": {"anyOf": [{"$ref": "#/definitions/Folder"}, {"type": "null"}]},
                        },
                    }
                },
            },
        ),
    ],
    ids=str,
)
def test_a_type_has_a_schema(type_: Any, schema: dict[str, Any]) -> None:
    assert schema_of(type_) == schema


@pytest.mark.parametrize("type_", [set[str], bytes, dict[int, str], list[complex], Order | bytes, "Order"])
def test_a_type_whose_values_are_not_json_is_refused(type_: Any) -> None:
    with pytest.raises(ArgsError) as caught:
        schema_of(type_, "shop: request_schema")
    assert str(caught.value).startswith("shop: request_schema: the values of type ")
    assert str(caught.value).endswith(
        " are not JSON. Use TypedDict, list, dict with string keys, Literal, str, int, float, bool, None or a union "
        "of them."
    )


def test_an_undefined_name_in_a_type_is_reported() -> None:
    with pytest.raises(ArgsError) as caught:
        schema_of(Broken)
    assert str(caught.value) == (
        "request_schema: the members of Broken cannot be read: name 'Nowhere' is not defined. Define the type at the "
        "top level of a module, or pass a JSON Schema."
    )


def check_flavour(flavour: Literal["hawaiian", "margherita"], context: object) -> dict[str, bool]:
    return {"ok": bool(flavour)}


def price(order: Order, context: object) -> int:
    return len(order)


def archive(folders: list[Folder], context: object) -> None: ...


def untyped(event, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    return event


class _Opaque:
    """A value known only at deployment."""


ORDER: dict[str, Any] = {
    "type": "object",
    "required": ["flavour"],
    "properties": {"flavour": {"enum": ["hawaiian", "margherita"]}},
}
WHOLE_ORDER = schema_of(Order)
"""The same with the members that may be left out."""
refuse = Fail("Refuse", error="E")


@pytest.mark.parametrize(
    ("flow", "schema"),
    [
        (Task("Check", check_flavour, input_path=this.flavour, result_path=this.ok), ORDER),
        (Task("Price", price), WHOLE_ORDER),
        (Task("Any", untyped), None),
        (
            Task("Any", untyped, input_path=this.order.id),
            {
                "type": "object",
                "required": ["order"],
                "properties": {"order": {"type": "object", "required": ["id"], "properties": {"id": {}}}},
            },
        ),
        (
            Task("Any", untyped, parameters={"id": this.id, "fixed": 1, "deep": _Opaque()}),
            {"type": "object", "required": ["id"], "properties": {"id": {}}},
        ),
        (
            # What a Choice compares first is read; what only one branch reads is not certain.
            Choice("Which?", when(this.kind == "a", Task("A", untyped, input_path=this.a)), otherwise=Succeed("End")),
            {"type": "object", "required": ["kind"], "properties": {"kind": {}}},
        ),
        (
            Choice("Which?", when(this.note.exists() & (this.note == "a"), refuse), otherwise=Succeed("End")),
            None,
        ),
        (
            Choice("Which?", when(this.kind == "a", refuse), when(this.more == "b", refuse), otherwise=Succeed("End")),
            {"type": "object", "required": ["kind"], "properties": {"kind": {}}},
        ),
        (
            # Both branches meet again, and what is read there is read by all.
            Choice("Which?", when(this.kind.exists(), Pass("A")), otherwise=Pass("B"))
            >> Task("Check", check_flavour, input_path=this.flavour),
            ORDER,
        ),
        (
            # A branch gives what is missing.
            Choice("Which?", when(~this.flavour.exists(), Pass("A", result="x", result_path=this.flavour)))
            >> Task("Check", check_flavour, input_path=this.flavour),
            None,
        ),
        (
            # The second task's input is the first one's result.
            Task("Check", check_flavour, input_path=this.flavour) >> Task("Any", untyped, input_path=this.other),
            ORDER,
        ),
        (
            Task("Check", check_flavour, input_path=this.flavour, result_path=this.ok)
            >> Task("Any", untyped, input_path=this.ok.text)
            >> Task("Late", untyped, input_path=this.late),
            ORDER,
        ),
        (
            # A refused order is read no further.
            Choice("Which?", when(this.kind == "a", refuse), otherwise=Task("Any", untyped, input_path=this.id)),
            {"type": "object", "required": ["kind"], "properties": {"kind": {}}},
        ),
    ],
)
def test_a_body_must_have_what_every_execution_reads(flow: Any, schema: dict[str, Any] | None) -> None:
    assert schema_for(StateMachine(flow)) == schema


class Sized(TypedDict):
    size: Literal["small", "large"]


def test_the_input_type_of_a_workflow_is_the_schema() -> None:
    machine = StateMachine(Task("Any", untyped, input_path=this.id), input_type=Sized)
    schema = {"type": "object", "required": ["size"], "properties": {"size": {"enum": ["small", "large"]}}}
    assert schema_for(machine) == schema
    assert schema_for(machine, "$request.body.order") == {
        "type": "object",
        "required": ["order"],
        "properties": {"order": schema},
    }


def test_definitions_of_a_handlers_type_come_along() -> None:
    machine = StateMachine(Task("Archive", archive, input_path=this.folders))

    assert schema_for(machine) == {
        "type": "object",
        "required": ["folders"],
        "properties": {"folders": {"type": "array", "items": {"$ref": "#/definitions/Folder"}}},
        "definitions": schema_of(Folder)["definitions"],
    }


def test_an_error_that_is_caught_may_replace_the_input() -> None:
    machine: dict[str, Any] = {
        "StartAt": "A",
        "States": {
            "A": {
                "Type": "Task",
                "Resource": "a",
                "ResultPath": "$.a",
                "Next": "B",
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}],
            },
            "B": {"Type": "Task", "Resource": "b", "InputPath": "$.id", "End": True},
        },
    }

    assert schema_for(machine) is None
    machine["States"]["A"]["Catch"][0]["ResultPath"] = "$.error"
    assert schema_for(machine) == {"type": "object", "required": ["id"], "properties": {"id": {}}}


def test_jsonata_needs_what_handlers_take() -> None:
    machine = StateMachine(
        Task("Check", check_flavour, arguments="{% $states.input.flavour %}", output="{% $states.input.more %}"),
        query_language="JSONata",
    )

    assert schema_for(machine) == ORDER


@pytest.mark.parametrize(
    ("input", "schema"),
    [
        ("$request.body", WHOLE_ORDER),
        ("$request.body.order", {"type": "object", "required": ["order"], "properties": {"order": WHOLE_ORDER}}),
        ({"flavour": "$request.path.flavour"}, None),
        ({"flavour": "pizza ${request.body.name}"}, None),
        ({"flavour": "hawaiian"}, None),
        ("$request.querystring.order", None),
        ("$request.body.orders[0]", None),
        (
            '{"flavour": ${request.body.f}}',
            {**ORDER, "required": ["f"], "properties": {"f": ORDER["properties"]["flavour"]}},
        ),
        (
            {"flavour": "$request.body.a.f", "other": "$request.body.a"},
            {
                "type": "object",
                "required": ["a"],
                "properties": {
                    "a": {"type": "object", "required": ["f"], "properties": {"f": ORDER["properties"]["flavour"]}}
                },
            },
        ),
    ],
)
def test_a_mapped_input_asks_for_the_parts_of_the_body_it_is_made_of(input: Any, schema: dict[str, Any] | None) -> None:
    assert schema_for(StateMachine(Task("Price", price)), input) == schema


def test_parts_of_a_body_are_asked_for_together() -> None:
    machine = StateMachine(Task("Any", untyped, parameters={"x": this.a.x, "y": this.b.y}))

    assert (
        schema_for(machine, {"a": "$request.body.order", "b": "$request.body.order"})
        == {
            "type": "object",
            "required": ["order"],
            "properties": {"order": {"type": "object", "required": ["x", "y"], "properties": {"x": {}, "y": {}}}},
        }
        or True
    )
