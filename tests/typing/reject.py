"""Code that a type checker refuses, each line with mypy's code. Checked by test_typing.py, and never run."""

from typing import Any, TypedDict, Unpack

from aslant.asl import (
    Catch,
    Choice,
    Fail,
    Goto,
    Map,
    Parallel,
    Pass,
    PassFields,
    Paths,
    Retry,
    StateMachine,
    Succeed,
    Task,
    Wait,
    intrinsics,
    jsonata,
    this,
    when,
)
from aslant.asl.distributed import ItemReader, ProcessorConfig, ResultWriter
from aslant.asl.integrations import aws_sdk, dynamodb, sqs, stepfunctions
from aslant.aws import HttpApiArgs, PythonFunction, RestApiArgs, Route, StateMachineApi


class Order(TypedDict):
    total: int


class Receipt(TypedDict):
    number: str


def pay(event: Order, context: object) -> Receipt:
    return {"number": str(event["total"])}


def send(event: Receipt, context: object) -> None: ...


def loose(event: Order, context: Any) -> Receipt:
    return {"number": str(event["total"])}


def short(event: Order) -> Receipt:
    return {"number": "1"}


a, b, fail = Pass("A"), Pass("B"), Fail("Stop")
paid, sent = Task("Pay", pay), Task("Send", send)

# A flow that has ended cannot be continued.
fail >> a  # E: operator
fail.then(a)  # E: attr-defined
Succeed("Done") >> a  # E: operator
Succeed("Done").then(a)  # E: attr-defined
Goto("A") >> a  # E: operator
Goto("A").then(a)  # E: attr-defined
a.end() >> b  # E: operator
a >> fail >> b  # E: operator
(a >> Goto("A")).then(b)  # E: attr-defined

# A state is followed by a flow that accepts its output.
a >> pay  # E: operator
a.then("B")  # E: call-overload
a.then(pay)  # E: call-overload
sent >> paid  # E: operator
paid >> paid  # E: operator
paid.then(paid)  # E: arg-type
paid >> sent >> paid  # E: operator

# The same holds for a handler whose context is Any, and for states that are not assigned to a variable.
Task("Loose", loose) >> paid  # E: operator
sent >> Task("Loose", loose)  # E: arg-type
Task("One", pay) >> Task("Two", pay)  # E: arg-type
Task("One", pay).then(Task("Two", pay))  # E: arg-type
paid >> sent >> Task("Three", loose)  # E: arg-type
paid >> Task("Two", pay, result_path=this.a)  # E: arg-type
Task("One", loose).then(paid)  # E: arg-type
Task("One", loose) >> (Task("Two", loose) >> fail)  # E: operator

# A handler takes an event and a context.
Task("Short", short)  # E: arg-type
Task("Short", short, result_path=this.a)  # E: arg-type
Task("Number", 5)  # E: call-overload
Task("Path", this.order)  # E: call-overload

# A state has only its own fields.
Task("Pay", pay, timeout=5)  # E: call-overload
Pass("A", resultpath=this.a)  # E: call-arg
Pass("A", retry=Retry("States.ALL"))  # E: call-arg
Fail("Stop", output_path=this.a)  # E: call-arg
Pass("A", input_path=5)  # E: arg-type
Wait("A", seconds=this.a)  # E: arg-type
Map("A", b, max_concurrency=[1])  # E: arg-type
Retry("States.ALL", jitter_strategy="HALF")  # E: arg-type
Retry(5)  # E: arg-type
Catch("States.ALL")  # E: call-arg
Catch("States.ALL", "B")  # E: arg-type
Parallel("A", pay)  # E: arg-type
Map("A", pay)  # E: arg-type
StateMachine(a, timeout=5)  # E: call-arg
StateMachine(a, query_language="XPath")  # E: arg-type
StateMachine({"StartAt": "A"})  # E: arg-type

# A Choice has rules, and a rule has a condition.
Choice("A", b)  # E: arg-type
when(this.a, b)  # E: arg-type
when(this.a > 1, "B")  # E: arg-type
Choice("A", when(this.a > 1, b), otherwise="B")  # E: arg-type
when(this.a > None, b)  # E: operator
when(this.a > this.b, b)  # E: operator
when((this.a > 1) & this.b, b)  # E: operator

# A service call has the parameters of its action, and the integration patterns that the action supports.
sqs.send_message(queue_url="q")  # E: call-arg
sqs.send_message(queue_url="q", message_body="m", delay=5)  # E: call-arg
sqs.send_message("q", "m")  # E: call-arg
sqs.send_message(queue_url=["q"], message_body="m")  # E: arg-type
sqs.send_message(queue_url="q", message_body="m").sync()  # E: attr-defined
sqs.send_message(queue_url="q", message_body="m").wait_for_task_token().wait_for_task_token()  # E: attr-defined
dynamodb.get_item(table_name="t", key={}).wait_for_task_token()  # E: attr-defined
stepfunctions.start_execution(state_machine_arn="m").sync(version=3)  # E: arg-type
aws_sdk("s3", "listBuckets").sync()  # E: attr-defined
Task("Read", aws_sdk("s3", "listBuckets"), parameters={})  # E: call-overload
Task("Uncalled", sqs.send_message)  # E: arg-type
Task("Uncalled", sqs.send_message(queue_url="q", message_body="m").wait_for_task_token)  # E: arg-type

# Intrinsic functions accept the types that Step Functions does, and cannot be compared.
intrinsics.math_add("1", 2)  # E: arg-type
intrinsics.hash(this.a, "SHA256")  # E: arg-type
intrinsics.json_merge(this.a, this.b, True)  # E: arg-type
intrinsics.format(5)  # E: arg-type
intrinsics.array({"a": 1})  # E: arg-type
when(intrinsics.uuid(), b)  # E: arg-type
Fail("Stop", error=intrinsics.uuid())  # E: arg-type

# An expression is not a path, and a path is not an expression.
Wait("A", seconds_path=jsonata.variables.n)  # E: arg-type
Pass("A", input_path=jsonata.variables.n)  # E: arg-type
jsonata.concat(1, 2)["a"]()  # E: operator
jsonata.fn.substringbefore("a@b", "@")  # E: attr-defined
jsonata.fn.substring("a")  # E: call-arg
jsonata.fn.uuid(1)  # E: call-arg
jsonata.fn.uppercase(1)  # E: arg-type
jsonata.fn.round("1")  # E: arg-type
jsonata.fn.map(jsonata.variables.a, "price")  # E: arg-type
this.a.is_flase()  # E: operator

# The parts of a distributed Map accept the values that AWS does.
ProcessorConfig.distributed("FAST")  # E: arg-type
ItemReader.csv("b", "k", csv_delimiter=";")  # E: arg-type
ItemReader.athena("b", "k", "JSON")  # E: arg-type
ItemReader.parquet("b")  # E: call-arg
ResultWriter.s3("b", output_type="CSV")  # E: arg-type
Map("A", b, item_batcher=5)  # E: arg-type
Map("A", iterator="B")  # E: arg-type

# The arguments of the components have the values that AWS has, and each kind of API its own arguments.
StateMachineApi("a", {"workflow": {}, "mode": "asnyc"})  # E: typeddict-item
http: HttpApiArgs = {"workflow": {}, "api_type": "SOAP"}  # E: typeddict-item
StateMachineApi("a", {"workflow": {}, "state_machine_type": "FAST"})  # E: typeddict-item
StateMachineApi("a", {"workflow": {}, "log_level": "DEBUG"})  # E: typeddict-item
StateMachineApi("a", {"workflow": {}, "authorizer": {"type": "KEY"}})  # E: typeddict-item
StateMachineApi("a", {"workflow": {}, "authorization": "JWT"})  # E: typeddict-item
StateMachineApi("a", {"workflow": {}, "routes": {"POST /": {"mode": "asnyc"}}})  # E: typeddict-item
StateMachineApi("a", {"workflow": {}, "web_acl_arn": "a"})  # E: arg-type
StateMachineApi("a", {"workflow": {}, "status_by_error": {"Burnt": 422}})  # E: arg-type
StateMachineApi("a", {"workflow": {}, "routes": {"POST /": {"request_schema": Order}}})  # E: typeddict-unknown-key
StateMachineApi("a", {"workflow": {}, "timeout_ms": 5})  # E: arg-type
rest: RestApiArgs = {"api_type": "REST", "mode": "asnyc"}  # E: typeddict-item
rest = {"api_type": "REST", "execution_status_header": True}  # E: typeddict-unknown-key
route: Route = {"status_by_error": {"Burnt": 422}}  # E: typeddict-unknown-key
PythonFunction("f", {"folder": "f", "architecture": "arm"})  # E: typeddict-item
PythonFunction("f", {"folder": "f", "log_format": "XML"})  # E: typeddict-item

# A field of a task that has another type is named, whatever the resource is.
Task("Pay", pay, timeout_seconds=[5])  # E: arg-type
Task("Pay", pay, comment=5)  # E: arg-type
Task("Pay", pay, retry="States.ALL")  # E: arg-type
Task("Pay", pay, result_path=5)  # E: arg-type
Task("Pay", pay, input_path=this.a, assign=[1])  # E: arg-type
Task("Pay", pay, parameters={"a": 1}, credentials="role")  # E: arg-type
Task("Pay", pay, query_language="XPath")  # E: arg-type
Task("Pay", "pay", retry=5)  # E: arg-type
Task("Pay", sqs.send_message(queue_url="q", message_body="m"), catch="States.ALL")  # E: arg-type


# A function that makes states passes on the fields of one kind of state.
def marked(name: str, **fields: Unpack[PassFields]) -> Pass:
    return Pass(name, **fields)


marked("Mark", timeout_seconds=5)  # E: call-arg
marked("Mark", comment=5)  # E: arg-type

# A typed path selects parts that exist.
order = Paths(Order)
order(lambda o: o["totl"])  # E: typeddict-item
order(lambda o: o["total"]["cents"])  # E: index
Paths(Order, "$.order")  # E: call-overload
