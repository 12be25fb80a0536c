"""A browser without a window, for the tests of the page of the local AWS and for its screenshots.

It is the system's chromium, driven by selenium. On Debian: `apt-get install chromium chromium-driver`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

__all__ = ["Browser", "missing_browser", "open_browser"]

PROGRAMS = (("chromium", "chromium-browser", "google-chrome"), ("chromedriver",))
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
"""`--no-sandbox` is needed as root. Only pages of this machine are opened."""

PATIENCE = 15.0
"""The seconds after which a wait fails."""


def missing_browser() -> str | None:
    """Return why no browser can be opened; None if one can."""
    for names in PROGRAMS:
        if not any(map(shutil.which, names)):
            return f"{names[0]} is not installed"
    return None


class Browser:
    """A page in a browser."""

    def __init__(self, driver: Any, url: str) -> None:
        """Use a driver of selenium for the page at a URL."""
        self.driver = driver
        self.url = url

    def show(self, width: int = 1280, height: int = 900, *, dark: bool = False) -> None:
        """Set the size of the view, and whether the user prefers a dark page."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        calm = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, calm]})

    def open(self, view: str = "", wait_for: str = "main[data-ready]") -> None:
        """Open a view, the part of the address after `#/`, and wait until it shows a selector."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.url}#/{view}")
        self.wait(lambda: self.all(wait_for), f"{wait_for} in the view {view!r}")

    def all(self, selector: str) -> list[WebElement]:
        """Return the elements of a CSS selector."""
        found: list[WebElement] = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found

    def one(self, selector: str, text: str = "") -> WebElement:
        """Wait for an element of a selector that contains a text, and return it."""
        found: WebElement = self.wait(
            lambda: next((item for item in self.all(selector) if text in item.text), None), f"{selector} {text!r}"
        )
        return found

    def click(self, selector: str, text: str = "") -> None:
        """Click on an element of a selector that contains a text."""
        self.one(selector, text).click()

    def run(self, script: str, *arguments: Any) -> Any:
        """Return the result of a script's body."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], Any], what: str) -> Any:
        """Return the first true result of a condition. An element that is replaced meanwhile is looked for again."""
        from selenium.common.exceptions import StaleElementReferenceException

        waiting = WebDriverWait(self.driver, PATIENCE, 0.05, [StaleElementReferenceException])
        return waiting.until(lambda _: condition(), f"there is no {what}")

    def problems(self) -> list[str]:
        """Return the errors and warnings in the console since the last call, such as violations of the policy."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] != "INFO"]


@contextmanager
def open_browser(url: str) -> Iterator[Browser]:
    """Open a browser for the page at a URL."""
    options = ChromeOptions()
    options.binary_location = next(filter(None, map(shutil.which, PROGRAMS[0])))
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield Browser(driver, url)
    finally:
        driver.quit()
