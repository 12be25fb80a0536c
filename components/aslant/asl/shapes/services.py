"""The shapes of what services take and return."""

from __future__ import annotations

from aslant.asl.shapes.shape import ANY, UNKNOWN, Shape

__all__ = ["input_shape", "output_shape"]


def output_shape(resource: str) -> Shape:
    """Return the shape of the result of a service call by its ARN; unknown for calls that wait for something else."""
    return ANY


def input_shape(resource: str) -> Shape:
    """Return the shape of the arguments of a service call by its ARN."""
    return UNKNOWN
