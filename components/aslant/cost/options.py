"""What costs depend on beside the workflow, with the component's own defaults."""

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
"""The most that an execution is given (developer guide, "Step Functions service quotas")."""

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
    """What a workflow's cost depends on."""

    type: MachineType | None = None
    """The state machine's type; None for EXPRESS, or STANDARD where the workflow cannot be EXPRESS."""
    api: Api = "HTTP"
    """The API that starts each execution; NONE where something else does."""
    region: str = "us-east-1"
    milliseconds: float = 100
    """How long each task takes."""
    memory: int = 128
    """MB of each function."""
    architecture: Architecture = "arm64"
    """What the functions run on."""
    input_kb: float = 1
    """KB of an execution's data."""
    items: int = 1
    """How many items each Map has, where no execution tells."""
    log_level: Level | None = None
    """Which events are logged; None for the component's own choice, ALL for EXPRESS and ERROR for STANDARD."""
    tracing: bool = True
    """Whether X-Ray traces executions."""
    free_tier: bool = False
    """Whether what an account has free each month, without an end, is taken off."""

    @property
    def level(self) -> Level:
        """Which events are logged."""
        return self.log_level or ("ERROR" if self.type == "STANDARD" else "ALL")

    def __post_init__(self) -> None:
        """Refuse what breaks a rule; raises ArgsError."""
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
