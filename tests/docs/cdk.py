"""`docs/coming-from-cdk.md` as data, and the definitions that the CDK generates from its code.

The CDK is not a dependency of this project, so its output is recorded in `cdk.json`. After a change of the page's CDK
code, record it again in the project's root, with any Python that has `aws-cdk-lib` (and node):
`python -m tests.docs.cdk`.
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple

PAGE: Final = Path(__file__).parents[2] / "docs" / "coming-from-cdk.md"
RECORDED: Final = Path(__file__).parent / "cdk.json"

SETTING: Final = "setting"
"""The section whose code runs before the code of every other section."""

_PIECE: Final = re.compile(
    r"^##+ (?P<heading>.+)$|^```python\n(?:# (?P<side>CDK|aslant)\n)?(?P<code>(?:.*\n)*?)```$|^\| (?P<row>.+) \|$",
    re.MULTILINE,
)
_COLUMN: Final = re.compile(r" (?<!\\)\| ")

# Feature flags of the CDK: the partition as a string, not a token, and a ResultWriterV2 in the output.
_FLAGS: Final = {
    "@aws-cdk/core:enablePartitionLiterals": True,
    "@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2": True,
}

# Parts of a distributed Map that tables of the page show without the Map.
_PARTS: Final = {
    **{f"S3{kind}ItemReader": "item_reader" for kind in ("Csv", "Json", "JsonL", "Manifest", "Objects")},
    "ItemBatcher": "item_batcher",
    "ResultWriterV2": "result_writer_v2",
}


class Page(NamedTuple):
    """The code on the page."""

    cdk: dict[str, str]
    """The CDK's block, by section."""
    aslant: dict[str, str]
    """aslant's block, by section."""
    rows: dict[str, str]
    """The pairs of expressions in tables: aslant's by the CDK's."""
    examples: list[str]
    """Blocks without a counterpart."""
    constructs: list[tuple[str, str]]
    """The rows of the index: constructs, and their counterparts."""
    anchors: set[str]
    """The anchors of the sections."""


def page() -> Page:
    """Read the page."""
    read = Page({}, {}, {}, [], [], set())
    section, head = "", None
    for piece in _PIECE.finditer(PAGE.read_text()):
        heading, row, side = piece["heading"], piece["row"], piece["side"]
        if heading:
            section, head = re.sub(r"[^a-z0-9]+", "-", heading.lower()), None
            read.anchors.add(section)
        elif side:
            blocks = read.cdk if side == "CDK" else read.aslant
            if section in blocks:
                raise ValueError(f"section {section!r} has two blocks of {side}; give the second its own heading")
            blocks[section] = piece["code"]
        elif piece["code"]:
            read.examples.append(piece["code"])
        elif row in ("CDK | aslant", "Construct | aslant"):
            head = row.partition(" ")[0]
        elif head and not row.startswith("---"):
            left, right = (cell.replace(r"\|", "|") for cell in _COLUMN.split(row))
            if head == "CDK":
                read.rows[left[1:-1]] = right[1:-1]
            else:
                read.constructs.append((left, right))
    return read


def record() -> dict[str, Any]:
    """Return the definitions that the CDK generates from each block and cell, and the names of its constructs."""
    cdk, assertions, sfn, tasks = map(
        import_module,
        ("aws_cdk", "aws_cdk.assertions", "aws_cdk.aws_stepfunctions", "aws_cdk.aws_stepfunctions_tasks"),
    )
    shown = page()

    def setting() -> dict[str, Any]:
        where = cdk.Environment(account="123456789012", region="eu-west-1")
        names: dict[str, Any] = {"self": cdk.Stack(cdk.App(context=_FLAGS), "Stack", env=where)}
        exec(shown.cdk[SETTING], names)  # noqa: S102  # our own page
        return names

    def definition(names: dict[str, Any]) -> Any:
        stack = names["self"]
        if "machine" not in names:
            sfn.StateMachine(stack, "Machine", definition_body=sfn.DefinitionBody.from_chainable(names["flow"]))
        machines = assertions.Template.from_stack(stack).find_resources("AWS::StepFunctions::StateMachine")
        (machine,) = machines.values()
        return json.loads(_text(machine["Properties"]["DefinitionString"]))

    def block(code: str) -> dict[str, Any]:
        names = setting()
        exec(code, names)  # noqa: S102  # our own page
        if "api" in names:
            resources = assertions.Template.from_stack(names["self"]).to_json()["Resources"].values()
            return {"resources": [{key: one[key] for key in ("Type", "Properties")} for one in resources]}
        return {"definition": definition(names)}

    def cell(code: str) -> Any:
        names = setting()
        value = eval(code, names)  # noqa: S307  # our own page
        if isinstance(value, sfn.Condition):
            return value.render_condition()
        if isinstance(value, sfn.TaskInput):
            value = value.value
        part = _PARTS.get(type(value).__name__)
        if part:
            value = sfn.DistributedMap(names["self"], "A", **{part: value}).item_processor(sfn.Pass(names["self"], "B"))
        elif not isinstance(value, sfn.State):
            value = sfn.Pass(names["self"], "A", parameters={"x": value})
        return definition({**names, "flow": value})

    return {
        "aws-cdk-lib": version("aws-cdk-lib"),
        "constructs": sorted(
            [name for name in sfn.__all__ if not re.match(r"I[A-Z][a-z]|Cfn|.*(Props|Options)$", name)]
            + [name for name in tasks.__all__ if issubclass(getattr(tasks, name), sfn.TaskStateBase)]
        ),
        "blocks": {section: {"code": code, **block(code)} for section, code in shown.cdk.items() if section != SETTING},
        "rows": {code: cell(code) for code in shown.rows},
    }


def _text(value: Any) -> str:
    """Return a string of the template, in which nothing but the partition is a reference."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}[value["Ref"]]
    separator, parts = value["Fn::Join"]
    return str(separator.join(map(_text, parts)))


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(record(), indent=1, ensure_ascii=False) + "\n")
