"""Expectations of an execution, each of which says, where it is wrong, how the execution went."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NoReturn

from aslant.errors import did_you_mean
from aslant.json_value import Json
from aslant.run import Execution
from aslant.run.report.error_summary import summarize_error
from aslant.run.report.state_visits import Attempt, visits
from aslant.run.report.trace import format_duration, shortened, trace
from aslant.run.resource import TaskResource
from aslant.run.values import dumps
from aslant.testing.differences import differences, same
from aslant.walk import states_of

__all__ = ["Outcome", "UnexpectedExecution", "expect"]

_ANY: Any = object()


class UnexpectedExecution(AssertionError):
    """An execution that did not go as a test expects; the message ends with the way it took."""

    def __init__(self, message: str, execution: Execution) -> None:
        """Say what is wrong, and show the way."""
        super().__init__(f"{message}\n\n{trace(execution)}")
        self.execution = execution


class Outcome:
    """What came of an execution, as an execution tells it, and what a test expects of it.

    Every expectation returns the outcome, so that one follows another; each raises UnexpectedExecution.
    """

    def __init__(self, execution: Execution) -> None:
        """Look at an execution."""
        self.execution = execution

    @property
    def status(self) -> str:
        """How it ended."""
        return self.execution.status

    @property
    def output(self) -> Json:
        """Its output; None unless it succeeded."""
        return self.execution.output

    @property
    def error(self) -> str | None:
        """Its error name; None where it succeeded."""
        return self.execution.error

    @property
    def cause(self) -> str | None:
        """The text beside the error."""
        return self.execution.cause

    @property
    def way(self) -> list[str]:
        """The names of the states that were entered, in order."""
        return self.execution.visited

    @property
    def seconds(self) -> float:
        """How long it took by its clock: under a fake one, what AWS would have taken, functions and services apart."""
        return self.execution.stop_date - self.execution.start_date

    def succeeded(self) -> Outcome:
        """It succeeded, whatever its output."""
        __tracebackhide__ = True
        if self.status != "SUCCEEDED":
            self._wrong(f"the execution should have succeeded, but it {self._end}")
        return self

    def succeeded_with(self, output: Json) -> Outcome:
        """It succeeded with an output, in which matchers such as `unittest.mock.ANY` may stand."""
        __tracebackhide__ = True
        self.succeeded()
        wrong = differences(self.output, output)
        if wrong:
            self._wrong("the output is not the expected one", wrong)
        return self

    def failed(self) -> Outcome:
        """It failed, whatever its error."""
        __tracebackhide__ = True
        if self.status != "FAILED":
            self._wrong(f"the execution should have failed, but it {self._end}")
        return self

    def failed_with(self, error: str | None, cause: str | None = _ANY) -> Outcome:
        """It failed with an error name and, if one is given, a cause; a matcher may stand for either."""
        __tracebackhide__ = True
        if self.status != "FAILED":
            self._wrong(f"the execution should have failed with {error!r}, but it {self._end}")
        if not same(self.error, error):
            self._wrong(f"the execution failed with {self.error!r}, expected {error!r}")
        if cause is not _ANY and not same(self.cause, cause):
            self._wrong("the cause is not the expected one", [f"got      {self.cause!r}", f"expected {cause!r}"])
        return self

    def timed_out(self) -> Outcome:
        """The execution as a whole ran out of time."""
        __tracebackhide__ = True
        if self.status != "TIMED_OUT":
            self._wrong(f"the execution should have timed out, but it {self._end}")
        return self

    def visited(self, *names: str) -> Outcome:
        """These states were entered, in this order; others may lie between."""
        __tracebackhide__ = True
        self._check_names(names)
        way = iter(self.way)
        for number, name in enumerate(names):
            if name not in way:
                after = f" after {names[number - 1]!r}" if number and name in self.way else ""
                self._wrong(f"state {name!r} was not visited{after}", [f"the way: {_listed(self.way)}"])
        return self

    def visited_exactly(self, *names: str) -> Outcome:
        """These states were entered, in this order, and no others."""
        __tracebackhide__ = True
        self._check_names(names)
        if self.way != list(names):
            self._wrong("the way is another one", [f"got      {_listed(self.way)}", f"expected {_listed(names)}"])
        return self

    def never_visited(self, *names: str) -> Outcome:
        """None of these states was entered."""
        __tracebackhide__ = True
        self._check_names(names)
        for name in names:
            if name in self.way:
                self._wrong(f"state {name!r} was visited", [f"the way: {_listed(self.way)}"])
        return self

    def took(
        self, seconds: float | None = None, *, at_least: float | None = None, at_most: float | None = None
    ) -> Outcome:
        """It took so many seconds by its clock, to the millisecond, or at least or at most so many."""
        __tracebackhide__ = True
        took = format_duration(self.seconds)
        if seconds is not None and abs(self.seconds - seconds) >= 0.001:
            self._wrong(f"the execution took {took}, expected {format_duration(seconds)}")
        if at_least is not None and self.seconds < at_least:
            self._wrong(f"the execution took {took}, expected {format_duration(at_least)} at least")
        if at_most is not None and self.seconds > at_most:
            self._wrong(f"the execution took {took}, expected {format_duration(at_most)} at most")
        return self

    def called(self, what: str, *, times: int | None = None, with_arguments: Json = _ANY) -> Outcome:
        """A task was called, retries counted.

        Args:
            what: The name of a state, or its resource, function or machine by any name that `tasks` takes.
            times: How often; at least once where it is not said.
            with_arguments: What one of the calls was given, matchers allowed.
        """
        __tracebackhide__ = True
        calls = self._calls.get(what, [])
        if not calls and times != 0:
            known = [*self._calls, *self._states]
            near = did_you_mean(what, known) if what not in known else ""
            self._wrong(f"{what!r} was not called{near}")
        if times is not None and len(calls) != times:
            self._wrong(f"{what!r} was called {_times(len(calls))}, expected {_times(times)}")
        if with_arguments is not _ANY and not any(same(call.arguments, with_arguments) for call in calls):
            told = [f"call {number}: {shortened(dumps(call.arguments), 160)}" for number, call in enumerate(calls, 1)]
            if len(calls) == 1:
                told = differences(calls[0].arguments, with_arguments)
            self._wrong(f"{what!r} was not called with the expected arguments", told)
        return self

    def never_called(self, what: str) -> Outcome:
        """A task was not called, by any name that `called` takes."""
        __tracebackhide__ = True
        return self.called(what, times=0)

    def __repr__(self) -> str:
        return f"Outcome({self.execution!r})"

    @cached_property
    def _states(self) -> list[str]:
        return [name for name, _ in states_of(self.execution.program.document)]

    @cached_property
    def _calls(self) -> dict[str, list[Attempt]]:
        """The calls by each name of the task."""
        calls: dict[str, list[Attempt]] = {}
        resources = {name: state.get("Resource") for name, state in states_of(self.execution.program.document)}
        for visit in visits(self.execution.history):
            for attempt in visit.attempts:
                names = TaskResource.of(str(resources.get(visit.name))).names(attempt.arguments)
                for name in {visit.name, attempt.resource, *names}:
                    calls.setdefault(name, []).append(attempt)
        return calls

    @property
    def _end(self) -> str:
        if self.status == "SUCCEEDED":
            return f"succeeded with {shortened(dumps(self.output), 160)}"
        if self.status == "TIMED_OUT":
            return f"timed out after {format_duration(self.seconds)}"
        return f"failed with {summarize_error(self.error, self.cause) or 'no error name'}"

    def _check_names(self, names: Iterable[str]) -> None:
        __tracebackhide__ = True
        for name in names:
            if name not in self._states:
                self._wrong(f"there is no state {name!r}{did_you_mean(name, self._states)}")

    def _wrong(self, message: str, details: Iterable[str] = ()) -> NoReturn:
        __tracebackhide__ = True
        raise UnexpectedExecution("\n  ".join([message, *details]), self.execution)


def expect(execution: Execution | Outcome) -> Outcome:
    """What a test expects of an execution: `expect(execution).succeeded_with({"ok": True}).visited("A", "B")`."""
    return execution if isinstance(execution, Outcome) else Outcome(execution)


def _listed(names: Iterable[str]) -> str:
    return shortened(" → ".join(names), 400) or "no state"


def _times(count: int) -> str:
    return "never" if count == 0 else "once" if count == 1 else f"{count} times"
