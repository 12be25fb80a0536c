"""The state machines of a SAM template, as far as they say something about a file with a definition.

See the SAM developer guide, "AWS::Serverless::StateMachine": `DefinitionUri` is relative to the template, and
`DefinitionSubstitutions` gives placeholders their values, which are names and ARNs of the template's other resources.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import AslantError
from aslant.provider.account import LocalAccount

__all__ = ["SamMachine", "sam_machines"]

TEMPLATES = ("template.yaml", "template.yml", "template.json")
MACHINES = ("AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine")
FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")


@dataclasses.dataclass(frozen=True, slots=True)
class SamMachine:
    """A state machine of a template."""

    file: Path
    """The absolute path of the definition."""
    name: str
    type: str | None
    substitutions: Mapping[str, str]


def sam_machines(path: Path, account: LocalAccount, report: Callable[[str], object]) -> Iterator[SamMachine]:
    """Yield the machines of the template of a folder or next to a file, or in a folder above it.

    A template that cannot be read is reported.
    """
    folder = (path if path.is_dir() else path.parent).resolve()
    for place in (folder, *folder.parents):
        template = next((place / name for name in TEMPLATES if (place / name).is_file()), None)
        if template is not None:
            yield from _machines_of(template, account, report)
            return
        if (place / ".git").exists():
            return


def _machines_of(template: Path, account: LocalAccount, report: Callable[[str], object]) -> Iterator[SamMachine]:
    from aslant.asl.reading.text import read
    from aslant.files.folder import FORMATS, is_template

    try:
        document: Any = read(template.read_bytes(), format=FORMATS[template.suffix]).document
    except (AslantError, OSError) as error:
        report(f"{template}: {error}")
        return
    if not is_template(document):
        return
    resources = {key: value for key, value in document["Resources"].items() if isinstance(value, Mapping)}
    names = {key: _name(key, value) for key, value in resources.items()}
    for key, resource in resources.items():
        properties = resource.get("Properties")
        if resource.get("Type") not in MACHINES or not isinstance(properties, Mapping):
            continue
        uri = properties.get("DefinitionUri")
        if not isinstance(uri, str):
            continue
        given = properties.get("DefinitionSubstitutions")
        values = {
            placeholder: _value(value, resources, names, account)
            for placeholder, value in (given.items() if isinstance(given, Mapping) else ())
        }
        kind = properties.get("Type") or properties.get("StateMachineType")
        yield SamMachine(
            file=(template.parent / uri).resolve(),
            name=names[key],
            type=kind if kind in ("EXPRESS", "STANDARD") else None,
            substitutions={placeholder: value for placeholder, value in values.items() if value is not None},
        )


def _name(key: str, resource: Mapping[str, Any]) -> str:
    """Return a resource's name: the one in its properties, or its logical ID."""
    properties = resource.get("Properties")
    kinds = ("Name", "StateMachineName", "FunctionName", "TableName", "QueueName", "TopicName", "BucketName")
    given = [properties.get(kind) for kind in kinds] if isinstance(properties, Mapping) else []
    return next((name for name in given if isinstance(name, str)), key)


def _value(
    value: Any, resources: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], account: LocalAccount
) -> str | None:
    """Return the value of a substitution; None if it is only known when the template is deployed."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, Mapping) or len(value) != 1:
        return None
    ((function, target),) = value.items()
    if function == "Fn::GetAtt":
        parts = target.split(".") if isinstance(target, str) else target
        target = parts[0] if isinstance(parts, list) and parts[1:] in (["Arn"], ["Name"]) else None
    elif function != "Ref":
        return None
    if not isinstance(target, str) or target not in resources:
        return None
    kind = resources[target].get("Type")
    if kind in MACHINES:
        return account.arn("states", f"stateMachine:{names[target]}")
    if kind in FUNCTIONS and function == "Fn::GetAtt":
        return account.arn("lambda", f"function:{names[target]}")
    return names[target]
