"""The page in a real browser. Each test opens a view of the served program `kitchen`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import pytest

from tools.browser import Browser, missing_browser, open_browser

from .conftest import Kitchen

pytestmark = pytest.mark.skipif(missing_browser() is not None, reason=missing_browser() or "")

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]}}
CHECK = """
const done = arguments[arguments.length - 1];
const brief = (found) => found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html)]);
axe.run(document, arguments[0]).then((found) => done(brief(found)), (problem) => done(String(problem)));
"""


@pytest.fixture(scope="module")
def opened(kitchen: Kitchen) -> Iterator[Browser]:
    with open_browser(kitchen.url) as browser:
        yield browser


@pytest.fixture
def browser(opened: Browser) -> Iterator[Browser]:
    """The browser at the size of a laptop. After each test its console must be empty."""
    opened.show()
    opened.problems()
    yield opened
    assert opened.problems() == []


def execution_view(execution: Any, **query: Any) -> str:
    return f"execution?arn={quote(execution['arn'])}" + "".join(f"&{name}={value}" for name, value in query.items())


def fill(browser: Browser, selector: str, text: str) -> None:
    area = browser.one(selector)
    area.clear()
    area.send_keys(text)


def test_an_execution_is_started_by_the_form_and_lit_up_while_it_runs(browser: Browser, kitchen: Kitchen) -> None:
    browser.open()
    browser.click("h2 a", "orders")
    fields = {
        label.text: label.get_attribute("for") for label in browser.wait(lambda: browser.all(".fields label"), "x")
    }
    assert list(fields) == ["customer", "size", "pizzas", "gift"]
    fill(browser, f"[id='{fields['customer']}']", "Ada")
    fill(browser, f"[id='{fields['pizzas']}']", '["hawaiian", "salami"]')
    browser.click("button", "Start execution")
    browser.one(".box.running text", "Bake it")
    assert browser.run("return document.activeElement.tagName") == "H1"
    assert browser.one("h1 + .chip").text.endswith("Running")
    browser.one("h1 + .chip", "Succeeded")
    assert browser.run("return document.activeElement.tagName") == "H1"
    assert {name.text for name in browser.all(".box.lit.succeeded text:first-of-type")} >= {"Bake it", "Refuse it"}
    browser.wait(lambda: "ended: Succeeded" in (browser.one("#live").get_attribute("textContent") or ""), "news")
    assert browser.all(".box.lit.unvisited [aria-label], .box.lit.unvisited[aria-label*='not visited']")
    assert kitchen.get("executions")["executions"][0]["status"] == "SUCCEEDED"


def test_a_state_is_chosen_by_keyboard_and_run_from_with_other_data(browser: Browser, burnt: Any) -> None:
    browser.open(execution_view(burnt))
    state = browser.one(".heading[aria-label^='Finish, Parallel, not visited']")
    browser.run("arguments[0].focus()", state)
    state.send_keys("\ue007")  # Enter
    browser.one(".panel h2", "Finish")
    assert browser.run("return document.activeElement.textContent") == "Finish"
    browser.click("button", "Run from here")
    fill(browser, "dialog textarea", '{"changed": true}')
    browser.click("dialog button[type=submit]")
    browser.one("h1", "from-Finish-")
    assert "changed" in browser.one(".panel [aria-label='output of the execution']").text


def test_a_state_runs_alone_with_the_data_that_it_had(browser: Browser, baked: Any) -> None:
    browser.open(execution_view(baked))
    browser.click(".box[aria-label^='Check flavour, Task, Succeeded, 2 visits']")
    browser.click("button", "Run this state alone")
    assert json.loads(browser.one("dialog textarea").get_attribute("value") or "") == "hawaiian"
    browser.click("dialog button[type=submit]")
    assert '"sweet": true' in browser.one("dialog [aria-label='output of the state']").text
    browser.click("dialog button", "Close")
    browser.wait(lambda: not browser.all("dialog"), "page without a dialog")


def test_a_failure_shows_its_retries_and_its_cause(browser: Browser, burnt: Any) -> None:
    browser.open(execution_view(burnt))
    assert "Kitchen.Closed" in browser.one(".panel .problem").text
    label = "Check flavour, failed"
    assert "2 retries" in browser.one(f".timeline [aria-label^='{label}']").text
    browser.click(f".timeline [aria-label^='{label}']")
    browser.click(".panel [role=tab]", "Calls (3)")
    assert re.findall(r"waited ([0-9.]+) s", browser.one(".panel").text) == ["1", "2"] or browser.all(".call")
    assert len(browser.all(".call .problem")) == 3


def test_executions_are_filtered_and_compared(browser: Browser, baked: Any, burnt: Any) -> None:
    browser.open("executions")
    fill(browser, "input[type=search]", "calzone")
    browser.wait(lambda: len(browser.all("tbody tr")) == 1, "list with one row")
    fill(browser, "input[type=search]", "Ada")
    for execution in (baked, burnt):
        browser.one(f"input[value='{execution['arn']}']").click()
    browser.click("a.button", "Compare the two")
    browser.one("h1", "Two executions")
    assert "$.pizzas[1]" in browser.one("main").text


def test_the_missing_permission_is_named(browser: Browser, kitchen: Kitchen) -> None:
    function = next(iter(kitchen.deployment.functions))
    denied = kitchen.ended(kitchen.start("call", json.dumps({"function": function})))
    browser.open(execution_view(denied, state=denied["visits"][0]["id"]))
    assert "lambda:InvokeFunction on arn:aws:lambda" in browser.one(".panel .problem", "permission is missing").text
    browser.click(".panel [role=tab]", "Permissions")
    assert '"Effect": "Allow"' in browser.one(".rights .denied").text


def test_a_schedule_is_fired(browser: Browser) -> None:
    browser.open("triggers")
    browser.click(".card:nth-child(1) button", "Fire now")
    browser.click(".card .good a")
    browser.one("h1 + .chip", "Succeeded")


def test_data_are_never_read_as_html(browser: Browser, kitchen: Kitchen) -> None:
    attack = "<img src=x onerror='document.title=1'><script>alert(1)</script>"
    shown = kitchen.ended(kitchen.start("call", json.dumps({"function": attack})))
    for tab in ("Timeline", "Events", "Reproduce"):
        browser.open(execution_view(shown, tab=tab))
        browser.one("main", "<img src=x")
        assert browser.all("main img, main script") == []


def test_an_edit_that_is_not_served_is_shown_until_it_is(browser: Browser, kitchen: Kitchen) -> None:
    kitchen.deployment.fail("__main__.py:3: SyntaxError")
    try:
        browser.open()
        assert "__main__.py:3: SyntaxError" in browser.one("#banner", "The last edit is not served").text
    finally:
        kitchen.deployment.problem = None
    browser.wait(lambda: browser.one("#banner").text == "", "banner that is gone")


VIEWS = (
    "",
    "machine?arn={orders}",
    "executions",
    "triggers",
    "execution?arn={burnt}",
    "execution?arn={burnt}&state={visit}",
    "compare?left={baked}&right={burnt}",
    "nothing",
)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_accessible(
    browser: Browser, kitchen: Kitchen, baked: Any, burnt: Any, view: str, dark: bool
) -> None:
    browser.show(dark=dark)
    visit = next(visit["id"] for visit in burnt["visits"] if visit["status"] == "FAILED")
    names = {"orders": kitchen.arn("orders"), "baked": baked["arn"], "burnt": burnt["arn"], "visit": visit}
    browser.open(view.format_map(names))
    axe = files("axe_selenium_python").joinpath("node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    browser.run(axe)
    assert browser.driver.execute_async_script(CHECK, RULES) == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_fits_on_a_phone(browser: Browser, kitchen: Kitchen, baked: Any, burnt: Any, view: str) -> None:
    browser.show(390, 844)
    visit = next(visit["id"] for visit in burnt["visits"] if visit["status"] == "FAILED")
    names = {"orders": kitchen.arn("orders"), "baked": baked["arn"], "burnt": burnt["arn"], "visit": visit}
    browser.open(view.format_map(names))
    assert browser.run("return document.documentElement.scrollWidth") <= 390
