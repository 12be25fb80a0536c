"""What a type checker takes, with the types it finds. Checked by test_typing.py, and never run."""

from datetime import UTC, datetime
from typing import Any, TypedDict, assert_type

from aslant.asl import (
    UNSET,
    Catch,
    Choice,
    Condition,
    End,
    Fail,
    Flow,
    Goto,
    Map,
    Parallel,
    Pass,
    Path,
    Retry,
    Rule,
    State,
    StateMachine,
    Succeed,
    Task,
    Unset,
    Wait,
    all_of,
    any_of,
    context,
    from_dict,
    loads,
    this,
    when,
)
from functions.pineapple_check.handler import pineapple_check


class Order(TypedDict):
    total: int


class Receipt(TypedDict):
    number: str


class Address:
    """A value known only at deployment."""

    def apply(self, func: Any, /) -> Any: ...


def pay(event: Order, context: object) -> Receipt:
    return {"number": str(event["total"])}


def send(event: Receipt, context: object) -> None: ...


def untyped(event: Any, context: Any) -> Any: ...


# The pizza workflow.
order = Task("Order", pineapple_check, input_path=this.flavour, result_path=this.analysis)
refuse = Fail("Sorry", error="Failed To Make Pizza", cause="They asked for Pineapple")
bake = Succeed("Bake", output_path=this.analysis)
decide = Choice("With?", when(this.analysis.containsPineapple.is_true(), refuse), otherwise=bake)
pizza = StateMachine(order >> decide, timeout_seconds=300)

# Types flow from handler to handler; a field that changes the data opens them.
paid = Task("Pay", pay, retry=Retry("States.TaskFailed", max_attempts=2), timeout_seconds=30)
sent = Task("Send", send)
assert_type(paid, Task[Order, Receipt])
assert_type(paid >> sent, Flow[Order, None])
assert_type(paid.then(sent), Flow[Order, None])
assert_type((paid >> sent).end(), End[Order])
assert_type(paid >> Fail("Stop"), End[Order])
assert_type(Task("Pay", pay, result_path=this.receipt), Task[Any, Any])
Task("Pay", pay, result_path=this.receipt) >> paid >> sent
paid >> Pass("Whatever") >> paid
paid >> Task("Any", untyped) >> paid

# What a task calls.
assert_type(Task("Named", "pineapple_check"), Task[Any, Any])
Task("By ARN", "arn:aws:states:::sqs:sendMessage", parameters={"QueueUrl": Address(), "MessageBody": this.text})
Task("Deferred", Address(), timeout_seconds=Address())
Task("JSONata", "work", arguments={"total": "{% $states.input.total %}"}, output="{% $states.result %}")

# Branches, catchers and loops.
assert_type(decide, Choice)
assert_type(decide >> Pass("After"), Flow[Any, Any])
Task("Work", "work", catch=[Catch("Burnt", Pass("Cool")), Catch(["States.ALL"], Goto("Work"), result_path=this.e)])
when("{% $states.input.total > 100 %}", Goto("Pay"), output="{% $states.input %}")
when(all_of(this.a == 1, this.b != "x", any_of(~(this.c <= datetime.now(UTC)), this.d.exists())), Wait("W", seconds=5))
assert_type((this.a > 1) & (this.b == "x") | ~this.c.is_null(), Condition)
assert_type(this.order["line-items"][0].price, Path)
this.total.numeric_less_than(this.limit) & this.name.string_equals(Address())

# Flows inside states.
Parallel("Both", paid >> sent, Pass("Other"), refuse, pizza, result_path=this.both)
Map("Each", paid, items_path=this.items, item_selector={"item": context.Map.Item.Value}, max_concurrency=4)
Wait("Until", timestamp=datetime(2030, 1, 1, tzinfo=UTC))
Wait("Path", seconds_path=this.seconds)

# Reading.
assert_type(loads("{}"), StateMachine)
assert_type(from_dict({}), StateMachine)
assert_type(pizza.states["Order"], State)
assert_type(decide.choices, tuple[Rule, ...])
assert_type(paid.input_path, str | None | Unset)
given = paid.timeout_seconds is not UNSET
