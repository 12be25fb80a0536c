"""The rules of arguments, a row per mistake."""

from typing import Any, NotRequired, TypedDict

import pulumi
import pytest

from aslant.aws import PolicyStatement
from aslant.aws.rules import (
    any_text,
    arn_of,
    check,
    check_name,
    flag,
    mapping_of,
    number,
    one_of,
    positive,
    settled,
    statements,
    text,
    texts,
    whole,
)
from aslant.errors import ArgsError
from tests.aws.recording import record


class Args(TypedDict):
    size: int
    colour: NotRequired[str | None]


RULES = {"size": whole(1, 10, "cm"), "colour": one_of("red", "green")}


def test_what_is_given_comes_back_without_what_is_none() -> None:
    assert check("x", {"size": 7, "colour": None}, Args, RULES) == {"size": 7}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (None, "x: args must be a dict of arguments, not NoneType"),
        ({"size": 1, "color": "red"}, "x: 'color' is not an argument. Did you mean 'colour'?"),
        ({"size": 1, "zzz": 1}, "x: 'zzz' is not an argument. The arguments are size, colour."),
        ({}, "x: size is missing. Add it to args."),
        ({"size": None}, "x: size is missing. Add it to args."),
        ({"size": 11}, "x: size must be a whole number from 1 to 10 cm, not 11"),
        ({"size": 1, "colour": "gren"}, "x: colour must be one of red, green, not 'gren'. Did you mean 'green'?"),
    ],
)
def test_a_mistake_is_reported_with_place_rule_and_repair(args: Any, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        check("x", args, Args, RULES)
    assert str(caught.value) == message


def test_what_is_known_only_at_deployment_passes_at_first() -> None:
    def program() -> None:
        output = pulumi.Output.from_input(7)
        pulumi.export("size", check("x", {"size": output}, Args, RULES)["size"])
        assert mapping_of(text, "names to strings")({"a": output}) is None
        with pytest.raises(ArgsError, match="x: size decides what is registered, so it cannot be an Output"):
            check("x", {"size": output}, Args, RULES, frozenset({"size", "colour"}))

    assert record(program).exports["size"].value == 7


class Late(TypedDict):
    size: NotRequired[Any]
    tags: NotRequired[Any]
    names: NotRequired[Any]
    statements: NotRequired[Any]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (lambda: {"size": out("big")}, "x: size must be a whole number from 1 to 10 cm, not 'big'"),
        (lambda: {"tags": out(["a"])}, "x: tags must be a mapping of tags to strings, not ['a']"),
        (lambda: {"tags": out({"a": 5.0})}, "x: tags has 'a', which must be a non-empty string, not 5.0"),
        (lambda: {"tags": {"b": out("c"), "a": out(5)}}, "x: tags has 'a', which must be a non-empty string, not 5"),
        (lambda: {"names": ["a", out({})]}, "x: names must be a non-empty string, not {}"),
        (
            lambda: {"statements": [{"actions": ["a:B"], "resources": [out("arn:1"), out(5)]}]},
            "x: statements has an invalid statement: policy_statements[0]: resources must be a non-empty string, not 5",
        ),
        (
            lambda: {"size": pulumi.Output.secret("hush")},
            "x: size must be a whole number from 1 to 10 cm, not a secret",
        ),
        (
            lambda: {"tags": {"a": pulumi.Output.secret(41)}},
            "x: tags has 'a', which must be a non-empty string, not a secret",
        ),
        (lambda: {"size": later("big")}, "x: size must be a whole number from 1 to 10 cm, not 'big'"),
    ],
)
def test_what_is_known_only_at_deployment_is_checked_then(args: Any, message: str) -> None:
    def program() -> None:
        for name, value in check("x", args(), Late, LATE_RULES).items():
            pulumi.export(name, value)

    with pytest.raises(pulumi.RunError) as caught:
        record(program)
    assert str(caught.value) == message
    assert isinstance(caught.value, ArgsError)


LATE_RULES = {
    "size": whole(1, 10, "cm"),
    "tags": mapping_of(text, "tags to strings"),
    "names": texts,
    "statements": statements(PolicyStatement),
}


def out(value: Any) -> pulumi.Output[Any]:
    return pulumi.Output.from_input(value)


async def later(value: Any) -> Any:
    return value


def test_what_a_mock_leaves_out_passes() -> None:
    def program() -> None:
        given = check("x", {"size": out(None), "tags": {"a": out(None), "b": "c"}}, Late, LATE_RULES)
        pulumi.export("size", number(given, "size", 3))
        pulumi.export("tags", given["tags"])

    exports = record(program).exports
    assert exports["size"].value == 3
    assert exports["tags"].value == {"a": None, "b": "c"}


def test_what_is_checked_later_stays_secret_and_unknown() -> None:
    def program() -> None:
        given = check("x", {"size": pulumi.Output.secret(3)}, Late, LATE_RULES)
        pulumi.export("size", given["size"])

    assert record(program).exports["size"].secret


def test_what_is_needed_at_once_within_a_list_or_a_mapping_is_no_output() -> None:
    def program() -> None:
        output = pulumi.Output.from_input("a:B")
        of_names = mapping_of(text, "names to strings", at_once=True)
        assert of_names({"a": output}) == "must be known now, but has an Output for 'a'. Pass the value itself."
        for change, message in (
            ({"actions": output}, "actions decides what is registered, so it cannot be an Output"),
            ({"actions": [output]}, "actions must be known now, but contains an Output. Pass the strings themselves."),
            ({"resources": output}, "resources decides what is registered, so it cannot be an Output"),
        ):
            assert message in (statements(Of)([{**STATEMENT, **change}]) or "")
        assert statements(Of)([{**STATEMENT, "resources": [output], "condition": {"Bool": output}}]) is None

    record(program)


def test_what_is_awaited_becomes_an_output_once() -> None:
    async def size() -> int:
        return 7

    def program() -> None:
        given: dict[str, Any] = {"a": [size(), {"b": size()}], "c": [1], "d": {"e": 2}}
        found = settled(given)
        assert found["c"] is given["c"]
        assert found["d"] is given["d"]
        pulumi.export("found", found["a"])
        pulumi.export("again", found["a"])

    exports = record(program).exports
    assert [one.value for one in exports.values()] == [[7, {"b": 7}]] * 2


def test_what_is_within_itself_stays_so() -> None:
    around: list[Any] = [1]
    around.append(around)
    assert settled(around) is around


STATEMENT = {"actions": ["a:B"], "resources": ["arn:1"]}


class Of(TypedDict):
    actions: list[str]
    resources: list[str]
    condition: NotRequired[dict[str, Any]]


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (whole(50, 30_000, "ms"), [50, 30_000, 30_000.0], [49, 30_001, 50.5, True, "50", None, float("inf")]),
        (whole(1, None, "request"), [1, 10**9], [0, -1, float("nan")]),
        (positive("a second"), [0.1, 1, 10_000], [0, -1, True, "1", float("nan"), float("inf")]),
        (
            arn_of("sns", "[^:]+", "a topic"),
            ["arn:aws-cn:sns:cn-north-1:111122223333:t"],
            ["arn:aws:sqs:eu-west-1:111122223333:t", "arn:aws:sns:eu-west-1:1:t", "t", 7],
        ),
        (one_of(0, 1, 3), [0, 1, 3, 3.0], [2, True, "1", None]),
        (flag, [True, False], [0, 1, "true"]),
        (text, ["a"], ["", 7, None]),
        (mapping_of(text, "names to strings"), [{}, {"a": "b"}], [[], "a", {"a": 7}, {7: "a"}]),
        (
            statements(Of),
            [[], [STATEMENT], [{**STATEMENT, "condition": {"Bool": {}}}]],
            [
                {},
                "a",
                [{}],
                [7],
                [{**STATEMENT, "effect": "Deny"}],
                [{**STATEMENT, "actions": "a:B"}],
                [{**STATEMENT, "resources": []}],
                [{**STATEMENT, "condition": 7}],
            ],
        ),
    ],
)
def test_rules(rule: Any, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if rule(value) is not None] == []
    assert [value for value in bad if rule(value) is None] == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pizza shop", "x: the name must consist of letters, digits, '-' and '_', as AWS requires, not 'pizza shop'"),
        ("", "x: the name must consist of letters"),
        ("a" * 49, "x: the name has 49 characters, and 48 are allowed, since AWS allows 64 for a role"),
    ],
)
def test_a_name_that_aws_would_refuse(name: str, message: str) -> None:
    check_name("x", "a" * 48, 48)
    with pytest.raises(ArgsError) as caught:
        check_name("x", name, 48)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("rule", [text, any_text])
def test_a_lone_surrogate_is_refused(rule: Any) -> None:
    assert rule("a\ud800") == ("must be a string without lone surrogates, which UTF-8 cannot encode, not 'a\\ud800'")
    assert rule("a\U0001f355") is None
