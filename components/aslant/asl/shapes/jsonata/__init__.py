"""The shapes of JSONata expressions."""

from __future__ import annotations

from aslant.asl.shapes.environment import Environment, Report
from aslant.asl.shapes.shape import UNKNOWN, Shape

__all__ = ["infer", "narrow"]


def infer(source: str, environment: Environment, report: Report) -> Shape:
    """Return the shape of an expression's value, and report its faults. `source` is without `{% %}`."""
    return UNKNOWN


def narrow(source: str, environment: Environment, truth: bool) -> Environment | None:
    """Return the environment where a condition is true, or false; None if it never is."""
    return environment
