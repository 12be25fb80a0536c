"""Generated events for the types of handlers."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, NewType, NotRequired, Optional, TypedDict

import pytest
from hypothesis import given, settings

from aslant.errors import RunError
from aslant.extras import install_command
from aslant.handler_types import event_type
from aslant.testing import from_handler, from_type, inputs_for

SETTINGS = settings(max_examples=25, database=None, deadline=None, derandomize=True)

OrderId = NewType("OrderId", str)


class Tier(enum.Enum):
    GOLD = "gold"
    NONE = None


class Line(TypedDict):
    sku: str
    count: int


class Order(TypedDict):
    id: OrderId
    lines: list[Line]
    tier: Tier
    paid: NotRequired[bool]
    note: Annotated[str | None, "for the cook"]


class Tree(TypedDict):
    children: list[Tree]


def holds(annotation: Any, check: Any) -> None:
    @SETTINGS
    @given(from_type(annotation))
    def look(value: Any) -> None:
        assert json.loads(json.dumps(value, allow_nan=False)) == value
        assert check(value), value

    look()


@pytest.mark.parametrize(
    ("annotation", "check"),
    [
        (str, lambda value: type(value) is str),
        (int, lambda value: type(value) is int and abs(value) < 2**53),
        (float, lambda value: type(value) in (int, float)),
        (bool, lambda value: type(value) is bool),
        (None, lambda value: value is None),
        (Any, lambda value: True),
        (object, lambda value: True),
        (OrderId, lambda value: type(value) is str),
        (Tier, lambda value: value in ("gold", None)),
        (Literal["a", 1], lambda value: value in ("a", 1)),
        (Optional[int], lambda value: value is None or type(value) is int),  # noqa: UP045 - both are annotations
        (int | str, lambda value: type(value) in (int, str)),
        (list[int], lambda value: all(type(item) is int for item in value)),
        (list, lambda value: type(value) is list),
        (Sequence[str], lambda value: all(type(item) is str for item in value)),
        (tuple[int, ...], lambda value: type(value) is list),
        (tuple[int, str], lambda value: [type(item) for item in value] == [int, str]),
        (dict[str, int], lambda value: all(type(item) is int for item in value.values())),
        (Mapping[str, bool], lambda value: type(value) is dict),
        (Line, lambda value: value.keys() == {"sku", "count"}),
        (Order, lambda value: {"id", "lines", "tier", "note"} <= value.keys() <= Order.__annotations__.keys()),
        (Tree, lambda value: value.keys() == {"children"}),
    ],
)
def test_values_are_of_the_type(annotation: Any, check: Any) -> None:
    holds(annotation, check)


class Endless(TypedDict):
    inner: Endless


class Ending(TypedDict):
    inner: Ending | None
    more: NotRequired[Ending]


def test_values_of_a_recursive_type_are_finite_if_possible() -> None:
    holds(Ending, lambda value: "inner" in value)
    with pytest.raises(RunError, match=r"would be infinite, because it contains itself\. Make a member optional\."):
        from_type(Endless)


@pytest.mark.parametrize("annotation", [bytes, set[int], complex])
def test_a_type_whose_values_are_not_json_is_refused(annotation: Any) -> None:
    with pytest.raises(RunError, match=r"are not JSON\. Use TypedDict, list"):
        from_type(annotation)


def on_order(order: Order, context: object) -> None: ...


def on_anything(event, context): ...  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201


def on_nothing() -> None: ...


class OnLine:
    def __call__(self, line: Line) -> None: ...

    def method(self, line: Line) -> None: ...


@pytest.mark.parametrize(
    ("handler", "annotation"),
    [(on_order, Order), (on_anything, Any), (on_nothing, Any), (OnLine().method, Line)],
)
def test_the_event_of_a_handler_is_its_first_parameter(handler: Any, annotation: Any) -> None:
    assert event_type(handler) is annotation


def test_events_are_generated_for_a_handler() -> None:
    @SETTINGS
    @given(from_handler(on_order))
    def look(order: Any) -> None:
        assert {"id", "lines", "tier", "note"} <= order.keys()

    look()


def test_without_hypothesis_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    message = f"generated inputs need hypothesis, which is not installed. Install it with: {install_command('test')}"
    workflow = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    makers: list[Callable[[], object]] = [lambda: from_type(int), lambda: inputs_for(workflow)]
    for make in makers:
        with pytest.raises(RunError) as refused:
            make()
        assert str(refused.value) == message
