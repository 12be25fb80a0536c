"""The kitchen's workflow: check each pizza, bake it, and pack the order while the customer is told."""

from typing import Literal, NotRequired, TypedDict

from aslant.asl import Catch, Choice, Fail, Map, Parallel, Pass, Retry, StateMachine, Succeed, Task, Wait, this, when


class Order(TypedDict):
    """An order for the kitchen."""

    customer: str
    size: Literal["small", "large"]
    pizzas: list[str]
    gift: NotRequired[bool]


one_pizza = Task(
    "Check flavour",
    "check",
    parameters={"pizza": this},
    retry=[Retry(["OvenBusy"], interval_seconds=1, max_attempts=2)],
) >> Choice(
    "Sweet?",
    when(this.sweet.is_true(), Pass("Refuse it", result="refused")),
    otherwise=Wait("Bake it", seconds=1) >> Pass("Baked", result="baked"),
)

kitchen = StateMachine(
    Pass("Read order", assign={"customer": this.customer})
    >> Map(
        "For each pizza",
        one_pizza,
        items_path=this.pizzas,
        max_concurrency=2,
        result_path=this.results,
        catch=[Catch(["States.ALL"], Fail("Apologize", error="Kitchen.Closed", cause="The oven did not work"))],
    )
    >> Parallel(
        "Finish",
        Pass("Pack") >> Pass("Label"),
        Wait("Tell customer", seconds=1),
        result_path=None,
    )
    >> Succeed("Done"),
    input_type=Order,
    comment="Bakes the pizzas of an order, and retries while the oven is busy.",
)
