"""Mistakes in the data of workflows in JSONPath: each is found, with its severity, its place and its reason."""

from __future__ import annotations

import random
from typing import Any

import pytest

from aslant.asl import (
    Catch,
    Choice,
    Fail,
    Flow,
    Goto,
    ItemBatcher,
    ItemReader,
    Map,
    Parallel,
    Pass,
    ProcessorConfig,
    ResultWriter,
    StateMachine,
    Succeed,
    Task,
    Wait,
    check,
    context,
    intrinsics,
    this,
    variables,
    when,
)
from aslant.asl.integrations import aws_sdk, dynamodb, lambda_, sqs, stepfunctions
from tests.asl.shapes.samples import play
from tests.asl.shapes.shop import Order, charge, count, greet, lists, load, maybe, reserve, swipe

DISTRIBUTED = ProcessorConfig.distributed()
END = Succeed("End")
E, W = "ERROR", "WARNING"
READ = "/States/Read/Parameters/x.$"
IN_MAP = "/States/M/ItemProcessor/States/Read/Parameters/x.$"
VARIABLE = "/States/Which/Choices[0]/Variable"


def shaped(path: Any) -> Flow[Any, Any]:
    """Return a state that reads a path."""
    return Pass("Read", parameters={"x.$" if isinstance(path, str) else "x": path})


def chosen(*rules: Any) -> Any:
    return Choice("Which", *rules, otherwise=END)


MISTAKES: list[tuple[str, Any, str, str, str]] = [
    # Paths that do not exist
    ("input path", Pass("A", input_path=this.ide), E, "/States/A/InputPath", "'ide' is not a member of the input"),
    ("output path", Pass("A", output_path=this.ide), E, "/States/A/OutputPath", "Did you mean 'id'?"),
    ("parameters", shaped(this.ide), E, READ, "the input of the workflow"),
    ("deep", Pass("A", parameters={"a": {"b": this.lines[0].pric}}), E, "/States/A/Parameters/a/b.$",
     "'pric' is not a member of $.lines[0] in the input of the workflow. Did you mean 'price'?"),
    ("assign", Pass("A", assign={"x": this.ide}), E, "/States/A/Assign/x.$", "$.ide does not exist"),
    ("member of a string", shaped(this.id.first), E, READ, "$.id in the input of"),
    ("item of a string", shaped(this.id[0]), E, READ, "only an array has an item 0"),
    ("member of a list", shaped(this.lines.price), E, READ, "Select an item, such as [0]"),
    ("item outside a tuple", shaped(this.corner[2]), E, READ, "$.corner in the input of "
     "the workflow has 2 items, so there is no item 2"),
    ("wildcard below a typo", shaped("$.lins[*].price"), E, READ, "selects nothing"),
    ("slice of a string", shaped("$.id[0:2]"), E, READ, "not an array"),
    ("filter by a typo", shaped("$.lines[?(@.pric > 3)]"), E, READ, "compares @.pric"),
    ("union of a string", shaped("$.id['a','b']"), E, READ, "only an object has a member"),
    ("wait seconds", Wait("A", seconds_path=this.delay), E, "/States/A/SecondsPath", "'delay' is not a member"),
    ("wait until", Wait("A", timestamp_path=this.untill), E, "/States/A/TimestampPath", "Did you mean 'until'?"),
    ("error path", Fail("A", error_path=this.error, cause="C"), E, "/States/A/ErrorPath", "'error' is not a"),
    ("cause path", Fail("A", error="E", cause_path=intrinsics.format("{}", this.ide)), E, "/States/A/CausePath",
     "Did you mean 'id'?"),
    ("timeout", Task("A", "f", timeout_seconds_path=this.timeout), E, "/States/A/TimeoutSecondsPath", "timeout"),
    ("heartbeat", Task("A", "f", heartbeat_seconds_path=this.beat, timeout_seconds=9), E,
     "/States/A/HeartbeatSecondsPath", "beat"),
    ("credentials", Task("A", "f", credentials={"RoleArn": this.role}), E, "/States/A/Credentials/RoleArn.$",
     "role"),
    ("variable's member", Pass("A", assign={"order": this}) >> shaped(variables.order.ide), E,
     READ, "Did you mean 'id'?"),
    ("choice variable", chosen(when(this.ide == "x", Fail("No"))), E, VARIABLE,
     "Did you mean 'id'?"),
    ("choice under and", chosen(when((this.paid == True) & (this.ide == "x"), Fail("No"))), E,  # noqa: E712
     "/States/Which/Choices[0]/And[1]/Variable", "Did you mean 'id'?"),
    ("compared path", chosen(when(this.total.numeric_less_than(this.limit), Fail("No"))), E,
     "/States/Which/Choices[0]/NumericLessThanPath", "'limit' is not a member"),
    ("rule's assign", chosen(when(this.id == "x", Fail("No"), assign={"x": this.ide})), E,
     "/States/Which/Choices[0]/Assign/x.$", "Did you mean 'id'?"),
    ("intrinsic argument", shaped(intrinsics.format("{} {}", this.id, this.ide)), E,
     READ, "Did you mean 'id'?"),
    ("nested intrinsic", shaped(intrinsics.array_length(intrinsics.array(this.ide))), E,
     READ, "Did you mean 'id'?"),
    # Data that a state has replaced
    ("task replaces input", Task("Charge", charge) >> shaped(this.id), E, READ,
     "'id' is not a member of the result of state 'Charge'"),
    ("pass replaces input", Pass("A", parameters={"a": this.id}) >> shaped(this.total), E,
     READ, "'total' is not a member of the result of state 'A'. The members are a."),
    ("result replaces input", Pass("A", result={"a": 1}) >> shaped(this.b), E, READ,
     "'b' is not a member of the result of state 'A'"),
    ("result selector renames", Task("A", charge, result_selector={"nr": this.number}) >> shaped(this.number), E,
     READ, "'number' is not a member of the result of state 'A'"),
    ("result selector", Task("A", charge, result_selector={"nr": this.nr}), E, "/States/A/ResultSelector/nr.$",
     "'nr' is not a member of the raw result of state 'A'"),
    ("assign reads result", Task("A", charge, assign={"x": this.id}), E, "/States/A/Assign/x.$",
     "'id' is not a member of the result of state 'A'"),
    ("output path cuts", Pass("A", output_path=this.address) >> shaped(this.id), E, READ,
     "'id' is not a member of"),
    ("input path cuts", Pass("A", input_path=this.payment, parameters={"x": this.id}), E,
     "/States/A/Parameters/x.$", "'id' is not a member of"),
    ("no input", Pass("A", input_path=None, parameters={"x": this.id}), E, "/States/A/Parameters/x.$",
     "The object is empty."),
    ("no output", Pass("A", output_path=None) >> shaped(this.id), E, READ,
     "The object is empty."),
    ("scalar output", Task("A", greet, input_path=this.id) >> shaped(this.id), E, READ,
     "the result of state 'A' is a string"),
    ("member put elsewhere", Task("A", charge, result_path=this.receipt) >> shaped(this.receipts.number), E,
     READ, "Did you mean 'receipt'?"),
    ("below a put member", Task("A", charge, result_path=this.receipt) >> shaped(this.receipt.nr), E,
     READ, "'nr' is not a member of the result of state 'A'"),
    ("three states on", Task("A", charge, result_path=this.receipt) >> Wait("B", seconds=1) >> Pass("C") >>
     shaped(this.receipt.nr), E, READ, "'nr' is not a member of the result of state 'A'"),
    ("discarded result", Task("A", charge, result_path=None) >> shaped(this.number), E,
     READ, "'number' is not a member of the input of the workflow"),
    ("result path through a string", Task("A", charge, result_path="$.id.receipt"), E, "/States/A/ResultPath",
     "$.id is a string, not an object"),
    ("result path through a list", Task("A", charge, result_path="$.lines.receipt"), E, "/States/A/ResultPath",
     "$.lines is an array, not an object"),
    ("result path into a scalar", Task("A", greet, input_path=this.id) >> Task("B", charge,
     input_path="$$.Execution.Input", result_path=this.b), E, "/States/B/ResultPath",
     "the result of state 'A' is a string, not an object"),
    ("result path into a list", Task("A", lists) >> Task("B", greet, input_path="$[0].number", result_path=this.b),
     E, "/States/B/ResultPath", "is an array, not an object"),
    # Optional members
    ("optional member", shaped(this.note), W, READ, "'note' is an optional member"),
    ("optional in a list", shaped(this.lines[0].gift), W, READ, "'gift' is an optional"),
    ("null object", shaped(this.address.street), W, READ, "may be null"),
    ("optional of null object", shaped(this.address.zipp), E, READ, "Did you mean 'zip'?"),
    ("null result", Task("A", maybe) >> shaped(this.number), W, READ, "may be null"),
    ("one of two", shaped(this.payment.coins), W, READ, "'coins' is not always a member"),
    ("optional choice", chosen(when(this.note == "x", Fail("No"))), W, VARIABLE,
     "'note' is an optional member"),
    ("tested too late", chosen(when((this.note == "x") & this.note.exists(), Fail("No"))), W,
     "/States/Which/Choices[0]/And[0]/Variable", "'note' is an optional member"),
    ("tested with or", chosen(when(this.note.exists() | (this.note == "x"), Fail("No"))), E,
     "/States/Which/Choices[0]/Or[1]/Variable", "'note' is not a member"),
    ("default of the test", Choice("Which", when(this.note.exists(), END), otherwise=shaped(this.note)), E,
     READ, "'note' is not a member"),
    ("other branch", Choice("Which", when(this.paid.is_true(), Task("A", charge, result_path=this.receipt)),
     otherwise=Pass("B")) >> shaped(this.receipt), W, READ, "'receipt' is not always"),
    ("service's optional input", Task("A", greet, input_path=this.note), W, "/States/A/InputPath", "optional"),
    ("null argument", Task("M", maybe, result_path=this.m) >> shaped(intrinsics.json_merge(this.m, this.payment)), W,
     READ, "may be null"),
    # Variables
    ("variable on one way", Choice("Which", when(this.paid.is_true(), Pass("A", assign={"n": 1})), otherwise=Pass("B"))
     >> shaped(variables.n), W, READ, "The variable $n may not be assigned here"),
    ("variable read too early", shaped(variables.n) >> Pass("A", assign={"n": 1}), E,
     READ, "The variable $n is never assigned before this state"),
    ("variable of a failed task", Task("A", charge, assign={"n": this.number},
     catch=Catch("States.ALL", shaped(variables.n))) >> END, E, READ, "never assigned"),
    ("variable's type", Pass("A", assign={"n": this.id}) >> shaped(intrinsics.math_add(variables.n, 1)), E,
     READ, "must be a number, not a string"),
    ("variable of a branch", Parallel("P", Pass("A", assign={"n": 1}), Pass("B")) >> shaped(this[0].m), E,
     READ, "'m' is not a member"),
    ("variable in a map", Pass("A", assign={"o": this}) >> Map("M", shaped(variables.o.ide), items_path=this.lines),
     E, IN_MAP, "Did you mean 'id'?"),
    # Map and Parallel
    ("items path", Map("M", Pass("A"), items_path=this.line), E, "/States/M/ItemsPath", "Did you mean 'lines'?"),
    ("items of a string", Map("M", Pass("A"), items_path=this.id), E, "/States/M/ItemsPath", "must be an array"),
    ("items of an object", Map("M", Pass("A"), items_path=this.prices), E, "/States/M/ItemsPath", "not an object"),
    ("no items path", Map("M", Pass("A")), E, "/States/M", "Select the array 'corner' with ItemsPath"),
    ("in a map", Map("M", shaped(this.pric), items_path=this.lines), E,
     IN_MAP, "'pric' is not a member of an item of state 'M'"),
    ("outer data in a map", Map("M", shaped(this.total), items_path=this.lines), E,
     IN_MAP, "'total' is not a member of an item of state 'M'"),
    ("item selector", Map("M", Pass("A"), items_path=this.lines, item_selector={"x": this.ide}), E,
     "/States/M/ItemSelector/x.$", "Did you mean 'id'?"),
    ("selected item", Map("M", shaped(this.price), items_path=this.lines,
     item_selector={"line": context.Map.Item.Value}), E, IN_MAP,
     "The members are line."),
    ("item in the context", Map("M", Pass("A"), items_path=this.lines,
     item_selector={"p": context.Map.Item.Value.pric}), E, "/States/M/ItemSelector/p.$", "Did you mean 'price'?"),
    ("optional of an item", Map("M", shaped(this.gift), items_path=this.lines), W,
     IN_MAP, "'gift' is an optional member of an item of state 'M'"),
    ("handler of an item", Map("M", Task("A", charge), items_path=this.lines), E,
     "/States/M/ItemProcessor/States/A/Resource", "'id' is missing"),
    ("result of a map", Map("M", Task("A", reserve), items_path=this.lines) >> shaped(this.left), E,
     READ, "the result of state 'M' is an array"),
    ("item of a map's result", Map("M", Task("A", reserve), items_path=this.lines) >> shaped(this[0].lef), E,
     READ, "Did you mean 'left'?"),
    ("map of a map", Map("M", Map("N", shaped(this.x), items_path=this.lins), items_path=this.lines), E,
     "/States/M/ItemProcessor/States/N/ItemsPath", "'lins' is not a member of an item of state 'M'"),
    ("concurrency", Map("M", Pass("A"), items_path=this.lines, max_concurrency_path=this.id), E,
     "/States/M/MaxConcurrencyPath", "must be a number, not a string"),
    ("branch of a parallel", Parallel("P", shaped(this.ide), Pass("B")), E,
     "/States/P/Branches[0]/States/Read/Parameters/x.$", "Did you mean 'id'?"),
    ("result of a parallel", Parallel("P", Task("A", charge), Pass("B")) >> shaped(this.number), E,
     READ, "the result of state 'P' is an array"),
    ("wrong branch", Parallel("P", Task("A", charge), Pass("B")) >> shaped(this[1].number), E,
     READ, "'number' is not a member"),
    ("third of two branches", Parallel("P", Task("A", charge), Pass("B")) >> shaped(this[2]), E,
     READ, "has 2 items, so there is no item 2"),
    ("parallel's parameters", Parallel("P", shaped(this.total), Pass("B"), parameters={"id": this.id}), E,
     "/States/P/Branches[0]/States/Read/Parameters/x.$", "'total' is not a member"),
    ("batch", Map("M", shaped(this.price), items_path=this.lines, processor_config=DISTRIBUTED,
     item_batcher=ItemBatcher(max_items_per_batch=5)), E, IN_MAP,
     "The members are Items."),
    ("item of a batch", Map("M", shaped(this.Items[0].pric), items_path=this.lines, processor_config=DISTRIBUTED,
     item_batcher=ItemBatcher(max_items_per_batch=5)), E, IN_MAP,
     "Did you mean 'price'?"),
    ("batch input", Map("M", shaped(this.BatchInput.idd), items_path=this.lines, processor_config=DISTRIBUTED,
     item_batcher=ItemBatcher(max_items_per_batch=5, batch_input={"id": this.id})), E,
     IN_MAP, "Did you mean 'id'?"),
    ("csv", Map("M", shaped(this.pric), processor_config=DISTRIBUTED,
     item_reader=ItemReader.csv("b", "k", headers=["sku", "price"])), E,
     IN_MAP, "Did you mean 'price'?"),
    ("csv is text", Map("M", shaped(intrinsics.math_add(this.price, 1)), processor_config=DISTRIBUTED,
     item_reader=ItemReader.csv("b", "k", headers=["sku", "price"])), E,
     IN_MAP, "must be a number, not a string"),
    ("written results", Map("M", Pass("A"), items_path=this.lines, processor_config=DISTRIBUTED,
     result_writer=ResultWriter.s3("b", "p")) >> shaped(this[0]), E, READ,
     "the result of state 'M' is an object"),
    # Services
    ("lambda's payload", Task("A", lambda_.invoke(function_name=charge, payload=this)) >> shaped(this.number), E,
     READ, "The members are ExecutedVersion"),
    ("in lambda's payload", Task("A", lambda_.invoke(function_name=charge, payload=this)) >> shaped(this.Payload.nr),
     E, READ, "'nr' is not a member of $.Payload in the result of state 'A'"),
    ("lambda's event", Task("A", lambda_.invoke(function_name=charge, payload={"id": this.id})), E,
     "/States/A/Parameters", "The input of handler 'charge' does not match its annotation"),
    ("dynamodb item", Task("A", dynamodb.get_item(table_name="t", key={"id": {"S": this.id}})) >> shaped(this.Itm),
     E, READ, "Did you mean 'Item'?"),
    ("sqs", Task("A", sqs.send_message(queue_url="q", message_body=this)) >> shaped(this.id), E,
     READ, "'id' is not a member of the result of state 'A'"),
    ("sqs delay", Task("A", sqs.send_message(queue_url="q", message_body=this, delay_seconds=this.id)), E,
     "/States/A/Parameters/DelaySeconds.$", "DelaySeconds must be a number, not a string"),
    ("sdk", Task("A", aws_sdk("s3", "listObjectsV2", Bucket="b")) >> shaped(this.Content), E,
     READ, "Did you mean 'Contents'?"),
    ("sdk list", Task("A", aws_sdk("s3", "listObjectsV2", Bucket="b")) >> Map("M", shaped(this.Ky),
     items_path=this.Contents), E, IN_MAP, "Did you mean 'Key'?"),
    ("sdk number", Task("A", aws_sdk("s3", "listObjectsV2", Bucket="b", MaxKeys=this.id)), E,
     "/States/A/Parameters/MaxKeys.$", "MaxKeys must be a number, not a string"),
    ("started execution", Task("A", stepfunctions.start_execution(state_machine_arn="m", input=this)) >>
     shaped(this.Output), E, READ, "'Output' is not a member"),
    # Comparisons and types
    ("number as text", chosen(when(this.total.string_equals("5"), Fail("No"))), E,
     "/States/Which/Choices[0]/StringEquals", "never true: $.total is a number. Compare it with NumericEquals."),
    ("text as number", chosen(when(this.id.numeric_equals(5), Fail("No"))), E,
     "/States/Which/Choices[0]/NumericEquals", "is never true: $.id is a string"),
    ("text as boolean", chosen(when(this.id.is_true(), Fail("No"))), E, "/States/Which/Choices[0]/BooleanEquals",
     "$.id is a string"),
    ("order of texts", chosen(when(this.total.string_less_than("b"), Fail("No"))), E,
     "/States/Which/Choices[0]/StringLessThan", "$.total is a number"),
    ("number as time", chosen(when(this.total.timestamp_less_than("2026-01-01T00:00:00Z"), Fail("No"))), E,
     "/States/Which/Choices[0]/TimestampLessThan", "$.total is a number"),
    ("not a literal", chosen(when(this.size == "medium", Fail("No"))), E, "/States/Which/Choices[0]/StringEquals",
     '$.size is "large" | "small", not "medium"'),
    ("misspelled literal", chosen(when(this.size == "smal", Fail("No"))), E, "/States/Which/Choices[0]/StringEquals",
     "Did you mean 'small'?"),
    ("impossible pattern", chosen(when(this.size.matches("x*"), Fail("No"))), E,
     "/States/Which/Choices[0]/StringMatches", "is never true"),
    ("tested before", chosen(when(this.size == "small", END), when(this.size == "small", Fail("No"))), E,
     "/States/Which/Choices[1]/StringEquals", 'is never true: $.size is "large", not "small"'),
    ("compared with another type", chosen(when(this.id.string_equals(this.total), Fail("No"))), E,
     "/States/Which/Choices[0]/StringEqualsPath", "$.total is a number"),
    ("list compared", chosen(when(this.lines.string_equals("x"), Fail("No"))), E,
     "/States/Which/Choices[0]/StringEquals", "$.lines is an array"),
    ("wildcard compared", chosen(when(this["lines"][0].sku.numeric_equals(1), Fail("No"))), E,
     "/States/Which/Choices[0]/NumericEquals", "is a string"),
    ("wrong alternative", Choice("Which", when(this.payment.kind == "card", shaped(this.payment.coins)), otherwise=END),
     E, READ, "'coins' is not a member"),
    ("literal in a branch", chosen(when(this.size == "small", Choice("Again", when(this.size == "large", Fail("No")),
     otherwise=Pass("X")))), E, "/States/Again/Choices[0]/StringEquals", '$.size is "small", not "large"'),
    ("seconds", Wait("A", seconds_path=this.id), E, "/States/A/SecondsPath", "must be a number, not a string"),
    ("seconds of a list", Wait("A", seconds_path=this.lines), E, "/States/A/SecondsPath", "not an array"),
    ("timestamp", Wait("A", timestamp_path=this.total), E, "/States/A/TimestampPath", "must be a timestamp"),
    ("timeout", Task("A", "f", timeout_seconds_path=this.id), E, "/States/A/TimeoutSecondsPath", "must be a number"),
    ("error", Fail("A", error_path=this.total, cause="C"), E, "/States/A/ErrorPath", "must be a string, not a num"),
    ("math with text", shaped(intrinsics.math_add(this.id, 1)), E, READ,
     "Argument 1 of States.MathAdd, $.id, must be a number, not a string"),
    ("length of text", shaped(intrinsics.array_length(this.id)), E, READ, "an array"),
    ("split a number", shaped(intrinsics.string_split(this.total, ",")), E, READ, "a string"),
    ("merge a list", shaped(intrinsics.json_merge(this.lines, this.prices)), E, READ,
     "an object, not an array"),
    ("item of an object", shaped(intrinsics.array_get_item(this.prices, 0)), E, READ,
     "an array, not an object"),
    ("parse an object", shaped(intrinsics.string_to_json(this.address)), E, READ, "a string"),
    ("intrinsic's result", Pass("A", parameters={"n": intrinsics.array_length(this.lines)}) >> shaped(this.n.length),
     E, READ, "is a number"),
    ("formatted text", Pass("A", parameters={"t": intrinsics.format("{}", this.id)}) >>
     shaped(intrinsics.math_add(this.t, 1)), E, READ, "must be a number, not a string"),
    ("merged objects", Pass("A", parameters={"m": intrinsics.json_merge(this.payment, this.corner[0])}), E,
     "/States/A/Parameters/m.$", "an object, not a number"),
    # Handlers
    ("handler of text", Task("A", greet), E, "/States/A/Resource", "it must be a string, not an object"),
    ("missing member", Task("A", charge, parameters={"id": this.id}), E, "/States/A/Resource", "'size' is missing"),
    ("member of a wrong type", Task("A", reserve, parameters={"sku": this.id, "price": this.id, "count": 1}), E,
     "/States/A/Resource", "'price' must be a number, not a string"),
    ("wrong constant", Task("A", swipe, parameters={"kind": "cash", "number": "1"}), E, "/States/A/Resource",
     "'kind' must be \"card\", not \"cash\""),
    ("list for an object", Task("A", reserve, input_path=this.lines), E, "/States/A/Resource", "not an array"),
    ("object for a list", Task("A", count, input_path=this.lines[0]), E, "/States/A/Resource", "not an object"),
    ("items of a wrong type", Task("L", lists) >> Task("A", count),  # type: ignore[arg-type]
      E, "/States/A/Resource",
     "'sku' is missing in an item"),
    ("one alternative", Task("A", swipe, input_path=this.payment), W, "/States/A/Resource", "may not match"),
    ("nullable", Task("M", maybe) >> Task("A", swipe),  # type: ignore[arg-type]
      E, "/States/A/Resource", "'kind' is missing"),
    ("null for text", Pass("N", parameters={"n": None}) >> Task("A", greet, input_path=this.n), E,
     "/States/A/Resource", "it must be a string, not null"),
    ("later result", Task("A", charge) >> Task("B", charge),  # type: ignore[arg-type]
      E, "/States/B/Resource",
     "The input of handler 'charge' from the result of state 'A' does not match its annotation"),
    # Catch
    ("error output", Task("A", charge, catch=Catch("States.ALL", shaped(this.id))) >> END, E,
     READ, "'id' is not a member of the error that state 'A' catches"),
    ("error name", Task("A", charge, catch=Catch("States.ALL", shaped(this.error), result_path=this.problem)) >> END,
     E, READ, "'error' is not a member of the output of state 'A'"),
    ("below the error", Task("A", charge, catch=Catch("States.ALL", shaped(this.problem.Message),
     result_path=this.problem)) >> END, E, READ, "The members are Cause, Error."),
    ("result after an error", Task("A", charge, result_path=this.receipt, catch=Catch("States.ALL",
     shaped(this.receipt), result_path=this.problem)) >> END, E, READ,
     "'receipt' is not a member"),
    ("after both ways", Task("A", charge, result_path=this.receipt, catch=Catch("States.ALL", Pass("Caught"),
     result_path=this.problem)) >> shaped(this.receipt.number), W, READ,
     "'receipt' is not always a member"),
    ("catch's result path", Task("A", charge, catch=Catch("States.ALL", END, result_path="$.id.problem")) >>
     Pass("B"), E, "/States/A/Catch[0]/ResultPath", "$.id is a string"),
    ("catch's assign", Task("A", charge, catch=Catch("States.ALL", END, assign={"e": this.Message})) >> Pass("B"),
     E, "/States/A/Catch[0]/Assign/e.$", "'Message' is not a member of the error that state 'A' catches"),
    ("cause is text", Task("A", charge, catch=Catch("States.ALL", shaped(this.Cause.message))) >> END, E,
     READ, "is a string"),
    # The context object
    ("execution's input", shaped(context.Execution.Input.ide), E, READ, "Did you mean 'id'?"),
    ("input inside a map", Map("M", shaped("$$.Execution.Input.ide"), items_path=this.lines), E,
     IN_MAP, "Did you mean 'id'?"),
    ("start is text", shaped(intrinsics.math_add(context.Execution.StartTime, 1)), E,
     READ, "must be a number"),
    ("index is a number", Map("M", Pass("A"), items_path=this.lines, item_selector={"i":
     intrinsics.string_split(context.Map.Item.Index, ",")}), E, "/States/M/ItemSelector/i.$", "must be a string"),
    # Loops
    ("in a loop", Pass("Top") >> Task("A", charge, result_path=this.receipt) >> Choice("Done",
     when(this.receipt.amont == 0, END), otherwise=Goto("Top")), E, "/States/Done/Choices[0]/Variable",
     "Did you mean 'amount'?"),
    ("lost in a loop", Pass("Top", parameters={"id": this.id}) >> Choice("Done", when(this.total == 0, END),
     otherwise=Goto("Top")), E, "/States/Done/Choices[0]/Variable", "'total' is not a member"),
    ("lost on the way back", Choice("Top", when(this.total == 0, END), otherwise=Task("A", charge) >> Goto("Top")),
     W, "/States/Top/Choices[0]/Variable", "'total' is not always a member"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("flow", "severity", "location", "part"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake_is_found(flow: Any, severity: str, location: str, part: str) -> None:
    (finding,) = check(StateMachine(flow, input_type=Order))
    assert (finding.severity, finding.location) == (severity, location)
    assert part in f"{finding.message}. {finding.repair}"
    assert finding.code == {"ERROR": "TYPE_MISMATCH", "WARNING": "POSSIBLE_TYPE_MISMATCH"}[severity]


ONLY_REPORTED = ("wildcard below a typo", "filter by a typo", "credentials")
"""Mistakes with which an execution goes on: it selects nothing, or the mocks do not see them."""


@pytest.mark.parametrize(
    "row", [row for row in MISTAKES if row[2] == E], ids=[row[0] for row in MISTAKES if row[2] == E]
)
def test_an_execution_with_an_error_fails(row: Any) -> None:
    machine = StateMachine(row[1], input_type=Order)
    (finding,) = check(machine)
    source = random.Random(1)  # noqa: S311 - a test
    for _ in range(10):
        execution = play(machine, Order, source)
        if "never true" in finding.message:
            assert "No" not in execution.visited
        elif row[0] not in ONLY_REPORTED and finding.state in execution.visited and "Choices" not in finding.location:
            assert execution.status == "FAILED" or "/Catch" in finding.location


@pytest.mark.parametrize(
    "row", [row for row in MISTAKES if row[2] == W], ids=[row[0] for row in MISTAKES if row[2] == W]
)
def test_an_execution_with_a_warning_may_fail(row: Any) -> None:
    machine = StateMachine(row[1], input_type=Order)
    source = random.Random(1)  # noqa: S311 - a test
    ended = {play(machine, Order, source).status for _ in range(60)}
    assert ended == {"SUCCEEDED", "FAILED"}


def test_the_input_of_a_loaded_order_is_as_well_known() -> None:
    (finding,) = check(StateMachine(Task("Load", load) >> shaped(this.ide)))
    assert "'ide' is not a member of the result of state 'Load'" in finding.message
