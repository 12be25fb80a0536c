"""An execution: what it needs while it runs (its `Session`), and what is left when it has ended (`Execution`)."""

from __future__ import annotations

import random
import uuid
from functools import cached_property
from typing import Literal, TypeAlias

from aslant.errors import RunError
from aslant.json_value import Json
from aslant.run.clock import Clock
from aslant.run.definition import CompiledWorkflow
from aslant.run.history import Decision, Event, History
from aslant.run.limits import EXPRESS_SECONDS, NESTED
from aslant.run.task_call import TaskHandling
from aslant.run.timestamps import format_timestamp
from aslant.run.tokens import TaskTokens, TokenScheduler

__all__ = ["Execution", "MachineType", "Session", "Status", "World"]

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]

Status: TypeAlias = Literal["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]
"""How an execution ended; ABORTED are those whose parent stopped waiting for them."""


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

    program: CompiledWorkflow
    """What it goes through."""
    scheduler: TokenScheduler
    """What runs it."""

    def __init__(
        self,
        input: Json,
        doubles: TaskHandling,
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
        program: CompiledWorkflow | None = None,
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


class Execution:
    """An execution that has ended: `execution.status`, `execution.output`, the way it took."""

    status: Status
    """How it ended, as DescribeExecution says."""
    output: Json
    """The output, a value of the caller's own; None unless it succeeded."""
    error: str | None
    """The error name of one that failed; None where the Fail state gives none.

    As on AWS, a STANDARD execution that timed out has neither error nor cause; an EXPRESS one has `States.Timeout`.
    """
    cause: str | None
    """The text beside the error."""
    start_date: float
    """When it began, in epoch seconds."""
    stop_date: float
    """When it ended, in epoch seconds."""

    def __init__(
        self, session: Session, history: History, status: Status, output: Json, error: str | None, cause: str | None
    ) -> None:
        """Keep what an execution leaves behind."""
        self.status = status
        self.output = output
        self.error = error
        self.cause = cause
        self.start_date = session.start
        self.stop_date = session.clock.now()
        self._session = session
        self._history = history

    @property
    def program(self) -> CompiledWorkflow:
        """What ran. A child execution of a distributed Map is a part of the program that the Map stands in."""
        return self._session.program

    @property
    def children(self) -> list[Execution]:
        """The executions that this one started, in order: nested ones and the child executions of distributed Maps."""
        children = self._session.children
        return [children[number] for number in sorted(children)]

    @property
    def written(self) -> dict[str, str]:
        """What ResultWriters put into S3, by `s3://bucket/key`."""
        return self._session.world.written

    @property
    def duration(self) -> float:
        """The seconds that it took by its clock: under a FakeClock, those that AWS would have waited."""
        return self.stop_date - self.start_date

    @property
    def machine_arn(self) -> str:
        """The ARN of the machine that ran; of a child execution of a distributed Map, it ends in `/Label`."""
        return self._session.machine_arn

    @property
    def name(self) -> str:
        """The execution's name."""
        return self._session.name

    @property
    def arn(self) -> str:
        """The execution's ARN."""
        return self._session.arn

    @property
    def type(self) -> MachineType:
        """The type of the machine that ran."""
        return self._session.type

    @property
    def input(self) -> Json:
        """The input, which must not be changed."""
        return self._session.input

    @cached_property
    def history(self) -> list[Event]:
        """The events, as GetExecutionHistory has them."""
        return self._history.events()

    @cached_property
    def visited(self) -> list[str]:
        """The names of the states that were entered, in order, those within Parallel and Map included."""
        return self._history.visited()

    @property
    def decisions(self) -> list[Decision]:
        """What decided the way: the Choice rules taken, the retriers and the catchers, in order."""
        return self._history.decisions

    def __repr__(self) -> str:
        told = (
            f"output={self.output!r}" if self.status == "SUCCEEDED" else f"error={self.error!r}, cause={self.cause!r}"
        )
        return f"Execution(status={self.status!r}, {told})"
