"""The mock configuration file of Step Functions Local: test cases with the results of tasks.

Developer guide, section 'Configuration file for mocked service integrations': `StateMachines` has `TestCases` by
machine, a test case maps states to `MockedResponses`, and a response has an answer for each attempt, `0` or `1-2`: a
`Return` or a `Throw`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aslant.errors import RunError, TaskError, did_you_mean
from aslant.json_value import Json
from aslant.run.doubles import Doubles
from aslant.run.task_call import TaskCall, Tasks
from aslant.run.timestamps import parse_timestamp

__all__ = ["MockCase", "MockConfig", "MockedResponse"]

_ATTEMPTS: Final = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_FIELDS: Final = ("Return", "Throw")


@dataclass(frozen=True, slots=True)
class MockedResponse:
    """The results of a task, attempt by attempt."""

    name: str
    """The name in the file."""
    answers: tuple[tuple[range, Json], ...]
    """The attempts, counted from 0, with an object that has `Return` or `Throw`."""

    @classmethod
    def of(cls, name: str, document: Any) -> MockedResponse:
        """Read one of `MockedResponses`. Raises RunError for an invalid one."""
        place = f"MockedResponses {name!r}"
        if not isinstance(document, Mapping):
            raise RunError(f'{place} must be an object of attempts, such as {{"0": {{"Return": …}}}}')
        answers: list[tuple[range, Json]] = []
        for key, answer in document.items():
            match = _ATTEMPTS.fullmatch(key) if isinstance(key, str) else None
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
            if last < first:
                raise RunError(
                    f"{place}: {key!r} is not an attempt. Write '0' for the first attempt, '1-2' for two retries."
                )
            for other, _ in answers:
                if other.start <= last and first < other.stop:
                    raise RunError(f"{place} answers attempt {max(first, other.start)} twice. Keep one.")
            _check_answer(answer, f"{place}, attempt {key!r}")
            answers.append((range(first, last + 1), answer))
        return cls(name, tuple(answers))

    def result(self, attempt: int) -> Json:
        """Return the result of an attempt, or raise TaskError.

        An attempt without an answer ends the execution, as on AWS."""
        answer = next((answer for attempts, answer in self.answers if attempt in attempts), None)
        if answer is None:
            raise TaskError("States.Runtime", f"The mocked response '{self.name}' has no answer for attempt {attempt}")
        if "Throw" in answer:
            raise TaskError(answer["Throw"]["Error"], answer["Throw"].get("Cause") or "")
        return answer["Return"]


@dataclass(frozen=True, slots=True)
class MockCase:
    """The mocks of one test case."""

    states: Mapping[str, MockedResponse]
    """The response of each mocked state."""

    def handles(self, call: TaskCall) -> bool:
        """Return whether a task is mocked."""
        return call.state in self.states

    def answer(self, call: TaskCall) -> Json:
        """Return a mocked task's raw result for its attempt, or raise TaskError."""
        return self.states[call.state].result(call.context["State"].get("RetryCount", 0))


class MockConfig:
    """The content of a mock configuration file: `MockConfig(json.load(file)).tasks("Orders", "Declined")`."""

    def __init__(self, document: Any) -> None:
        """Read the parsed JSON of a file. Raises RunError, with the place, for an invalid one."""
        if not isinstance(document, Mapping):
            raise RunError("a mock configuration must be an object with StateMachines and MockedResponses")
        responses = _object(document, "MockedResponses", "the mock configuration")
        self.document = document
        """The parsed JSON."""
        self._responses = {name: MockedResponse.of(name, response) for name, response in responses.items()}
        self.cases: dict[str, dict[str, dict[str, str]]] = {}
        """The names of responses by machine, test case and state."""
        for machine, entry in _object(document, "StateMachines", "the mock configuration").items():
            cases = _object(entry, "TestCases", f"StateMachines {machine!r}")
            self.cases[machine] = {case: self._case(states, f"{machine}/{case}") for case, states in cases.items()}

    def tasks(
        self,
        machine: str,
        case: str,
        *,
        others: Tasks | None = None,
        handlers: Mapping[str, Callable[..., Any]] | None = None,
    ) -> Callable[[TaskCall], Any]:
        """Return the `tasks` of one test case, for `aslant.run.run`.

        Args:
            machine: The machine's name in the file.
            case: The test case.
            others: Mocks for the states that the test case omits, as for `run`.
            handlers: The workflow's handlers, which handle tasks without a mock.

        Raises:
            RunError: the file has no such machine or test case.
        """
        mocks = self.case(machine, case)
        rest = Doubles({} if others is None else others, handlers or {})

        def handle(call: TaskCall) -> Any:
            if mocks.handles(call):
                return mocks.answer(call)
            return rest.perform(call, float(parse_timestamp(call.context["State"]["EnteredTime"]) or 0))

        return handle

    def case(self, machine: str, case: str) -> MockCase:
        """Return the mocks of a test case of a machine. Raises RunError if the file does not have it."""
        cases = _named(self.cases, machine, "state machine", "the mock configuration")
        states = _named(cases, case, "test case", f"state machine {machine!r}")
        return MockCase({state: self._responses[response] for state, response in states.items()})

    def _case(self, states: Any, place: str) -> dict[str, str]:
        if not isinstance(states, Mapping):
            raise RunError(f"test case {place} must be an object of states, each with the name of a mocked response")
        for state, response in states.items():
            if not isinstance(response, str) or response not in self._responses:
                near = did_you_mean(response, self._responses) if isinstance(response, str) else ""
                raise RunError(
                    f"test case {place}: state {state!r} has the response {response!r}, "
                    f"which is not in MockedResponses{near}"
                )
        return dict(states)


def _check_answer(answer: Any, place: str) -> None:
    given = [field for field in _FIELDS if isinstance(answer, Mapping) and field in answer]
    if len(given) != 1 or len(answer) != 1:
        raise RunError(f"{place} must be an object with either Return or Throw")
    if given == ["Throw"]:
        thrown = answer["Throw"]
        if not isinstance(thrown, Mapping) or not isinstance(thrown.get("Error"), str):
            raise RunError(f"{place}: Throw must be an object with Error, an error name, and optionally Cause")
        if not isinstance(thrown.get("Cause"), str | None):
            raise RunError(f"{place}: the Cause of Throw must be a string")


def _object(document: Any, field: str, place: str) -> Mapping[str, Any]:
    value = document.get(field) if isinstance(document, Mapping) else None
    if not isinstance(value, Mapping):
        raise RunError(f"{place} must have {field}, an object")
    return value


def _named(known: Mapping[str, Any], name: str, what: str, place: str) -> Any:
    if name not in known:
        hint = did_you_mean(name, known) or (f"; it has {', '.join(known)}" if known else "")
        raise RunError(f"{place} has no {what} {name!r}{hint}")
    return known[name]
