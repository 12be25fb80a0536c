"""The definition's way to AWS: leaves, symbols, secrets and unknown values."""

import datetime
import json
from types import MappingProxyType
from typing import Any

import pulumi
import pytest

from aslant.asl import StateMachine, Succeed, Task
from aslant.aws.definition import WorkflowDefinition, render
from aslant.errors import ArgsError
from tests.aws.recording import Export, record


def rendered(workflow: Any, symbols: dict[str, Any] | None = None, *, preview: bool = False) -> Export:
    """What `render` makes of a workflow (or of what a function returns), exported from a program."""

    def program() -> None:
        given = workflow() if callable(workflow) else workflow
        values = {key: value() if callable(value) else value for key, value in (symbols or {}).items()}
        pulumi.export("text", render("x", WorkflowDefinition.read("x", given), values))

    return record(program, preview=preview).exports["text"]


def out(value: Any) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


def unknown() -> pulumi.Output[Any]:
    class Thing(pulumi.CustomResource):
        arn: pulumi.Output[str]

    return Thing("test:index:Thing", "thing", {"arn": None}).arn


@pytest.mark.parametrize(
    "workflow",
    [
        {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}},
        '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}',
        StateMachine(Succeed("Done")),
        lambda: out('{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}'),
    ],
    ids=["dict", "text", "StateMachine", "deferred text"],
)
def test_every_form_of_a_workflow_is_read(workflow: Any) -> None:
    text = rendered(workflow).value
    assert json.loads(text) == {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("arn:1", "arn:1"),
        ('a "quoted"\nline \\ é ${check} {% x %}', 'a "quoted"\nline \\ é ${check} {% x %}'),
        (7.0, 7),
        (0.5, 0.5),
        (True, True),
        (None, None),
        ({"a": [1.0, {"b": 2.0}]}, {"a": [1, {"b": 2}]}),
    ],
)
def test_a_leaf_is_written_as_what_it_is(value: Any, expected: Any) -> None:
    text = rendered(lambda: {"States": {}, "Leaf": out(value), "Other": [out("x"), "y"]}).value
    document = json.loads(text)
    assert document == {"States": {}, "Leaf": expected, "Other": ["x", "y"]}
    assert type(document["Leaf"]) is type(expected)


def test_symbols_stand_for_texts_that_are_escaped() -> None:
    text = rendered(
        {"A": "${check}", "B": "at ${check} and ${table-1}", "C": "$${x", "D": "/a${1,2}/"},
        {"check": lambda: out('say "hi"\n'), "table-1": "orders"},
    ).value
    assert json.loads(text) == {
        "A": 'say "hi"\n',
        "B": 'at say "hi"\n and orders',
        "C": "$${x",
        "D": "/a${1,2}/",
    }


def test_a_number_may_stand_in_a_text() -> None:
    assert json.loads(rendered({"A": "v${version}"}, {"version": lambda: out(3.0)}).value) == {"A": "v3"}


def test_what_a_symbol_stands_for_is_not_read_again() -> None:
    assert json.loads(rendered({"A": "${a}"}, {"a": "${b}"}).value) == {"A": "${b}"}


@pytest.mark.parametrize("text", ["leaf:0", '"leaf:0"', "_leaf:1 leaf:", "leaf:0leaf:0_leaf:1"])
def test_no_text_is_taken_for_a_leaf(text: str) -> None:
    document = json.loads(rendered(lambda: {"Text": text, text: "key", "Leaf": out("real")}).value)
    assert document == {"Text": text, text: "key", "Leaf": "real"}
    assert json.loads(rendered({"Text": text}).value) == {"Text": text}


def test_a_deferred_text_may_hold_what_looks_like_a_leaf() -> None:
    text = rendered(lambda: out('{"A": "leaf:0", "B": "${check}"}'), {"check": "arn:1"}).value
    assert json.loads(text) == {"A": "leaf:0", "B": "arn:1"}


@pytest.mark.parametrize("where", ["leaf", "symbol"])
def test_secrets_stay_secret(where: str) -> None:
    def workflow() -> Any:
        return {"A": "${check}", "B": pulumi.Output.secret("s") if where == "leaf" else "s"}

    symbols = {"check": (lambda: pulumi.Output.secret("c")) if where == "symbol" else "c"}
    export = rendered(workflow, symbols)
    assert export.secret
    assert json.loads(export.value) == {"A": "c", "B": "s"}
    assert not rendered({"A": "${check}"}, {"check": "c"}).secret


@pytest.mark.parametrize("where", ["leaf", "symbol"])
def test_unknown_values_stay_unknown(where: str) -> None:
    if where == "leaf":
        export = rendered(lambda: {"A": unknown()}, preview=True)
    else:
        export = rendered({"A": "${check}"}, {"check": unknown}, preview=True)
    assert not export.known


def test_a_large_definition_takes_one_pass() -> None:
    states = {f"S{i}": {"Type": "Task", "Resource": f"${{f{i % 7}}}"} for i in range(3000)}
    text = rendered({"States": states}, {f"f{i}": f"arn:{i}" for i in range(7)}).value
    assert json.loads(text)["States"]["S2999"]["Resource"] == f"arn:{2999 % 7}"


def test_the_symbols_are_listed_in_order_and_once() -> None:
    definition = WorkflowDefinition.read("x", {"States": {"A": {"R": "${b}"}, "B": {"R": ["${a}", "${b}"]}}})
    assert definition.symbols == ["b", "a"]
    assert definition.state_of("a") == "state 'B'"
    assert definition.state_of("c") == "the definition"


@pytest.mark.parametrize(
    ("workflow", "message"),
    [
        ("{", r"x: workflow is not valid JSON: .*. Pass a StateMachine, a dict or a JSON string."),
        ("[]", r"x: workflow must be a StateMachine, a definition as a dict or as a JSON string, not list"),
        (7, r"x: workflow must be a StateMachine, .*, not int"),
        ({"A": float("nan")}, r"x: the workflow is not valid JSON: .*JSON has no NaN, no infinity and no cycles."),
        (
            {"A": [{"B": {1}}]},
            r"x: the workflow has a set at /A/0/B, which is not valid JSON. Use a string, or its ARN.",
        ),
        ({"A": datetime.date(2026, 1, 1)}, r"x: the workflow has a date at /A, which is not valid JSON"),
        (
            {"States": {("a", 1): {}}},
            r"x: the workflow has the key \('a', 1\) at /States, which is not a string. Use a",
        ),
        ({"A": MappingProxyType({"B": {1}})}, r"x: the workflow has a set at /A/B, which is not valid JSON"),
    ],
)
def test_an_invalid_workflow_is_refused(workflow: Any, message: str) -> None:
    with pytest.raises(ArgsError, match=message):
        WorkflowDefinition.read("x", workflow)


def test_an_output_is_no_key() -> None:
    with pytest.raises(
        ArgsError, match=r"x: the workflow has the key <pulumi.* at /A, which is not a string. Use a string."
    ):
        rendered(lambda: {"A": {out("B"): 1}})


def test_what_is_awaited_is_a_leaf_however_often_it_is_written() -> None:
    async def arn() -> str:
        return "arn:1"

    def program() -> None:
        definition = WorkflowDefinition.read("x", {"A": arn(), "B": MappingProxyType({"C": 1})})
        for name in ("one", "other"):
            pulumi.export(name, render("x", definition, {}))

    exports = record(program).exports
    assert [json.loads(one.value) for one in exports.values()] == [{"A": "arn:1", "B": {"C": 1}}] * 2


@pytest.mark.parametrize(
    ("workflow", "message"),
    [
        (lambda: out("{"), r"^x: workflow is not valid JSON: "),
        (lambda: out("[]"), r"^x: workflow must be a definition, which is a JSON object$"),
        (lambda: out([]), r"^x: workflow must be a definition as a dict or as a JSON string, not list$"),
        (lambda: out(5), r"^x: workflow must be a definition as a dict or as a JSON string, not int$"),
    ],
)
def test_what_turns_out_to_be_no_workflow_is_refused(workflow: Any, message: str) -> None:
    with pytest.raises(ArgsError, match=message):
        rendered(workflow)


def test_a_workflow_that_a_mock_leaves_out_is_an_empty_one() -> None:
    assert rendered(lambda: out(None)).value == "{}"


ORDERS: list[dict[str, Any]] = [
    {"b": 1.0, "a": [{"d": 2, "c": {"f": 3, "e": 4}}]},
    {"a": [{"c": {"e": 4.0, "f": 3.0}, "d": 2.0}], "b": 1},
]
"""One mapping in two orders, as two processes may get it from an Output."""


@pytest.mark.parametrize(
    "place",
    [
        lambda value: {"A": value, "B": "${check}"},
        lambda value: {"A": [{"B": {"Z": "x", "Leaf": value}}]},
        lambda value: value,
        lambda value: out({"States": {}, "Leaf": value}),
    ],
    ids=["a leaf", "a leaf within", "all of it", "within an Output"],
)
def test_what_comes_out_of_an_output_is_written_in_one_order(place: Any) -> None:
    one, other = (rendered(lambda order=order: place(out(order)), {"check": "arn:1"}).value for order in ORDERS)
    assert one == other


def test_a_symbol_that_stands_for_a_mapping_is_written_in_one_order() -> None:
    one, other = (rendered({"A": "${tags}"}, {"tags": lambda order=order: out(order)}).value for order in ORDERS)
    assert one == other


def test_what_a_workflow_says_itself_keeps_its_order() -> None:
    text = rendered(lambda: {"B": 1, "A": {"D": 2, "C": out(3)}}).value
    assert text == '{"B": 1, "A": {"D": 2, "C": 3}}'


@pytest.mark.parametrize("workflow", [{"A": "${used}"}, lambda: out('{"A": "${used}"}')], ids=["known", "deferred"])
def test_a_symbol_that_is_not_used_adds_no_secret(workflow: Any) -> None:
    symbols = {"used": "arn:1", "other": lambda: pulumi.Output.secret("s")}
    export = rendered(workflow, symbols)
    assert (json.loads(export.value), export.secret) == ({"A": "arn:1"}, False)
    assert rendered(workflow, {**symbols, "used": lambda: pulumi.Output.secret("s")}).secret


def test_a_symbol_that_is_not_used_need_not_be_known() -> None:
    export = rendered({"A": "${used}"}, {"used": "arn:1", "other": unknown}, preview=True)
    assert (export.value, export.known) == ('{"A": "arn:1"}', True)
    assert not rendered({"A": "${used}"}, {"used": unknown}, preview=True).known


def test_a_symbol_of_an_unresolved_definition_needs_a_target() -> None:
    with pytest.raises(ArgsError, match=r"x: \$\{chekc\} in the workflow is not defined. Did you mean 'check'\?"):
        rendered(lambda: out('{"A": "${chekc}"}'), {"check": "arn:1"})


def test_a_leaf_that_is_no_json_is_named() -> None:
    with pytest.raises(ArgsError, match=r"x: a value of the workflow is a FileAsset, which is not valid JSON"):
        rendered(lambda: {"A": out(pulumi.FileAsset("x"))})


def test_a_builder_keeps_opaque_leaves_for_the_component() -> None:
    def workflow() -> StateMachine:
        arn: Any = out("arn:aws:lambda:eu-west-1:1:function:f")
        return StateMachine(Task("Check", "arn:aws:states:::lambda:invoke", parameters={"FunctionName": arn}))

    document = json.loads(rendered(workflow).value)
    assert document["States"]["Check"]["Parameters"] == {"FunctionName": "arn:aws:lambda:eu-west-1:1:function:f"}
