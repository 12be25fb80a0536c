"""The types and handlers of a shop, whose workflows have mistakes in some tests and none in others."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Line(TypedDict):
    sku: str
    price: float
    count: int
    gift: NotRequired[bool]


class Address(TypedDict):
    street: str
    zip: NotRequired[str]


class Card(TypedDict):
    kind: Literal["card"]
    number: str


class Cash(TypedDict):
    kind: Literal["cash"]
    coins: int


class Order(TypedDict):
    id: str
    size: Literal["small", "large"]
    total: float
    paid: bool
    lines: list[Line]
    address: Address | None
    payment: Card | Cash
    prices: dict[str, float]
    corner: tuple[float, float]
    until: str
    note: NotRequired[str]


class Receipt(TypedDict):
    number: str
    amount: float
    tax: NotRequired[float]


class Stock(TypedDict):
    sku: str
    left: int


def load(event: Any, context: object) -> Order:
    raise NotImplementedError


def charge(event: Order, context: object) -> Receipt:
    raise NotImplementedError


def reserve(event: Line, context: object) -> Stock:
    raise NotImplementedError


def greet(event: str, context: object) -> str:
    raise NotImplementedError


def count(event: list[Line], context: object) -> int:
    raise NotImplementedError


def swipe(event: Card, context: object) -> bool:
    raise NotImplementedError


def maybe(event: Any, context: object) -> Receipt | None:
    raise NotImplementedError


def lists(event: Any, context: object) -> list[Receipt]:
    raise NotImplementedError
