"""The types of the events that functions take, read from their source."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from aslant.local.console.event_types import typed_handlers
from aslant.local.console.sample_body import sample_body
from aslant.local.functions.function import Function
from aslant.provider.account import LocalAccount

HANDLER = '''
from __future__ import annotations

import os
import typing as t
from typing import TYPE_CHECKING, Annotated, Literal, NotRequired, TypedDict

import a_package_of_lambda
from a_package_of_lambda import traced
from sizes import Size
from .prices import Price

if TYPE_CHECKING:
    from collections.abc import Sequence

raise SystemExit("a handler's module is not run")
os.environ["X"] = "Y"

Kind = Literal["pizza", "cake"]
Weight: t.TypeAlias = float


class Line(TypedDict):
    """One line."""

    name: str
    count: int = 5
    more: Line


class Base(TypedDict, total=False):
    note: str


class Order(Base):
    kind: Kind
    paid: bool
    size: Size
    price: Price
    weight: Annotated[Weight, "kg"]
    lines: Sequence[Line]
    tags: list[str]
    extra: dict[str, t.Any]
    other: a_package_of_lambda.Thing | None
    coupon: NotRequired[str]
    maker: Unknown


@traced(service="shop")
def check(order: Order, context: object = a_package_of_lambda.Context()) -> dict: ...
'''
SIZES = 'from typing import Literal\n\nSize = Literal["L", "M"]\n'
PRICES = "Price = int | None\n"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:shop-check-1a2b"
CHECKED = {"StartAt": "Check", "States": {"Check": {"Type": "Task", "Resource": ARN, "End": True}}}
ORDER = {
    "kind": "pizza",
    "paid": True,
    "size": "L",
    "price": 1,
    "weight": 1.5,
    "lines": [{"name": "...", "count": 1, "more": {}}],
    "tags": ["..."],
    "extra": {},
    "maker": "...",
}


def function(root: Path, source: str, handler: str = "handler.check", **files: str) -> Function:
    path = root / f"{handler.rpartition('.')[0].replace('.', '/')}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    for name, text in files.items():
        (path.parent / f"{name}.py").write_text(text)
    return Function("shop-check-1a2b", ARN, handler, root, LocalAccount())


def body_of(function: Function, definition: dict[str, Any] = CHECKED) -> Any:
    with typed_handlers([function]) as handlers:
        return sample_body(definition, handlers)


def test_a_body_has_the_members_of_the_handlers_typed_dict(tmp_path: Path) -> None:
    order = body_of(function(tmp_path, HANDLER, sizes=SIZES, prices=PRICES))
    assert order == {**ORDER, "other": "..."}


def test_modules_of_types_are_removed_afterwards(tmp_path: Path) -> None:
    before = set(sys.modules)
    body_of(function(tmp_path, HANDLER, sizes=SIZES, prices=PRICES))
    assert set(sys.modules) == before


def test_only_the_part_that_a_state_passes_on_is_in_the_body(tmp_path: Path) -> None:
    check = {"Type": "Task", "Resource": ARN, "InputPath": "$.order", "End": True}
    made = function(tmp_path, HANDLER, sizes=SIZES, prices=PRICES)
    assert body_of(made, {"StartAt": "Check", "States": {"Check": check}}) == {"order": {**ORDER, "other": "..."}}


@pytest.mark.parametrize(
    ("annotation", "body"),
    [("list[int]", [1]), ("list", []), ("str", {}), ("int", 1), ("dict", {}), ("Any", {}), ("Nowhere[int]", {})],
)
def test_an_event_of_another_type_is_a_value_of_it(tmp_path: Path, annotation: str, body: Any) -> None:
    assert body_of(function(tmp_path, f"def check(event: {annotation}, context): ...\n")) == body


@pytest.mark.parametrize(
    ("source", "handler"),
    [
        ("def (", "handler.check"),
        ("other = 1", "handler.check"),
        ("check = print", "handler.check"),
        ("", "gone.check"),
    ],
)
def test_a_function_without_a_readable_signature_has_none(tmp_path: Path, source: str, handler: str) -> None:
    made = function(tmp_path, source)
    with typed_handlers([Function(made.name, ARN, handler, tmp_path, LocalAccount())]) as handlers:
        assert handlers == {}


def test_a_handler_in_a_package_is_found(tmp_path: Path) -> None:
    source = "from typing import TypedDict\n\nclass Order(TypedDict):\n    id: int\n\ndef check(order: Order, _): ...\n"
    made = function(tmp_path, source, "shop/orders.check")
    assert body_of(made) == {"id": 1}
