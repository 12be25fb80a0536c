"""The tables of fields agree with the model."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import Catch, Retry
from aslant.asl.checking.choices import _OF_JSONATA
from aslant.asl.checking.fields import EXCLUSIVE, REQUIRED, TABLES
from aslant.asl.checking.maps import _BATCHER_OF_JSONPATH, _CONFIG, _READER, _READER_CONFIG, _WRITER, _WRITER_CONFIG
from aslant.asl.checking.retries import _CATCHER_OF_JSONATA, _CATCHER_OF_JSONPATH, _RETRIER
from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ReaderConfig, ResultWriter, WriterConfig
from aslant.asl.field import Record
from aslant.asl.states import KINDS, Rule

NOT_IN_THE_MODEL = {"Type", "Choices", "Catch", "End", "Branches", "ItemProcessor", "Iterator"}
"""Members that come from the use of the builder, and not from a field."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_has_is_what_the_model_has(kind: str) -> None:
    fields = {field.key for field in KINDS[kind].FIELDS.values()}
    for jsonata in (False, True):
        assert TABLES[jsonata][kind].keys() - NOT_IN_THE_MODEL == fields - NOT_IN_THE_MODEL
        untested = {name for name, test in TABLES[jsonata][kind].items() if test is None}
        assert untested <= {"Type", "QueryLanguage", "Branches", "ItemProcessor", "Iterator"}
    assert set(REQUIRED.get(kind, ())) <= TABLES[False][kind].keys()


@pytest.mark.parametrize(
    ("tables", "record"),
    [
        ([_RETRIER], Retry),
        ([_CATCHER_OF_JSONPATH], Catch),
        ([_CATCHER_OF_JSONATA], Catch),
        ([{name: None for name in _OF_JSONATA if name != "Condition"}], Rule),
        ([_READER_CONFIG], ReaderConfig),
        ([_WRITER_CONFIG], WriterConfig),
        ([_CONFIG], ProcessorConfig),
        ([_BATCHER_OF_JSONPATH], ItemBatcher),
        ([_READER, {"Parameters": None, "Arguments": None}], ItemReader),
        ([_WRITER, {"Parameters": None, "Arguments": None}], ResultWriter),
    ],
)
def test_what_a_part_has_is_what_the_model_has(tables: list[dict[str, Any]], record: type[Record]) -> None:
    assert {name for table in tables for name in table} - {"Next"} == {field.key for field in record.FIELDS.values()}


def test_every_exclusive_field_is_one_of_its_kind() -> None:
    for kind, groups in EXCLUSIVE.items():
        for group in groups:
            assert set(group) <= TABLES[False][kind].keys()
