"""Handlers of workflows in tests, in a file that can be served."""

from __future__ import annotations


def length(event: str, context: object) -> int:
    return len(event)
