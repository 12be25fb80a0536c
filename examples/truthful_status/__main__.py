"""A REST API whose HTTP status is that of the outcome: 200 for a quote, 422 for too many guests, 400 for a bad body."""

from typing import TypedDict

import pulumi

from aslant.asl import Choice, Fail, Pass, StateMachine, this, when
from aslant.aws import StateMachineApi


class Order(TypedDict):
    """The body of a request."""

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
