"""Python source of a definition, written with the builder."""

from __future__ import annotations

import keyword
import math
import textwrap
from collections.abc import Mapping, Set
from typing import Any

from aslant.asl.machine import StateMachine
from aslant.asl.reading.reader import from_dict
from aslant.asl.source.layout import WIDTH, PythonExpression, assignment
from aslant.asl.source.services import services
from aslant.asl.source.writer import Assignment, statements
from aslant.asl.values import ATOMS, pointer
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["imports_of", "to_python"]

IMPORTED = (
    "Catch",
    "Choice",
    "Condition",
    "Fail",
    "Goto",
    "ItemBatcher",
    "ItemReader",
    "Map",
    "Parallel",
    "Pass",
    "Path",
    "ProcessorConfig",
    "ReaderConfig",
    "ResultWriter",
    "Retry",
    "StateMachine",
    "Succeed",
    "Task",
    "Wait",
    "WriterConfig",
    "all_of",
    "any_of",
    "context",
    "from_dict",
    "intrinsics",
    "this",
    "variables",
    "when",
)
"""What the source may import from `aslant.asl`, sorted as an import is."""


LARGEST = 14_000
"""Bits of the largest whole number; Python refuses to write longer ones in digits."""


def to_python(machine: StateMachine | Mapping[str, Any], *, name: str = "machine") -> str:
    """The source of a module whose variable `name` is the same workflow: its `to_dict` gives equal JSON.

    States are variables in reading order, joined by `>>`; branches rejoin where they meet again, and `Goto` is left
    for loops. Calls of services and the parts of a distributed Map are the typed values of the builder,
    `sqs.send_message(…)` and `ItemReader.csv(…)`, where these make the same. A Python handler is written as its
    symbolic name. What the builder cannot make, such as members that
    ASL does not know, is read from data, and a comment says why. The source is formatted as `ruff format` does at
    120 columns, and is the same for the same workflow.

    ```python
    from aslant.asl import Choice, Fail, StateMachine, Task, this, to_python, when

    check = Task("Check", "check_order", result_path=this.check)
    known = Choice("Known?", when(this.check.known.is_false(), Fail("Refuse")))
    source = to_python(StateMachine(check >> known >> Task("Bake", "bake")), name="pizza")
    ```

    Raises:
        DefinitionError: it is no definition, a value in it is known only at deployment, or `name` is no name for
            a variable.
    """
    definition = machine._doc if isinstance(machine, StateMachine) else from_dict(machine)._doc
    imported = imports_of(definition)
    _refuse_name(name, imported)
    _refuse_what_has_no_source(definition)
    written = statements(definition, name, {*imported})
    lines = [*_docstring(definition.get("Comment")), "", *_imports(written), ""]
    for statement in written:
        if statement is written[-1] and len(written) > 1:
            lines.append("")
        lines += textwrap.wrap(statement.comment, WIDTH, initial_indent="# ", subsequent_indent="# ")
        lines += assignment(statement.name, statement.node)
    return "\n".join([*lines, ""])


def imports_of(machine: StateMachine | Mapping[str, Any]) -> Set[str]:
    """The names that the source of a workflow may import, which its variables are not called."""
    return services(machine._doc if isinstance(machine, StateMachine) else machine).union(IMPORTED)


def _refuse_name(name: str, imported: Set[str]) -> None:
    if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
        raise DefinitionError(f"{name!r} is no name for a variable; write letters, digits and _, such as 'machine'")
    if name in imported:
        raise DefinitionError(f"{name!r} is what the source may import from aslant.asl; choose another name")


def _refuse_what_has_no_source(definition: Json) -> None:
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), definition)]
    while stack:
        place, value = stack.pop()
        kind = type(value)
        if kind is dict:
            for key, item in value.items():
                if type(key) is not str:
                    raise DefinitionError(f"{pointer(*place)} has a member named {key!r}; JSON names members by text")
                stack.append(((*place, key), item))
        elif kind is list:
            stack.extend(((*place, index), item) for index, item in enumerate(value))
        elif kind is float and not math.isfinite(value):
            raise DefinitionError(f"{pointer(*place)} holds {value}, and JSON has neither NaN nor infinity")
        elif kind is int and value.bit_length() > LARGEST:
            raise DefinitionError(f"{pointer(*place)} holds a number with more digits than Python writes")
        elif kind not in ATOMS:
            raise DefinitionError(
                f"{pointer(*place)} holds a {kind.__name__}, which has no Python source; "
                "a value known only at deployment is put in by the program, where the definition is built"
            )


def _docstring(comment: Json) -> list[str]:
    """The module's docstring: the workflow's comment, which its `comment` keeps letter by letter."""
    text = comment if type(comment) is str else ""
    lines: list[str] = []
    for line in text.splitlines():
        plain = "".join(letter if letter.isprintable() else " " for letter in line)
        lines += textwrap.wrap(plain, WIDTH - 20) or [""]
    text = "\n".join(lines).strip().replace("\\", "/").replace('"', "'") or "A workflow of AWS Step Functions."
    return f'"""{text}\n"""'.split("\n") if "\n" in text else [f'"""{text}"""']


def _imports(written: list[Assignment]) -> list[str]:
    found: set[str] = set()
    stack: list[PythonExpression] = [statement.node for statement in written]
    while stack:
        node = stack.pop()
        found.add(node.needs)
        stack.extend(node.parts())
    own = _import("aslant.asl", [name for name in IMPORTED if name in found])
    return own + _import("aslant.asl.integrations", sorted(found.difference(IMPORTED, [""])))


def _import(module: str, names: list[str]) -> list[str]:
    """The lines that import names, if there are any."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return [line] if names else []
    return [f"from {module} import (", *(f"    {name}," for name in names), ")"]
