"""What the fibers of one execution share: the clock, the doubles, the identity, the randomness."""

from __future__ import annotations

import random
import uuid
from functools import cached_property
from typing import Literal, TypeAlias

from aslant.run.clock import Clock
from aslant.run.doubles import Doubles
from aslant.run.limits import EXPRESS_SECONDS
from aslant.run.timestamps import format_timestamp
from aslant.run.values import Json

__all__ = ["MachineType", "Session"]

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]


class Session:
    """One execution's surroundings. What most executions never ask for is made when it is asked for."""

    def __init__(
        self,
        input: Json,
        doubles: Doubles,
        clock: Clock,
        type: MachineType,
        timeout: float | None,
        *,
        name: str | None,
        machine_arn: str,
        role_arn: str,
        seed: int,
    ) -> None:
        """Start now; `timeout` is in seconds."""
        self.input = input
        self.doubles = doubles
        self.clock = clock
        self.type = type
        self.machine_arn = machine_arn
        self.role_arn = role_arn
        self.start = clock.now()
        if type == "EXPRESS":
            timeout = EXPRESS_SECONDS if timeout is None else min(timeout, EXPRESS_SECONDS)
        self.deadline = float("inf") if timeout is None else self.start + timeout
        self._name = name
        self._seed = seed

    @cached_property
    def random(self) -> random.Random:
        """The execution's randomness: jitter, ids, States.MathRandom and States.UUID."""
        return random.Random(self._seed)  # noqa: S311 - reproducible on purpose

    @cached_property
    def name(self) -> str:
        """The execution's name: the one given, or an id."""
        return self.uuid() if self._name is None else self._name

    @cached_property
    def arn(self) -> str:
        """The execution's ARN, in the form of its type."""
        kind, ending = ("execution", "") if self.type == "STANDARD" else ("express", f":{self.uuid()}")
        return self.machine_arn.replace(":stateMachine:", f":{kind}:", 1) + f":{self.name}{ending}"

    def uuid(self) -> str:
        """The next id."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def context(self) -> dict[str, Json]:
        """The part of the context object that is the same for every state."""
        return {
            "Execution": {
                "Id": self.arn,
                "Input": self.input,
                "StartTime": format_timestamp(self.start),
                "Name": self.name,
                "RoleArn": self.role_arn,
                "RedriveCount": 0,
            },
            "StateMachine": {"Id": self.machine_arn, "Name": self.machine_arn.rpartition(":")[2]},
        }
