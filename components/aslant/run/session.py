"""What the fibers of one execution share: the clock, the doubles, the identity, the randomness."""

from __future__ import annotations

import random
import uuid
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from aslant.errors import RunError
from aslant.json_value import Json
from aslant.run.clock import Clock
from aslant.run.doubles import Doubles
from aslant.run.limits import EXPRESS_SECONDS, NESTED
from aslant.run.timestamps import format_timestamp
from aslant.run.tokens import TaskTokens

if TYPE_CHECKING:
    from aslant.run.execution import Execution
    from aslant.run.program import Program
    from aslant.run.scheduler import Scheduler

__all__ = ["MachineType", "Session", "World"]

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]


class World:
    """What an execution shares with those it starts."""

    def __init__(self, seed: int) -> None:
        """Begin with nothing but chance."""
        self.random = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self.tokens = TaskTokens()
        self.written: dict[str, str] = {}
        """What ResultWriters have put into S3: texts by `s3://bucket/key`."""
        self.events = 0
        """How many events the executions have that were started by another one and have ended."""
        self.arns: set[str] = set()
        """The executions that nested tasks have started."""


class Session:
    """One execution's surroundings. What most executions never ask for is made when it is asked for."""

    program: Program
    """What it goes through."""
    scheduler: Scheduler
    """What runs it."""

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
        self.begun = 0
        """How many executions this one has started."""
        self.depth = 0
        """How many executions have started one another above this one."""

    def child(
        self,
        input: Json,
        type: MachineType,
        timeout: float | None,
        *,
        name: str | None,
        machine_arn: str,
        program: Program | None = None,
    ) -> Session:
        """The surroundings of an execution that this one starts now; RunError where that never ends."""
        child = Session(
            input,
            self.doubles if program is None else self.doubles.of(program.handlers),
            self.clock,
            type,
            timeout,
            name=name,
            machine_arn=machine_arn,
            role_arn=self.role_arn,
            seed=self._seed,
        )
        child.program = self.program if program is None else program
        child.world = self.world
        child.scheduler = self.scheduler
        child.depth = self.depth + 1
        if child.depth > NESTED:
            raise RunError(f"executions start one another more than {NESTED} deep; {machine_arn!r} may start itself")
        return child

    @cached_property
    def world(self) -> World:
        """What the execution shares with those it starts."""
        return World(self._seed)

    @cached_property
    def children(self) -> dict[int, Execution]:
        """The executions that this one has started and that have ended, by the number of their start."""
        return {}

    @property
    def random(self) -> random.Random:
        """The execution's randomness: jitter, ids, States.MathRandom and States.UUID."""
        return self.world.random

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
        execution = {
            "Id": self.arn,
            "Input": self.input,
            "StartTime": format_timestamp(self.start),
            "Name": self.name,
            "RoleArn": self.role_arn,
        }
        if self.type == "STANDARD":  # the others cannot be redriven
            execution["RedriveCount"] = 0
        return {
            "Execution": execution,
            "StateMachine": {"Id": self.machine_arn, "Name": self.machine_arn.rpartition(":")[2]},
        }
