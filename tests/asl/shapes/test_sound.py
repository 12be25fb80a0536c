"""Sound workflows: their data always has what they read, so there is nothing to report."""

from __future__ import annotations

import random
from typing import Any

import pytest

from aslant.asl import (
    Catch,
    Choice,
    Fail,
    Goto,
    ItemBatcher,
    ItemReader,
    Map,
    Parallel,
    Pass,
    ProcessorConfig,
    ResultWriter,
    Retry,
    StateMachine,
    Succeed,
    Task,
    Wait,
    WriterConfig,
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


def shaped(path: Any, name: str = "Read") -> Any:
    return Pass(name, parameters={"x.$" if isinstance(path, str) else "x": path})


SOUND: dict[str, Any] = {
    "members": shaped(this.lines[0].price),
    "all input": Pass("A") >> Task("B", charge),
    "handler after handler": Task("A", load) >> Task("B", charge) >> shaped(this.number),
    "result beside the input": Task("A", charge, result_path=this.receipt) >> shaped(this.receipt.number) >> END,
    "input kept": Task("A", charge, result_path=None) >> shaped(this.id),
    "selected result": Task("A", charge, result_selector={"nr": this.number}, result_path=this.r) >> shaped(this.r.nr),
    "item of a list": shaped(this.lines[3].sku),
    "last item": shaped(this.lines[-1].sku),
    "item of a tuple": shaped(this.corner[1]),
    "member of a mapping": shaped(this.prices.small),
    "wildcard": shaped("$.lines[*].price"),
    "wildcard of an optional": shaped("$.lines[*].gift"),
    "descent": shaped("$..price"),
    "filter": shaped("$.lines[?(@.price > 3 && @.gift == true)].sku"),
    "slice": shaped("$.lines[0:2]"),
    "optional tested": Choice("C", when(this.note.exists(), shaped(this.note)), otherwise=END),
    "optional tested the other way": Choice("C", when(~this.note.exists(), END), otherwise=shaped(this.note)),
    "optional tested with false": Choice("C", when(this.note.exists(False), END), otherwise=shaped(this.note)),
    "optional tested in and": Choice("C", when(this.note.exists() & (this.note == "x"), Fail("No")), otherwise=END),
    "optional tested in not or": Choice(
        "C", when(~this.note.exists() | (this.note == ""), END), otherwise=shaped(this.note)
    ),
    "optional tested by two rules": Choice(
        "C", when(this.note.exists(False), END), when(this.note == "x", Fail("No")), otherwise=shaped(this.note)
    ),
    "null tested": Choice("C", when(this.address.is_null(), END), otherwise=shaped(this.address.street)),
    "null tested by presence": Choice(
        "C", when(this.address.street.exists(), shaped(this.address.street)), otherwise=END
    ),
    "deep optional tested": Choice("C", when(this.address.zip.exists(), shaped(this.address.zip)), otherwise=Pass("B")),
    "default filled in": Choice(
        "C", when(this.note.exists(), Pass("B")), otherwise=Pass("D", result="none", result_path=this.note)
    )
    >> shaped(this.note),
    "literal": Choice(
        "C", when(this.size == "small", END), when(this.size == "large", Pass("B")), otherwise=Fail("No")
    ),
    "card or cash": Choice(
        "C",
        when(this.payment.kind == "card", Task("A", swipe, input_path=this.payment)),
        otherwise=shaped(this.payment.coins),
    ),
    "one of two by presence": Choice(
        "C", when(this.payment.coins.exists(), shaped(this.payment.coins)), otherwise=shaped(this.payment.number, "B")
    ),
    "type test": Choice("C", when(this.note.exists() & this.note.is_string(), shaped(this.note)), otherwise=END),
    "comparisons": Choice(
        "C",
        when((this.total > 5) & this.paid.is_true() & this.id.matches("a*"), END),
        when(this.total.numeric_less_than(this.lines[0].price), Pass("B")),
        otherwise=Pass("D"),
    ),
    "timestamps": Choice(
        "C", when(this.until.timestamp_less_than(context.State.EnteredTime), END), otherwise=Pass("B")
    ),
    "wait": Wait("A", seconds_path=this.lines[0].count) >> Wait("B", timestamp_path=this.until),
    "nullable result tested": Task("A", maybe, result_path=this.receipt)
    >> Choice("C", when(this.receipt.is_null(), END), otherwise=shaped(this.receipt.number)),
    "both branches": Choice(
        "C",
        when(this.paid.is_true(), Task("A", charge, result_path=this.receipt)),
        otherwise=Pass("B", result={"number": "0", "amount": 0}, result_path=this.receipt),
    )
    >> shaped(this.receipt.number),
    "flag of a branch": Choice(
        "C",
        when(this.paid.is_true(), Task("A", charge, result_path=this.r) >> Pass("Y", result=True, result_path=this.ok)),
        otherwise=Pass("N", result=False, result_path=this.ok),
    )
    >> Choice("D", when(this.ok.is_true(), shaped(this.r.number)), otherwise=END),
    "constant tested": Pass("A", result={"mode": "fast"})
    >> Choice("C", when(this.mode == "slow", Fail("No")), otherwise=shaped(this.mode)),
    "variables": Pass("A", assign={"order": this, "n": intrinsics.array_length(this.lines)})
    >> Task("B", charge)
    >> shaped(variables.order.lines[0].sku)
    >> Choice("C", when(variables.n > 3, END), otherwise=Pass("D")),
    "variable on every way": Choice(
        "C", when(this.paid.is_true(), Pass("A", assign={"n": 1})), otherwise=Pass("B", assign={"n": 2})
    )
    >> shaped(variables.n),
    "variable in a map": Pass("A", assign={"order": this})
    >> Map("M", shaped(variables.order.id), items_path=this.lines),
    "counter": Pass("A", assign={"n": 0})
    >> Choice(
        "C",
        when(variables.n >= 3, END),
        otherwise=Pass("B", assign={"n": intrinsics.math_add(variables.n, 1)}) >> Goto("C"),
    ),
    "polling": Pass("A")
    >> Wait("W", seconds=5)
    >> Task("G", lambda_.invoke(function_name="status", payload=this), result_path=this.job)
    >> Choice("C", when(this.job.Payload.status == "DONE", END), otherwise=Goto("W")),
    "map": Map("M", Task("A", reserve), items_path=this.lines) >> shaped(this[0].left),
    "map of a map's result": Map("M", Task("A", reserve), items_path=this.lines, result_path=this.stock)
    >> Map("N", shaped(this.left), items_path=this.stock),
    "item selector": Map(
        "M",
        shaped(this.line.price) >> END,
        items_path=this.lines,
        item_selector={"line": context.Map.Item.Value, "i": context.Map.Item.Index, "id": this.id},
    ),
    "optional of an item tested": Map(
        "M", Choice("C", when(this.gift.exists(), shaped(this.gift)), otherwise=Pass("B")), items_path=this.lines
    ),
    "map of nothing": Pass("A", result={"none": []}) >> Map("M", shaped(this.whatever), items_path=this.none),
    "parallel": Parallel("P", Task("A", charge), Pass("B"), result_path=this.both)
    >> shaped(this.both[0].number)
    >> Pass("C", parameters={"x": this.x}),
    "parallel's wildcard": Parallel("P", Task("A", charge), Task("B", charge)) >> shaped("$[*].number"),
    "selected parallel": Parallel("P", Task("A", charge), Pass("B"), result_selector={"r": this[0]})
    >> shaped(this.r.number),
    "batches": Map(
        "M",
        Map("N", Task("A", reserve), items_path=this.Items),
        items_path=this.lines,
        processor_config=DISTRIBUTED,
        item_batcher=ItemBatcher(max_items_per_batch=5, batch_input={"id": this.id}),
    )
    >> shaped(this[0]),
    "batch input": Map(
        "M",
        shaped(this.BatchInput.id),
        items_path=this.lines,
        processor_config=DISTRIBUTED,
        item_batcher=ItemBatcher(max_items_per_batch=5, batch_input={"id": this.id}),
    ),
    "object's entries": Map("M", shaped(this.Value, "V"), items_path=this.prices, processor_config=DISTRIBUTED)
    >> shaped(this[0].x),
    "files": Map(
        "M",
        shaped(this.price, "Price"),
        processor_config=DISTRIBUTED,
        item_reader=ItemReader.csv("b", "k", headers=["sku", "price"]),
        result_writer=ResultWriter.s3("b", "p"),
    )
    >> shaped(this.ResultWriterDetails.Key),
    "flattened": Map(
        "M",
        Pass("A", parameters={"x": this.sku}),
        items_path=this.lines,
        processor_config=DISTRIBUTED,
        result_writer=ResultWriter(writer_config=WriterConfig(transformation="FLATTEN", output_type="JSON")),
    )
    >> shaped("$[0].x"),
    "caught": Task(
        "A", charge, result_path=this.r, catch=Catch("States.ALL", shaped(this.problem.Cause), result_path=this.problem)
    )
    >> END,
    "caught and rejoined": Task(
        "A",
        charge,
        result_path=this.receipt,
        retry=Retry("States.Timeout"),
        catch=Catch("States.ALL", Pass("D", result={"number": "0"}, result_path=this.receipt), result_path=None),
    )
    >> shaped(this.receipt.number)
    >> END,
    "error told apart": Task(
        "A", charge, result_path=this.r, catch=Catch("States.ALL", Pass("B"), result_path=this.problem)
    )
    >> Choice("C", when(this.problem.exists(), shaped(this.problem.Error)), otherwise=shaped(this.r.number, "D")),
    "execution's input": Task("A", charge)
    >> shaped(context.Execution.Input.lines[0].sku)
    >> shaped(context.Execution.Id, "B"),
    "token": Task(
        "A",
        sqs.send_message(
            queue_url="q", message_body={"token": context.Task.Token, "id": this.id}
        ).wait_for_task_token(),
        timeout_seconds=60,
    )
    >> shaped(this.whatever),
    "services": Task("A", dynamodb.get_item(table_name="t", key={"id": {"S": this.id}}), result_path=this.row)
    >> Choice("C", when(this.row.Item.exists(), shaped(this.row.Item.name.S)), otherwise=END),
    "sdk": Task("A", aws_sdk("s3", "listObjectsV2", Bucket="b", MaxKeys=this.lines[0].count))
    >> Map("M", shaped(this.Key), items_path=this.Contents),
    "nested execution": Task("A", stepfunctions.start_execution(state_machine_arn="m", input=this).sync())
    >> shaped(this.Output.whatever),
    "lambda's payload": Task("A", lambda_.invoke(function_name=charge, payload=this), output_path=this.Payload)
    >> shaped(this.number),
    "parsed text": Pass("A", parameters={"o": intrinsics.string_to_json(this.id)}) >> shaped(this.o.whatever),
    "intrinsics": Pass(
        "A",
        parameters={
            "t": intrinsics.format("{}-{}", this.id, this.total),
            "n": intrinsics.array_length(this.lines),
            "m": intrinsics.json_merge(this.payment, this.prices),
            "chunks": intrinsics.array_partition(this.lines, 2),
            "first": intrinsics.array_get_item(this.lines, 0),
        },
    )
    >> Pass("B", parameters={"n": intrinsics.math_add(this.n, 1), "sku": this.first.sku, "chunks": this.chunks})
    >> Map("M", Map("N", Task("R", reserve)), items_path=this.chunks),
    "merged": Pass("A", parameters={"m": intrinsics.json_merge(this.payment, this)}) >> shaped(this.m.id),
    "list of handlers": Task("A", lists) >> Map("M", shaped(this.number)) >> END,
    "list for a handler": Task("A", count, input_path=this.lines) >> Pass("B", parameters={"n": this}),
    "scalar": Task("A", greet, input_path=this.id) >> Task("B", greet) >> Succeed("End2"),
    "result in a list": Pass("A", result=7, result_path="$.corner[0]") >> shaped(this.corner[0]),
    "deep result": Task("A", charge, result_path="$.a.b.c") >> shaped(this.a.b.c.number) >> END,
    "failed with a text": Fail("A", error_path=this.id, cause_path=intrinsics.format("{}", this.total)),
    "dead branch": Choice("C", when(this.nothing.exists(), shaped(this.nothing.at.all)), otherwise=END),
}


@pytest.mark.parametrize("flow", SOUND.values(), ids=SOUND.keys())
def test_a_sound_workflow_has_no_finding(flow: Any) -> None:
    assert check(StateMachine(flow, input_type=Order)) == []


@pytest.mark.parametrize("flow", SOUND.values(), ids=SOUND.keys())
def test_a_sound_workflow_with_unknown_input_has_no_finding(flow: Any) -> None:
    assert check(StateMachine(flow)) == []


UNKNOWN_DATA = ("token", "services", "nested execution", "parsed text", "failed with a text")
"""Workflows that read data of which nothing is known, or that fail on purpose."""


@pytest.mark.parametrize("name", [name for name in SOUND if name not in UNKNOWN_DATA])
def test_a_sound_workflow_succeeds(name: str) -> None:
    source = random.Random(1)  # noqa: S311 - a test
    for _ in range(10):
        execution = play(StateMachine(SOUND[name]), Order, source)
        assert execution.status == "SUCCEEDED" or execution.error in (None, "Sample.Failed"), execution.cause
