"""The pizza workflow: an order with pineapple is refused."""

from typing import TypedDict

from aslant.asl import Choice, Fail, StateMachine, Succeed, Task, this, when
from functions.pineapple_check.handler import pineapple_check


class Order(TypedDict):
    """A customer's order."""

    flavour: str


order = Task("Order Pizza Job", pineapple_check, input_path=this.flavour, result_path=this.pineappleAnalysis)
refuse = Fail("Sorry, We Dont add Pineapple", error="Failed To Make Pizza", cause="They asked for Pineapple")
bake = Succeed("Lets make your pizza", output_path=this.pineappleAnalysis)

pizza = StateMachine(
    order
    >> Choice("With Pineapple?", when(this.pineappleAnalysis.containsPineapple.is_true(), refuse), otherwise=bake),
    input_type=Order,
    timeout_seconds=300,
)
