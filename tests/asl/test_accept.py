"""Tests for the functions that check the builder's arguments."""

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple, cast

import pytest

from aslant.asl import Fail, Map, Pass, Retry, StateMachine, Succeed, Task, Wait, context, intrinsics, this
from aslant.asl import jsonata as j
from aslant.asl.accept import (
    assignments,
    destination,
    error_names,
    expression,
    language,
    literal,
    moment,
    path,
    payload,
    resource,
    source,
    template,
    value,
)
from aslant.asl.field import Refused
from aslant.asl.path import variables
from aslant.errors import DefinitionError


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    LARGE = 3


class Language(StrEnum):
    JSONATA = "JSONata"


class Place(StrEnum):
    ORDER = "$.order"
    UUID = "States.UUID()"


class Lines(list[Any]):
    """A user's subclass of list."""


class Pair(NamedTuple):
    one: int
    two: int


@pytest.mark.parametrize(
    ("accept", "given", "plain"),
    [
        (literal, {"a": [1, 2.5, None, True, "x", {}, []]}, {"a": [1, 2.5, None, True, "x", {}, []]}),
        (literal, (1, (2, 3)), [1, [2, 3]]),
        (literal, {"a": Colour.RED, "b": [Size.LARGE]}, {"a": "red", "b": [3]}),
        (literal, Pair(1, 2), [1, 2]),
        (literal, OrderedDict(b=1, a=OrderedDict(c=2)), {"b": 1, "a": {"c": 2}}),
        (template, {"a": this.x, "b": {"c": context.Task.Token}}, {"a.$": "$.x", "b": {"c.$": "$$.Task.Token"}}),
        (template, {"a.$": this.x, "b.$": "$.y"}, {"a.$": "$.x", "b.$": "$.y"}),
        (template, {"a": [{"b": this.x}]}, {"a": [{"b.$": "$.x"}]}),
        (template, OrderedDict(a=this.x), {"a.$": "$.x"}),
        (template, "{% $states.input %}", "{% $states.input %}"),
        (expression, ["{% $x %}", {"a": "{% $y %}"}], ["{% $x %}", {"a": "{% $y %}"}]),
        (value, "{% $x %}", "{% $x %}"),
        (template, {"a": this.x, "b": [j.variables.y]}, {"a.$": "$.x", "b": ["{% $y %}"]}),
        (payload, {"a": intrinsics.uuid(), "b": {"c": variables.x}}, {"a.$": "States.UUID()", "b": {"c.$": "$x"}}),
        (assignments, {"a": this.x, "b": None, "c.$": "$.y"}, {"a.$": "$.x", "b": None, "c.$": "$.y"}),
        (assignments, {"${name}": 1}, {"${name}": 1}),
        (expression, {"a": [j.variables.x + 1]}, {"a": ["{% $x + 1 %}"]}),
        (expression, j.states.input, "{% $states.input %}"),
        (value, j.variables.x, "{% $x %}"),
        (moment, j.variables.x, "{% $x %}"),
        (source, intrinsics.uuid(), "States.UUID()"),
        (source, "States.UUID()", "States.UUID()"),
        (source, variables.x, "$x"),
        (source, None, None),
        (destination, this.a, "$.a"),
        (destination, "$", "$"),
        (destination, "$['a']", "$['a']"),
        (destination, "${token}", "${token}"),
        (destination, None, None),
        (path, variables.x.y, "$x.y"),
        (path, this.a, "$.a"),
        (path, "$$.Execution.Id", "$$.Execution.Id"),
        (path, "${token}", "${token}"),
        (path, None, None),
        (moment, datetime(2030, 1, 2, tzinfo=UTC), "2030-01-02T00:00:00Z"),
        (moment, "2030-01-02T00:00:00Z", "2030-01-02T00:00:00Z"),
        (error_names, "States.ALL", ["States.ALL"]),
        (error_names, ("A", "B"), ["A", "B"]),
        (error_names, [Colour.RED], ["red"]),
        (error_names, Colour.RED, ["red"]),
        (language, Language.JSONATA, "JSONata"),
        (path, Place.ORDER, "$.order"),
        (source, Place.UUID, "States.UUID()"),
        (resource, Colour.RED, "${red}"),
        (value, Size.LARGE, 3),
        (template, {Colour.RED: this.x}, {"red.$": "$.x"}),
        (template, defaultdict(Lines, a=Lines([OrderedDict(b=this.x)])), {"a": [{"b.$": "$.x"}]}),
        (resource, "pineapple_check", "${pineapple_check}"),
        (resource, "${pineapple_check}", "${pineapple_check}"),
        (resource, "arn:aws:states:::sqs:sendMessage", "arn:aws:states:::sqs:sendMessage"),
        (resource, {"Fn::GetAtt": ["Work", "Arn"]}, {"Fn::GetAtt": ["Work", "Arn"]}),
        (resource, {"Ref": "Work"}, {"Ref": "Work"}),
    ],
)
def test_an_accepted_value_becomes_plain_json(accept: Callable[[Any], Any], given: object, plain: object) -> None:
    accepted = accept(given)
    assert accepted == plain
    assert repr(accepted) == repr(plain)  # of exactly these types, in this order


@pytest.mark.parametrize(
    "accept",
    [assignments, destination, expression, literal, moment, path, payload, resource, source, template, value],
)
def test_a_value_known_at_deployment_is_accepted_unchanged(accept: Callable[[Any], Any], leaf: Any) -> None:
    assert accept(leaf) is leaf


@pytest.mark.parametrize("accept", [assignments, expression, literal, payload, template])
def test_a_value_known_at_deployment_is_accepted_inside_containers(accept: Callable[[Any], Any], leaf: Any) -> None:
    accepted = accept({"a": [{"b": leaf}, leaf]})
    assert accepted["a"][0]["b"] is leaf
    assert accepted["a"][1] is leaf


def test_members_keep_their_order() -> None:
    given = {"z": {"b": 1, "a": [1]}, "y": this.a, "x": (), "w": 0}
    assert list(template(given)) == ["z", "y.$", "x", "w"]


@pytest.mark.parametrize(
    ("accept", "given", "why"),
    [
        (error_names, [], "must name at least one error, such as 'States.ALL', not []"),
        (error_names, [1], "must name at least one error, such as 'States.ALL', not [1]"),
        (literal, {1: 2}, "has a member named 1, but the names of JSON members must be strings"),
        (path, 5, "must be a path such as this.order or '$.order', not 5"),
        (path, ["$"], "must be a path such as this.order or '$.order', not ['$']"),
        (path, ".order", "must be a path and start with $, not '.order'. Write this.order."),
        (path, "line-items", "must be a path and start with $, not 'line-items'. Write this['line-items']."),
        (path, "", "must be a path and start with $, not ''. Write this.order."),
        (assignments, "{% $x %}", "must be an object of variables by name, such as {'total': …}, not '{% $x %}'"),
        (assignments, [1], "must be an object of variables by name, such as {'total': …}, not [1]"),
        (
            assignments,
            {"states": 1},
            "sets 'states', which is reserved by Step Functions. Choose another name.",
        ),
        (
            assignments,
            {"1st": this.a},
            "sets '1st', which is not a valid variable name. Start it with a letter, and use only letters, digits and "
            "_.",
        ),
        (
            destination,
            variables.x.y,
            "must be a path in the state's input, not $x.y. Set the variable with assign={'x': …}.",
        ),
        (
            destination,
            context.State,
            "must be a path in the state's input, not $$.State. The context object is read-only.",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_reason(
    accept: Callable[[Any], Any], given: object, why: str
) -> None:
    with pytest.raises(Refused, match=f"^{re.escape(why)}$"):
        accept(given)


PLAIN = "holds plain values, so the path $.a would not be evaluated. Use parameters."
VALUE = "must be a plain value, and $.a is a path"
FIXED = f"{VALUE}. It cannot be computed while the workflow runs."
UNCALLED = 'got the path test exists() instead of a value. Write path["exists"] for a member of that name.'
ZONE = "datetime.datetime(2030, 1, 2, 0, 0) has no time zone. Write datetime(…, tzinfo=timezone.utc)."
a: Any = this.a  # Any, since a type checker refuses many of these arguments
exists: Any = this.exists


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Pass("A", comment=a), f"comment {FIXED}"),
        (lambda: Fail("A", error=a), f"error {VALUE}. Use error_path instead."),
        (
            lambda: Map("A", Pass("B"), max_concurrency=a),
            f"max_concurrency {VALUE}. Use max_concurrency_path instead.",
        ),
        (lambda: Pass("A", result=a), f"result {PLAIN}"),
        (lambda: Pass("A", result={"a": a}), f"result {PLAIN}"),
        (lambda: Pass("A", result=[a]), f"result {PLAIN}"),
        (
            lambda: Pass("A", parameters={"names": [a]}),
            "parameters has the path $.a inside a list, where Step Functions does not evaluate it. Make the list a "
            'member such as "names.$": "States.Array($.a)".',
        ),
        (
            lambda: Pass("A", parameters=a),
            'parameters must be an object whose members may be paths, such as {"name": this.a}, not a single path',
        ),
        (lambda: Pass("A", result=exists), f"result {UNCALLED}"),
        (lambda: Pass("A", parameters={"a": exists}), f"parameters {UNCALLED}"),
        (lambda: Pass("A", input_path=exists), f"input_path {UNCALLED}"),
        (lambda: Pass("A", output=[exists]), f"output {UNCALLED}"),
        (lambda: Task("A", exists), f"resource {UNCALLED}"),
        (
            lambda: Pass("A", input_path="order"),
            "input_path must be a path and start with $, not 'order'. Write this.order.",
        ),
        (
            lambda: Pass("A", output={"a": [a]}),
            "output must be JSONata, and $.a is a path of JSONPath. Write '{% $states.input.a %}'.",
        ),
        (
            lambda: Task("A", "work", arguments=context.Task.Token),
            "arguments must be JSONata, and $$.Task.Token is a path of JSONPath. Write '{% $states.context.Task.Token "
            "%}'.",
        ),
        (
            lambda: Succeed("A", output=this["line items"][0]),
            "output must be JSONata, and $['line items'][0] is a path of JSONPath. Write '{% $states.input.`line "
            "items`[0] %}'.",
        ),
        (lambda: Wait("A", timestamp=datetime(2030, 1, 2)), f"timestamp is not valid: {ZONE}"),
        (
            lambda: Task("A", a),
            "resource must be known at deployment, so it cannot be the path $.a. Choose between tasks in a Choice.",
        ),
        (
            lambda: Task("A", "two words"),
            "resource 'two words' must be an ARN or a symbolic name. A symbolic name has only letters, digits, - and "
            "_, such as 'pineapple_check'.",
        ),
        (
            lambda: Task("A", cast("Any", 5)),
            "resource must be a handler, an ARN or a symbolic name such as 'pineapple_check', not 5",
        ),
    ],
)
def test_a_refusal_names_state_field_rule_and_repair(build: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == f"state 'A': {message}"


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: StateMachine(Pass("A"), timeout_seconds=a), f"a StateMachine: timeout_seconds {FIXED}"),
        (lambda: Retry(["E"], interval_seconds=a), f"Retry: interval_seconds {FIXED}"),
    ],
)
def test_a_refusal_suggests_only_path_fields_that_exist(build: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message


def test_templates_can_be_nested_at_any_depth() -> None:
    deep: Any = this.a
    for _ in range(10_000):
        deep = {"a": deep}
    plain = template(deep)
    for _ in range(9_999):
        plain = plain["a"]
    assert plain == {"a.$": "$.a"}
