from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from aslant.local.deployment import Deployment
from tests.local.serving import serving

KITCHEN = Path(__file__).parent / "kitchen"
JSON = {"content-type": "application/json"}


@dataclasses.dataclass(frozen=True)
class Kitchen:
    """The program in `kitchen`, served with its page."""

    deployment: Deployment
    client: httpx.Client

    @property
    def url(self) -> str:
        return str(self.client.base_url)

    def arn(self, name: str) -> str:
        """Return the ARN of the machine whose name starts with one."""
        return next(machine.arn for machine in self.deployment.machines if machine.name.startswith(name))

    def get(self, view: str, **query: Any) -> Any:
        response = self.client.get(f"api/{view}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, view: str, **members: Any) -> Any:
        response = self.client.post(f"api/{view}", json=members)
        assert response.status_code == 200, response.text
        return response.json()

    def refused(self, view: str, **members: Any) -> tuple[int, str]:
        response = self.client.post(f"api/{view}", json=members)
        return response.status_code, response.json()["error"]

    def start(self, machine: str, input: str) -> str:
        """Start an execution, and return its ARN."""
        started: str = self.post("start", machine=self.arn(machine), input=input)["execution"]
        return started

    def ended(self, execution: str, seconds: float = 20) -> Any:
        """Wait for the end of an execution, and return it as the page describes it."""
        until = time.monotonic() + seconds
        found = self.get("execution", arn=execution)
        while found["status"] == "RUNNING" and time.monotonic() < until:
            found = self.get("execution", arn=execution, seen=found["event_count"])
        assert found["status"] != "RUNNING"
        return self.get("execution", arn=execution)

    def visit(self, execution: Any, name: str, place: int = 0) -> Any:
        """Return all data of one of the visits of a state."""
        visits = [visit for visit in execution["visits"] if visit["name"] == name]
        return self.get("state", arn=execution["arn"], id=visits[place]["id"])


def order(*pizzas: str) -> str:
    listed = ", ".join(f'"{pizza}"' for pizza in pizzas)
    return f'{{"customer": "Ada", "size": "small", "pizzas": [{listed}]}}'


@pytest.fixture(scope="session")
def kitchen() -> Iterator[Kitchen]:
    with serving(KITCHEN) as running, httpx.Client(base_url=f"{running.aws_url}/_aslant/", timeout=30) as client:
        yield Kitchen(running.deployment, client)


@pytest.fixture(scope="session")
def baked(kitchen: Kitchen) -> Any:
    """An execution that succeeded, with one sweet pizza."""
    return kitchen.ended(kitchen.start("orders", order("salami", "hawaiian")))


@pytest.fixture(scope="session")
def burnt(kitchen: Kitchen) -> Any:
    """An execution that failed after two retries."""
    return kitchen.ended(kitchen.start("orders", order("salami", "calzone")))
