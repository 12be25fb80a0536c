"""The places at which Python constructs states."""

from __future__ import annotations

from pathlib import Path

from aslant.asl import Pass, Succeed
from aslant.asl.state import watchers
from aslant.files.construction import SourceLine, recorded

HERE = Path(__file__)


def test_the_line_of_a_state_with_a_computed_name_is_recorded() -> None:
    with recorded() as places:
        for name in ("A", "B"):
            Pass(f"Step {name}", assign={"x": 1}, comment="a state")
    assert places.of("Step A") == places.of("Step B") == SourceLine(HERE, 17)


def test_a_name_that_is_constructed_at_two_lines_has_no_place() -> None:
    with recorded() as places:
        Succeed("Done")
        Succeed("Done")
    assert places.of("Done") is None
    assert places.of("Other") is None


def test_nothing_is_recorded_outside() -> None:
    with recorded() as places:
        pass
    Succeed("Done")
    assert places.of("Done") is None
    assert watchers == []
