"""Every field that the builder's model knows is read by the runner, or is listed here with the reason why it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest

from aslant.asl.catch import Catch
from aslant.asl.distributed.item_batcher import ItemBatcher
from aslant.asl.distributed.item_reader import ReaderConfig
from aslant.asl.distributed.processor_config import ProcessorConfig
from aslant.asl.distributed.result_writer import WriterConfig
from aslant.asl.field import Record
from aslant.asl.machine import StateMachine
from aslant.asl.retry import Retry
from aslant.asl.states import KINDS
from aslant.run import Program
from aslant.walk import Place

IGNORED: Final = {
    "Comment": "Comments are for readers.",
    "Credentials": "Mocks and handlers run in this process, where there is no role to assume.",
    "Version": "The specification has one version, 1.0.",
}
"""The fields that change nothing in a run, with the reason."""

S3: Final = "arn:aws:states:::s3:"
INNER: Final = {"StartAt": "Inner", "States": {"Inner": {"Type": "Succeed"}}}
MAP: Final = {
    "ItemProcessor": {**INNER, "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
    "ItemReader": {
        "Resource": f"{S3}getObject",
        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
    },
    "ItemBatcher": {"MaxItemsPerBatch": 1},
    "ResultWriter": {"Resource": f"{S3}putObject", "WriterConfig": {"OutputType": "JSON"}},
}
RETRY: Final = {"Retry": [{"ErrorEquals": ["States.ALL"]}]}
STATES: Final[dict[str, list[dict[str, Any]]]] = {
    "Choice": [{"Choices": [{"Next": "End"}]}],
    "Fail": [{}],
    "Map": [MAP, {"ItemProcessor": INNER}],
    "Parallel": [{"Branches": [INNER]}],
    "Pass": [{}],
    "Succeed": [{}],
    "Task": [{"Resource": "function", **RETRY, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "End"}]}],
    "Wait": [{"Seconds": 1}],
}
"""The definitions of each kind of state in which the runner asks for every field, whether it is there or not."""

RECORDS: Final[list[tuple[type[Record], str, Place]]] = [
    (Catch, "Task", ("Catch", 0)),
    (Retry, "Task", ("Retry", 0)),
    (ItemBatcher, "Map", ("ItemBatcher",)),
    (ReaderConfig, "Map", ("ItemReader", "ReaderConfig")),
    (WriterConfig, "Map", ("ResultWriter", "WriterConfig")),
    (ProcessorConfig, "Map", ("ItemProcessor", "ProcessorConfig")),
]
"""The records inside of states: the model's class, and the kind of state and the place where the runner reads one."""


class Watched(dict[str, Any]):
    """An object of a definition that notes which keys the runner asks for, at its place in the definition."""

    def __init__(self, members: dict[str, Any], asked: set[tuple[Place, str]], place: Place = ()) -> None:
        super().__init__({key: watched(value, asked, (*place, key)) for key, value in members.items()})
        self.asked = asked
        self.place = place

    def __contains__(self, key: object) -> bool:
        self.asked.add((self.place, str(key)))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        self.asked.add((self.place, key))
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add((self.place, key))
        return super().get(key, default)


def watched(value: Any, asked: set[tuple[Place, str]], place: Place) -> Any:
    if isinstance(value, dict):
        return Watched(value, asked, place)
    if isinstance(value, list):
        return [watched(entry, asked, (*place, index)) for index, entry in enumerate(value)]
    return value


def asked_of(kind: str) -> set[tuple[Place, str]]:
    """Return the places and keys that the runner asks for when it compiles a state of a kind in both languages."""
    asked: set[tuple[Place, str]] = set()
    for language in ("JSONPath", "JSONata"):
        for definition in STATES[kind]:
            following = {} if kind in ("Choice", "Fail", "Succeed") else {"Next": "End"}
            state = {"Type": kind, **following, "QueryLanguage": language, **definition}
            if kind == "Choice":
                rule = {"Condition": "{% true %}"} if language == "JSONata" else {"Variable": "$", "IsNull": True}
                state["Choices"] = [{**rule, "Next": "End"}]
            Program({"StartAt": "State", "States": {"State": Watched(state, asked), "End": {"Type": "Succeed"}}})
    return asked


def forgotten(record: type[Record], keys: set[str]) -> list[str]:
    fields = {field.key for field in record.FIELDS.values()}
    return sorted(fields - keys - IGNORED.keys())


def test_every_kind_of_state_is_looked_at() -> None:
    assert STATES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_state_is_read_by_the_runner_or_listed(kind: str) -> None:
    keys = {key for place, key in asked_of(kind) if place == ()}
    assert forgotten(KINDS[kind], keys) == []


@pytest.mark.parametrize(("record", "kind", "place"), RECORDS)
def test_every_field_inside_a_state_is_read_by_the_runner_or_listed(
    record: type[Record], kind: str, place: Place
) -> None:
    keys = {key for found, key in asked_of(kind) if found == place}
    assert forgotten(record, keys) == []


def test_every_field_of_a_workflow_is_read_by_the_runner_or_listed() -> None:
    asked: set[tuple[Place, str]] = set()
    Program(Watched(INNER, asked))
    processor = {key for place, key in asked_of("Map") if place == ("ItemProcessor",)}
    assert forgotten(StateMachine, processor | {key for place, key in asked if place == ()}) == []


def known_fields() -> Iterator[str]:
    records: list[type[Record]] = [*KINDS.values(), *(record for record, _, _ in RECORDS), StateMachine]
    for record in records:
        yield from (field.key for field in record.FIELDS.values())


def test_every_field_that_is_listed_as_ignored_is_one_of_the_model() -> None:
    assert IGNORED.keys() <= set(known_fields())
