"""docs/operations.md: every cost and rate is computed, and every name on the page exists."""

from __future__ import annotations

import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest

from aslant.aws.alarms import METRICS
from aslant.cli import main
from aslant.cost import Bill, Options, cost
from aslant.run import run
from tools.component import declared
from workflows.pizza import pizza

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text()
((COMMAND, SHOWN),) = re.findall(r"^```console\n\$ (.*?)\n(.*?)  \.\.\.\n```$", PAGE, re.DOTALL | re.MULTILINE)
CHOICES = re.findall(r"^\| (none|`--[^`]*`) \| (\$[\d.]+) \|", PAGE, re.MULTILINE)
QUOTAS = dict(re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \| ([\d,]+) \|$", PAGE, re.MULTILINE))


def bill(orders: int = 1_000_000, **options: object) -> Bill:
    execution = run(pizza, {"flavour": "pepperoni"}, type="EXPRESS")
    return cost(pizza, orders, Options(**options), execution=execution).longest  # type: ignore[arg-type]


def printed(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    name, *arguments = shlex.split(command)
    assert (name, main(arguments)) == ("aslant", 0)
    return capsys.readouterr().out


def test_the_command_prints_what_the_page_shows(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(COMMAND, capsys, monkeypatch).startswith(SHOWN)


@pytest.mark.parametrize(("option", "total"), CHOICES)
def test_a_choice_costs_what_the_page_states(
    option: str, total: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = printed(f"{COMMAND} {option.strip('`').removeprefix('none')}", capsys, monkeypatch)
    assert re.search(r"^  total +(\S+)$", out, re.MULTILINE)[1] == total  # type: ignore[index]


def test_the_page_has_ten_choices() -> None:
    assert len(CHOICES) == 10


def test_the_figures_in_the_text() -> None:
    whole = bill()
    observing = sum(line.amount for line in whole.lines if line.price.item.service in ("X-Ray", "CloudWatch Logs"))
    assert observing / whole.total == pytest.approx(Decimal("0.75"), abs=Decimal("0.02"))
    assert Decimal("0.000009") < whole.per_order < Decimal("0.000011")  # a thousandth of a cent
    assert f"${bill(10_000_000).total:.2f}, at a hundred million ${bill(100_000_000).total:.2f}" in PAGE
    (traces,) = (line.quantity for line in bill(10_000_000).lines if line.price.item.service == "X-Ray")
    assert traces / 10_000_000 == pytest.approx(Decimal("0.30"), abs=Decimal("0.005"))
    assert all(len(line.reached) == 1 for line in bill(100_000_000).lines)
    assert round(10 * 730 * 3_600 / 1e6) == 26  # million requests at the limit of 10 a second


def test_the_quotas_in_pizzas() -> None:
    usage = bill().usage
    at_once = round(1_000 / (usage.milliseconds / 1_000))
    rates = {
        "the component's own limit": 50,
        "API Gateway, requests": 10_000,
        "Step Functions, synchronous": at_once,
        "Step Functions, StartExecution of EXPRESS": 6_000,
        "Step Functions, StartExecution of STANDARD": 300,
        "Step Functions, transitions": 1_500 // usage.transitions,
        "Lambda, executions of all": at_once,
    }
    assert len(QUOTAS) == len(rates)
    for (quota, pizzas), (begins, rate) in zip(QUOTAS.items(), rates.items(), strict=True):
        assert quota.startswith(begins)
        assert pizzas == f"{rate:,}"


def test_every_alarm_has_a_row_with_its_metric() -> None:
    rows = [row for row in PAGE.splitlines() if row.startswith("| ")]
    for kind, metric in METRICS.items():
        assert [row for row in rows if f"`{kind}`" in row and f"`{metric.name}`" in row], kind


def test_every_name_is_an_argument_or_an_alarm() -> None:
    known = {name for members in declared().values() for name in members} | METRICS.keys()
    named = set(re.findall(r'`"?([a-z]+(?:_[a-z0-9]+)+)', PAGE))
    assert named - known == set()


def test_links_lead_to_parts_of_this_page() -> None:
    parts = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.*)$", PAGE, re.M)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) <= parts
