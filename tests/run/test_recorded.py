"""Executions recorded on AWS visit the same states here."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.corpus import MISSING
from tests.run.recorded import (
    differences,
    history_differences,
    language,
    play,
    recorded,
    unordered,
    unusable,
)

ROWS = recorded()
PLAYED = [row for row in ROWS if unusable(row) is None]

_RELINKED = "recorded before AWS changed, in 2024, which event MapStateExited follows in a distributed Map"
_NO_REDRIVES = "recorded before the context object had RedriveCount"
DIFFERENT = {
    "test_activity_task_on_deleted": "the activity had been deleted; here a task with no double is a RunError",
}
"""Executions that visit other states here, with the reason."""
OTHER_DETAILS = {
    "test_map_state_legacy_config_distributed": _RELINKED,
    "test_map_state_legacy_config_distributed_item_selector": _RELINKED,
    "test_map_state_legacy_config_distributed_parameters": _RELINKED,
    "test_map_state_config_distributed_item_selector": _RELINKED,
    "test_map_state_config_distributed_parameters": _RELINKED,
    "test_map_state_config_distributed_reentrant": _RELINKED,
    "test_map_state_config_distributed_reentrant_lambda": _RELINKED,
    "test_map_state_config_inline_item_selector": _RELINKED,
    "test_map_state_label": _RELINKED,
    "test_map_state_tolerated_failure_count_path[1]": _RELINKED,
    "test_map_state_tolerated_failure_percentage_path[1]": _RELINKED,
    "test_map_state_tolerated_failure_percentage_path[1.1]": _RELINKED,
    "test_map_state_tolerated_failure_values[percentage_literal]": _RELINKED,
    "test_lambda_invoke_with_retry_extended_input": _NO_REDRIVES,
    "test_lambda_service_invoke_with_retry_extended_input": _NO_REDRIVES,
}
"""Executions with the same states but other details in their events, with the reason."""

pytestmark = pytest.mark.skipif(not ROWS, reason=MISSING)


def excuse(row: dict[str, Any], table: dict[str, str]) -> str | None:
    return next((why for name, why in table.items() if f"::{name}::" in row["id"]), None)


@pytest.mark.parametrize("row", PLAYED, ids=[row["id"] for row in PLAYED])
def test_an_execution_visits_the_states_that_it_visited_on_aws(row: dict[str, Any]) -> None:
    if excuse(row, DIFFERENT):
        pytest.skip(str(excuse(row, DIFFERENT)))
    execution = play(row)
    assert list(differences(row, execution)) == []
    if row.get("history") and not unordered(row):
        different = list(history_differences(row, execution))
        if excuse(row, OTHER_DETAILS):
            assert different, "its history is as on AWS; take it out of OTHER_DETAILS"
            assert all("MapStateExited" in line or "/Execution" in line for line in different)
        else:
            assert different == []


def test_executions_that_are_not_compared_are_counted_with_their_reason() -> None:
    left_out = Counter(unusable(row) for row in ROWS if unusable(row) is not None)
    assert left_out == {
        "somebody stopped the execution": 1,
        "what the tasks answered was not recorded": 1,
    }
    assert len(PLAYED) - len(DIFFERENT) == 444
    assert len([row for row in PLAYED if language(row) == "JSONata"]) == 73
