"""Tests for the parts that all states have: name, fields, query language, immutability and equality."""

from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import (
    UNSET,
    Catch,
    Choice,
    End,
    Fail,
    Flow,
    Map,
    Parallel,
    Pass,
    Retry,
    State,
    StateMachine,
    Succeed,
    Task,
    Wait,
    from_dict,
    this,
    when,
)
from aslant.asl.integrations import aws_sdk, sqs
from aslant.errors import DefinitionError

b = Pass("B")
SEND = sqs.send_message(queue_url="q", message_body="m")
rule = when(this.a > 1, b)
KINDS: list[Callable[..., Any]] = [
    Pass,
    Succeed,
    Fail,
    Wait,
    lambda name, **fields: Task(name, "work", **fields),
    lambda name, **fields: Choice(name, rule, **fields),
    lambda name, **fields: Parallel(name, b, **fields),
    lambda name, **fields: Map(name, b, **fields),
]


def document(flow: Flow[Any, Any] | End[Any]) -> dict[str, Any]:
    """Return the ASL object of the first state."""
    machine = StateMachine(flow).to_dict()
    state: dict[str, Any] = machine["States"][machine["StartAt"]]
    return state


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_has_up_to_80_characters(kind: Callable[..., Any]) -> None:
    name = "ä" * 80
    assert kind(name).name == name
    with pytest.raises(DefinitionError) as refused:
        kind(f"{name}!")
    assert str(refused.value) == (
        f"state '{name}!': a name must have 1 to 80 characters, not 81. Shorten it, and use comment for the rest."
    )


def test_a_name_is_not_empty() -> None:
    with pytest.raises(DefinitionError, match=r"^state '': a name must have 1 to 80 characters, not 0\. "):
        Pass("")


def test_a_name_is_a_string() -> None:
    work: Any = print
    with pytest.raises(DefinitionError) as refused:
        Task(work, "Work")
    assert str(refused.value) == f"the first argument of a Task state is its name, a string, not {print!r}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_takes_a_comment(kind: Callable[..., Any]) -> None:
    state = kind("A", comment="why")
    assert state.comment == "why"
    assert document(state)["Comment"] == "why"


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_field_is_refused_with_a_suggestion(kind: Callable[..., Any]) -> None:
    with pytest.raises(DefinitionError) as refused:
        kind("A", coment="why")
    assert str(refused.value) == "state 'A' has no field 'coment'. Did you mean 'comment'?"


def test_without_a_suggestion_all_fields_are_listed() -> None:
    fields: dict[str, Any] = {"xyz": 1}
    with pytest.raises(DefinitionError) as refused:
        Fail("A", **fields)
    assert str(refused.value) == (
        "state 'A' has no field 'xyz'. Its fields are cause, cause_path, comment, error, error_path, query_language."
    )


def test_a_field_that_is_not_set_is_unset_and_none_is_null() -> None:
    state = Pass("A", input_path=None, comment=UNSET)
    assert (state.input_path, state.output_path, state.comment) == (None, UNSET, UNSET)
    assert document(state) == {"Type": "Pass", "InputPath": None, "End": True}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Pass("A", comment=None, query_language=None, assign=None), Pass("A")),
        (Pass("A", result=None), {"Result": None}),
        (Pass("A", parameters=None, result_path=None), {"ResultPath": None, "Parameters": None}),
        (Task("A", "work", timeout_seconds=None, retry=None, catch=None, arguments=None), Task("A", "work")),
        (Task("A", "work", output=None), {"Output": None}),
        (Wait("A", seconds=5, timestamp=None, seconds_path=None), Wait("A", seconds=5)),
        (Fail("A", error=None, cause=None, error_path=None), Fail("A")),
        (Map("A", b, items_path=None, item_reader=None, label=None), Map("A", b)),
        (Map("A", b, item_selector=None), {"ItemSelector": None}),
        (Parallel("A", b, retry=UNSET, catch=UNSET), Parallel("A", b)),
        (Retry("E", max_attempts=None, jitter_strategy=UNSET), Retry("E")),
        (Catch("E", b, comment=None, assign=UNSET), Catch("E", b)),
    ],
)
def test_none_is_null_where_null_has_a_meaning_and_else_not_given(given: Any, expected: Any) -> None:
    if isinstance(expected, dict):
        assert {key: given._doc[key] for key in expected} == expected
    else:
        assert given == expected


def test_a_required_field_cannot_be_none() -> None:
    nothing: Any = None
    with pytest.raises(DefinitionError, match="must name at least one error"):
        Retry(nothing)
    with pytest.raises(DefinitionError, match="must be a handler, an ARN"):
        Task("A", nothing)
    with pytest.raises(DefinitionError, match="has no field 'coment'"):
        Pass("A", coment=nothing)  # type: ignore[call-arg]
    assert not UNSET
    assert repr(UNSET) == "UNSET"


absent: Any = UNSET


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        (Pass("A", query_language=absent), Pass("A")),
        (Task("A", "work", catch=absent, retry=absent, result_path=absent), Task("A", "work")),
        (Task("A", sqs.send_message(queue_url="q", message_body="m", delay_seconds=absent)), Task("A", SEND)),
        (Task("A", aws_sdk("s3", "listBuckets", Prefix=absent)), Task("A", aws_sdk("s3", "listBuckets"))),
        (Choice("A", rule, otherwise=absent, comment=absent), Choice("A", rule)),
        (Choice("A", when(this.a > 1, b, assign=absent)), Choice("A", rule)),
        (Parallel("A", b, catch=absent, query_language=absent), Parallel("A", b)),
        (Map("A", b, iterator=absent, processor_config=absent, item_reader=absent, catch=absent), Map("A", b)),
        (Map("A", absent, iterator=b), Map("A", iterator=b)),
        (Wait("A", seconds=absent), Wait("A")),
    ],
)
def test_unset_is_the_same_as_no_argument(given: State, plain: State) -> None:
    assert given == plain
    assert StateMachine(given, comment=absent, query_language=absent).to_json() == StateMachine(plain).to_json()  # type: ignore[arg-type]


LINKED = "is set by how states are joined: use >>, .end(), when(…, next), otherwise or Goto('Name')"


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda fields: Pass("A", **fields), f"state 'A': next {LINKED}"),
        (lambda fields: Task("A", "work", **fields), f"state 'A': next {LINKED}"),
    ],
)
def test_links_are_not_fields(build: Callable[[dict[str, Any]], State], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build({"next": "B"})
    assert str(refused.value) == message


def test_a_state_shares_no_data_with_its_arguments() -> None:
    given: dict[str, Any] = {"a": {"b": [1]}}
    state = Pass("A", result=given)
    given["a"]["b"].append(2)
    assert state.result == {"a": {"b": [1]}}


def test_the_data_that_a_state_returns_is_a_copy() -> None:
    state = Pass("A", result={"a": [1]})
    result: Any = state.result
    result["a"].append(2)
    read = from_dict({"StartAt": "A", "States": {"A": {"Type": "Pass", "Odd": [1]}}}).states["A"]
    read.extra["Odd"].append(2)
    assert state.result == {"a": [1]}
    assert read.extra == {"Odd": [1]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_is_immutable(kind: Callable[..., Any]) -> None:
    state = kind("A")
    for name in ("name", "comment", "other"):
        with pytest.raises(AttributeError, match=r" is immutable\. Create a new one\.$"):
            setattr(state, name, "B")
    with pytest.raises(AttributeError, match=r" is immutable\. Create a new one\.$"):
        del state.name


@pytest.mark.parametrize("kind", KINDS)
def test_states_are_equal_if_their_fields_are(kind: Callable[..., Any]) -> None:
    assert kind("A") == kind("A")
    assert hash(kind("A")) == hash(kind("A"))
    assert kind("A") != kind("B")
    assert kind("A") != kind("A", comment="why")
    assert kind("A") != "A"


def test_equality_considers_null_kinds_and_targets() -> None:
    assert Pass("A", input_path=None) != Pass("A")
    assert Pass("A", result=1) != Pass("A", result=True)
    assert Pass("A") != Succeed("A")
    assert Choice("A", when(this.a > 1, b)) != Choice("A", when(this.a > 1, Pass("C")))
    assert Choice("A", rule) != Choice("A", rule, otherwise=b)


def test_a_value_known_at_deployment_is_kept_untouched(leaf: Any, other_leaf: Any) -> None:
    def build(value: Any) -> Task[Any, Any]:
        return Task("A", value, timeout_seconds=value, parameters={"a": [value]}, comment=value)

    assert build(leaf) == build(leaf)
    assert build(leaf) != build(other_leaf)
    assert build(leaf) != build("work")
    kept = document(build(leaf))
    assert kept["Resource"] is kept["TimeoutSeconds"] is kept["Parameters"]["a"][0] is kept["Comment"] is leaf


JSONATA_REPAIR = "Write JSONata, such as '{% $states.input.total %}', in arguments, output, assign or a condition."
JSONPATH_REPAIR = "Use JSONPath fields such as parameters and result_path, or set query_language='JSONata'."
jsonata_rule = when("{% $x %}", b)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Pass("A", input_path=this.a, query_language="JSONata"),
            f"state 'A' is in JSONata, which does not support input_path. {JSONATA_REPAIR}",
        ),
        (
            lambda: Task("A", "work", parameters={}, result_path=None, query_language="JSONata"),
            f"state 'A' is in JSONata, which does not support parameters, result_path. {JSONATA_REPAIR}",
        ),
        (
            lambda: Pass("A", assign={"a": {"b": this.a}}, query_language="JSONata"),
            f"state 'A' is in JSONata, which does not support paths in assign. {JSONATA_REPAIR}",
        ),
        (
            lambda: Choice("A", rule, query_language="JSONata"),
            f"state 'A' is in JSONata, which does not support comparisons. {JSONATA_REPAIR}",
        ),
        (
            lambda: Task("A", "work", catch=Catch("E", b, result_path=None), query_language="JSONata"),
            f"state 'A' is in JSONata, which does not support result_path. {JSONATA_REPAIR}",
        ),
        (
            lambda: Pass("A", output=1, query_language="JSONPath"),
            f"state 'A' is in JSONPath, which does not support output. {JSONPATH_REPAIR}",
        ),
        (
            lambda: Choice("A", jsonata_rule, query_language="JSONPath"),
            f"state 'A' is in JSONPath, which does not support conditions in JSONata. {JSONPATH_REPAIR}",
        ),
        (
            lambda: Pass("A", input_path=this.a, output=1),
            "state 'A' mixes both query languages: input_path (JSONPath) and output (JSONata). Use only one of them.",
        ),
        (
            lambda: Pass("A", assign={"a": this.a}, output=1),
            "state 'A' mixes both query languages: paths in assign (JSONPath) and output (JSONata). Use only one of "
            "them.",
        ),
        (
            lambda: Choice("A", rule, jsonata_rule),
            "state 'A' mixes both query languages: comparisons (JSONPath) and conditions in JSONata (JSONata). Use "
            "only one of them.",
        ),
        (
            lambda: Task("A", "work", arguments=1, catch=Catch("E", b, result_path=None)),
            "state 'A' mixes both query languages: result_path (JSONPath) and arguments (JSONata). Use only one of "
            "them.",
        ),
        (
            lambda: Pass("A", query_language="jsonata"),  # type: ignore[arg-type]
            "state 'A': query_language must be 'JSONPath' or 'JSONata', not 'jsonata'",
        ),
    ],
)
def test_a_state_is_in_one_query_language(build: Callable[[], State], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "build",
    [
        lambda: Pass("A", output="{% 1 %}", query_language="JSONata"),
        lambda: Pass("A", assign={"a": "{% 1 %}"}, output=1),
        lambda: Choice("A", jsonata_rule, query_language="JSONata"),
        lambda: Pass("A", assign={"a": this.a}, input_path=this.a, query_language="JSONPath"),
    ],
)
def test_fields_of_the_right_language_are_accepted(build: Callable[[], State]) -> None:
    assert build().name == "A"
