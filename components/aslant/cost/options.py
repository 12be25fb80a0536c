"""The factors of the cost other than the workflow, with the component's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from aslant.cost.usage import Level, MachineType
from aslant.errors import ArgsError

__all__ = ["LARGEST_INPUT_KB", "Api", "Architecture", "Options"]

Api = Literal["HTTP", "REST", "NONE"]
Architecture = Literal["arm64", "x86_64"]

LARGEST_INPUT_KB: Final = 256
"""The maximum size of an execution's input (developer guide, "Step Functions service quotas")."""

_CHOICES: Final[Mapping[str, tuple[str | None, ...]]] = {
    "type": get_args(MachineType),
    "api": get_args(Api),
    "architecture": get_args(Architecture),
    "log_level": (None, *get_args(Level)),
}
_WHOLE: Final = ("memory", "items")
_NUMBERS: Final[Mapping[str, tuple[float, float, str]]] = {
    "milliseconds": (0, 900_000, "milliseconds"),
    "memory": (128, 10_240, "MB"),
    "input_kb": (0, LARGEST_INPUT_KB, "KB"),
    "items": (0, 100_000_000, "items"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The factors of a workflow's cost."""

    type: MachineType | None = None
    """The state machine's type; None for EXPRESS, or STANDARD if the workflow cannot be EXPRESS."""
    api: Api = "HTTP"
    """The API that starts each execution; NONE if something else does."""
    region: str = "us-east-1"
    milliseconds: float = 100
    """The duration of each task."""
    memory: int = 128
    """The memory of each function in MB."""
    architecture: Architecture = "arm64"
    """The architecture of the functions."""
    input_kb: float = 1
    """The size of an execution's data in KB."""
    items: int = 1
    """The number of items of each Map, unless an execution is given."""
    log_level: Level | None = None
    """The events that are logged; None for the component's default, ALL for EXPRESS and ERROR for STANDARD."""
    tracing: bool = True
    """Whether X-Ray traces executions."""
    free_tier: bool = False
    """Whether AWS's permanent monthly free tier is deducted."""

    @property
    def level(self) -> Level:
        """The events that are logged."""
        return self.log_level or ("ERROR" if self.type == "STANDARD" else "ALL")

    def __post_init__(self) -> None:
        """Check the options; raises ArgsError."""
        wrong = []
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            if value not in choices and (name, value) != ("type", None):
                wrong.append(f"{name} must be {' or '.join(map(str, choices))}, not {value!r}")
        for name, (least, most, unit) in _NUMBERS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
                wrong.append(f"{name} must be a number from {least:,} to {most:,} {unit}, not {value!r}")
            elif name in _WHOLE and value % 1:
                wrong.append(f"{name} must be a whole number of {unit}, not {value!r}")
        if wrong:
            raise ArgsError("; ".join(wrong))
