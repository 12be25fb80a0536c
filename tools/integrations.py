"""Write `aslant.asl.integrations` from botocore's models: the catalogue, and one module for each service.

    python -m tools.integrations

Which actions there are and for what each can wait is the developer guide's to say, and stands in services.py. The
parameters come from the service's model where the guide does not tell otherwise; Step Functions writes all of them
in PascalCase, also where the API is camelCase.
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import botocore.loaders

from aslant.asl.integrations.action import ServiceAction, snake
from tools.services import SERVICES, Call, Service

BOTOCORE = "1.44.5"
"""The version whose models the written files hold."""

PACKAGE = Path(__file__).parents[1] / "components" / "aslant" / "asl" / "integrations"
MADE = f"Made by tools/integrations.py from the models of botocore {BOTOCORE}; change that, not this."

SCALARS = {
    "string": "Text",
    "integer": "Number",
    "long": "Number",
    "float": "Number",
    "double": "Number",
    "boolean": "Flag",
}
"""The annotation of a shape; everything else, and what may be written as an object instead of text, is `Any`."""

RESULTS = {
    "": "Integration",
    "sync": "Job",
    "waitForTaskToken": "Callback",
    "sync waitForTaskToken": "JobOrCallback",
    "sync sync:2 waitForTaskToken": "Execution",
}
"""The class of a call by what it can wait for."""


class Parameter(NamedTuple):
    """One parameter of an action, by its ASL name."""

    name: str
    annotation: str
    required: bool


class Row(NamedTuple):
    """What is written of one action."""

    service: Service
    call: Call
    action: ServiceAction
    parameters: list[Parameter]


def rows() -> list[Row]:
    """All actions, by service."""
    loader = botocore.loaders.Loader()
    found = []
    for service in SERVICES:
        for call in service.calls:
            known = parameters(call, loader)
            required = " ".join(parameter.name for parameter in known if parameter.required)
            optional = " ".join(parameter.name for parameter in known if not parameter.required)
            action = ServiceAction.of(f"{service.arn}:{call.name}", call.patterns, required, optional)
            found.append(Row(service, call, action, known))
    return found


def parameters(call: Call, loader: botocore.loaders.Loader) -> list[Parameter]:
    """The parameters of an action, the required ones first, each kind in the model's order."""
    found: dict[str, Parameter] = {}
    if call.model:
        service, _, operation = call.model.partition(":")
        model = loader.load_service_model(service, "service-2")
        shapes: dict[str, Any] = model["shapes"]
        shape = shapes[model["operations"][operation]["input"]["shape"]]
        for member, reference in shape["members"].items():
            # What the SDK fills in with a token of its own is required of nobody.
            required = member in shape.get("required", ()) and not reference.get("idempotencyToken")
            name = pascal(member)
            if name not in call.drop.split():
                annotation = SCALARS.get(shapes[reference["shape"]]["type"], "Any")
                found[name] = Parameter(name, "Any" if name in call.objects.split() else annotation, required)
    for words, required in ((call.required, True), (call.optional, False)):
        for word in words.split():
            name, _, annotation = word.partition(":")
            found[name] = Parameter(name, annotation or "Any", required)
    return sorted(found.values(), key=lambda parameter: not parameter.required)


def pascal(name: str) -> str:
    """A name with a capital."""
    return name[0].upper() + name[1:]


CATALOGUE = '''\
"""The catalogue: every optimized integration of Step Functions, what it takes and for what it can wait.

The actions are those of the developer guide, "Integrating optimized services with Step Functions"; AWS refuses any
other `arn:aws:states:::service:action`. An EXPRESS workflow takes only the pattern without a name: `.sync`,
`.sync:2` and `.waitForTaskToken` are for STANDARD ones.

{made}
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aslant.asl.integrations.action import Pattern, ServiceAction

__all__ = ["ACTIONS", "SDK_PATTERNS"]

SDK_PATTERNS: Final[frozenset[Pattern]] = frozenset(["", "waitForTaskToken"])
"""For what a task may wait whose ARN is `arn:aws:states:::aws-sdk:service:action`."""

_ALL = (
{rows}
)

ACTIONS: Final[Mapping[str, ServiceAction]] = MappingProxyType({{action.key: action for action in _ALL}})
"""The actions by what stands in their ARN, such as `sqs:sendMessage`."""
'''

MODULE = '''\
"""{title} (Step Functions developer guide, {page}).

{made}
"""

from __future__ import annotations

from typing import {typing}

from aslant.asl.integration import {names}

{exports}
'''

FUNCTION = '''

class {kind}(TypedDict, total=False):
    """What `{function}` takes."""

{fields}


def {function}(**arguments: Unpack[{kind}]) -> {result}:
    """{does}"""
    return {result}("{key}", arguments)
'''


def catalogue(actions: list[Row]) -> str:
    """The module that says which actions there are."""
    written = []
    for row in sorted(actions, key=lambda row: row.action.key):
        action = row.action
        cells = [f'"{action.key}"', f'"{row.call.patterns}"', words(action.required)]
        if action.optional:
            cells.append(words(action.optional))
        line = f"    ServiceAction.of({', '.join(cells)}),"
        if len(line) > 120 or "\n" in line:
            line = "\n".join(["    ServiceAction.of(", *(f"        {cell}," for cell in cells), "    ),"])
        written.append(line)
    return CATALOGUE.format(made=MADE, rows="\n".join(written))


def words(names: tuple[str, ...]) -> str:
    """Names as one text, on several lines where it is long."""
    text = " ".join(names)
    lines = [text] if len(text) <= 109 else textwrap.wrap(text, 108)
    return "\n        ".join([*(f'"{line} "' for line in lines[:-1]), f'"{lines[-1]}"'])


def module(service: Service, actions: list[Row]) -> str:
    """The module of one service."""
    used = {parameter.annotation for row in actions for parameter in row.parameters}
    results = {RESULTS[row.call.patterns] for row in actions}
    required = any(row.action.required for row in actions)
    typing = [*(["Any"] if "Any" in used else []), *(["Required"] if required else []), "TypedDict", "Unpack"]
    head = MODULE.format(
        title=service.title,
        page=service.page,
        made=MADE,
        typing=", ".join(typing),
        names=", ".join(sorted(results | (used - {"Any"}))),
        exports=exports(sorted(snake(row.call.name) for row in actions)),
    )
    return head + "".join(function(row) for row in actions)


def function(row: Row) -> str:
    """The function of one action, and the type of what it takes."""
    fields = [
        f"    {snake(known.name)}: {f'Required[{known.annotation}]' if known.required else known.annotation}"
        for known in row.parameters
    ]
    return FUNCTION.format(
        kind=pascal(row.call.name),
        function=snake(row.call.name),
        fields="\n".join(fields),
        result=RESULTS[row.call.patterns],
        does=row.call.does,
        key=row.action.key,
    )


def exports(names: list[str]) -> str:
    """The `__all__` of a module."""
    quoted = [f'"{name}"' for name in names]
    line = f"__all__ = [{', '.join(quoted)}]"
    return line if len(line) <= 120 else "\n".join(["__all__ = [", *(f"    {name}," for name in quoted), "]"])


def files() -> Iterator[tuple[str, str]]:
    """Every file that is written: its name and its text."""
    actions = rows()
    yield "catalogue.py", catalogue(actions)
    for service in SERVICES:
        own = [row for row in actions if row.service is service]
        yield f"{own[0].action.function.partition('.')[0]}.py", module(service, own)


def main() -> None:
    """Write the files.

    Raises:
        SystemExit: botocore has another version than the files name.
    """
    import botocore

    if botocore.__version__ != BOTOCORE:
        sys.exit(f"botocore is {botocore.__version__} here, and BOTOCORE says {BOTOCORE}; install or name the other")
    for name, text in files():
        (PACKAGE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
