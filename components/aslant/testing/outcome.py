"""Expectations of an execution, whose failure messages show the states visited."""

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
    """An execution that differs from a test's expectation; the message ends with its trace."""

    def __init__(self, message: str, execution: Execution) -> None:
        super().__init__(f"{message}\n\n{trace(execution)}")
        self.execution = execution


class Outcome:
    """The outcome of an execution, with methods that check a test's expectations.

    Every expectation returns the outcome, so that expectations can be chained, and raises UnexpectedExecution if it is
    not met.
    """

    def __init__(self, execution: Execution) -> None:
        self.execution = execution

    @property
    def status(self) -> str:
        """The execution's status."""
        return self.execution.status

    @property
    def output(self) -> Json:
        """The execution's output; None unless it succeeded."""
        return self.execution.output

    @property
    def error(self) -> str | None:
        """The execution's error name; None if it succeeded."""
        return self.execution.error

    @property
    def cause(self) -> str | None:
        """The cause of the error."""
        return self.execution.cause

    @property
    def way(self) -> list[str]:
        """The names of the states that were entered, in order."""
        return self.execution.visited

    @property
    def seconds(self) -> float:
        """The duration by the execution's clock; with a FakeClock, that on AWS without functions and services."""
        return self.execution.stop_date - self.execution.start_date

    def succeeded(self) -> Outcome:
        """Expect the execution to succeed with any output."""
        __tracebackhide__ = True
        if self.status != "SUCCEEDED":
            self._wrong(f"the execution should have succeeded, but it {self._end}")
        return self

    def succeeded_with(self, output: Json) -> Outcome:
        """Expect the execution to succeed with an output, which may contain matchers such as `unittest.mock.ANY`."""
        __tracebackhide__ = True
        self.succeeded()
        wrong = differences(self.output, output)
        if wrong:
            self._wrong("the output differs from the expected one", wrong)
        return self

    def failed(self) -> Outcome:
        """Expect the execution to fail with any error."""
        __tracebackhide__ = True
        if self.status != "FAILED":
            self._wrong(f"the execution should have failed, but it {self._end}")
        return self

    def failed_with(self, error: str | None, cause: str | None = _ANY) -> Outcome:
        """Expect the execution to fail with an error name and, if given, a cause; both may be matchers."""
        __tracebackhide__ = True
        if self.status != "FAILED":
            self._wrong(f"the execution should have failed with {error!r}, but it {self._end}")
        if not same(self.error, error):
            self._wrong(f"the execution failed with {self.error!r}, expected {error!r}")
        if cause is not _ANY and not same(self.cause, cause):
            self._wrong("the cause differs from the expected one", [f"got      {self.cause!r}", f"expected {cause!r}"])
        return self

    def timed_out(self) -> Outcome:
        """Expect the execution as a whole to time out."""
        __tracebackhide__ = True
        if self.status != "TIMED_OUT":
            self._wrong(f"the execution should have timed out, but it {self._end}")
        return self

    def visited(self, *names: str) -> Outcome:
        """Expect these states to be visited in this order, possibly with other states between them."""
        __tracebackhide__ = True
        self._check_names(names)
        remaining = iter(self.way)
        for number, name in enumerate(names):
            if name not in remaining:
                after = f" after {names[number - 1]!r}" if number and name in self.way else ""
                self._wrong(f"state {name!r} was not visited{after}", [f"states visited: {_listed(self.way)}"])
        return self

    def visited_exactly(self, *names: str) -> Outcome:
        """Expect exactly these states to be visited, in this order."""
        __tracebackhide__ = True
        self._check_names(names)
        if self.way != list(names):
            self._wrong(
                "the states visited differ from the expected ones",
                [f"got      {_listed(self.way)}", f"expected {_listed(names)}"],
            )
        return self

    def never_visited(self, *names: str) -> Outcome:
        """Expect none of these states to be visited."""
        __tracebackhide__ = True
        self._check_names(names)
        for name in names:
            if name in self.way:
                self._wrong(f"state {name!r} was visited", [f"states visited: {_listed(self.way)}"])
        return self

    def took(
        self, seconds: float | None = None, *, at_least: float | None = None, at_most: float | None = None
    ) -> Outcome:
        """Expect a duration by the execution's clock, in seconds to the millisecond, or a minimum or maximum."""
        __tracebackhide__ = True
        took = format_duration(self.seconds)
        if seconds is not None and abs(self.seconds - seconds) >= 0.001:
            self._wrong(f"the execution took {took}, expected {format_duration(seconds)}")
        if at_least is not None and self.seconds < at_least:
            self._wrong(f"the execution took {took}, expected at least {format_duration(at_least)}")
        if at_most is not None and self.seconds > at_most:
            self._wrong(f"the execution took {took}, expected at most {format_duration(at_most)}")
        return self

    def called(self, what: str, *, times: int | None = None, with_arguments: Json = _ANY) -> Outcome:
        """Expect a task to be called; retries count as calls.

        Args:
            what: The name of a state, or its resource, function or machine by any name that `tasks` accepts.
            times: The number of calls; by default at least one.
            with_arguments: The arguments of one of the calls, which may contain matchers.
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
            details = [
                f"call {number}: {shortened(dumps(call.arguments), 160)}" for number, call in enumerate(calls, 1)
            ]
            if len(calls) == 1:
                details = differences(calls[0].arguments, with_arguments)
            self._wrong(f"{what!r} was not called with the expected arguments", details)
        return self

    def never_called(self, what: str) -> Outcome:
        """Expect a task not to be called; `what` is any name that `called` accepts."""
        __tracebackhide__ = True
        return self.called(what, times=0)

    def __repr__(self) -> str:
        return f"Outcome({self.execution!r})"

    @cached_property
    def _states(self) -> list[str]:
        return [name for name, _ in states_of(self.execution.program.document)]

    @cached_property
    def _calls(self) -> dict[str, list[Attempt]]:
        """The calls by every name of their task."""
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
                self._wrong(f"state {name!r} does not exist{did_you_mean(name, self._states)}")

    def _wrong(self, message: str, details: Iterable[str] = ()) -> NoReturn:
        __tracebackhide__ = True
        raise UnexpectedExecution("\n  ".join([message, *details]), self.execution)


def expect(execution: Execution | Outcome) -> Outcome:
    """Return an outcome to check expectations: `expect(execution).succeeded_with({"ok": True}).visited("A", "B")`."""
    return execution if isinstance(execution, Outcome) else Outcome(execution)


def _listed(names: Iterable[str]) -> str:
    return shortened(" → ".join(names), 400) or "no state"


def _times(count: int) -> str:
    return "never" if count == 0 else "once" if count == 1 else f"{count} times"
