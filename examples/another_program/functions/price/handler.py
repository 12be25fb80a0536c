"""The price of a parcel that a courier takes."""

from typing import TypedDict


class Parcel(TypedDict):
    """What a customer wants to send."""

    kilograms: float


class Price(TypedDict):
    """What it costs."""

    euros: float


def price(parcel: Parcel, context: object) -> Price:
    """Four euros, and one and a half for each kilogram begun."""
    return {"euros": 4 + 1.5 * -(-parcel["kilograms"] // 1)}
