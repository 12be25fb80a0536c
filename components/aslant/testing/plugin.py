"""The pytest plugin: fixtures, traces of executions in failure reports, coverage.

It does not import the runner before a test does, or uses a fixture. PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from aslant.run import Execution, FakeClock
    from aslant.testing.coverage import Coverage
    from aslant.testing.local_aws import LocalAws
    from aslant.testing.outcome import Outcome
    from aslant.testing.workflow import WorkflowUnderTest

__all__: list[str] = []

_SHOWN: Final = 3  # executions of a failed test
_PLUGIN: Final = "aslant-session"
_OUTPUT: Final = "aslant_coverage"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command-line options and the ini options."""
    group = parser.getgroup("aslant", "workflows tested with aslant")
    group.addoption(
        "--aslant-coverage",
        action="store_true",
        default=None,
        help="report which states, branches, retriers and catchers of workflows the tests reached",
    )
    group.addoption(
        "--aslant-coverage-of",
        action="append",
        metavar="NAME",
        help="report the coverage only of workflows with this name, such as 'workflows.*'; may be repeated",
    )
    group.addoption(
        "--aslant-fail-under",
        type=_share,
        metavar="PERCENT",
        help="report the coverage, and fail if it is below this percentage",
    )
    parser.addini("aslant_coverage", "whether to report the coverage of workflows", type="bool", default=False)
    parser.addini("aslant_coverage_of", "names of the workflows to report, one a line", type="linelist")
    parser.addini("aslant_fail_under", "the percentage of coverage below which the session fails")


def pytest_configure(config: pytest.Config) -> None:
    """Start to record executions in this session."""
    config.pluginmanager.register(_Session(config), _PLUGIN)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop recording executions."""
    session = config.pluginmanager.unregister(name=_PLUGIN)
    if isinstance(session, _Session):
        session.close()


@pytest.fixture
def fake_clock() -> FakeClock:
    """Return a clock that only advances when an execution waits; `elapsed` is the duration on AWS."""
    from aslant.run import FakeClock

    return FakeClock()


@pytest.fixture
def workflow() -> Callable[..., WorkflowUnderTest]:
    """Return the class `aslant.testing.WorkflowUnderTest`: `workflow(pizza, tasks={…}).run({…}).succeeded()`."""
    from aslant.testing.workflow import WorkflowUnderTest

    return WorkflowUnderTest


@pytest.fixture
def run_workflow() -> Callable[..., Outcome]:
    """Return a function with the arguments of `aslant.run.run`: `run_workflow(pizza, {…}).succeeded()`."""
    from aslant.run import run
    from aslant.testing.outcome import Outcome

    return lambda *arguments, **options: Outcome(run(*arguments, **options))


@pytest.fixture
def local_aws() -> Generator[Callable[..., LocalAws]]:
    """Return a function that starts a local AWS: `local_aws(machines={"pizza": pizza}).run("pizza", {…})`.

    Its arguments are those of `aslant.testing.LocalAws`. What it has started ends with the test.
    """
    from aslant.testing.local_aws import LocalAws

    with ExitStack() as started:
        yield lambda **arguments: started.enter_context(LocalAws(**arguments))


class _Session:
    """The plugin's state in a session: its coverage and the latest executions."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._recent: deque[Execution] = deque(maxlen=_SHOWN)
        self._watching = False
        self.coverage: Coverage | None = None
        option = config.getoption
        self._bound = option("--aslant-fail-under")
        if self._bound is None and config.getini("aslant_fail_under"):
            self._bound = _share(config.getini("aslant_fail_under"), pytest.UsageError)
        only = option("--aslant-coverage-of") or config.getini("aslant_coverage_of")
        is_enabled = option("--aslant-coverage") or config.getini("aslant_coverage")
        if is_enabled or only or self._bound is not None:
            from aslant.testing.coverage import Coverage

            self.coverage = Coverage(list(only))
            self._watch()

    def close(self) -> None:
        """Stop recording executions."""
        if self._watching:
            from aslant.run.lifecycle import watchers

            watchers.remove(self._see)

    def pytest_collection_finish(self) -> None:
        """Start to record, because tests that import the runner have done so by now."""
        self._watch_if_imported()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, bool | None, bool | None]:
        """Forget the executions of earlier tests."""
        self._recent.clear()
        self._watch_if_imported()
        try:
            return (yield)
        finally:
            self._recent.clear()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Add the traces of a failed test's executions to its report."""
        report = yield
        if report.failed and self._recent and call.excinfo is not None:
            from aslant.run.report.trace import trace

            reported = getattr(call.excinfo.value, "execution", None)
            traces = [trace(execution) for execution in self._recent if execution is not reported]
            if traces:
                report.sections.append(("aslant execution", "\n\n".join(traces)))
        return report

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Pass the coverage to xdist's controller, or fail the session if the coverage is too low."""
        if self.coverage is None:
            return
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[_OUTPUT] = json.dumps(self.coverage.to_data())
        elif self._is_under and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Merge the coverage of one of xdist's workers."""
        data = getattr(node, "workeroutput", {}).get(_OUTPUT)
        if data and self.coverage is not None:
            self.coverage.merge(json.loads(data))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the coverage."""
        if self.coverage is None:
            return
        from aslant.testing.report import lines

        terminalreporter.section("aslant coverage")
        for line in lines(self.coverage):
            terminalreporter.line(line)
        if self._is_under:
            percent = f"{self.coverage.percent:.2f}".rstrip("0").rstrip(".")
            terminalreporter.line(
                f"FAIL the tests reached {percent}% of the workflows, less than the {self._bound:g}% required", red=True
            )

    @property
    def _is_under(self) -> bool:
        return self.coverage is not None and self._bound is not None and self.coverage.percent < self._bound

    def _see(self, execution: Execution) -> None:
        self._recent.append(execution)
        if self.coverage is not None:
            self.coverage.watch(execution)

    def _watch_if_imported(self) -> None:
        if "aslant.run.program" in sys.modules:
            self._watch()

    def _watch(self) -> None:
        if not self._watching:
            from aslant.run.lifecycle import watchers

            watchers.append(self._see)
            self._watching = True


def _share(text: str, problem: type[Exception] = ValueError) -> float:
    """Parse a percentage from 0 to 100."""
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 100:
        raise problem(f"aslant_fail_under must be a percentage from 0 to 100, not {text!r}")
    return share
