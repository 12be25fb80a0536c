"""Tests for Map."""

from typing import Any

import pytest

from aslant.asl import Catch, Fail, Map, Pass, Retry, StateMachine, context, from_dict, this
from aslant.errors import DefinitionError

a, b = Pass("A"), Pass("B")
PROCESSOR = {
    "StartAt": "A",
    "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": True}},
}


def written(state: Map) -> dict[str, Any]:
    document: dict[str, Any] = StateMachine(state).to_dict()["States"]["Each"]
    return document


def test_an_inline_map_is_written_as_asl() -> None:
    each = Map(
        "Each",
        a >> b,
        items_path=this.items,
        item_selector={"item": context.Map.Item.Value, "order": this.order},
        max_concurrency=4,
        processor_config={"Mode": "INLINE"},
        result_path=None,
        retry=Retry("E"),
        catch=Catch("States.ALL", Fail("Stop")),
    )
    assert written(each) == {
        "Type": "Map",
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **PROCESSOR},
        "ItemsPath": "$.items",
        "ItemSelector": {"item.$": "$$.Map.Item.Value", "order.$": "$.order"},
        "MaxConcurrency": 4,
        "ResultPath": None,
        "Retry": [{"ErrorEquals": ["E"]}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Stop"}],
        "End": True,
    }


@pytest.mark.parametrize(
    ("fields", "document"),
    [
        ({"max_concurrency_path": this.n}, {"MaxConcurrencyPath": "$.n"}),
        ({"label": "items"}, {"Label": "items"}),
        ({"item_reader": {"Resource": "arn"}}, {"ItemReader": {"Resource": "arn"}}),
        ({"item_batcher": {"MaxItemsPerBatch": 5}}, {"ItemBatcher": {"MaxItemsPerBatch": 5}}),
        ({"result_writer": {"Resource": "arn"}}, {"ResultWriter": {"Resource": "arn"}}),
        ({"tolerated_failure_percentage": 2.5}, {"ToleratedFailurePercentage": 2.5}),
        ({"tolerated_failure_percentage_path": this.n}, {"ToleratedFailurePercentagePath": "$.n"}),
        ({"tolerated_failure_count": 3}, {"ToleratedFailureCount": 3}),
        ({"tolerated_failure_count_path": this.n}, {"ToleratedFailureCountPath": "$.n"}),
        ({"items": "{% $x %}", "query_language": "JSONata"}, {"Items": "{% $x %}", "QueryLanguage": "JSONata"}),
        ({"items": [1, {"a": 2}], "query_language": "JSONata"}, {"Items": [1, {"a": 2}], "QueryLanguage": "JSONata"}),
    ],
)
def test_each_field_has_its_asl_name(fields: dict[str, Any], document: dict[str, Any]) -> None:
    assert written(Map("Each", a >> b, **fields)) == {
        "Type": "Map",
        "ItemProcessor": PROCESSOR,
        **document,
        "End": True,
    }


def test_the_processor_is_a_machine() -> None:
    each = Map("Each", a >> b)
    assert each.item_processor == from_dict(PROCESSOR)
    assert each.extra == {}
    made = StateMachine(a, comment="made already")
    assert Map("Each", made).item_processor == made


def test_a_processor_config_does_not_change_its_machine() -> None:
    made = StateMachine(a)
    each = Map("Each", made, processor_config={"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"})
    assert each.item_processor.processor_config == {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    assert made == StateMachine(a)


@pytest.mark.parametrize("processor", ["A", None, {"StartAt": "A"}])
def test_an_invalid_processor_is_refused(processor: Any) -> None:
    with pytest.raises(DefinitionError) as refused:
        Map("Each", processor)
    assert str(refused.value) == f"state 'Each': the item processor must be a state or a flow, not {processor!r}"


@pytest.mark.parametrize(
    ("config", "why"),
    [
        (this.config, "holds plain values, so the path $.config would not be evaluated. Use parameters."),
        ({1: 2}, "has a member named 1, but the names of JSON members must be strings"),
        (Retry("E"), "must be a ProcessorConfig or an equivalent dict, not Retry(error_equals=['E'])"),
    ],
)
def test_an_invalid_processor_config_is_refused(config: Any, why: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Map("Each", a, processor_config=config)
    assert str(refused.value) == f"state 'Each': processor_config {why}"


def test_an_item_selector_with_paths_is_jsonpath() -> None:
    with pytest.raises(DefinitionError) as refused:
        Map("Each", a, items="{% $x %}", item_selector={"item": context.Map.Item.Value})
    assert str(refused.value) == (
        "state 'Each' mixes both query languages: paths in item_selector (JSONPath) and items (JSONata). Use only one "
        "of them."
    )


def test_a_definition_can_keep_the_older_names_of_processor_and_selector() -> None:
    each = Map(
        "Each", iterator=a >> b, parameters={"item": context.Map.Item.Value}, processor_config={"Mode": "INLINE"}
    )
    document = {
        "Type": "Map",
        "Iterator": {"ProcessorConfig": {"Mode": "INLINE"}, **PROCESSOR},
        "Parameters": {"item.$": "$$.Map.Item.Value"},
        "End": True,
    }
    assert written(each) == document
    read: Any = from_dict({"StartAt": "Each", "States": {"Each": document}}).states["Each"]
    assert (read.item_processor, read.parameters) == (each.item_processor, {"item.$": "$$.Map.Item.Value"})
    assert read.extra == {}


def test_a_map_has_one_processor() -> None:
    both: Any = {"item_processor": a, "iterator": b}
    with pytest.raises(DefinitionError) as refused:
        Map("Each", **both)
    assert str(refused.value) == (
        "state 'Each': iterator is the older name of the item processor. Pass only one of them."
    )
