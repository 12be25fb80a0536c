"""A Lambda function that computes the price of a courier parcel."""

from typing import TypedDict


class Parcel(TypedDict):
    """The parcel that a customer wants to send."""

    kilograms: float


class Price(TypedDict):
    """The price in euros."""

    euros: float


def price(parcel: Parcel, context: object) -> Price:
    """Return the price: four euros, and one and a half for each kilogram or part of one."""
    return {"euros": 4 + 1.5 * -(-parcel["kilograms"] // 1)}
