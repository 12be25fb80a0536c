"""Code that a type checker accepts, with the types that it infers. Checked by test_typing.py, and never run."""

from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict, Unpack, assert_type

from pulumi import Output

from aslant.asl import (
    UNSET,
    AnyFlow,
    Catch,
    CatchFields,
    Choice,
    Condition,
    End,
    Fail,
    FailFields,
    Flow,
    Goto,
    Map,
    MapFields,
    Parallel,
    Pass,
    PassFields,
    Path,
    Paths,
    Retry,
    Rule,
    State,
    StateMachine,
    Succeed,
    Task,
    TaskFields,
    Unset,
    Wait,
    all_of,
    any_of,
    context,
    from_dict,
    intrinsics,
    jsonata,
    loads,
    this,
    variables,
    when,
)
from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ResultWriter
from aslant.asl.integration import Integration
from aslant.asl.integrations import aws_sdk, ecs, sqs, stepfunctions
from aslant.asl.intrinsics import Intrinsic
from aslant.asl.jsonata import Expression
from aslant.aws import HttpApiArgs, PythonFunction, RestRoute, Route, StateMachineApi, StateMachineApiArgs
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


def loose(event: Order, context: Any) -> Receipt:
    return {"number": str(event["total"])}


def untyped(event: Any, context: Any) -> Any: ...


# The pizza workflow.
order = Task("Order", pineapple_check, input_path=this.flavour, result_path=this.analysis)
refuse = Fail("Sorry", error="Failed To Make Pizza", cause="They asked for Pineapple")
bake = Succeed("Bake", output_path=this.analysis)
decide = Choice("With?", when(this.analysis.containsPineapple.is_true(), refuse), otherwise=bake)
pizza = StateMachine(order >> decide, timeout_seconds=300)

# Types flow from handler to handler. A field that changes the input or the output makes that side Any.
paid = Task("Pay", pay, retry=Retry("States.TaskFailed", max_attempts=2), timeout_seconds=30)
sent = Task("Send", send)
assert_type(paid, Task[Order, Receipt])
assert_type(paid >> sent, Flow[Order, None])
assert_type(paid.then(sent), Flow[Order, None])
assert_type((paid >> sent).end(), End[Order])
assert_type(paid >> Fail("Stop"), End[Order])
assert_type(paid.then(Fail("Stop")), End[Order])
assert_type(Task("Loose", loose), Task[Order, Receipt])
assert_type(Task("Pay", pay) >> Task("Send", send) >> Succeed("Done"), End[Order])
assert_type(Task("Loose", loose).then(sent).end(), End[Order])
assert_type(Pass("Before") >> Task("Loose", loose), Flow[Any, Receipt])
assert_type(Task("Untyped", untyped), Task[Any, Any])
assert_type(Task("Pay", pay, result_path=this.receipt), Task[Order, Any])
assert_type(Task("Pay", pay, input_path=this.order, output_path=this.a), Task[Any, Any])
assert_type(Task("Pay", pay, input_path=this.order, parameters={"total": this.total}), Task[Any, Any])
assert_type(Task("Loose", loose, parameters={"total": this.total}), Task[Any, Any])
assert_type(Task("Pay", pay, arguments={"total": 1}, output="{% $x %}", query_language="JSONata"), Task[Any, Any])
paid >> Task("Again", pay, input_path=this.order) >> sent
Task("Pay", pay, result_path=this.receipt) >> paid >> sent
Task("Loose", loose, catch=Catch("Burnt", Goto("Pay"))) >> Task("Again", loose, output_path=this.order) >> paid
paid >> Pass("Whatever") >> paid
paid >> Task("Any", untyped) >> paid

# The resource of a task.
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

# Calls of services.
message = sqs.send_message(queue_url=Address(), message_body={"order": this.order}, delay_seconds=5)
assert_type(message.wait_for_task_token(), Integration)
assert_type(Task("Notify", message, result_path=this.sent), Task[Any, Any])
Task("Bake", ecs.run_task(task_definition="t", count="{% $count %}", enable_execute_command=this.debug).sync())
Task("Child", stepfunctions.start_execution(state_machine_arn="m", input={"a": 1}).sync(version=1), timeout_seconds=9)
Task("Read", aws_sdk("s3", "getObject", Bucket="b", Key=this.key).wait_for_task_token()) >> Pass("Then")

# Variables, intrinsic functions and expressions.
assert_type(variables.total, Path)
assert_type(intrinsics.format("Hello {}", this.name, 1, [this.a, None]), Intrinsic)
Pass("Greet", parameters={"id": intrinsics.uuid()}, assign={"n": intrinsics.array_length(variables.items)})
Fail("Why", error_path=intrinsics.array_get_item(this.errors, 0), cause_path=variables.cause)
intrinsics.hash(intrinsics.base64_encode("x"), "SHA-256")
intrinsics.json_merge(this.a, "$.b")
assert_type(jsonata.states.input.order["line items"][0].price * 1.2 > 100, Expression)
assert_type((jsonata.variables.a == 1) & ~jsonata.variables.b | jsonata.in_("x", jsonata.variables.c), Expression)
assert_type(jsonata.fn.map(jsonata.states.input.lines, lambda line: line.price), Expression)
assert_type(jsonata.fn.substringBefore("a@b", "@"), Expression)
assert_type(jsonata.fn.substring(jsonata.variables.a, 1, length=2), Expression)
assert_type(jsonata.fn.sum([1, jsonata.variables.a]), Expression)
assert_type(jsonata.fn.zip([1], jsonata.variables.a), Expression)
assert_type(jsonata.fn.split("a, b", jsonata.regex(", *", "i")), Expression)
assert_type(jsonata.fn.sort(jsonata.variables.a, lambda one, other: one.n > other.n), Expression)
assert_type(jsonata.fn.now(), Expression)
assert_type(jsonata.if_(jsonata.variables.a, 1, jsonata.concat("a", jsonata.variables.b)), Expression)
when(jsonata.variables.total > 100, Fail("Large", error=jsonata.variables.why), output=jsonata.states.input)
Wait("Some", seconds=jsonata.states.input.seconds, output=jsonata.states.input)
Wait("Until then", timestamp=jsonata.states.input.at)

# Distributed maps.
Map(
    "Rows",
    Pass("Row"),
    processor_config=ProcessorConfig.distributed("EXPRESS"),
    item_reader=ItemReader.csv("orders", this.key, headers=["id"], csv_delimiter="PIPE", max_items=10),
    item_batcher=ItemBatcher(max_items_per_batch=5, batch_input={"day": this.day}),
    result_writer=ResultWriter.s3(Address(), "rows/", output_type="JSONL", transformation="FLATTEN"),
    max_concurrency_path=variables.n,
)
Map("Legacy", iterator=Pass("Item"), parameters={"item": context.Map.Item.Value})
Map("Spelled", Pass("It"), item_reader={"Resource": "arn"}, max_concurrency=jsonata.variables.n)
ItemReader.athena(jsonata.variables.bucket, intrinsics.uuid(), "JSONL", max_items_path=this.n)

# The arguments of the components: an HTTP or a REST API, each with the values that AWS has.
StateMachineApi("http", {"workflow": pizza, "mode": "async", "state_machine_type": "STANDARD", "log_level": "FATAL"})
StateMachineApi("http", {"workflow": pizza, "api_type": "HTTP", "execution_status_header": False, "mode": None})
StateMachineApi("later", {"workflow": {}, "log_level": Output.from_input("ALL"), "tracing": Output.from_input(True)})
StateMachineApi("rest", {"api_type": "REST", "workflow": "{}", "status_by_error": {"Burnt": 422}, "web_acl_arn": "a"})
StateMachineApi("rest", {"api_type": "REST", "routes": {"POST /": {"workflow": pizza, "request_schema": Order}}})
route: Route = {"workflow": pizza, "mode": "sync", "authorization": "NONE"}
rest_route: RestRoute = {"workflow": pizza, "request_schema": {"type": "object"}}
http_args: HttpApiArgs = {"routes": {"POST /": route}, "authorizer": {"type": "IAM"}}
args: StateMachineApiArgs = http_args
StateMachineApi("args", args)
StateMachineApi("routes", {"api_type": "REST", "routes": {"POST /": rest_route}})
PythonFunction("check", {"folder": "f", "architecture": "x86_64", "log_format": "Text", "runtime": "python3.13"})
PythonFunction("later", {"folder": "f", "log_format": Output.from_input("JSON")})


# Functions that make states: annotations without type arguments, and the fields of each kind of state.
def billed(name: str, **fields: Unpack[TaskFields]) -> Task:
    return Task(name, pay, **fields)


def named(name: str, **fields: Unpack[TaskFields]) -> Task:
    return Task(name, "work", **fields)


def marked(name: str, **fields: Unpack[PassFields]) -> Flow:
    return Pass(name, **fields) >> billed(f"{name} again", retry=Retry("States.ALL"), result_path=None)


def each(name: str, flow: AnyFlow, **fields: Unpack[MapFields]) -> Map:
    return Map(name, flow, **fields)


def sorry(name: str, **fields: Unpack[FailFields]) -> End:
    return Pass(name) >> Fail(f"{name}, sorry", **fields)


def rescued(flow: AnyFlow, **fields: Unpack[CatchFields]) -> Catch:
    return Catch("States.ALL", flow, **fields)


assert_type(billed("Bill", timeout_seconds=5), Task[Any, Any])
assert_type(marked("Mark", comment="m"), Flow[Any, Any])
each("Each", sorry("Oh", error="e"), items_path=this.items) >> billed("Last", catch=rescued(Goto("Each")))

# A field that is not given.
Task("Given", pay, comment=None, timeout_seconds=UNSET, retry=None, catch=UNSET, input_path=UNSET, result_path=UNSET)
Task("Named", "work", query_language=None, assign=None, credentials=UNSET)
Pass("Given", comment=None, result_path=UNSET, parameters=UNSET, assign=UNSET)
Wait("Given", seconds=UNSET, seconds_path=None, timestamp=UNSET)
Fail("Given", error=None, cause=UNSET)
Map("Given", sent, max_concurrency=None, item_reader=UNSET, label=None)
Retry("E", max_attempts=None, comment=UNSET)
Catch("E", sent, result_path=UNSET, comment=None)
StateMachine(sent, comment=None, query_language=UNSET, timeout_seconds=None)
sqs.send_message(queue_url="q", message_body="m", delay_seconds=UNSET, message_group_id=UNSET)


# Typed paths.
class Line(TypedDict):
    sku: str
    price: float


class Cart(TypedDict):
    total: int
    lines: list[Line]
    note: NotRequired[str]


cart = Paths(Cart)
assert_type(cart, Paths[Cart, Path])
assert_type(cart(lambda c: c["lines"][0]["sku"]), Path)
assert_type(Paths(Cart, variables.cart)(lambda c: c.get("note")), Path)
assert_type(Paths(Cart, jsonata.states.input)(lambda c: c["total"]), Expression)
when(cart(lambda c: c["total"]) > 100, Pass("Large", input_path=cart(lambda c: c["lines"])))
when(Paths(Cart, jsonata.states.input)(lambda c: c["total"]) > 100, Pass("Large"))
