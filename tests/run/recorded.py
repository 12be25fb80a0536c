"""Executions recorded on AWS, and their comparison with ours (`../shared/corpus/README.md`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

from aslant.errors import TaskError
from aslant.run import Execution, run
from tests.corpus import rows

_CSV = "Col1,Col2,Col3\nValue1,Value2,Value3\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n"
_STATEMENTS = [
    {"verdict": "true", "statement_date": "6/11/2008", "statement_source": "speech"},
    {"verdict": "false", "statement_date": "6/7/2022", "statement_source": "television"},
    {"verdict": "mostly-true", "statement_date": "5/18/2016", "statement_source": "news"},
]
_COLUMNS = "Col1,Col2\nValue1,Value2\nValue3,Value4\nValue5,Value6\nValue7,Value8\n"
_FILES: dict[str, Any] = {
    "test_map_item_reader_base_csv_headers_first_line": _CSV,
    "test_map_item_reader_base_csv_headers_decl": _CSV.partition("\n")[2],
    "test_map_item_reader_csv_headers_first_row_typed_headers": _CSV.partition("\n")[2].replace(
        "Value1,Value2,Value3", "0,True,{}"
    ),
    "test_map_item_reader_base_json": _STATEMENTS,
    "test_map_item_batching_base_json_max_per_batch_jsonata": _STATEMENTS,
    "test_map_item_reader_json_no_json_list_object": {"hello": "world"},
    "test_reference_in_map_state_max_items_path[MAP_STATE_REFERENCE_IN_MAX_PER_BATCH_PATH]": [
        *_STATEMENTS,
        {"verdict": "false", "statement_date": "5/18/2024", "statement_source": "x"},
    ],
    "test_map_item_reader_csv_max_items[2]": _COLUMNS,
    "test_map_item_reader_csv_max_items[100000000]": _COLUMNS,
    "test_map_item_reader_csv_max_items_paths[2]": _COLUMNS,
    "test_map_item_reader_csv_max_items_paths[100000000]": _COLUMNS,
    "test_map_item_reader_csv_max_items_paths[100000001]": _COLUMNS,
    "test_map_item_reader_base_json_max_items": _STATEMENTS[:1] * 3,
    "test_map_item_reader_base_json_max_items_jsonata": _STATEMENTS,
    "test_map_item_reader_csv_headers_decl_duplicate_headers": _CSV.partition("\n")[2],
    "test_map_item_reader_csv_headers_decl_extra_fields": _CSV.partition("\n")[2],
    "test_map_item_reader_csv_first_row_extra_fields": "H1,\n"
    + _CSV.partition("\n")[2].removeprefix("Value1,Value2,Value3\n"),
    "test_map_item_reader_base_json_with_items_path[VALID_ITEMS_PATH_FROM_PREVIOUS]": [["from-bucket-item-0"]],
    "test_map_item_reader_base_json_with_items_path[VALID_ITEMS_PATH_FROM_ITEM_READER]": [["from-bucket-item-0"]],
}
"""The files that a Map read from S3. They were not recorded, and are deduced from the items."""

_TASKS: dict[str, Any] = {
    "local_mocking/test_base_scenarios.py::TestBaseScenarios::test_map_state_lambda": lambda event: event,
}
"""The mocks for rows without recorded task results, deduced from the outcome."""

_MADE_UP = ("snf_role_arn", "activity_arn", "map_run_arn", "sqs_queue_url")


def recorded() -> list[dict[str, Any]]:
    """Return every recorded execution, those of the second corpus last."""
    names = ("executions.jsonl", "executions_services.jsonl")
    return [row for folder in ("", "second/") for name in names for row in rows(folder + name)]


def language(row: dict[str, Any]) -> str:
    """Return the language of a row, which is JSONata if any part is."""
    return "JSONata" if '"JSONata"' in json.dumps(row["definition"]) else "JSONPath"


def unusable(row: dict[str, Any]) -> str | None:
    """Return why a row cannot be run at all; None if it can."""
    text = json.dumps(row["definition"])
    if row["expected_status"] == "ABORTED":
        return "somebody stopped the execution"
    called = any(type.endswith("Scheduled") for type in row.get("history_event_types") or ["Scheduled"])
    known = row.get("mocks_complete") or row["lambdas"] or _tasks(row) is not None
    if '"Task"' in text and called and not known:
        return "what the tasks answered was not recorded"
    return None


def play(row: dict[str, Any]) -> Execution:
    """Run a recorded execution with its recorded task results, or with the functions themselves."""
    tasks: dict[str, Any] = {name: _answers(mocks) for name, mocks in row.get("mocks", {}).items()}
    for name, function in row["lambdas"].items():
        handler = _handler(function["source"])
        tasks |= {name: handler, function["arn"]: handler}
    if _tasks(row) is not None:
        tasks["ProcessValue"] = _tasks(row)
    file = _FILES.get(row["id"].split("::")[2])
    if file is not None:
        tasks[f"s3://{row['input']['Bucket']}/{row['input']['Key']}"] = file
    return run(row["definition"], row["input"], tasks=tasks, type=row["type"])


def _tasks(row: dict[str, Any]) -> Any:
    return _TASKS.get(row["id"].rpartition("::")[0])


def _answers(mocks: list[dict[str, Any]]) -> Callable[[Any], Any]:
    rest = iter(mock for mock in mocks if "Submitted" not in mock)

    def answer(event: Any) -> Any:
        mock = next(rest)
        if "Return" in mock:
            return mock["Return"]
        error, cause = mock["Throw"]["Error"], mock["Throw"]["Cause"]
        raise TaskError(error, (cause or "") if isinstance(cause, str | None) else json.dumps(cause))

    return answer


def _handler(source: str) -> Callable[..., Any]:
    scope: dict[str, Any] = {}
    exec(compile(source, "/var/task/handler.py", "exec"), scope)  # noqa: S102 - recorded with the execution
    return cast(Callable[..., Any], scope["handler"])


def differences(row: dict[str, Any], execution: Execution) -> Iterator[str]:
    """Return the differences between an execution and the recording."""
    if execution.status != row["expected_status"]:
        yield f"status {execution.status}, not {row['expected_status']}: {execution.error}: {execution.cause}"
        return
    if not row["nondeterministic"]:
        got = {"output": execution.output, "error": execution.error, "cause": execution.cause}
        wanted = {part: row.get(f"expected_{part}") for part in got}
        part = "output" if execution.status == "SUCCEEDED" else "cause"
        places = {f"/{part}{place.removeprefix('/cause')}" for place in row["placeholders"]}
        yield from unequal(wanted, got, places)
    types = row.get("history_event_types")
    if types is not None:
        own = [event.type for event in execution.history]
        if unordered(row):
            yield from _unordered_differences(row, own)
        elif own != types:
            yield f"events {own}, not {types}"
        if not unordered(row) and execution.visited != row["states_entered"]:
            yield f"states {execution.visited}, not {row['states_entered']}"


def _unordered_differences(row: dict[str, Any], own: list[str]) -> Iterator[str]:
    """Return the differences of an execution whose branches ran at the same time.

    The recorder left out some of the events that conclude a Parallel state, which the last id counts nevertheless.
    """
    own_types, types = Counter(own), Counter(row["history_event_types"])
    missing, more = types - own_types, own_types - types
    left_out = ("ParallelStateSucceeded", "ParallelStateFailed", "ParallelStateExited")
    if missing or set(more) - set(left_out) or len(own) != row["history"][-1]["id"]:
        yield f"events {own}, not {row['history_event_types']}"


def history_differences(row: dict[str, Any], execution: Execution) -> Iterator[str]:
    """Return the differences of event ids and details. Generated strings match anything."""
    for wanted, event in zip(row["history"], execution.history, strict=True):
        links = (event.id, event.previous_event_id)
        if links != (wanted["id"], wanted["previousEventId"]):
            yield f"{event.type} {links}, not {(wanted['id'], wanted['previousEventId'])}"
        for key in wanted:
            if key.endswith("EventDetails"):
                yield from unequal(wanted[key], event.details, set(), f"#{event.id}", made_up=True)


def unordered(row: dict[str, Any]) -> bool:
    """Return whether branches ran at the same time, so that AWS's order is one of many."""
    return any(not isinstance(event["id"], int) for event in row.get("history", []))


def unequal(wanted: Any, got: Any, places: set[str], at: str = "", *, made_up: bool = False) -> Iterator[str]:
    """Return where two values differ, as JSON Pointers. The recorder decoded strings of JSON."""
    if at in places or (made_up and isinstance(wanted, str) and _is_made_up(wanted)):
        return
    if isinstance(got, str) and wanted != got:
        got = _decoded(got)
    if isinstance(wanted, str) and wanted != got:
        wanted = _decoded(wanted)
    if isinstance(wanted, dict) and isinstance(got, dict) and wanted.keys() == got.keys():
        for key, value in wanted.items():
            yield from unequal(value, got[key], places, f"{at}/{key}", made_up=made_up)
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for index, value in enumerate(wanted):
            yield from unequal(value, got[index], places, f"{at}/{index}", made_up=made_up)
    elif isinstance(wanted, bool) is not isinstance(got, bool) or wanted != got:
        yield f"{at}: {json.dumps(got)[:200]}, not {json.dumps(wanted)[:200]}"


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _is_made_up(text: str) -> bool:
    words = ("<", "date", "timestamp", "-time")
    return text in _MADE_UP or any(word in text for word in words)
