"""ModuleSource: the workflows and states in the source of a Python module, found without running it."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from aslant.asl.states import KINDS

__all__ = ["ModuleSource"]

_MACHINE: Final = "StateMachine"
_JUMP: Final = "Goto"


class ModuleSource:
    """A parsed module, with the workflows that it defines at its top level and the places of its states."""

    def __init__(self, source: bytes) -> None:
        """Parse the source; a source that is not valid Python is without workflows."""
        self._lines = source.splitlines()
        try:
            self._tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError):
            self._tree = ast.Module([], [])

    @property
    def workflows(self) -> list[str]:
        """The variables that hold a StateMachine."""
        return list(self._machines())

    def workflow(self, name: str) -> tuple[int, int] | None:
        """Return the line and column, from 1, of a workflow's variable; of the only one if the name is empty."""
        machines = self._machines()
        if not name and len(machines) == 1:
            (name,) = machines
        return self._place(machines[name]) if name in machines else None

    def state(self, name: str) -> tuple[int, int] | None:
        """Return the line and column, from 1, of a state's name in the call that constructs it.

        None if there is no such call, or more than one.
        """
        calls = self._calls.get(name, [])
        made = [literal for function, literal in calls if function in KINDS]
        places = made or [literal for function, literal in calls if function != _JUMP]
        return self._place(places[0]) if len(places) == 1 else None

    def _machines(self) -> dict[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        for node in self._tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if isinstance(value, ast.Call) and _function(value) == _MACHINE:
                found.update({target.id: target for target in targets if isinstance(target, ast.Name)})
        return found

    @cached_property
    def _calls(self) -> Mapping[str, list[tuple[str, ast.expr]]]:
        """Calls by a string that is their first argument or `name=`: the function's name, and the string's node."""
        found: dict[str, list[tuple[str, ast.expr]]] = defaultdict(list)
        for node in ast.walk(self._tree):
            if not isinstance(node, ast.Call):
                continue
            arguments = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "name")]
            for literal in arguments:
                if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                    found[literal.value].append((_function(node), literal))
        return found

    def _place(self, node: ast.expr) -> tuple[int, int]:
        before = self._lines[node.lineno - 1][: node.col_offset]  # Python counts bytes
        return node.lineno, len(before.decode("utf-8", "replace")) + 1


def _function(call: ast.Call) -> str:
    function = call.func.value if isinstance(call.func, ast.Subscript) else call.func  # Task[Order, Answer](…)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
