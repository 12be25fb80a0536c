"""A Lambda function that computes the price of a courier parcel."""

from typing import TypedDict


class Parcel(TypedDict):
    """A parcel to send."""

    kilograms: float


class Price(TypedDict):
    """The price of a parcel."""

    euros: float


def price(parcel: Parcel, context: object) -> Price:
    """Return the price: four euros, plus 1.50 for each kilogram or part of one."""
    return {"euros": 4 + 1.5 * -(-parcel["kilograms"] // 1)}
