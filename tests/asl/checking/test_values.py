"""Types of values: strings, booleans, numbers in ranges, enumerations, timestamps."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.values import is_timestamp, kind_of, shown
from tests.asl.checking.machines import FUNCTION, a, alone, finding_lines, machine

REFUSED: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Comment=5),
        ["/States/A/Comment: Expected value of type [STRING] | Write a string, not 5."],
    ),
    (
        alone("Pass", Comment=None),
        ["/States/A/Comment: Expected value of type [STRING] | Write a string, not null."],
    ),
    (
        machine({"Comment": []}, A=a("Pass")),
        ["/Comment: Expected value of type [STRING] | Write a string, not a list."],
    ),
    (
        machine({"Version": "2.0"}, A=a("Pass")),
        ["/Version: Value should be one of the following: [1.0] | Did you mean '1.0'?"],
    ),
    (
        machine({"Version": 1.0}, A=a("Pass")),
        ["/Version: Expected value of type [STRING] | Write '1.0', not 1.0."],
    ),
    (
        alone("Pass", End="true"),
        ["/States/A/End: Expected value of type [BOOLEAN] | Write true or false, not a string."],
    ),
    (
        alone("Pass", Next=["B"]),
        [
            "/States/A/Next: Expected value of type [STRING] | Write a string, not a list.",
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, TimeoutSeconds=0),
        ["/States/A/TimeoutSeconds: Minimum value is 1 | Write at least 1, not 0."],
    ),
    (
        alone("Task", Resource=FUNCTION, TimeoutSeconds=100_000_000),
        ["/States/A/TimeoutSeconds: Maximum value is 99999999 | Write at most 99999999, not 100000000."],
    ),
    (
        alone("Task", Resource=FUNCTION, TimeoutSeconds="60"),
        ["/States/A/TimeoutSeconds: Expected value of type Integer | Write 60 without quotes."],
    ),
    (
        alone("Task", Resource=FUNCTION, TimeoutSeconds="$.seconds"),
        ["/States/A/TimeoutSeconds: Expected value of type Integer | Write the path in 'TimeoutSecondsPath'."],
    ),
    (
        machine({"TimeoutSeconds": "$.seconds"}, A=a("Pass")),
        [
            (
                "/TimeoutSeconds: Expected value of type Integer | Write an integer, not '$.seconds'. It "
                "cannot depend on the input."
            )
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, HeartbeatSeconds="soon"),
        ["/States/A/HeartbeatSeconds: Expected value of type Integer | Write an integer, not 'soon'."],
    ),
    (
        alone("Task", Resource=FUNCTION, HeartbeatSeconds=True),
        ["/States/A/HeartbeatSeconds: Expected value of type Integer | Write an integer, not a boolean."],
    ),
    (
        alone("Wait", Seconds=1.5),
        ["/States/A/Seconds: Expected value of type Integer | Write an integer, not 1.5."],
    ),
    (alone("Wait", Seconds=-1), ["/States/A/Seconds: Minimum value is 0 | Write at least 0, not -1."]),
    (
        alone("Wait", Seconds=float("nan")),
        ["/States/A/Seconds: Expected value of type Integer | Write an integer, not nan."],
    ),
    (
        alone("Wait", Seconds=10**40),
        [
            (
                "/States/A/Seconds: Maximum value is 99999999 | Write at most 99999999, not "
                "10000000000000000000000000000000000000000."
            )
        ],
    ),
    (
        alone("Wait", QueryLanguage="JSONata", Seconds="10"),
        ["/States/A/Seconds: JSONata string must start with {% and end with %} | Write '{% 10 %}'."],
    ),
    (
        alone("Wait", QueryLanguage="JSONata", Seconds=None),
        ["/States/A/Seconds: Expected value of type Integer | Write an integer, not null."],
    ),
    (
        alone("Wait", Timestamp="2026-03-14"),
        [
            (
                "/States/A/Timestamp: String does not match RFC3339 timestamp | Write a timestamp such as "
                "'2026-03-14T01:59:00Z', with T, and Z or an offset."
            )
        ],
    ),
    (
        alone("Wait", Timestamp="2026-03-14t01:59:00z"),
        [
            (
                "/States/A/Timestamp: String does not match RFC3339 timestamp | Write a timestamp such as "
                "'2026-03-14T01:59:00Z', with T, and Z or an offset."
            )
        ],
    ),
    (
        alone("Wait", Timestamp="2026-02-30T01:59:00Z"),
        [
            (
                "/States/A/Timestamp: String does not match RFC3339 timestamp | Write a timestamp such as "
                "'2026-03-14T01:59:00Z', with T, and Z or an offset."
            )
        ],
    ),
    (
        alone("Wait", Timestamp=1),
        [
            (
                "/States/A/Timestamp: Expected value of type [STRING] | Write a timestamp such as "
                "'2026-03-14T01:59:00Z', not 1."
            )
        ],
    ),
    (
        alone("Wait", QueryLanguage="JSONata", Timestamp="tomorrow"),
        [
            (
                "/States/A/Timestamp: String does not match RFC3339 timestamp | Write a timestamp such as "
                "'2026-03-14T01:59:00Z', with T, and Z or an offset."
            )
        ],
    ),
    (
        alone("Wait", QueryLanguage="JSONata", Timestamp="at {% $t %}"),
        [
            (
                "/States/A/Timestamp: JSONata string must start with {% and end with %} | Write {% at its "
                "start, with nothing outside."
            )
        ],
    ),
    (machine({"TimeoutSeconds": -1}, A=a("Pass")), ["/TimeoutSeconds: Minimum value is 0 | Write at least 0, not -1."]),
    (
        machine({"TimeoutSeconds": "60"}, A=a("Pass")),
        ["/TimeoutSeconds: Expected value of type Integer | Write 60 without quotes."],
    ),
    (
        machine({"QueryLanguage": "JSONata", "TimeoutSeconds": "{% 1 %}"}, A=a("Pass")),
        ["/TimeoutSeconds: Expected value of type Integer | Write an integer, not '{% 1 %}'."],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), REFUSED)
def test_a_value_of_another_kind_or_range_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        alone("Pass", Comment=""),
        machine({"Version": "1.0", "Comment": "text"}, A=a("Pass")),
        machine({"TimeoutSeconds": 0}, A=a("Pass")),
        alone("Task", Resource=FUNCTION, TimeoutSeconds=99_999_999, HeartbeatSeconds=1),
        alone("Task", Resource=FUNCTION, TimeoutSeconds=60.0),
        alone("Task", Resource=FUNCTION, TimeoutSeconds="${Seconds}"),
        alone("Task", Resource=FUNCTION, TimeoutSeconds={"Ref": "Seconds"}),
        alone("Wait", Seconds=0),
        alone("Wait", QueryLanguage="JSONata", Seconds="{% $states.input.seconds %}"),
        alone("Wait", QueryLanguage="JSONata", Seconds="{% 1 - 1 %}"),
        alone("Wait", QueryLanguage="JSONata", Timestamp="{% $now() %}"),
        alone("Wait", Timestamp="${Moment}"),
        alone("Wait", Timestamp="2026-03-14T01:59:00Z"),
    ],
)
def test_a_value_of_its_type_and_range_has_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_an_expression_for_a_negative_number_fails_at_run_time() -> None:
    assert finding_lines(alone("Wait", QueryLanguage="JSONata", Seconds="{% -1 %}")) == [
        "TYPE_MISMATCH /States/A/Seconds: The value of Seconds must be a whole number of 0 or more, not -1"
    ]


@pytest.mark.parametrize(
    ("text", "exists"),
    [
        ("2026-03-14T01:59:00Z", True),
        ("2026-03-14T01:59:00.123456789Z", True),
        ("2026-03-14T01:59:00-08:00", True),
        ("2024-02-29T23:59:60Z", True),
        ("2026-03-14T01:59:00", False),
        ("2026-03-14 01:59:00Z", False),
        ("2026-13-14T01:59:00Z", False),
        ("2025-02-29T00:00:00Z", False),
        ("2026-03-14T24:59:00Z", False),
        ("2026-03-14T01:59Z", False),
        ("", False),
    ],
)
def test_a_timestamp_is_written_as_rfc_3339_and_exists(text: str, exists: bool) -> None:
    assert is_timestamp(text) is exists


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "a boolean"),
        (1, "a number"),
        (1.5, "a number"),
        ("", "a string"),
        ([], "a list"),
        ({}, "an object"),
        (b"", "bytes"),
    ],
)
def test_a_kind_is_named_in_words(value: Any, kind: str) -> None:
    assert kind_of(value) == kind


def test_a_long_value_is_shown_short() -> None:
    assert shown("x" * 100) == "'" + "x" * 58 + "…"
    assert shown("x") == "'x'"
