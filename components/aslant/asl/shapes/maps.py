"""The data of a Map: its items, the input of its iterations, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.asl.shapes.context import context_of, with_item
from aslant.asl.shapes.environment import NO_VARIABLES
from aslant.asl.shapes.flows import Flow, JsonataFlow, JsonPathFlow
from aslant.asl.shapes.kinds import expect
from aslant.asl.shapes.shape import ANY, ARRAY, NEVER, NUMBER, STRING, UNKNOWN, Object, Shape
from aslant.asl.shapes.unions import array_of, object_of, union
from aslant.asl.shapes.visit import Visit
from aslant.asl.values import string_at
from aslant.walk import is_distributed

__all__ = ["Iteration", "iteration", "map_result"]

_COUNTS = ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage")
_LISTED = object_of(
    {
        **dict.fromkeys(("Etag", "Key", "StorageClass"), STRING.perhaps()),
        "LastModified": ANY.perhaps(),
        "Size": NUMBER.perhaps(),
    },
    UNKNOWN,
)
_WRITTEN = object_of({"MapRunArn": STRING, "ResultWriterDetails": object_of({"Bucket": STRING, "Key": STRING})})
_DESCRIBED = object_of(
    {
        **dict.fromkeys(("ExecutionArn", "Input", "Name", "StartDate", "StateMachineArn", "Status"), STRING),
        **dict.fromkeys(("Cause", "Error", "Output", "StopDate"), STRING.perhaps()),
    },
    UNKNOWN,
)


class Iteration:
    """The data that every iteration of a Map starts with."""

    def __init__(self, input: Shape, context: Shape, variables: Mapping[str, Shape], nonempty: bool) -> None:
        self.input = input
        self.context = context
        self.variables = variables
        self.nonempty = nonempty
        """Whether there is at least one iteration."""


def iteration(state: dict[str, Any], flow: Flow, data: Shape, visit: Visit) -> Iteration:
    """Return the data of a Map's iterations for its effective input, and check its other fields."""
    distributed = is_distributed(state)
    reader = state.get("ItemReader")
    if type(reader) is dict and distributed:
        value, keyed, nonempty = _read(reader), False, False
        _check_reader(reader, flow, data)
    else:
        value, keyed, nonempty = _items(state, flow, data, visit, distributed=distributed)
    for field in _COUNTS:
        flow.number(state, field, data)
    inner = with_item(flow.context, value.made_by(f"an item of state '{visit.name}'"), keyed=keyed)
    item = object_of({"Key": STRING, "Value": value.present()}) if keyed else value
    made = _selected(state, flow, data, item, inner, visit) if value.is_value else NEVER
    writer = state.get("ResultWriter")
    if type(writer) is dict:
        flow.payload(writer, "Arguments" if "Arguments" in writer else "Parameters", data, "ResultWriter")
    batcher = state.get("ItemBatcher")
    if type(batcher) is dict and distributed:
        batch = _batch(batcher, flow, data, made)
        made = batch if made.is_value else NEVER
    made = made.made_by(f"an item of state '{visit.name}'") if not made.origin else made
    if distributed:
        return Iteration(made, with_item(context_of(made), value, keyed=keyed), NO_VARIABLES, nonempty)
    return Iteration(made, inner, flow.scope, nonempty)


def _items(
    state: dict[str, Any], flow: Flow, data: Shape, visit: Visit, *, distributed: bool
) -> tuple[Shape, bool, bool]:
    """Return the shape of an item's value, whether it has a key, and whether there is at least one."""
    items = flow.items(data)
    field = next((name for name in ("ItemsPath", "Items") if name in state), "")
    subject = f"The value of {field}" if field else "The input of the Map"
    kinds = ("array", "object") if distributed else ("array",)
    if isinstance(flow, JsonPathFlow) and string_at(state, field):
        subject += f", {state[field]},"
    if not expect(items, kinds, subject, visit, (field,) if field else (), _repair(items, bool(field), flow)):
        return ANY, False, False
    if items.unknown:
        return ANY, False, False
    if items.array is not None and not (items.objects and distributed):
        nonempty = items.array.nonempty and not items.null
        return (items.array.items if items.array.items.is_value else NEVER), False, nonempty
    if items.objects and items.array is None and distributed:
        return union(*(_values(each) for each in items.objects)), True, False
    return ANY, False, False


def _repair(items: Shape, given: bool, flow: Flow) -> str:
    """Return the members that are arrays, as a repair, or how to make an array of a single result of JSONata."""
    if items.array is not None and isinstance(flow, JsonataFlow):
        return "JSONata makes a single result a plain value. Write {% [ … ] %} around it to always get an array."
    names = sorted(name for each in items.objects for name, member in each.members.items() if member.array is not None)
    if not names:
        return ""
    if given:
        return f"It has the array '{names[0]}'."
    example = f"ItemsPath, such as $.{names[0]}" if isinstance(flow, JsonPathFlow) else "Items"
    return f"Select the array '{names[0]}' with {example}."


def _values(alternative: Object) -> Shape:
    return union(*(member.present() for member in alternative.members.values()), alternative.other.present())


def _selected(state: dict[str, Any], flow: Flow, data: Shape, item: Shape, inner: Shape, visit: Visit) -> Shape:
    """Return the shape of an iteration's input, before batching."""
    field = next((name for name in ("ItemSelector", "Parameters") if name in state), "")
    if not field or (field == "Parameters" and not isinstance(flow, JsonPathFlow)):
        return item
    selecting = type(flow)(state, visit, flow.scope, inner)
    made = selecting.payload(state, field, data)
    return made.made_by(f"the {field} of state '{visit.name}'")


def _batch(batcher: dict[str, Any], flow: Flow, data: Shape, item: Shape) -> Shape:
    shared = {}
    if "BatchInput" in batcher:
        shared["BatchInput"] = flow.payload(batcher, "BatchInput", data, "ItemBatcher")
    for field in ("MaxItemsPerBatch", "MaxInputBytesPerBatch"):
        flow.number(batcher, field, data, "ItemBatcher")
    return object_of({**shared, "Items": array_of(item, nonempty=True)})


def _check_reader(reader: dict[str, Any], flow: Flow, data: Shape) -> None:
    flow.payload(reader, "Arguments" if "Arguments" in reader else "Parameters", data, "ItemReader")
    flow.number(reader.get("ReaderConfig"), "MaxItems", data, "ItemReader", "ReaderConfig")


def _read(reader: dict[str, Any]) -> Shape:
    """Return the shape of an item that an ItemReader reads."""
    config = reader.get("ReaderConfig")
    if string_at(reader, "Resource").endswith(":s3:listObjectsV2"):
        return _LISTED
    if type(config) is not dict or string_at(config, "InputType") != "CSV":
        return ANY
    headers = config.get("CSVHeaders")
    if (
        string_at(config, "CSVHeaderLocation") == "GIVEN"
        and type(headers) is list
        and all(type(name) is str for name in headers)
    ):
        return object_of(dict.fromkeys(headers, STRING))
    return object_of({}, STRING)


def map_result(state: dict[str, Any], output: Shape, started: Iteration) -> Shape:
    """Return the shape of a Map's raw result for the output of an iteration."""
    if not is_distributed(state):
        if not output.is_value:
            return NEVER if started.nonempty else array_of(NEVER)
        return array_of(output.present(), nonempty=started.nonempty)
    item = output.present()
    if any(name.startswith("ToleratedFailure") for name in state):
        item = union(item, _DESCRIBED)
    writer = state.get("ResultWriter")
    if type(writer) is not dict:
        return array_of(item) if item.is_value else array_of(NEVER)
    config = writer.get("WriterConfig")
    config = config if type(config) is dict else {}
    if "Resource" in writer:
        return _WRITTEN
    if string_at(config, "OutputType") == "JSONL":
        return STRING
    transformation = string_at(config, "Transformation") or "COMPACT"
    if transformation == "NONE":
        return array_of(_DESCRIBED)
    return array_of(item) if transformation == "COMPACT" else ARRAY
