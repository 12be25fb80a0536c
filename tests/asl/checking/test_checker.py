"""The whole check: any document, AWS's recorded results, depth and size."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.asl import from_dict
from aslant.asl.checking import check, variable_references
from aslant.errors import DefinitionError
from tests.asl.checking.machines import FUNCTION, a, alone, branch, finding_lines, machine
from tests.corpus import CORPUS, MISSING, rows

recorded = pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
DEFINITIONS = rows("manifest.jsonl")


def definition_of(row: dict[str, Any]) -> Any:
    return json.loads((CORPUS / row["file"]).read_text())


FAILS = {
    "workflows-collection--emit-and-wait-statemachine-statemachine": [
        "/States/Emit - TIMEDOUT/Parameters/Entries[0]/Detail/TaskToken.$: The context object does not have 'Task' "
        "in this state, so the state always fails. Write arn:aws:states:::events:putEvents.waitForTaskToken, which "
        "waits for the token. [UNAVAILABLE_CONTEXT_MEMBER]"
    ],
    "ls-invalid-jsonpath-invalid-jsonpath-in-errorpath": [
        "/States/fail/ErrorPath: The path $.ErrorX does not exist: 'ErrorX' is not a member of the result of state "
        "'pass'. Did you mean 'Error'? [TYPE_MISMATCH]"
    ],
    "ls-invalid-jsonpath-st-invalid-jsonpath-in-causepath": [
        "/States/fail/CausePath: The path $.NoSuchCausePath does not exist: 'NoSuchCausePath' is not a member of the "
        "result of state 'pass'. The members are Error. [TYPE_MISMATCH]"
    ],
    "statelint--map-with-resultselector": [
        "/States/m/ResultSelector/b.$: The path $.y does not exist: only an object has a member 'y', and the raw "
        "result of state 'm' is an array. Select an item, such as [0], or all items with [*]. [TYPE_MISMATCH]"
    ],
}
"""Definitions that AWS takes and whose state fails whenever it runs."""
READ_OTHER_DATA = {
    "asl-language-service--documentvalidresultselectorintrinsicfunction": {"Invoke Lambda function"},
    "sfn-agent--stacks-tools-batch-processor-state-machine-jsonata": {"ValidationFailed", "ProcessingFailed"},
    "sfn-agent--step-functions-dynamic-agent-with-registry-template": {"Execute Tool", "Tool Not Found"},
}
"""The states of published definitions that read their workflow's input after a service's result has replaced it."""


@recorded
@pytest.mark.parametrize("row", [row for row in DEFINITIONS if row["expected"] == "valid"], ids=lambda row: row["id"])
def test_what_aws_accepts_has_no_error(row: dict[str, Any]) -> None:
    findings = check(definition_of(row), type=row["sfn_type"] or "STANDARD")
    errors = [finding for finding in findings if finding.severity == "ERROR"]
    if row["id"] in READ_OTHER_DATA:
        assert {error.state for error in errors} == READ_OTHER_DATA[row["id"]]
        assert all("is not a member of" in error.message for error in errors)
    else:
        assert [str(error) for error in errors] == FAILS.get(row["id"], [])


@recorded
def test_definitions_with_an_error_failed_or_nobody_ran_them() -> None:
    ended = {json.dumps(row["definition"]): row["expected_status"] for row in rows("executions.jsonl")}
    for row in DEFINITIONS:
        if row["id"] in FAILS and row["grade"] != "C":
            assert ended.get(json.dumps(definition_of(row)), "FAILED") == "FAILED"


@recorded
@pytest.mark.parametrize("row", [row for row in DEFINITIONS if row["expected"] == "invalid"], ids=lambda row: row["id"])
def test_what_aws_refuses_has_an_error(row: dict[str, Any]) -> None:
    findings = check(definition_of(row), type=row["sfn_type"] or "STANDARD")
    assert any(finding.severity == "ERROR" for finding in findings)


@recorded
@pytest.mark.parametrize("row", rows("diagnostics.jsonl"))
def test_a_recorded_diagnostic_is_reported_in_the_same_words(row: dict[str, Any]) -> None:
    findings = check(json.loads(row["definition_raw"]), type=row["type"])
    if "diagnostics" in row:
        assert [
            {"code": f.code, "location": f.location, "message": f.message, "severity": f.severity} for f in findings
        ] == row["diagnostics"]
    else:
        finding_line = ", ".join(f"{f.code}: {f.message} at {f.location}" for f in findings)
        assert f"Invalid State Machine Definition: '{finding_line}'" == row["message"]


@recorded
@pytest.mark.parametrize("row", rows("variable_references.jsonl"), ids=lambda row: row["id"])
def test_the_variables_that_states_read_are_those_that_aws_lists(row: dict[str, Any]) -> None:
    listed = {state: sorted(names) for state, names in row["variableReferences"].items()}
    assert variable_references(row["definition"]) == listed


STRUCTURE: list[tuple[Any, list[str]]] = [
    (None, ["/: Definition must be a valid JSON object | Write an object with StartAt and States."]),
    ([], ["/: Definition must be a valid JSON object | Write an object with StartAt and States."]),
    ("{}", ["/: Definition must be a valid JSON object | Write an object with StartAt and States."]),
    ({}, ["/: These fields are required: [States, StartAt]"]),
    ({"StartAt": "A"}, ["/: These fields are required: [States]"]),
    ({"States": {"A": a("Pass")}}, ["/: These fields are required: [StartAt]"]),
    (
        {"StartAt": 5, "States": {"A": a("Pass")}},
        ["/StartAt: Expected value of type [STRING] | Write a string, not 5."],
    ),
    (
        {"StartAt": "A", "States": []},
        ["/States: Expected value of type [OBJECT] | Write an object of states by name, not a list."],
    ),
    (
        {"StartAt": "A", "States": {"A": a("Pass")}, "Startat": "A"},
        ["/: Field 'Startat' is not supported | Did you mean 'StartAt'?"],
    ),
    (machine(A=None), ["/States/A: Expected value of type [OBJECT] | Write an object with Type, not null."]),
    (
        machine(A={"End": True}),
        [
            (
                "/States/A: The field 'Type' is required | Write one of Task, Wait, Pass, Succeed, Fail, "
                "Choice, Parallel, Map."
            ),
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    (
        machine(A={"Type": "pass", "End": True}),
        [
            (
                "/States/A/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, "
                "Succeed, Fail, Choice, Parallel, Map] | Did you mean 'Pass'?"
            )
        ],
    ),
    (
        machine(A={"Type": None, "End": True}),
        [
            (
                "/States/A/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, "
                "Fail, Choice, Parallel, Map]"
            )
        ],
    ),
    (
        machine(P=a("Parallel", Branches=[])),
        ["/States/P/Branches: Value cannot be empty | Add at least one branch."],
    ),
    (
        machine(P=a("Parallel", Branches={})),
        ["/States/P/Branches: Expected value of type [ARRAY] | Write a list of machines, not an object."],
    ),
    (
        machine(P=a("Parallel", Branches=[None, {}])),
        [
            (
                "/States/P/Branches[0]: Expected value of type [OBJECT] | Write an object with StartAt and "
                "States, not null."
            ),
            "/States/P/Branches[1]: These fields are required: [States, StartAt]",
        ],
    ),
    (
        machine(P=a("Parallel", Branches=[{**branch(), "QueryLanguage": "JSONata"}])),
        [
            (
                "/States/P/Branches[0]: Field 'QueryLanguage' is not supported | The fields are Comment, "
                "ProcessorConfig, StartAt, States."
            )
        ],
    ),
    (
        machine(
            {"QueryLanguage": "JSONata"},
            M=a("Map", QueryLanguage="JSONPath", MaxConcurrency=-1, ItemProcessor=branch()),
        ),
        [
            (
                "/States/M: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state "
                "machine | Remove QueryLanguage at the top, and write QueryLanguage 'JSONata' in the "
                "states that use it."
            ),
            "/States/M/MaxConcurrency: Minimum value is 0 | Write at least 0, not -1.",
        ],
    ),
    (
        machine(
            {"QueryLanguage": "JSONata"}, P=a("Parallel", Branches=[branch(B=a("Pass", QueryLanguage="JSONPath"))])
        ),
        [
            (
                "warning /States/P/Branches[0]/States/B: 'QueryLanguage' can not be 'JSONPath' if set to "
                "'JSONata' for whole state machine | Remove QueryLanguage at the top, and write "
                "QueryLanguage 'JSONata' in the states that use it."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), STRUCTURE)
def test_a_document_that_is_not_a_machine_lacks_fields(definition: Any, findings: list[str]) -> None:
    assert finding_lines(definition) == findings


def test_findings_come_in_the_order_of_the_document_and_then_how_states_are_joined() -> None:
    definition = machine(
        A=a("Pass", InputPath="a", Next="P"),
        P=a("Parallel", Branches=[branch(B=a("Pass", OutputPath="b", Next="Gone"))], Next="Lost"),
        C=a("Pass", ResultPath="c"),
    )
    assert [(finding.location, finding.state) for finding in check(definition)] == [
        ("/States/A/InputPath", "A"),
        ("/States/C/ResultPath", "C"),
        ("/States/P/Branches[0]/States/B/OutputPath", "B"),
        ("/States/P/Next", "P"),
        ("/States/C", "C"),
        ("/States/P/Branches[0]/States/B/Next", "B"),
        ("/States/P/Branches[0]", "P"),
    ]


def test_a_machine_is_checked_as_its_document_is() -> None:
    definition = machine(A=a("Task", Resource=FUNCTION, TimeoutSeconds=0))
    assert check(from_dict(definition)) == check(definition) != []
    assert variable_references(from_dict(alone("Pass", InputPath="$x"))) == {"A": ["x"]}


def test_a_type_that_is_none_is_refused() -> None:
    with pytest.raises(DefinitionError, match="type must be 'STANDARD' or 'EXPRESS', not 'express'"):
        check({}, type="express")  # type: ignore[arg-type]


def test_two_hundred_levels_are_checked() -> None:
    inner = machine(L0=a("Pass", InputPath="x"))
    for level in range(1, 201):
        inner = machine(**{f"L{level}": a("Parallel", Branches=[inner])})
    (finding,) = check(inner)
    assert finding.state == "L0"
    assert finding.location.count("/Branches[0]") == 200


def test_ten_thousand_states_are_checked() -> None:
    states = {f"S{n}": a("Pass", Parameters={"a.$": "$.a"}, Next=f"S{n + 1}") for n in range(10_000)}
    definition = machine(**states, S10000=a("Wait", Seconds=-1))
    assert finding_lines(definition) == ["/States/S10000/Seconds: Minimum value is 0 | Write at least 0, not -1."]


def test_a_document_is_left_as_it_is() -> None:
    definition = machine(A=a("Parallel", Branches=[branch()], Catch=[{}], Retry=[{"ErrorEquals": []}]), B={})
    before = json.dumps(definition)
    check(definition)
    assert json.dumps(definition) == before
