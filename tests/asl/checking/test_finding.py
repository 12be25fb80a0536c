"""Findings as strings and as JSON."""

from __future__ import annotations

from aslant.asl.checking import Finding
from aslant.asl.checking.finding import SCHEMA

FINDING = Finding(
    SCHEMA, "ERROR", "/States/a/b~/Retry[0]", "a/b~", "Minimum value is 1", "Write 1.", ("States", "a/b~", "Retry", 0)
)


def test_a_finding_is_one_line() -> None:
    assert str(FINDING) == "/States/a/b~/Retry[0]: Minimum value is 1. Write 1. [SCHEMA_VALIDATION_FAILED]"


def test_a_blank_at_the_end_of_aws_own_words_is_not_printed() -> None:
    finding = Finding("C", "WARNING", "/", None, "Express does not support '.sync' ")
    assert str(finding) == "/: Express does not support '.sync' [C]"


def test_the_pointer_escapes_what_the_location_does_not() -> None:
    assert FINDING.pointer == "/States/a~1b~0/Retry/0"
    assert Finding("C", "ERROR", "/", None, "").pointer == ""


def test_a_finding_is_json() -> None:
    assert FINDING.to_dict() == {
        "code": "SCHEMA_VALIDATION_FAILED",
        "severity": "ERROR",
        "location": "/States/a/b~/Retry[0]",
        "pointer": "/States/a~1b~0/Retry/0",
        "state": "a/b~",
        "message": "Minimum value is 1",
        "repair": "Write 1.",
    }


def test_findings_are_equal_by_what_they_say() -> None:
    assert Finding("C", "ERROR", "/", None, "m") == Finding("C", "ERROR", "/", None, "m", steps=("States",))
    assert Finding("C", "ERROR", "/", None, "m") != Finding("C", "WARNING", "/", None, "m")
    assert "steps" not in repr(FINDING)
