"""TestState through botocore: recorded calls of AWS (`../shared/corpus/README.md`), and what is not recorded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.mocks import Mocks
from tests.corpus import MISSING, rows
from tests.run.recorded import unequal

if TYPE_CHECKING:
    from .conftest import Api

ROWS = rows("teststate.jsonl") + rows("second/teststate.jsonl")
MADE_UP = ("x-amzn-RequestId", "X-Amzn-Trace-Id", "RequestId")
"""Members whose values the recorder replaced without a mark."""


def answer(row: dict[str, Any], make_api: Callable[..., Api]) -> dict[str, Any]:
    # What the function returned was not recorded, but in what came of it.
    result = "HelloWorld!" if "::test_base_lambda_task_state[" in row["id"] else {}
    mocks = Mocks({"<lambda_function_name>": {"Return": result}})
    api = make_api(mocks.answer)
    request = {"roleArn": None, **row["request"], "definition": json.dumps(row["definition"])}
    return dict(api.client.test_state(**{name: value for name, value in request.items() if value is not None}))


def differences(row: dict[str, Any], make_api: Callable[..., Api]) -> Iterator[str]:
    if "expected_exception" not in row:
        got = answer(row, make_api)
        del got["ResponseMetadata"]
        wanted = {name: value for name, value in row["expected"].items() if name != "ResponseMetadata"}
        for difference in unequal(wanted, got, set(row["placeholders"])):
            if not difference.partition(":")[0].endswith(MADE_UP):
                yield difference
        return
    wanted = row["expected_exception"]
    message = wanted["message"].rpartition("TestState operation: ")[2]
    try:
        yield f"{answer(row, make_api)}, not {message}"
    except Exception as refused:
        response = getattr(refused, "response", {"Error": {"Code": type(refused).__name__, "Message": str(refused)}})
        error = response["Error"]
        if (error["Code"], error["Message"]) != (wanted["code"], message):
            yield f"{error}, not {wanted}"


@pytest.mark.skipif(not ROWS, reason=MISSING)
@pytest.mark.parametrize("row", ROWS, ids=[row["id"].partition("::")[2] for row in ROWS])
def test_a_state_answers_as_it_did_on_aws(row: dict[str, Any], make_api: Callable[..., Api]) -> None:
    assert list(differences(row, make_api)) == []
