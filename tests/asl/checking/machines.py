"""Small machines, and their findings as lines."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking import Finding, MachineType, check
from aslant.asl.checking.finding import SCHEMA

__all__ = [
    "DISTRIBUTED",
    "FUNCTION",
    "a",
    "alone",
    "branch",
    "each",
    "finding_line",
    "finding_lines",
    "machine",
    "rule",
]

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pay"
DISTRIBUTED = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}


def finding_line(finding: Finding) -> str:
    """Return a finding as a line, `/States/A/End: message | repair`, after an unusual severity and code."""
    marks = [finding.severity.lower()] * (finding.severity != "ERROR") + [finding.code] * (finding.code != SCHEMA)
    repair = f" | {finding.repair}" if finding.repair else ""
    return " ".join([*marks, f"{finding.location}: {finding.message}{repair}"])


def finding_lines(definition: Any, type: MachineType = "STANDARD") -> list[str]:
    return [finding_line(finding) for finding in check(definition, type=type)]


def a(kind: str, **fields: Any) -> dict[str, Any]:
    """Return a state, which ends the machine unless its fields have a transition."""
    end = {} if kind in ("Choice", "Succeed", "Fail") or fields.keys() & {"Next", "End"} else {"End": True}
    return {"Type": kind, **fields, **end}


def machine(_top: dict[str, Any] | None = None, **states: Any) -> dict[str, Any]:
    """Return a machine that starts with the first state."""
    return {"StartAt": next(iter(states), "A"), "States": states, **(_top or {})}


def alone(kind: str, **fields: Any) -> dict[str, Any]:
    """Return a machine with the single state A."""
    return machine(A=a(kind, **fields))


def branch(**states: Any) -> dict[str, Any]:
    return machine(**states or {"B": a("Pass")})


def each(processor: Any = None, **fields: Any) -> dict[str, Any]:
    """Return a machine with the single state M, a Map whose processor is a Pass."""
    return machine(M=a("Map", ItemProcessor=branch() if processor is None else processor, **fields))


def rule(**fields: Any) -> dict[str, Any]:
    """Return a machine with the Choice C, which has one rule."""
    return machine(C=a("Choice", Choices=[{"Next": "E", **fields}], Default="E"), E=a("Succeed"))
