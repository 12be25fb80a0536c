"""Tests for handlers and their symbolic names."""

import dataclasses
import functools
from collections.abc import Callable
from types import FunctionType
from typing import Any, ClassVar, Literal, NamedTuple, TypedDict

import pytest

from aslant.asl import Parallel, Pass, StateMachine, Task
from aslant.asl.handler import call_fault, merge, symbol
from aslant.errors import DefinitionError
from functions.pineapple_check.handler import pineapple_check


def made(name: str, module: str, file: str = "/somewhere/handler.py") -> Callable[[Any, Any], Any]:
    """Return a function with the name, module and file of a handler."""
    function: Any = FunctionType(pineapple_check.__code__.replace(co_filename=file), {}, name)
    function.__module__ = module
    return function  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("handler", "name"),
    [
        (pineapple_check, "pineapple_check"),
        (made("check", "handler"), "check"),
        (made("handler", "functions.pay_order.handler"), "pay_order"),
        (made("lambda_handler", "functions.pay_order.main"), "pay_order"),
        (made("handler", "handler", "/project/functions/pay-order/handler.py"), "pay_order"),
        (made("lambda_handler", "__main__", "/project/functions/pay/main.py"), "pay"),
    ],
)
def test_a_handler_has_its_own_name_or_that_of_its_folder(handler: Callable[[Any, Any], Any], name: str) -> None:
    assert symbol(handler) == name
    assert Task("Work", handler).resource == f"${{{name}}}"


class Machinist:
    def __call__(self, event: Any, context: Any) -> None: ...


@pytest.mark.parametrize(
    "handler",
    [
        lambda event, context: event,
        functools.partial(pineapple_check, context=None),
        Machinist(),
        made("handler", "handler", "/project/my functions/handler.py"),
    ],
)
def test_a_callable_without_a_name_is_refused(handler: Any) -> None:
    with pytest.raises(DefinitionError) as refused:
        Task("Work", handler)
    assert str(refused.value) == (
        f"{handler!r} has no name that can be deployed. Pass a function that is defined with def in a separate module, "
        "or a symbolic name."
    )


def test_several_states_can_call_one_handler() -> None:
    flow = Task("One", pineapple_check) >> Parallel("Both", Task("Two", pineapple_check), Pass("Other"))
    assert StateMachine(flow).handlers == {"pineapple_check": pineapple_check}


@pytest.mark.parametrize(
    "build",
    [
        lambda one, other: StateMachine(one >> other),
        lambda one, other: StateMachine(one >> Parallel("Both", other)),
        lambda one, other: Parallel("Both", one, other),
    ],
)
def test_two_handlers_with_the_same_name_are_refused(build: Callable[[Any, Any], Any]) -> None:
    one, other = made("pay", "functions.eu.handler"), made("pay", "functions.us.handler")
    with pytest.raises(DefinitionError) as refused:
        build(Task("One", one), Task("Two", other))
    assert str(refused.value) == (
        "two handlers are called 'pay', one in functions.eu.handler and one in functions.us.handler. Rename one of "
        "them."
    )


def test_merging_keeps_existing_handlers() -> None:
    table = {"a": pineapple_check}
    merge(table, {"a": pineapple_check, "b": made("b", "m")})  # type: ignore[arg-type]
    assert list(table) == ["a", "b"]


class Holder:
    def method(self, event: Any, context: Any) -> Any: ...

    def short(self, event: Any) -> Any: ...


def wrapped(function: Callable[..., Any]) -> Any:
    @functools.wraps(function)
    def call(event: Any, context: Any) -> Any:
        return function(event)

    return call


def handler_of(source: str) -> Any:
    """Return the function `pay` that the source defines."""
    names: dict[str, Any] = {"__name__": "pays"}
    exec(source, names)  # noqa: S102 - it is ours
    return names["pay"]


CALLED = (
    "state 'Work': handler 'pay' takes {}, but Lambda calls it with the event and the context. Write def pay({}, "
    "context)."
)


@pytest.mark.parametrize(
    ("source", "takes", "first"),
    [
        ("def pay(flavour: str) -> str: ...", "(flavour)", "flavour"),
        ("def pay(): ...", "()", "event"),
        ("def pay(context): ...", "(context)", "event"),
        ("def pay(event, context, table): ...", "(event, context, table)", "event"),
        ("def pay(event, *, table): ...", "(event, *, table)", "event"),
        ("def pay(event, context, *, table): ...", "(event, context, *, table)", "event"),
        ("def pay(**event): ...", "(**event)", "event"),
        ("class Till:\n    def pay(self, event, context): ...\npay = Till.pay", "(self, event, context)", "event"),
    ],
)
def test_a_handler_that_lambda_could_not_call_is_refused(source: str, takes: str, first: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Task("Work", handler_of(source))
    assert str(refused.value) == CALLED.format(takes, first)


@pytest.mark.parametrize("source", ["async def pay(event, context): ...", "async def pay(event, context): yield 1"])
def test_an_async_handler_is_refused(source: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Task("Work", handler_of(source))
    assert str(refused.value) == "state 'Work': handler 'pay' is async, but Lambda does not await it. Write def pay."


@pytest.mark.parametrize(
    "handler",
    [
        pineapple_check,
        Holder().method,
        wrapped(Holder().short),
        handler_of("def pay(*all): ..."),
        handler_of("def pay(event, context=None, table=None, /, **more): ..."),
        dict,
    ],
)
def test_a_handler_with_two_arguments_or_an_unknown_signature_is_accepted(handler: Any) -> None:
    assert call_fault("pay", handler) == ""
    Task("Work", handler)


@dataclasses.dataclass
class Order:
    id: str


class Point(NamedTuple):
    x: int


class Model:
    __pydantic_fields__: ClassVar[dict[str, Any]] = {}


class OldModel:
    __fields__: ClassVar[dict[str, Any]] = {}

    @classmethod
    def __get_validators__(cls) -> None: ...


class Attrs:
    __attrs_attrs__ = ()


class Struct:
    __struct_fields__ = ()


class Basket(TypedDict):
    orders: list[Order]


def annotated(event: Any, result: Any) -> Any:
    def pay(order, context): ...  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202

    pay.__annotations__ = {"order": event, "context": object, "return": result}
    return pay


EVENT = "but Lambda passes an event as plain JSON. Annotate it with a TypedDict, and create the"
RESULT = "which Lambda cannot write as JSON. Return a dict, such as"


@pytest.mark.parametrize(
    ("event", "result", "fault"),
    [
        (Order, None, f"takes Order, a dataclass, {EVENT} Order inside pay."),
        ("Order", None, f"takes Order, a dataclass, {EVENT} Order inside pay."),
        (Order | None, None, f"takes Order, a dataclass, {EVENT} Order inside pay."),
        (list[Order], None, f"takes Order, a dataclass, {EVENT} Order inside pay."),
        (Basket, None, f"takes Order, a dataclass, {EVENT} Order inside pay."),
        (Model, None, f"takes Model, a pydantic model, {EVENT} Model inside pay."),
        (OldModel, None, f"takes OldModel, a pydantic model, {EVENT} OldModel inside pay."),
        (Attrs, None, f"takes Attrs, an attrs class, {EVENT} Attrs inside pay."),
        (Struct, None, f"takes Struct, a msgspec struct, {EVENT} Struct inside pay."),
        (Point, None, f"takes Point, a named tuple, {EVENT} Point inside pay."),
        (
            dict[str, Any],
            Order,
            f"returns Order, a dataclass, {RESULT} asdict(…) returns, and annotate it with a TypedDict.",
        ),
        (
            Any,
            list[Model],
            f"returns Model, a pydantic model, {RESULT} .model_dump() returns, and annotate it with a TypedDict.",
        ),
    ],
)
def test_a_type_that_cannot_pass_through_lambda_is_refused(event: Any, result: Any, fault: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Task("Pay", annotated(event, result))
    assert str(refused.value) == f"state 'Pay': handler 'pay' {fault}"


class Recursive(TypedDict):
    inner: "Recursive"
    unknown: "Nowhere"  # type: ignore[name-defined] # noqa: F821


@pytest.mark.parametrize(
    ("event", "result"),
    [
        (dict, dict),
        (Any, Point),
        ("Nowhere", None),
        (Recursive, Recursive),
        (list[str], str | None),
        (Literal["a"], int),
    ],
)
def test_a_type_that_passes_through_lambda_or_is_unknown_is_accepted(event: Any, result: Any) -> None:
    assert Task("Pay", annotated(event, result)).resource == "${pay}"


def test_a_wrapped_handler_is_accepted() -> None:
    inner = annotated(Order, Order)

    @functools.wraps(inner)
    def pay(event: Any, context: Any) -> Any: ...

    assert Task("Pay", pay).resource == "${pay}"
