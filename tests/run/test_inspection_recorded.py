"""Recorded calls of AWS's TestState (`../shared/corpus/README.md`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.errors import AslantError
from aslant.run import Mock, test_state
from tests.corpus import MISSING, rows
from tests.run.recorded import unequal

ROWS = rows("teststate.jsonl") + rows("second/teststate.jsonl")
DIFFERENT = {
    "test_base_lambda_service_task_state_no_role_arn_validation": "no role is needed here: a double plays the task",
    "test_base_state_name_validation_failures[empty]": "the SDK refuses an empty name, before AWS sees it",
    "test_map_iteration_failure_count_without_mock": "a count of 0 is the default here, and counts as none",
}
"""Calls with another response here, with the reason."""
MADE_UP = ("x-amzn-RequestId", "X-Amzn-Trace-Id", "RequestId")
"""Members whose values the recorder replaced without a mark."""


def excuse(row: dict[str, Any]) -> str | None:
    return next((why for name, why in DIFFERENT.items() if f"::{name}::" in row["id"]), None)


def answer(row: dict[str, Any]) -> dict[str, Any]:
    """Return our response to a recorded call. AWS has strings of JSON where we have values."""
    request = row["request"]
    given = request.get("mock")
    mock = None
    if given is not None:
        validation = given.get("fieldValidationMode", "STRICT")
        if "errorOutput" in given:
            result = {"result": json.loads(given["result"])} if "result" in given else {}
            mock = Mock(**result, **given["errorOutput"], validation=validation)
        else:
            mock = Mock.from_json(given["result"], validation=validation)
    config = request.get("stateConfiguration", {})
    return test_state(
        row["definition"],
        request.get("stateName"),
        json.loads(request.get("input", "{}")),
        mock=mock,
        # What the function answered was not recorded, but in what came of it.
        tasks={"<lambda_function_name>": "HelloWorld!" if "::test_base_lambda_task_state[" in row["id"] else {}},
        variables=json.loads(request.get("variables", "{}")),
        context=json.loads(request.get("context", "null")),
        role_arn=request.get("roleArn"),
        retrier_retry_count=config.get("retrierRetryCount", 0),
        error_caused_by_state=config.get("errorCausedByState"),
        map_iteration_failure_count=config.get("mapIterationFailureCount", 0),
        map_item_reader_data=json.loads(config.get("mapItemReaderData", "null")),
        reveal_secrets=request.get("revealSecrets", False),
    ).to_dict()


def differences(row: dict[str, Any]) -> Iterator[str]:
    if "expected_exception" in row:
        wanted = row["expected_exception"]["message"].rpartition("TestState operation: ")[2]
        try:
            yield f"{answer(row)}, not {wanted}"
        except AslantError as problem:
            if str(problem) != wanted:
                yield f"{problem}, not {wanted}"
        return
    wanted = {name: value for name, value in row["expected"].items() if name != "ResponseMetadata"}
    got = answer(row)
    if row["request"].get("inspectionLevel", "INFO") == "INFO":
        del got["inspectionData"]
    for difference in unequal(wanted, got, set(row["placeholders"])):
        if not difference.partition(":")[0].endswith(MADE_UP):
            yield difference


@pytest.mark.skipif(not ROWS, reason=MISSING)
@pytest.mark.parametrize("row", ROWS, ids=[row["id"].partition("::")[2] for row in ROWS])
def test_a_state_answers_as_it_did_on_aws(row: dict[str, Any]) -> None:
    if excuse(row):
        assert list(differences(row)) != [], "it is answered as on AWS; take it out of DIFFERENT"
        pytest.skip(str(excuse(row)))
    assert list(differences(row)) == []


@pytest.mark.skipif(not ROWS, reason=MISSING)
def test_the_list_of_what_differs_is_short() -> None:
    assert (len(ROWS), sum(excuse(row) is not None for row in ROWS)) == (105, 3)
