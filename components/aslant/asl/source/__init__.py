"""The Python source of a definition, written with the builder.

`aslant.asl` and the command `aslant generate` use `to_python` from here; the modules inside belong to it.
"""

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
from aslant.asl.source.sharing import Assignment
from aslant.asl.source.spelling import respelled
from aslant.asl.source.writer import statements
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
"""The names that the source may import from `aslant.asl`, sorted as in an import."""


LARGEST = 14_000
"""The most bits of an integer; Python refuses to write larger ones as digits."""


def to_python(machine: StateMachine | Mapping[str, Any], *, name: str = "machine") -> str:
    """Return the source of a module whose variable `name` is the same workflow.

    Its `to_dict` returns equal JSON, except that paths and intrinsic functions have the builder's spelling: `$['id']`
    is `$.id`.

    States are variables in reading order, joined by `>>`. Branches rejoin where they meet again; `Goto` is used only
    for loops. Calls of services and the parts of a distributed Map are typed values of the builder, such as
    `sqs.send_message(…)` and `ItemReader.csv(…)`, if these make the same JSON. A Python handler is written as its
    symbolic name. Anything that the builder cannot make, such as fields that ASL does not have, is read from data, and
    a comment says why. The source is formatted as by `ruff format` at 120 columns, and the same workflow always has
    the same source.

    ```python
    from aslant.asl import Choice, Fail, StateMachine, Task, this, to_python, when

    check = Task("Check", "check_order", result_path=this.check)
    known = Choice("Known?", when(this.check.known.is_false(), Fail("Refuse")))
    source = to_python(StateMachine(check >> known >> Task("Bake", "bake")), name="pizza")
    ```

    Raises:
        DefinitionError: It is not a definition, a value in it is known only at deployment, or `name` cannot be the
            name of a variable.
    """
    definition = machine._doc if isinstance(machine, StateMachine) else from_dict(machine)._doc
    imported = imports_of(definition)
    _refuse_name(name, imported)
    _refuse_what_has_no_source(definition)
    written = statements(respelled(definition), name, {*imported})
    lines = [*_docstring(definition.get("Comment")), "", *_imports(written), ""]
    for statement in written:
        if statement is written[-1] and len(written) > 1:
            lines.append("")
        lines += textwrap.wrap(statement.comment, WIDTH, initial_indent="# ", subsequent_indent="# ")
        lines += assignment(statement.name, statement.node)
    return "\n".join([*lines, ""])


def imports_of(machine: StateMachine | Mapping[str, Any]) -> Set[str]:
    """Return the names that the source of a workflow may import, which its variables cannot have."""
    return services(machine._doc if isinstance(machine, StateMachine) else machine).union(IMPORTED)


def _refuse_name(name: str, imported: Set[str]) -> None:
    if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name) or not name.isascii():
        raise DefinitionError(f"{name!r} cannot be a variable's name. Use letters, digits and _, such as 'machine'.")
    if name in imported:
        raise DefinitionError(f"the source may import {name!r} from aslant.asl. Choose another name.")


def _refuse_what_has_no_source(definition: Json) -> None:
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), definition)]
    while stack:
        place, value = stack.pop()
        where = pointer(*place) or "the definition"
        kind = type(value)
        if kind is dict:
            for key, item in value.items():
                if type(key) is not str:
                    raise DefinitionError(f"{where}: the key {key!r} must be a string, as JSON requires.")
                stack.append(((*place, key), item))
        elif kind is list:
            stack.extend(((*place, index), item) for index, item in enumerate(value))
        elif kind is float and not math.isfinite(value):
            raise DefinitionError(f"{where}: a number must be finite, not {value}, as JSON requires.")
        elif kind is int and value.bit_length() > LARGEST:
            raise DefinitionError(f"{where}: the number has more digits than Python can write.")
        elif kind not in ATOMS:
            raise DefinitionError(
                f"{where}: a value of type {kind.__name__} cannot be written as Python source. "
                "Insert a value known only at deployment in the program that builds the definition."
            )


def _docstring(comment: Json) -> list[str]:
    """Return the lines of the module's docstring: the workflow's comment; the `comment` argument has it unchanged."""
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
    """Return the lines that import names; none if there are no names."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        return [line] if names else []
    return [f"from {module} import (", *(f"    {name}," for name in names), ")"]
