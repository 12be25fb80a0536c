"""Unit tests of programs as Pulumi teaches them: mocks are set once, and `pulumi.runtime.test` runs each test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pulumi
from pulumi.runtime import settings
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

__all__ = ["DocumentationMocks", "mocked", "unit_test"]


class DocumentationMocks(Mocks):
    """The mocks of Pulumi's documentation, which remember the inputs of what was registered."""

    def __init__(self) -> None:
        self.inputs: dict[tuple[str, str], dict[str, Any]] = {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        self.inputs[args.typ.rpartition(":")[2], args.name] = args.inputs
        return [args.name + "_id", args.inputs]  # type: ignore[return-value]

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        return {}  # type: ignore[return-value]


@contextmanager
def mocked(mocks: Mocks, *, preview: bool = False) -> Iterator[None]:
    """Set mocks as the top of a test file does, in a fresh loop."""
    loops = [asyncio.new_event_loop()]

    def start_thread() -> None:  # the SDK would make a loop for its thread, and never close it
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    loops[0].set_default_executor(ThreadPoolExecutor(max_workers=1, initializer=start_thread))
    asyncio.set_event_loop(loops[0])
    settings.reset_options()
    pulumi.runtime.set_mocks(mocks, preview=preview)
    try:
        yield
    finally:
        loops[0].run_until_complete(loops[0].shutdown_default_executor())
        asyncio.set_event_loop(None)
        settings.reset_options()
        for loop in loops:
            loop.close()


def unit_test(program: Callable[[], Any]) -> None:
    """Run one test, which may return an Output to wait for."""
    pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]
