"""Write the tables of docs/language.md from the model: every field of ASL, its Python name and its description.

    python -m tools.language

The description of a field is the docstring under it where the builder's keywords are declared.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from aslant.asl import (
    Catch,
    Choice,
    Fail,
    ItemBatcher,
    ItemReader,
    Map,
    Parallel,
    Pass,
    ProcessorConfig,
    ReaderConfig,
    ResultWriter,
    Retry,
    Rule,
    StateMachine,
    Succeed,
    Task,
    Wait,
    WriterConfig,
)
from aslant.asl.field import JSONATA, JSONPATH, Field, Record

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "language.md"
BEGIN, END = "<!-- made by tools/language.py: {} -->\n", "<!-- end -->\n"

KINDS: dict[str, tuple[type[Record], ...]] = {
    "machine": (StateMachine,),
    "states": (Task, Pass, Choice, Wait, Parallel, Map, Succeed, Fail),
    "parts": (Rule, Retry, Catch),
    "distributed": (ProcessorConfig, ItemReader, ReaderConfig, ItemBatcher, ResultWriter, WriterConfig),
}
"""The classes of the model in each part of the page."""

STRUCTURE = {
    "Type": "the class",
    "StartAt": "the first state of the flow",
    "States": "the flow's states",
    "Next": "`>>`, or `.then()`",
    "End": "no successor, or `.end()`",
    "Default": "`otherwise=`, or the flow that follows the Choice",
    "Choices": "`when(condition, flow)` after the name",
    "Branches": "flows after the name",
    "ItemProcessor": "the flow after the name",
    "Iterator": "`iterator=`, the older name of `ItemProcessor`",
    "Catch": "`catch=Catch(errors, flow)`, or a list of them",
    "Condition": "the condition of `when`, in JSONata",
    "Variable": "the condition of `when`: `this.total > 100`",
}
"""The Python spelling of members without a keyword, by their ASL name."""

OWN: dict[type[Record], tuple[str, ...]] = {
    StateMachine: ("StartAt", "States"),
    Task: ("Type", "Next", "End", "Catch"),
    Pass: ("Type", "Next", "End"),
    Choice: ("Type", "Choices", "Default"),
    Wait: ("Type", "Next", "End"),
    Parallel: ("Type", "Branches", "Next", "End", "Catch"),
    Map: ("Type", "ItemProcessor", "Iterator", "Next", "End", "Catch"),
    Succeed: ("Type",),
    Fail: ("Type",),
    Rule: ("Variable", "Condition", "Next"),
    Catch: ("Next",),
}
"""The members without a keyword that each class has."""


FIELDS: dict[type[Record], tuple[str, ...]] = {
    StateMachine: ("MachineFields",),
    Task: ("TaskFields",),
    Pass: ("PassFields",),
    Choice: ("ChoiceFields",),
    Wait: ("WaitFields",),
    Parallel: ("ParallelFields",),
    Map: ("MapFields",),
    Succeed: ("SucceedFields",),
    Fail: ("FailFields",),
    Rule: ("RuleFields",),
    Retry: ("RetryFields",),
    Catch: ("CatchFields",),
    ItemReader: ("ReaderFields",),
    ItemBatcher: ("BatchFields",),
    WriterConfig: ("WriterFields",),
    ReaderConfig: ("ReaderFields", "CsvFields"),
}
"""The classes that declare the keywords of each class."""

POSITIONAL = {
    "Task.Resource": "The resource, after the name: a handler, a symbolic name, an ARN, or an integration.",
    "Retry.ErrorEquals": "The names of the errors, one or a list, as the first argument.",
    "Catch.ErrorEquals": "The names of the errors, one or a list, as the first argument.",
    "ProcessorConfig.Mode": "`INLINE`, or `DISTRIBUTED` (`ProcessorConfig.distributed()`).",
    "ProcessorConfig.ExecutionType": "The type of the child executions.",
    "ItemReader.Resource": "The action of S3. `ItemReader.csv(…)` and similar methods choose it.",
    "ItemReader.Parameters": "The bucket, and the object or the prefix.",
    "ItemReader.Arguments": "The same in JSONata.",
    "ItemReader.ReaderConfig": "What form the items have.",
    "ResultWriter.Resource": "The action of S3. `ResultWriter.s3(…)` chooses it.",
    "ResultWriter.Parameters": "Which bucket and prefix.",
    "ResultWriter.Arguments": "The same in JSONata.",
    "ResultWriter.WriterConfig": "What form the results have.",
}
"""The descriptions of fields that no class of keywords declares."""


def declared() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return the `…Fields` classes by name: their bases, and the description of each keyword."""
    found: dict[str, tuple[list[str], dict[str, str]]] = {}
    for path in sorted((ROOT / "components" / "aslant" / "asl").rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Fields"):
                bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
                found[node.name] = (bases, docstrings(node))
    return found


def descriptions(kind: type[Record], classes: dict[str, tuple[list[str], dict[str, str]]]) -> dict[str, str]:
    """Return the description of each keyword of a class."""
    found: dict[str, str] = {}
    names = list(FIELDS.get(kind, ()))
    while names:
        bases, keywords = classes.get(names.pop(0), ([], {}))
        found = {**keywords, **found}
        names += bases
    return found


def docstrings(node: ast.ClassDef) -> dict[str, str]:
    """Return the docstring of each member of a class on one line."""
    return {
        line.target.id: _docstring(text)
        for line, text in zip(node.body, node.body[1:], strict=False)
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }


def _docstring(node: ast.stmt) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return " ".join(node.value.value.split())
    return ""


def languages(field: Field[object]) -> str:
    """Return the query languages of a field."""
    if field.languages == JSONPATH:
        return "JSONPath"
    return "JSONata" if field.languages == JSONATA else "both"


def rows(kind: type[Record], docs: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of one class: ASL's name, Python's, the query language, the description."""
    own = OWN.get(kind, ())
    for key in own:
        spelled = (
            "the flow after the condition or the errors" if key == "Next" and kind in (Rule, Catch) else STRUCTURE[key]
        )
        tongue = {"Variable": "JSONPath", "Condition": "JSONata"}.get(key, "both")
        yield f"`{key}`", spelled, tongue, ""
    for name, field in kind.FIELDS.items():
        if field.key not in own and (field.key != "ProcessorConfig" or kind is not StateMachine):
            text = re.sub(
                r" ?\((?:JSONPath|JSONata)\)", "", docs.get(name) or POSITIONAL.get(f"{kind.__name__}.{field.key}", "")
            ).replace("|", r"\|")
            yield f"`{field.key}`", f"`{name}`", languages(field), text
    if kind is Map:
        yield "`ItemProcessor.ProcessorConfig`", "`processor_config`", "both", docs["processor_config"]


def table(part: str) -> str:
    """Return the tables of one part of the page."""
    classes = declared()
    lines: list[str] = []
    for kind in KINDS[part]:
        docs = descriptions(kind, classes)
        lines += [f"#### {kind.__name__}", "", "| ASL | Python | query language | |", "| --- | --- | --- | --- |"]
        lines += [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in rows(kind, docs)]
        lines.append("")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """Return the page with tables that match the model."""
    for part in KINDS:
        begin = BEGIN.format(part)
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(END)
        text = f"{before}{begin}\n{table(part)}{END}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
