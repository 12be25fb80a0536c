"""The state machines that can be executed, with their versions and aliases."""

from __future__ import annotations

import dataclasses
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from aslant.local.aliases import Alias, ExecutionQualifier, Version
from aslant.local.answers import Date
from aslant.local.machines import LocalMachine
from aslant.provider.resources.machines import unqualified

__all__ = ["MachineStore"]


@dataclasses.dataclass(slots=True)
class _Entry:
    """The current revision of a machine, and what belongs to its ARN."""

    machine: LocalMachine
    versions: dict[int, Version] = dataclasses.field(default_factory=dict)
    last: int = 0
    """The highest number of a version so far. A number is never used again."""
    aliases: dict[str, Alias] = dataclasses.field(default_factory=dict)
    deleting: bool = False


class MachineStore:
    """The machines by ARN. Safe to use from several threads.

    A program's machines are added when it is deployed, and those of clients by CreateStateMachine.
    """

    def __init__(self, seed: int | None = None) -> None:
        """Create an empty store. A seed makes the selection of an alias's version reproducible."""
        self._entries: dict[str, _Entry] = {}
        self._random = random.Random(seed)  # noqa: S311  # it distributes work
        self._lock = threading.RLock()

    def __iter__(self) -> Iterator[LocalMachine]:
        """Iterate over the current revisions of all machines, in the order in which they were added."""
        with self._lock:
            return iter([entry.machine for entry in self._entries.values()])

    def get(self, arn: str) -> LocalMachine | None:
        """Return the current revision of a machine, by its ARN without version or alias; None if it does not exist."""
        entry = self._entries.get(arn)
        return None if entry is None else entry.machine

    def put(self, machine: LocalMachine) -> None:
        """Add a machine, or make it the current revision of the machine with its ARN."""
        with self._lock:
            entry = self._entries.setdefault(machine.arn, _Entry(machine))
            entry.machine = machine

    def create(self, machine: LocalMachine) -> LocalMachine:
        """Add a machine unless its ARN exists. Return the machine that has the ARN now."""
        with self._lock:
            return self._entries.setdefault(machine.arn, _Entry(machine)).machine

    def update(self, arn: str, change: Callable[[LocalMachine], LocalMachine]) -> LocalMachine | None:
        """Replace the current revision by what `change` makes of it, and return that; None if it does not exist."""
        with self._lock:
            entry = self._entries.get(arn)
            if entry is None:
                return None
            entry.machine = change(entry.machine)
            return entry.machine

    def adopt(self, staged: MachineStore, removed: Iterable[str] = ()) -> None:
        """Take over the machines of another store at once, with their versions and aliases, and remove others by ARN.

        Versions and aliases that only exist here are kept.
        """
        with self._lock:
            for arn in removed:
                self._entries.pop(arn, None)
            for arn, entry in staged._entries.items():
                before = self._entries.get(arn)
                if before is not None:
                    entry.versions = {**before.versions, **entry.versions}
                    entry.aliases = {**before.aliases, **entry.aliases}
                    entry.last = max(before.last, entry.last)
                self._entries[arn] = entry

    def clear(self) -> None:
        """Remove all machines."""
        with self._lock:
            self._entries.clear()

    def remove(self, arn: str) -> None:
        """Remove a machine with its versions and aliases. Do nothing if it does not exist."""
        with self._lock:
            self._entries.pop(arn, None)

    def begin_removal(self, arn: str) -> None:
        """Mark a machine as being deleted, until `remove` is called at the end of its executions."""
        with self._lock:
            if entry := self._entries.get(arn):
                entry.deleting = True

    def is_deleting(self, arn: str) -> bool:
        """Return whether a machine is being deleted."""
        entry = self._entries.get(arn)
        return entry is not None and entry.deleting

    def find(self, arn: str) -> tuple[LocalMachine, ExecutionQualifier] | None:
        """Return what to execute for an ARN of a machine, a version or an alias; None if it does not exist.

        The version of an alias is chosen at random, by the alias's weights.
        """
        entry = self._entries.get(unqualified(arn))
        if entry is None:
            return None
        if arn == entry.machine.arn:
            return entry.machine, ExecutionQualifier()
        with self._lock:
            alias = entry.aliases.get(arn)
            chosen = arn if alias is None else self._choose(alias)
            version = _numbered(entry, chosen)
        if version is None:
            return None
        return version.machine, ExecutionQualifier(chosen, None if alias is None else arn)

    def _choose(self, alias: Alias) -> str:
        versions, weights = zip(*alias.routes, strict=True)
        chosen: str = self._random.choices(versions, weights)[0]
        return chosen

    def publish(self, arn: str, description: str | None = None, *, with_description: bool = False) -> Version:
        """Publish the current revision, and return its version. Raise KeyError if the machine does not exist.

        A revision is published once: its latest version is returned if it exists, unless `with_description` is set and
        that version has another description.
        """
        with self._lock:
            entry = self._entries[arn]
            latest = entry.versions.get(entry.last)
            same = latest is not None and latest.machine.revision_id == entry.machine.revision_id
            if latest is not None and same and not (with_description and description not in (None, latest.description)):
                return latest
            return self._add(entry, Version(entry.last + 1, entry.machine, description, Date(time.time())))

    def add_version(self, arn: str, number: int) -> None:
        """Publish the current revision under a number, unless it exists. Raise KeyError as `publish`."""
        with self._lock:
            entry = self._entries[arn]
            if number not in entry.versions:
                self._add(entry, Version(number, entry.machine))

    def _add(self, entry: _Entry, version: Version) -> Version:
        entry.versions[version.number] = version
        entry.last = max(entry.last, version.number)
        return version

    def version(self, arn: str) -> Version | None:
        """Return the version with an ARN, or None."""
        entry = self._entries.get(unqualified(arn))
        return None if entry is None else _numbered(entry, arn)

    def versions(self, machine_arn: str) -> list[Version]:
        """Return the versions of a machine, newest first."""
        with self._lock:
            entry = self._entries.get(machine_arn)
            return [] if entry is None else [entry.versions[number] for number in sorted(entry.versions, reverse=True)]

    def remove_version(self, arn: str) -> None:
        """Remove a version. Do nothing if it does not exist."""
        with self._lock:
            entry, version = self._entries.get(unqualified(arn)), self.version(arn)
            if entry is not None and version is not None:
                del entry.versions[version.number]

    def put_alias(self, alias: Alias) -> None:
        """Add an alias, or replace the one with its ARN. Raise KeyError if its machine does not exist."""
        with self._lock:
            self._entries[unqualified(alias.arn)].aliases[alias.arn] = alias

    def create_alias(self, alias: Alias) -> Alias:
        """Add an alias unless its ARN exists, and return the alias that has the ARN now. Raise KeyError as above."""
        with self._lock:
            return self._entries[unqualified(alias.arn)].aliases.setdefault(alias.arn, alias)

    def alias(self, arn: str) -> Alias | None:
        """Return the alias with an ARN, or None."""
        entry = self._entries.get(unqualified(arn))
        return None if entry is None else entry.aliases.get(arn)

    def aliases(self, machine_arn: str) -> list[Alias]:
        """Return the aliases of a machine in the order of their ARNs."""
        with self._lock:
            entry = self._entries.get(machine_arn)
            return [] if entry is None else [entry.aliases[arn] for arn in sorted(entry.aliases)]

    def remove_alias(self, arn: str) -> None:
        """Remove an alias. Do nothing if it does not exist."""
        with self._lock:
            if entry := self._entries.get(unqualified(arn)):
                entry.aliases.pop(arn, None)


def _numbered(entry: _Entry, arn: str) -> Version | None:
    number = arn.removeprefix(f"{entry.machine.arn}:")
    return entry.versions.get(int(number)) if number.isascii() and number.isdigit() and number[0] != "0" else None
