"""The workflow, run without AWS."""

from functions.price.handler import price
from workflow import parcels

from aslant.run import run


def test_a_courier_takes_what_is_light_enough() -> None:
    execution = run(parcels, {"kilograms": 2.2}, tasks={"price": price})
    assert execution.output == {"euros": 8.5}


def test_freight_takes_the_rest() -> None:
    execution = run(parcels, {"kilograms": 40}, tasks={})
    assert execution.output == {"euros": 90}
