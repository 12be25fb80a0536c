"""Tests that reading and writing changes nothing, for identity.jsonl and every valid definition of the corpus."""

import json
from pathlib import Path
from typing import Any

import pytest

from aslant.asl import Map, Parallel, StateMachine, from_dict, loads
from tests.corpus import CORPUS, MISSING

HERE = Path(__file__).parent
LINES = (HERE / "identity.jsonl").read_text(encoding="utf-8").splitlines()
FILES = sorted((CORPUS / "valid").glob("*.json"))


@pytest.mark.parametrize("line", LINES)
def test_a_definition_is_written_as_it_was_read(line: str) -> None:
    document = json.loads(line)
    machine = from_dict(document)
    assert json.dumps(machine.to_dict()) == json.dumps(document)
    assert machine.to_json() == json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    assert loads(line) == machine


@pytest.mark.skipif(not FILES, reason=MISSING)
def test_the_corpus_is_written_as_it_was_read() -> None:
    changed = []
    for file in FILES:
        document = json.loads(file.read_text(encoding="utf-8"))
        machine = from_dict(document)
        if json.dumps(machine.to_dict()) != json.dumps(document) or loads(machine.to_json()) != machine:
            changed.append(file.name)
        read_every_view(machine)
    assert (changed, len(FILES)) == ([], 323)


def read_every_view(machine: StateMachine) -> None:
    """Read every attribute of the states of a machine. None may fail."""
    for state in machine.states.values():
        for name in (*state.FIELDS, "extra", "choices", "catch"):
            value = getattr(state, name, ())
            records: list[Any] = list(value) if isinstance(value, tuple) else []
            for record in records:
                assert all(getattr(record, field) is not record for field in (*record.FIELDS, "extra"))
        if isinstance(state, Parallel):
            for branch in state.branches:
                read_every_view(branch)
        if isinstance(state, Map):
            read_every_view(state.item_processor)
