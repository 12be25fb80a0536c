"""Both modes of the pattern: `POST /quotes` waits for its result; `POST /cakes` can be looked up and stopped."""

import pulumi

from aslant.asl import Choice, Fail, Pass, StateMachine, Succeed, Wait, intrinsics, this, when
from aslant.aws import StateMachineApi

large = Fail("Too large", error="Too Large", cause="We bake for up to 50 guests")
quotes = StateMachine(
    Choice("Large?", when(this.guests > 50, large))
    >> Pass("Quote", parameters={"guests": this.guests, "euros": intrinsics.math_add(this.guests, 10)})
)
cakes = StateMachine(Wait("Bake", seconds=30) >> Pass("Decorate", result={"cake": "ready"}) >> Succeed("Deliver"))

bakery = StateMachineApi(
    "bakery",
    {
        "routes": {
            "POST /quotes": {"workflow": quotes},
            "POST /cakes": {
                "workflow": cakes,
                "mode": "async",
                "execution_name": "$request.header.idempotency-key",
                "stop": True,
            },
        },
    },
)

pulumi.export("url", bakery.url)
pulumi.export("state_machine_arns", bakery.state_machine_arns)
