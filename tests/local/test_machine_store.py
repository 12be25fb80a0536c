"""The store of machines: their revisions, versions and aliases."""

from __future__ import annotations

import dataclasses

import pytest

from aslant.local.aliases import Alias, ExecutionQualifier
from aslant.local.machine_store import MachineStore
from aslant.local.machines import LocalMachine
from aslant.provider.account import LocalAccount
from aslant.run import Program

ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:bake"
LIVE = f"{ARN}:live"
PROGRAM = Program({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
MACHINE = LocalMachine(ARN, "bake", "STANDARD", "{}", "role", LocalAccount(), PROGRAM, print)


@pytest.fixture
def store() -> MachineStore:
    store = MachineStore(seed=7)
    store.put(MACHINE)
    store.add_version(ARN, 1)
    store.add_version(ARN, 12)
    store.put_alias(Alias(LIVE, "live", ((f"{ARN}:12", 25), (f"{ARN}:1", 75))))
    return store


def changed(machine: LocalMachine) -> LocalMachine:
    return dataclasses.replace(machine, definition='{"Comment": "new"}', revision_id="new")


@pytest.mark.parametrize(
    ("arn", "qualifier"),
    [
        (ARN, ExecutionQualifier()),
        (f"{ARN}:1", ExecutionQualifier(f"{ARN}:1")),
        (f"{ARN}:12", ExecutionQualifier(f"{ARN}:12")),
        (f"{ARN}:2", None),
        (f"{ARN}:012", None),
        (f"{ARN}:²", None),
        (f"{ARN}:", None),
        (f"{ARN}:test", None),
        (f"{ARN}ry", None),
    ],
)
def test_a_machine_is_found_by_its_arn_or_that_of_a_version(
    store: MachineStore, arn: str, qualifier: ExecutionQualifier | None
) -> None:
    assert store.find(arn) == (None if qualifier is None else (MACHINE, qualifier))


def test_an_alias_distributes_executions_by_its_weights(store: MachineStore) -> None:
    found = [store.find(LIVE) for _ in range(1000)]
    qualifiers = [item[1] for item in found if item is not None]
    assert {qualifier.alias_arn for qualifier in qualifiers} == {LIVE}
    assert 200 < sum(qualifier.version_arn == f"{ARN}:12" for qualifier in qualifiers) < 300


def test_versions_are_listed_newest_first(store: MachineStore) -> None:
    assert [version.number for version in store.versions(ARN)] == [12, 1]
    assert [alias.arn for alias in store.aliases(ARN)] == [LIVE]
    assert not store.versions(f"{ARN}ry")
    assert not store.aliases(f"{ARN}ry")


def test_a_version_keeps_the_revision_that_was_published(store: MachineStore) -> None:
    store.update(ARN, changed)
    current, version = store.find(ARN), store.find(f"{ARN}:12")
    assert current
    assert version
    assert (current[0].definition, version[0]) == ('{"Comment": "new"}', MACHINE)


def test_a_revision_is_published_once_and_a_number_is_never_used_again(store: MachineStore) -> None:
    assert store.publish(ARN).number == 12
    store.update(ARN, changed)
    assert [store.publish(ARN).number for _ in range(2)] == [13, 13]
    store.remove_version(f"{ARN}:13")
    assert (store.version(f"{ARN}:13"), store.publish(ARN).number) == (None, 14)


def test_a_removed_machine_has_no_versions_or_aliases(store: MachineStore) -> None:
    store.remove(ARN)
    assert [store.find(arn) for arn in (ARN, f"{ARN}:1", LIVE)] == [None, None, None]
    store.put(MACHINE)
    assert not store.versions(ARN)
    assert not store.aliases(ARN)
