"""ValidateStateMachineDefinition, compared with what AWS answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.corpus import MISSING, rows

from .conftest import PASS, ROLE

if TYPE_CHECKING:
    from .conftest import Api

DIAGNOSTICS = rows("diagnostics.jsonl")
SCHEMA = "SCHEMA_VALIDATION_FAILED"


@pytest.mark.parametrize(
    ("definition", "diagnostics"),
    [
        (PASS, []),
        ('""', [{"code": SCHEMA, "message": "Definition must be a valid JSON object", "severity": "ERROR"}]),
        (
            "{}",
            [
                {
                    "code": SCHEMA,
                    "location": "/",
                    "message": "These fields are required: [States, StartAt]",
                    "severity": "ERROR",
                }
            ],
        ),
        (
            "not a definition",
            [
                {
                    "code": "INVALID_JSON_DESCRIPTION",
                    "location": '[Source: (String)"not a definition"; line: 1, column: 4]',
                    "message": "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token "
                    "'null', 'true' or 'false')\n at [Source: (String)\"not a definition\"; line: 1, column: 4]",
                    "severity": "ERROR",
                }
            ],
        ),
    ],
)
def test_a_definition_is_diagnosed_as_on_aws(api: Api, definition: str, diagnostics: list[Any]) -> None:
    answer = api.client.validate_state_machine_definition(definition=definition)
    assert {name: value for name, value in answer.items() if name != "ResponseMetadata"} == {
        "diagnostics": diagnostics,
        "result": "FAIL" if diagnostics else "OK",
        "truncated": False,
    }


@pytest.mark.skipif(not DIAGNOSTICS, reason=MISSING)
@pytest.mark.parametrize("row", DIAGNOSTICS)
def test_recorded_definitions_are_refused_as_on_aws(api: Api, row: dict[str, Any]) -> None:
    definition = row["definition_raw"]
    if row["op"] == "create_state_machine":
        refused = api.refusal(row["op"], name="bake", definition=definition, roleArn=ROLE, type=row["type"])
        assert refused == (row["code"], row["message"])
    else:
        answer = api.client.validate_state_machine_definition(definition=definition, type=row["type"])
        assert (answer["result"], answer["diagnostics"]) == (row["result"], row["diagnostics"])


def test_warnings_are_returned_on_request(api: Api) -> None:
    definition = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 400, "End": True}}})
    quiet = api.client.validate_state_machine_definition(definition=definition, type="EXPRESS")
    assert (quiet["result"], quiet["diagnostics"]) == ("OK", [])
    loud = api.client.validate_state_machine_definition(definition=definition, type="EXPRESS", severity="WARNING")
    assert (loud["result"], {item["severity"] for item in loud["diagnostics"]}) == ("OK", {"WARNING"})


def test_the_number_of_diagnostics_is_limited(api: Api) -> None:
    states = {f"S{number}": {"Type": "Nap"} for number in range(150)}
    definition = json.dumps({"StartAt": "S0", "States": states})
    for most, shown in ((None, 100), (0, 100), (7, 7), (100, 100)):
        more = {} if most is None else {"maxResults": most}
        answer = api.client.validate_state_machine_definition(definition=definition, **more)
        assert (len(answer["diagnostics"]), answer["truncated"]) == (shown, True)
    refused = api.refusal("validate_state_machine_definition", definition=definition, maxResults=101)
    assert refused[1].endswith("Member must have value less than or equal to 100")
