"""An execution: what it needs while it runs (its `Session`), and what is left when it has ended (`Execution`)."""

from __future__ import annotations

import random
import uuid
from functools import cached_property
from typing import Any, Literal, TypeAlias

from aslant.errors import RunError
from aslant.json_value import Json
from aslant.run.clock import Clock
from aslant.run.definition import CompiledWorkflow
from aslant.run.history import Decision, Event, History
from aslant.run.limits import EXPRESS_SECONDS, NESTED
from aslant.run.position import PastExecution, Position
from aslant.run.task_call import TaskHandling
from aslant.run.timestamps import format_timestamp
from aslant.run.tokens import TaskTokens, TokenScheduler

__all__ = ["Execution", "MachineType", "Session", "Status", "World"]

MachineType: TypeAlias = Literal["STANDARD", "EXPRESS"]

Status: TypeAlias = Literal["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]
"""How an execution ended; ABORTED if its parent stopped waiting for it."""


class World:
    """The data that an execution shares with those it starts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self.tokens = TaskTokens()
        self.written: dict[str, str] = {}
        """The objects that ResultWriters have written to S3, by `s3://bucket/key`."""
        self.events = 0
        """The number of events of all ended executions that another one started."""
        self.arns: set[str] = set()
        """The ARNs of the executions that tasks have started."""
        self.map_run_watcher: Any = None
        """The `aslant.run.maps.map_run.MapRunWatcher` that is notified of Map Runs, if there is one."""


class Session:
    """The context of one execution while it runs. Values that most executions never use are created at first use."""

    program: CompiledWorkflow
    """The compiled workflow."""
    scheduler: TokenScheduler
    """The scheduler that runs the execution."""

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
        """Start an execution now; `timeout` is in seconds."""
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
        self.wait_scale = 1.0
        """The factor by which waits are shorter or longer than in the definition; see `aslant.run.wait_scale`."""
        self.redrive_count: int | None = 0 if type == "STANDARD" else None
        """The number of redrives; None for an EXPRESS execution that is not a child of a distributed Map."""
        self.redriven_at: float | None = None
        """The instant of the last redrive."""
        self.redriven_id = 0
        """The id of the last event ExecutionRedriven."""
        self._name = name
        self.seed = seed
        self.begun = 0
        """The number of executions that this one has started."""
        self.depth = 0
        """The number of executions above this one, each started by the one above it."""

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
        """Return the session of an execution that this one starts now.

        Raises:
            RunError: executions start one another without end."""
        child = Session(
            input,
            self.doubles if program is None else self.doubles.of(program.handlers),
            self.clock,
            type,
            timeout,
            name=name,
            machine_arn=machine_arn,
            role_arn=self.role_arn,
            seed=self.seed,
        )
        child.program = self.program if program is None else program
        child.world = self.world
        child.scheduler = self.scheduler
        child.wait_scale = self.wait_scale
        child.depth = self.depth + 1
        if child.depth > NESTED:
            raise RunError(
                f"executions start one another more than {NESTED} levels deep. "
                f"Check whether {machine_arn!r} starts itself."
            )
        return child

    @cached_property
    def world(self) -> World:
        """The data that the execution shares with those it starts."""
        return World(self.seed)

    @cached_property
    def children(self) -> dict[int, Execution]:
        """The ended executions that this one has started, by the order of their start."""
        return {}

    @property
    def random(self) -> random.Random:
        """The source of randomness for jitter, ids, States.MathRandom and States.UUID."""
        return self.world.random

    @cached_property
    def name(self) -> str:
        """The execution's name: the one that was passed, or a generated ID."""
        return self.uuid() if self._name is None else self._name

    @cached_property
    def arn(self) -> str:
        """The execution's ARN, in the form for its type."""
        kind, ending = ("execution", "") if self.type == "STANDARD" else ("express", f":{self.uuid()}")
        return self.machine_arn.replace(":stateMachine:", f":{kind}:", 1) + f":{self.name}{ending}"

    def uuid(self) -> str:
        """Return a new random ID."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def context(self) -> dict[str, Json]:
        """Return the part of the context object that is the same for every state."""
        execution = {
            "Id": self.arn,
            "Input": self.input,
            "StartTime": format_timestamp(self.start),
            "Name": self.name,
            "RoleArn": self.role_arn,
        }
        if self.redrive_count is not None:
            execution["RedriveCount"] = self.redrive_count
        if self.redriven_at is not None and self.type == "STANDARD":
            execution["RedriveTime"] = format_timestamp(self.redriven_at)
        return {
            "Execution": execution,
            "StateMachine": {"Id": self.machine_arn, "Name": self.machine_arn.rpartition(":")[2]},
        }


class Execution:
    """An execution that has ended: `execution.status`, `execution.output`, `execution.visited`."""

    status: Status
    """How it ended, as in DescribeExecution."""
    output: Json
    """The output, which the caller may change; None unless it succeeded."""
    error: str | None
    """The error name of a failed execution; None where the Fail state has no Error.

    As on AWS, a STANDARD execution that timed out has neither error nor cause; an EXPRESS one has `States.Timeout`.
    """
    cause: str | None
    """The cause of the error."""
    start_date: float
    """The time of its start, in epoch seconds."""
    stop_date: float
    """The time of its end, in epoch seconds."""

    def __init__(
        self,
        session: Session,
        history: History,
        status: Status,
        output: Json,
        error: str | None,
        cause: str | None,
        position: Position | None = None,
    ) -> None:
        """Keep the outcome of an execution that ends now, and where it ended if it can be redriven."""
        self.status = status
        self.output = output
        self.error = error
        self.cause = cause
        self.start_date = session.start
        self.stop_date = session.clock.now()
        self._session = session
        self._history = history
        self._position = position

    @classmethod
    def restored(cls, session: Session, past: PastExecution) -> Execution:
        """Return an execution that has ended before, in the session with its identity."""
        execution = cls(
            session, past.history or History(0, standard=True), past.status, past.output, past.error, past.cause
        )
        execution.stop_date = past.stop_date
        return execution

    def past(self, items: int = 0) -> PastExecution:
        """Return what a redrive of the execution, or of the Map Run that has started it, needs to know of it."""
        session = self._session
        return PastExecution(
            session.name,
            session.arn,
            session.input,
            items,
            self.status,
            self.output,
            self.error,
            self.cause,
            self.start_date,
            self.stop_date,
            session.redrive_count or 0,
            session.redriven_at,
            self._history if session.type == "STANDARD" else None,
            self._position,
        )

    def forget_events(self) -> None:
        """Drop the events, which the caller has kept in another form."""
        self._history = History(0, standard=True)

    @property
    def redrive_count(self) -> int:
        """The number of times that it was redriven."""
        return self._session.redrive_count or 0

    @property
    def redrive_date(self) -> float | None:
        """The time of the last redrive, in epoch seconds; None without one."""
        return self._session.redriven_at

    @property
    def session(self) -> Session:
        """The objects that the execution had while it ran."""
        return self._session

    @property
    def program(self) -> CompiledWorkflow:
        """The compiled workflow; for a child execution of a distributed Map, the workflow that contains the Map."""
        return self._session.program

    @property
    def children(self) -> list[Execution]:
        """The executions that this one started, in order: nested ones and child executions of distributed Maps."""
        children = self._session.children
        return [children[number] for number in sorted(children)]

    @property
    def written(self) -> dict[str, str]:
        """The objects that ResultWriters wrote to S3, by `s3://bucket/key`."""
        return self._session.world.written

    @property
    def duration(self) -> float:
        """The seconds that it took by its clock; with a FakeClock, the seconds that AWS would have waited."""
        return self.stop_date - self.start_date

    @property
    def machine_arn(self) -> str:
        """The ARN of the state machine; for a child execution of a distributed Map it ends in `/Label`."""
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
        """The type of the state machine."""
        return self._session.type

    @property
    def input(self) -> Json:
        """The input, which must not be changed."""
        return self._session.input

    @cached_property
    def history(self) -> list[Event]:
        """The events, as in GetExecutionHistory."""
        return self._history.events()

    @cached_property
    def visited(self) -> list[str]:
        """The names of the states that were entered, in order, those within Parallel and Map included."""
        return self._history.visited()

    @property
    def decisions(self) -> list[Decision]:
        """The Choice rules, retriers and catchers that decided which states came next, in order."""
        return self._history.decisions

    def __repr__(self) -> str:
        outcome = (
            f"output={self.output!r}" if self.status == "SUCCEEDED" else f"error={self.error!r}, cause={self.cause!r}"
        )
        return f"Execution(status={self.status!r}, {outcome})"
