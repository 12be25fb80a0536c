"""`aslant cost`: a table for each path, and JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Aslant, write
from tests.run.machines import machine

PAY = {"Type": "Task", "Resource": "${pay}", "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}]}
RULES = [{"Variable": "$.paid", "BooleanEquals": True, "Next": "Done"}]
SHOP = machine(
    {"Pay": PAY, "Paid?": {"Type": "Choice", "Choices": RULES, "Default": "Remind"}, "Remind": {}, "Done": {}}
)
ASK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "Parameters": {"QueueUrl": "q", "MessageBody": {"token.$": "$$.Task.Token"}},
}
SEND = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": "t", "Message": "m"}}
SPREAD = {
    "Type": "Map",
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        **machine({"Bake": {"Type": "Task", "Resource": "${bake}"}, "Send": SEND}),
    },
}
ONE = """\
1,000,000 EXPRESS executions a month, each started by an HTTP API, in us-east-1

path: 1 state, 0 function calls
  Done
  API Gateway, HTTP API             1,000,000 requests  $1.00 / million                $1.00
  Step Functions, EXPRESS           1,000,000 requests  $1.00 / million                $1.00
  Step Functions, EXPRESS duration    6,250 GB-seconds  $0.00001667 / GB-second        $0.10
  CloudWatch Logs, taken in                    1.49 GB  $0.50 / GB                     $0.75
  X-Ray, recorded                     1,000,000 traces  $5.00 / million                $5.00
  total                                                                                $7.85
  per execution                                                                  $0.00000785

prices in US dollars, looked up on 2026-11-24, each with its date:
  API Gateway, HTTP API: 2026-09-11, https://"""


@pytest.fixture(autouse=True)
def _definitions(folder: Path) -> None:
    write(folder / "shop.json", SHOP)
    write(folder / "one.json", machine({"Done": {}}))
    write(folder / "token.json", machine({"Ask": ASK}))
    write(folder / "spread.json", machine({"Each": SPREAD}))


def test_a_workflow_with_one_path_has_one_table(aslant: Aslant) -> None:
    code, out, err = aslant("cost", "one.json", "--orders", "1_000_000")
    assert (code, err) == (0, "")
    assert out.startswith(ONE)
    assert "\nassumptions:\n  no task fails, so there are no retries" in out


def test_a_million_executions_are_the_default_and_orders_is_an_alias(aslant: Aslant) -> None:
    million = aslant("cost", "one.json").out
    assert million == aslant("cost", "one.json", "--executions", "1_000_000").out
    assert million == aslant("cost", "one.json", "--orders", "1000000").out


def test_the_price_is_that_of_a_type_that_the_workflow_can_have(aslant: Aslant) -> None:
    out = aslant("cost", "token.json").out
    assert out.startswith("1,000,000 STANDARD executions a month, each started by an HTTP API, in us-east-1\n")
    assert "Step Functions, STANDARD  3,000,000 transitions  $25.00 / million" in out
    assert out.endswith(
        "  the type is STANDARD, because the workflow cannot be EXPRESS: state 'Ask': Express state machine does not "
        "support '.waitForTaskToken' service integration\n"
    )
    assert aslant("cost", "one.json").out.endswith(
        "  the type is EXPRESS, the component's default; STANDARD is priced differently\n"
    )
    assert "the type is" not in aslant("cost", "one.json", "--type", "express").out


def test_a_run_is_of_the_type_that_is_priced(aslant: Aslant) -> None:
    code, out, err = aslant("cost", "token.json", "--tasks", '{"Ask": {"answer": 1}}')
    assert (code, err) == (0, "")
    assert out.startswith("1,000,000 STANDARD executions")


def test_a_distributed_map_shows_its_child_executions_and_what_they_call(aslant: Aslant) -> None:
    out = aslant("cost", "spread.json", "--items", "10").out
    assert "path: 1 state, 0 function calls, 3 transitions\n  Each\n" in out
    assert "\n  10 EXPRESS child executions, each with 2 states, 1 function call\n" in out
    assert "the cost of other services is not included: sns:publish (10 an execution)\n" in out
    assert "an EXPRESS execution is billed for 64 MB" in out
    [way] = json.loads(aslant("cost", "--json", "spread.json", "--items", "10").out)["ways"]
    [children] = way["children"]
    assert (way["others"], children["others"]) == ({}, {"sns:publish": 1})
    assert {name: children[name] for name in ("type", "count", "entered", "calls")} == {
        "type": "EXPRESS",
        "count": 10,
        "entered": 2,
        "calls": 1,
    }
    ran = aslant("cost", "spread.json", "--input", "[1, 2]", "--tasks", '{"Bake": 1, "Send": 1}').out
    assert "\n  2 EXPRESS child executions, each with 2 states, 1 function call\n" in ran
    assert "sns:publish (2 an execution)" in ran


def test_each_path_has_its_table(aslant: Aslant) -> None:
    out = aslant("cost", "shop.json", "--orders", "1000", "--type", "standard", "--api", "none", "--no-tracing").out
    first, *rest = out.split("\n\n")
    assert first == "1,000 STANDARD executions a month, without an API, in us-east-1"
    assert [part.splitlines()[:3] for part in rest[:2]] == [
        [
            "shortest path: 3 states, 1 function call, 5 transitions",
            "  Pay > Paid? > Done",
            "  Step Functions, STANDARD   5,000 transitions  $25.00 / million              $0.125",
        ],
        [
            "longest path: 4 states, 1 function call, 6 transitions",
            "  Pay > Paid? > Remind > Done",
            "  Step Functions, STANDARD   6,000 transitions  $25.00 / million              $0.150",
        ],
    ]


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (["--tasks", '{"Pay": {"paid": true}}'], "path: 3 states, 1 function call\n  Pay > Paid? > Done\n"),
        (
            ["--input", "[1]", "--tasks", "tasks.py"],
            "path: 4 states, 2 function calls, 1 retry\n  Pay > Paid? > Remind",
        ),
    ],
)
def test_a_run_is_priced_by_its_own_path(aslant: Aslant, folder: Path, arguments: list[str], path: str) -> None:
    (folder / "tasks.py").write_text(
        "from aslant.errors import TaskError\nseen = []\ndef pay(event):\n    print(event)\n    seen.append(event)\n"
        "    if len(seen) == 1: raise TaskError('Busy')\n    return {'paid': False}\n"
    )
    code, out, _ = aslant("cost", "shop.json", "--orders", "10", *arguments)
    assert code == 0
    assert f"\n\n{path}" in out
    assert "every execution takes the path of the one that was run" in out


@pytest.mark.parametrize(
    ("orders", "logs", "calls", "total"),
    [
        ("1000", ("0.00149 GB", "$0.000745"), "$0.00100", "$0.00785"),
        ("10_000", ("0.0149 GB", "$0.00745"), "$0.0100", "$0.0785"),
        ("100_000", ("0.149 GB", "$0.075"), "$0.100", "$0.785"),
        ("1_000_000", ("1.49 GB", "$0.75"), "$1.00", "$7.85"),
    ],
)
def test_small_amounts_keep_three_digits(
    aslant: Aslant, orders: str, logs: tuple[str, str], calls: str, total: str
) -> None:
    out = aslant("cost", "one.json", "--orders", orders).out
    rows = {line.strip().partition("  ")[0]: re.split("  +", line) for line in out.splitlines()}
    assert (rows["CloudWatch Logs, taken in"][2], rows["CloudWatch Logs, taken in"][-1]) == logs
    assert (rows["API Gateway, HTTP API"][-1], rows["total"][-1]) == (calls, total)


def test_a_price_that_is_not_confirmed_is_marked(aslant: Aslant) -> None:
    out = aslant("cost", "one.json", "--orders", "400_000_000", "--region", "eu-west-1").out
    assert "400,000,000 requests  $1.11, $1.00 / million " in out
    assert "$0.57 / GB?" in out
    assert "CloudWatch Logs, taken in: 2026-09-22, https://pricing." in out
    assert "; not confirmed: the first tier is the listed price of other logs" in out


def test_json_has_the_same(aslant: Aslant) -> None:
    code, out, err = aslant("cost", "--json", "shop.json", "--orders", "1000", "--items", "3")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["orders"], found["type"], found["items"], found["log_level"]) == (1000, "EXPRESS", 3, "ALL")
    assert [(way["name"], way["states"]) for way in found["ways"]] == [
        ("shortest way", ["Pay", "Paid?", "Done"]),
        ("longest way", ["Pay", "Paid?", "Remind", "Done"]),
    ]
    shortest = found["ways"][0]
    assert {name: shortest[name] for name in ("entered", "transitions", "calls", "milliseconds", "events")} == {
        "entered": 3,
        "transitions": 5,
        "calls": 1,
        "milliseconds": 100,
        "events": 11,
    }
    assert shortest["lines"][0] == {
        "service": "API Gateway",
        "what": "HTTP API",
        "unit": "requests",
        "quantity": 1000,
        "unit_price": 1e-06,
        "amount": 0.001,
    }
    assert shortest["total"] == pytest.approx(sum(line["amount"] for line in shortest["lines"]))
    assert shortest["per_order"] == pytest.approx(shortest["total"] / 1000)
    assert found["prices"][0] == {
        "service": "API Gateway",
        "what": "HTTP API",
        "unit": "requests",
        "tiers": [{"up_to": 300_000_000, "usd": 1e-06}, {"up_to": None, "usd": 9e-07}],
        "date": "2026-09-11",
        "source": found["prices"][0]["source"],
        "unconfirmed": None,
    }
    assert found["checked"] == "2026-11-24"
    assert found["assumed"][0].startswith("no task fails")


def test_a_terminal_is_coloured(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1mpath\x1b[0m: 1 state" in aslant("cost", "one.json", "--orders", "1").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["one.json", "--orders", "many"], "invalid int value: 'many'"),
        (["one.json", "--orders", "0"], "error: orders must be a positive integer, not 0"),
        (
            ["one.json", "--orders", "1", "--region", "us-east"],
            "error: region must be one of us-east-1, eu-west-1, whose prices are known, not 'us-east'\n",
        ),
        (
            ["token.json", "--type", "express"],
            "error: type must be STANDARD for this workflow, not 'EXPRESS': state 'Ask': Express state machine does "
            "not support '.waitForTaskToken' service integration. Leave the type out.",
        ),
        (
            ["one.json", "--orders", "1", "--memory", "1"],
            "error: memory must be a number from 128 to 10,240 MB, not 1",
        ),
        (["no.json", "--orders", "1"], "error: no.json: no such file or directory"),
        (
            ["bad.asl.json", "--orders", "1"],
            "error: state 'A': its next state 'Nowhere' does not exist. The states are 'A', 'B'.",
        ),
        (["shop.json", "--orders", "1", "--input", "{"], "error: --input:1:2: this is not valid JSON"),
        (
            ["shop.json", "--orders", "1", "--input", "{}"],
            "error: state 'Pay' calls '${pay}', which has no mock or handler",
        ),
        (["shop.json", "--orders", "1", "--tasks", '{"Pya": 1}'], "Did you mean 'Pay'?"),
    ],
)
def test_bad_usage_is_2(aslant: Aslant, arguments: list[str], message: str) -> None:
    code, out, err = aslant("cost", *arguments)
    assert (code, out) == (2, "")
    assert message in err
