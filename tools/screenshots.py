"""Make the screenshots of the local AWS's page in docs/images/ again.

    python -m tools.screenshots

It serves the program of the page's tests, and needs the browser of `tools.browser`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.local.serving import serving
from tools.browser import Browser, missing_browser, open_browser

ROOT = Path(__file__).parents[1]
KITCHEN = ROOT / "tests" / "local" / "page" / "kitchen"
IMAGES = ROOT / "docs" / "images"

ORDER = {"customer": "Ada", "size": "large"}


def main() -> None:
    """Write all images."""
    problem = missing_browser()
    if problem:
        sys.exit(f"screenshots cannot be made: {problem}. On Debian, run apt-get install chromium chromium-driver.")
    IMAGES.mkdir(exist_ok=True)
    with (
        serving(KITCHEN) as running,
        httpx.Client(base_url=f"{running.aws_url}/_aslant/", timeout=30) as client,
        open_browser(str(client.base_url)) as browser,
    ):
        arn = next(machine.arn for machine in running.deployment.machines if machine.name.startswith("orders"))
        order(client, arn, "tuesday-17", "margherita", "hawaiian", "funghi")
        order(client, arn, "tuesday-18", "margherita", "calzone")
        ended(client, arn)
        running_execution(browser, order(client, arn, "tuesday-19", "margherita", "hawaiian", "funghi", "salami"))
        failed_state(browser, client, arn)
        phone(browser, f"execution?arn={quote(executions(client, arn)[0]['arn'])}")


def order(client: httpx.Client, machine: str, name: str, *pizzas: str) -> str:
    """Start an execution, and return its ARN."""
    input = json.dumps({**ORDER, "pizzas": pizzas})
    response = client.post("api/start", json={"machine": machine, "name": name, "input": input})
    return str(response.raise_for_status().json()["execution"])


def executions(client: httpx.Client, machine: str) -> list[Any]:
    """Return the executions of a machine, latest first."""
    found: list[Any] = client.get("api/executions", params={"machine": machine}).json()["executions"]
    return found


def ended(client: httpx.Client, machine: str) -> None:
    """Wait for the end of all executions."""
    while any(item["status"] == "RUNNING" for item in executions(client, machine)):
        time.sleep(0.1)


def running_execution(browser: Browser, arn: str) -> None:
    """Write the image of an execution while it runs."""
    browser.show(1180, 940)
    browser.open(f"execution?arn={quote(arn)}")
    browser.one(".box.running text", "Bake it")
    save(browser, "running")


def failed_state(browser: Browser, client: httpx.Client, machine: str) -> None:
    """Write the image of the state that failed, in dark colors."""
    ended(client, machine)
    arn = next(item["arn"] for item in executions(client, machine) if item["status"] == "FAILED")
    visits = client.get("api/execution", params={"arn": arn}).json()["visits"]
    visit = next(item["id"] for item in visits if item["status"] == "FAILED" and item["attempts"])
    browser.show(1180, 1100, dark=True)
    browser.open(f"execution?arn={quote(arn)}&state={visit}")
    browser.one(".panel h2", "Check flavour")
    save(browser, "failed")


def phone(browser: Browser, view: str) -> None:
    """Write the image of an execution on a phone."""
    browser.show(390, 844)
    browser.open(view)
    save(browser, "phone")


def save(browser: Browser, name: str) -> None:
    """Write an image."""
    browser.driver.save_screenshot(str(IMAGES / f"page-{name}.png"))
    print(f"docs/images/page-{name}.png {(IMAGES / f'page-{name}.png').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
