"""The workflow, run without AWS."""

from functions.price.handler import price
from workflow import parcels

from aslant.run import run


def test_a_courier_takes_a_light_parcel() -> None:
    execution = run(parcels, {"kilograms": 2.2}, tasks={"price": price})
    assert execution.output == {"euros": 8.5}


def test_a_heavy_parcel_goes_by_freight() -> None:
    execution = run(parcels, {"kilograms": 40}, tasks={})
    assert execution.output == {"euros": 90}
