"""The walk over definitions: nested machines, all states, distributed Maps; and all readers of the same odd Maps."""

from __future__ import annotations

from typing import Any, Final

import pytest

from aslant import walk
from aslant.asl import check, from_dict, to_mermaid, to_python
from aslant.cli.layout import arranged
from aslant.cli.task_names import TaskNames
from aslant.cost import cost
from aslant.draw.svg import to_svg
from aslant.errors import DefinitionError
from aslant.iam import Account, needs, own_permissions
from aslant.run import Program, run
from aslant.testing.coverage import Coverage
from aslant.walk import is_distributed, machines_of, nested_machines, processor_of, s3_actions, states_of
from tests.aws.recording import record


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states), ""), "States": states}


ONE: Final = machine(One={})
TWO: Final = machine(Two={})


@pytest.mark.parametrize(
    ("state", "places"),
    [
        ({"Branches": [ONE, TWO]}, [("Branches", 0), ("Branches", 1)]),
        ({"Branches": (ONE, TWO)}, [("Branches", 0), ("Branches", 1)]),
        ({"ItemProcessor": ONE}, [("ItemProcessor",)]),
        ({"Iterator": ONE}, [("Iterator",)]),
        ({"Type": "Parallel", "Branches": [ONE], "Iterator": TWO}, [("Branches", 0)]),
        ({"Type": "Map", "Branches": [ONE], "Iterator": TWO}, [("Iterator",)]),
        ({"Type": "Map", "Iterator": ONE, "ItemProcessor": TWO}, [("ItemProcessor",), ("Iterator",)]),
        ({"Type": "Task", "Branches": [ONE], "ItemProcessor": TWO}, []),
        ({"Type": "Paralel", "Branches": [ONE]}, [("Branches", 0)]),
        ({"Type": ["Map"], "Iterator": ONE}, [("Iterator",)]),
        ({"Branches": [ONE, 1]}, []),
        ({"Branches": {}, "ItemProcessor": 1}, []),
        ({"Branches": "no", "ItemProcessor": None}, []),
        ({}, []),
        (None, []),
    ],
)
def test_machines_nested_in_a_state_have_places(state: Any, places: list[Any]) -> None:
    assert list(nested_machines(state)) == places


def test_states_come_in_document_order_with_the_nested_ones() -> None:
    definition = machine(
        Both={"Branches": [machine(Left={}), machine(Right={"Iterator": machine(Old={})})]},
        Each={"ItemProcessor": machine(New={})},
    )
    assert [name for name, _ in states_of(definition)] == ["Both", "Left", "Right", "Old", "Each", "New"]
    starts = [inner["StartAt"] for inner in machines_of(definition)]
    assert starts == ["Both", "Left", "Right", "Old", "New"]


@pytest.mark.parametrize(
    "states", [5, None, [], {"A": 5}, {5: {}}, {"A": {"Branches": 5}}, {"A": {"Branches": [5], "Iterator": 5}}]
)
def test_what_is_not_a_state_is_skipped(states: Any) -> None:
    assert [name for name, _ in states_of({"States": states})] in ([], ["A"])
    assert len(list(machines_of({"States": states}))) == 1


def test_what_is_not_a_definition_has_no_machines_and_no_states() -> None:
    assert list(machines_of(None)) == list(states_of({})) == []


def test_nesting_uses_no_stack() -> None:
    definition: dict[str, Any] = machine(Leaf={})
    for level in range(3_000):
        definition = machine(**{f"M{level}": {"Type": "Map", "ItemProcessor": definition}})
    assert sum(1 for _ in states_of(definition)) == sum(1 for _ in machines_of(definition)) == 3_001


def test_the_s3_actions_of_a_map_have_a_resource() -> None:
    call = {"Resource": "arn:aws:states:::s3:putObject"}
    assert s3_actions({"ItemReader": 5, "ResultWriter": call}) == {"ResultWriter": call}
    assert s3_actions({"ResultWriter": {"WriterConfig": {}}}) == {}


def test_every_public_name_exists() -> None:
    assert all(hasattr(walk, name) for name in walk.__all__)


# All readers of the same Maps.

FUNCTION: Final = "arn:aws:lambda:eu-west-1:111122223333:function:price"
OWN: Final = Account("aws", "eu-west-1", "111122223333").arn("states", "stateMachine:shop")
GET: Final = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}}
PUT: Final = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}
DISTRIBUTED: Final = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}


def prices(config: Any = None, name: str = "Price") -> dict[str, Any]:
    """Return a processor of one Task, with or without a configuration."""
    states = {name: {"Type": "Task", "Resource": FUNCTION, "End": True}}
    return {**({} if config is None else {"ProcessorConfig": config}), "StartAt": name, "States": states}


MAPS: Final[dict[str, tuple[dict[str, Any], bool]]] = {
    "a processor": ({"ItemProcessor": prices()}, False),
    "an inline processor": ({"ItemProcessor": prices({"Mode": "INLINE"})}, False),
    "a distributed processor": ({"ItemProcessor": prices(DISTRIBUTED)}, True),
    "an iterator": ({"Iterator": prices()}, False),
    "a distributed iterator": ({"Iterator": prices(DISTRIBUTED)}, True),
    "an empty configuration": ({"ItemProcessor": prices({})}, False),
    "an inline one with a reader": ({"ItemProcessor": prices({"Mode": "INLINE"}), "ItemReader": GET}, False),
    "an inline one with a writer": ({"ItemProcessor": prices(), "ResultWriter": PUT}, False),
    "an iterator with a reader": ({"Iterator": prices(), "ItemReader": GET}, False),
    "a distributed one with both": (
        {"ItemProcessor": prices(DISTRIBUTED), "ItemReader": GET, "ResultWriter": PUT},
        True,
    ),
    "a distributed iterator with both": (
        {"Iterator": prices(DISTRIBUTED), "ItemReader": GET, "ResultWriter": PUT},
        True,
    ),
    "an inline processor, a distributed iterator": (
        {"ItemProcessor": prices(), "Iterator": prices(DISTRIBUTED, "Old")},
        False,
    ),
    "a distributed processor, an iterator": (
        {"ItemProcessor": prices(DISTRIBUTED), "Iterator": prices(name="Old")},
        True,
    ),
    "branches": ({"Branches": [prices(name="Never")], "ItemProcessor": prices(DISTRIBUTED)}, True),
}
"""Maps, and whether AWS runs each item as a child execution."""

ODD: Final = {
    "a configuration that is a string": ({"ItemProcessor": prices("DISTRIBUTED")}, False),
    "a mode in lower case": ({"ItemProcessor": prices({"Mode": "distributed"})}, False),
    "a mode that is a number": ({"ItemProcessor": prices({"Mode": 1})}, False),
}
CALLS = [pytest.param(fields, id=name) for name, (fields, _) in MAPS.items() if s3_actions(fields)]
EVERY = [pytest.param(fields, distributed, id=name) for name, (fields, distributed) in (MAPS | ODD).items()]
DEPLOYABLE = [
    pytest.param(fields, distributed, id=name)
    for name, (fields, distributed) in MAPS.items()
    if len({"ItemProcessor", "Iterator", "Branches"} & fields.keys()) == 1
]
"""The Maps that AWS accepts: one processor and no branches."""


def each(fields: dict[str, Any]) -> dict[str, Any]:
    return machine(Each={"Type": "Map", **fields, "End": True})


def names_in(fields: dict[str, Any]) -> list[str]:
    """Return the names of the states in a Map's processors, in the order of the walk."""
    return [name for key in walk.PROCESSORS if key in fields for name in fields[key]["States"]]


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_the_walk_decides_whether_a_map_is_distributed(fields: dict[str, Any], distributed: bool) -> None:
    state = each(fields)["States"]["Each"]
    assert is_distributed(state) is distributed
    assert processor_of(state)["StartAt"] == "Price"
    assert [name for name, _ in states_of(each(fields))] == ["Each", *names_in(fields)]


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_check_refuses_only_a_distributed_map_in_an_express_machine(fields: dict[str, Any], distributed: bool) -> None:
    found = check(each(fields), type="EXPRESS")
    assert any("'DISTRIBUTED' is not supported inside 'EXPRESS'" in one.message for one in found) is distributed


@pytest.mark.parametrize("fields", CALLS)
def test_check_warns_about_fields_that_only_a_distributed_map_uses(fields: dict[str, Any]) -> None:
    warned = any(one.code == "INLINE_MAP" for one in check(each(fields)))
    assert warned is not is_distributed(each(fields)["States"]["Each"])


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_a_drawing_shows_that_a_map_is_distributed(fields: dict[str, Any], distributed: bool) -> None:
    definition = each(fields)
    assert ("each item, distributed" in to_mermaid(definition)) is distributed
    assert ("distributed" in to_svg(definition)) is distributed


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_a_run_starts_child_executions_only_for_a_distributed_map(fields: dict[str, Any], distributed: bool) -> None:
    definition = each(fields)
    if not distributed and {"ItemReader", "ResultWriter"} & fields.keys():
        with pytest.raises(DefinitionError, match="requires a distributed Map"):
            Program(definition)
        return
    objects = {"s3://b/k": [1, 2]} if "ItemReader" in fields else {}
    execution = run(definition, [1, 2], tasks={"price": lambda event: event, **objects})
    assert execution.status == "SUCCEEDED"
    assert len(execution.children) == (2 if distributed else 0)


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_a_role_gets_the_permissions_of_a_distributed_map_and_none_for_another(
    fields: dict[str, Any], distributed: bool
) -> None:
    found, unknown = needs(each(fields), own_arn=OWN, account=Account("aws", "eu-west-1", "111122223333"))
    actions = {action for one in found for action in one.actions}
    expected = {"lambda:InvokeFunction"}
    if distributed:
        expected |= {f"states:{verb}Execution" for verb in ("Start", "Describe", "Stop", "Redrive")}
        expected |= {"s3:GetObject"} if "ItemReader" in fields else set()
    if distributed and "ResultWriter" in fields:
        expected |= {"s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"}
    assert (actions, unknown) == (expected, [])
    assert bool(own_permissions(each(fields), OWN)) is distributed
    [invoke] = [one for one in found if one.actions == ("lambda:InvokeFunction",)]
    assert list(invoke.states) == names_in(fields)


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_a_distributed_map_costs_child_executions(fields: dict[str, Any], distributed: bool) -> None:
    assert len(cost(each(fields), 1).longest.usage.children) == (1 if distributed else 0)


@pytest.mark.parametrize(("fields", "distributed"), DEPLOYABLE)
def test_a_component_gives_a_distributed_map_a_second_policy(fields: dict[str, Any], distributed: bool) -> None:
    from aslant.aws import StateMachineApi

    def program() -> None:
        StateMachineApi(
            "shop",
            {"routes": {"POST /": {"workflow": each(fields), "mode": "async", "state_machine_type": "STANDARD"}}},
        )

    assert ("RolePolicy shop-own" in record(program).all) is distributed


@pytest.mark.parametrize(("fields", "distributed"), EVERY)
def test_other_readers_find_the_states_of_the_processor(fields: dict[str, Any], distributed: bool) -> None:
    definition = each(fields)
    names = names_in(fields)
    laid_out = arranged(definition)
    assert laid_out == definition
    assert list(TaskNames.of(definition).states) == [*["Each"] * bool(s3_actions(fields)), *names]
    coverage = Coverage([])
    if distributed or not s3_actions(fields):
        tasks = {"price": 1, **({"s3://b/k": [1]} if "ItemReader" in fields else {})}
        coverage.watch(run(definition, [1], tasks=tasks))
        [seen] = coverage.machines
        assert {target.state for target in seen.targets} == {"Each", *names}
    read = from_dict(definition)
    assert read.to_dict() == definition
    scope: dict[str, Any] = {}
    exec(to_python(read), scope)  # noqa: S102 - the source is ours
    assert scope["machine"].to_dict() == definition
