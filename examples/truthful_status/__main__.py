"""A REST API whose HTTP status shows the result: 200 with the quote, 422 for too many guests, 400 without an order."""

from typing import TypedDict

import pulumi

from aslant.asl import Choice, Fail, Pass, StateMachine, this, when
from aslant.aws import StateMachineApi


class Order(TypedDict):
    """A customer's order."""

    guests: int


large = Fail("Too large", error="Too Large", cause='We bake for "up to 50" guests')
quotes = StateMachine(
    Choice("Large?", when(this.guests > 50, large)) >> Pass("Quote", parameters={"guests": this.guests, "euros": 40})
)

bakery = StateMachineApi(
    "bakery",
    {
        "api_type": "REST",
        "routes": {
            "POST /quotes": {
                "workflow": quotes,
                "request_schema": Order,
                "status_by_error": {"Too Large": 422},
            },
        },
    },
)

pulumi.export("url", bakery.url)
