"""The state machines in files, as they are executed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from aslant.local.definition_files import FileMachine
from aslant.local.machine_store import MachineStore
from aslant.local.machines import LocalMachine
from aslant.provider.account import LocalAccount, digest

__all__ = ["add_file_machines"]

ROLE = "aslant-local"
"""The role of machines in files. No program registers it, so that nothing is refused."""


def add_file_machines(
    store: MachineStore, machines: Iterable[FileMachine], account: LocalAccount, tasks: Callable[..., Any]
) -> None:
    """Add machines to a store, unless the program has registered one with the same name."""
    from aslant.run import Program

    for machine in machines:
        arn = account.arn("states", f"stateMachine:{machine.name}")
        if store.get(arn) is None:
            store.put(
                LocalMachine(
                    arn=arn,
                    name=machine.name,
                    type=machine.type,
                    definition=machine.definition,
                    role_arn=account.arn("iam", f"role/{ROLE}"),
                    account=account,
                    program=Program(json.loads(machine.definition)),
                    tasks=tasks,
                    revision_id=digest(f"{arn} {machine.definition}", 32),
                )
            )
