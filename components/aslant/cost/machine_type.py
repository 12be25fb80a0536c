"""The type of state machine that an estimate is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.asl import check
from aslant.asl.checking.times import CANNOT_FIT
from aslant.cost.usage import MachineType
from aslant.errors import ArgsError

__all__ = ["machine_type"]


def machine_type(definition: Mapping[str, Any], given: MachineType | None = None) -> tuple[MachineType, str | None]:
    """Return the type of a definition's machine, and a sentence with the reason; None if the type was given.

    Without a given type it is EXPRESS, or STANDARD if AWS would reject the definition as EXPRESS or would always end
    its executions too early.

    Raises:
        ArgsError: EXPRESS is given, and the definition cannot be of that type.
    """
    why = None if given == "STANDARD" else _not_express(definition)
    if given is None and why is None:
        return "EXPRESS", "the type is EXPRESS, the component's default; STANDARD is priced differently"
    if given is None:
        return "STANDARD", f"the type is STANDARD, because the workflow cannot be EXPRESS: {why}"
    if why is not None:
        raise ArgsError(f"type must be STANDARD for this workflow, not 'EXPRESS': {why}. Leave the type out.")
    return given, None


def _not_express(definition: Mapping[str, Any]) -> str | None:
    """Return why a definition cannot be that of an EXPRESS machine, or None."""
    common = check(definition, type="STANDARD")
    for finding in check(definition, type="EXPRESS"):
        never_fits = finding.code == CANNOT_FIT and finding.location == "/"
        if finding not in common and (finding.severity == "ERROR" or never_fits):
            place = "" if finding.state is None else f"state {finding.state!r}: "
            return f"{place}{finding.message.strip()}"
    return None
