"""The types of data, followed through a workflow."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

import pytest

from aslant.asl import (
    Catch,
    Choice,
    Fail,
    Goto,
    Map,
    Parallel,
    Pass,
    StateMachine,
    Succeed,
    Task,
    Wait,
    check,
    intrinsics,
    this,
    variables,
    when,
)


class Line(TypedDict):
    price: float


class Order(TypedDict):
    id: str
    size: Literal["small", "large"]
    lines: list[Line]
    note: NotRequired[str]


def take_order(event: Any, context: object) -> Order:
    raise NotImplementedError


def price(event: Order, context: object) -> float:
    raise NotImplementedError


def greet(event: str, context: object) -> str:
    raise NotImplementedError


TAKE = Task("Take", take_order)
INTO = Task("Take", take_order, result_path=this.order)
TEXT = "The path {} does not exist: {}"
MISSING = "'{}' is not a member of the result of state 'Take'"


@pytest.mark.parametrize(
    "flow",
    [
        TAKE >> Task("Price", price),
        TAKE >> Task("Greet", greet, input_path=this.id),
        INTO >> Task("Price", price, input_path=this.order),
        INTO >> Choice("Large?", when(this.order.size == "large", Fail("No"))) >> Succeed("Yes"),
        TAKE >> Choice("Noted?", when(this.nothing.exists(), Fail("No"))) >> Succeed("Yes"),
        TAKE >> Pass("Shape", parameters={"a": 1}) >> Pass("Any", input_path=this.a),
        INTO >> Pass("Other data", input_path=this.customer),
        TAKE >> Pass("First", input_path=this.lines[0].price),
        TAKE >> Pass("All", input_path="$.lines[*].nothing"),
        Pass("Unknown") >> Task("Greet", greet, input_path=this.whatever),
    ],
)
def test_a_matching_input_is_not_a_fault(flow: Any) -> None:
    assert check(StateMachine(flow)) == []


@pytest.mark.parametrize(
    ("flow", "location", "message", "repair"),
    [
        (TAKE >> Task("Greet", greet, input_path=this.idd), "/States/Greet/InputPath", ("$.idd", MISSING.format("idd")),
         "Did you mean 'id'?"),
        (TAKE >> Pass("Zip", parameters={"a": {"zip": this.address}}), "/States/Zip/Parameters/a/zip.$",
         ("$.address", MISSING.format("address")), "The members are id, lines, note, size."),
        (INTO >> Choice("Large?", when(this.order.sise == "large", Fail("No"))) >> Succeed("Yes"),
         "/States/Large?/Choices[0]/Variable", ("$.order.sise", MISSING.format("sise")), "Did you mean 'size'?"),
        (TAKE >> Pass("Deep", input_path=this.id.deep), "/States/Deep/InputPath",
         ("$.id.deep", "only an object has a member 'deep', and $.id in the result of state 'Take' is a string"), ""),
        (TAKE >> Pass("Item", input_path=this.id[0]), "/States/Item/InputPath",
         ("$.id[0]", "only an array has an item 0, and $.id in the result of state 'Take' is a string"), ""),
        (TAKE >> Succeed("Out", output_path=this.gone), "/States/Out/OutputPath", ("$.gone", MISSING.format("gone")),
         "The members are id, lines, note, size."),
    ],
)  # fmt: skip
def test_a_path_that_does_not_exist_is_a_fault(flow: Any, location: str, message: tuple[str, str], repair: str) -> None:
    (finding,) = check(StateMachine(flow))
    assert (finding.severity, finding.code, finding.location) == ("ERROR", "TYPE_MISMATCH", location)
    assert finding.message == TEXT.format(*message)
    assert finding.repair == repair


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        (TAKE >> Task("Greet", greet), "it must be a string, not an object"),  # type: ignore[arg-type]
        (Task("Greet", greet) >> Task("Price", price), "it must be an object, not a string"),  # type: ignore[arg-type]
        (TAKE >> Task("Price", price, input_path=this.lines), "it must be an object, not an array"),
    ],
)
def test_an_input_that_does_not_match_is_a_fault(flow: Any, why: str) -> None:
    (finding,) = check(StateMachine(flow))
    assert finding.message.endswith(f"' does not match its annotation: {why}")
    assert finding.location.endswith("/Resource")


def test_an_optional_member_needs_a_test() -> None:
    (finding,) = check(StateMachine(TAKE >> Pass("Note", parameters={"note": this.note})))
    assert str(finding) == (
        "/States/Note/Parameters/note.$: The path $.note may not exist: 'note' is an optional member of the result of "
        "state 'Take'. Test it with IsPresent in a Choice first, or make it a required member. [POSSIBLE_TYPE_MISMATCH]"
    )
    noted = when(this.note.exists(), Pass("Note", parameters={"note": this.note}))
    assert check(StateMachine(TAKE >> Choice("Noted?", noted) >> Succeed("Done"))) == []


def test_where_branches_meet_only_common_members_always_exist() -> None:
    known = Task("Take", take_order)
    other = Pass("Other", parameters={"a": 1})
    either = Choice("Which?", when(this.a == 1, known), otherwise=other)
    (finding,) = check(StateMachine(either >> Pass("Meet", input_path=this.a)))
    assert (finding.severity, finding.code) == ("WARNING", "POSSIBLE_TYPE_MISMATCH")
    assert finding.message == (
        "The path $.a may not exist: 'a' is not always a member of the result of state 'Take' or the result of state "
        "'Other'"
    )
    (finding,) = check(StateMachine(either >> Pass("Meet", input_path=this.zip)))
    assert finding.repair == "The members are a, id, lines, note, size."
    flow = Choice("Which?", when(this.a == 1, known), otherwise=Pass("Any")) >> Pass("Meet", input_path=this.zip)
    assert check(StateMachine(flow)) == []


def test_a_loop_comes_to_an_end() -> None:
    flow = Task("Take", take_order, result_path=this.again) >> Goto("Take")
    machine = StateMachine(Choice("Done?", when(this.done.is_true(), Succeed("Done"))) >> flow)
    assert check(machine) == []


class Wishes(TypedDict):
    seconds: float
    until: str
    items: list[str]
    error: str


def wish(event: Any, context: object) -> Wishes:
    raise NotImplementedError


WISH = Task("Wish", wish)
BEHIND: list[tuple[Any, list[str]]] = [
    (TAKE >> Pass("P", assign={"x": this.idd}), ["/States/P/Assign/x.$"]),
    (
        TAKE >> Pass("P", parameters={"x": intrinsics.format("{} {}", this.idd, this.zip)}),
        ["/States/P/Parameters/x.$"] * 2,
    ),
    (Task("T", take_order, result_selector={"x": this.idd}), ["/States/T/ResultSelector/x.$"]),
    (Task("T", take_order, assign={"x": this.idd, "y": this.id}), ["/States/T/Assign/x.$"]),
    (Task("T", take_order, result_selector={"x": this.id}, assign={"x": this.id}), ["/States/T/Assign/x.$"]),
    (WISH >> Wait("W", seconds_path=this.second), ["/States/W/SecondsPath"]),
    (WISH >> Wait("W", timestamp_path=this.untl), ["/States/W/TimestampPath"]),
    (WISH >> Fail("F", error_path=this.eror, cause_path=this.error), ["/States/F/ErrorPath"]),
    (WISH >> Fail("F", error="E", cause_path=intrinsics.format("{}", this.cause)), ["/States/F/CausePath"]),
    (
        WISH
        >> Map(
            "M", Pass("Each"), items_path=this.itms, max_concurrency_path=this.second, item_selector={"x": this.idd}
        ),
        ["/States/M/ItemsPath", "/States/M/MaxConcurrencyPath", "/States/M/ItemSelector/x.$"],
    ),
    (
        WISH
        >> Task("T", "f", timeout_seconds_path=this.second, heartbeat_seconds_path=this.sec)
        >> Task("U", "f", input_path=this.any, timeout_seconds_path=this.second),
        ["/States/T/TimeoutSecondsPath", "/States/T/HeartbeatSecondsPath"],
    ),
    (
        WISH
        >> Choice("C", when(this.until.string_equals(this.idd), Fail("No"), assign={"x": this.zip}))
        >> Succeed("Yes"),
        ["/States/C/Choices[0]/StringEqualsPath", "/States/C/Choices[0]/Assign/x.$"],
    ),
    (
        WISH
        >> Map(
            "M",
            Pass("Each"),
            item_reader={
                "Resource": "arn:aws:states:::s3:getObject",
                "Parameters": {"Bucket.$": "$.bucket"},
                "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$.most"},
            },
            item_batcher={"MaxItemsPerBatchPath": "$.most", "BatchInput": {"x.$": "$.idd"}},
            result_writer={"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket.$": "$.bucket"}},
            processor_config={"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        )
        >> Pass("Q", input_path=this.ResultWriterDetails),
        [
            "/States/M/ItemReader/Parameters/Bucket.$",
            "/States/M/ItemReader/ReaderConfig/MaxItemsPath",
            "/States/M/ResultWriter/Parameters/Bucket.$",
            "/States/M/ItemBatcher/BatchInput/x.$",
            "/States/M/ItemBatcher/MaxItemsPerBatchPath",
        ],
    ),
    (TAKE >> Task("T", "f", credentials={"RoleArn": this.role}), ["/States/T/Credentials/RoleArn.$"]),
    (WISH >> Parallel("P", Pass("A"), Pass("B")) >> Pass("Q", input_path=this.first), ["/States/Q/InputPath"]),
    (WISH >> Map("M", Pass("A"), items_path=this.items) >> Pass("Q", input_path=this.first), ["/States/Q/InputPath"]),
    (WISH >> Pass("P", output_path=None) >> Pass("Q", input_path=this.items), ["/States/Q/InputPath"]),
    (TAKE >> Pass("P", result={"a": 1}, result_path=this.more) >> Pass("Q", input_path=this.more.a), []),
    (TAKE >> Pass("P", input_path=this.lines, result_path=this.more) >> Pass("Q", input_path=this.id), []),
]


@pytest.mark.parametrize(("flow", "places"), BEHIND)
def test_every_field_that_holds_a_path_is_looked_at(flow: Any, places: list[str]) -> None:
    findings = check(StateMachine(flow))
    assert [finding.location for finding in findings] == places
    assert {finding.code for finding in findings} <= {"TYPE_MISMATCH"}


def test_types_that_are_local_to_a_function_are_known() -> None:
    class Item(TypedDict):
        sku: str

    class Cart(TypedDict):
        items: list[Item]

    flow = Pass("P", parameters={"x": this["items"][0].skuu})
    (finding,) = check(StateMachine(flow, input_type=Cart))
    assert finding.repair == "Did you mean 'sku'?"


def test_a_declared_query_language_decides() -> None:
    bad = TAKE >> Pass("P", input_path=this.idd, query_language="JSONPath")
    assert [finding.location for finding in check(StateMachine(bad, query_language="JSONPath"))] == [
        "/States/P/InputPath"
    ]
    other = (
        TAKE >> Pass("P", output="{% $states.input.idd %}", query_language="JSONata") >> Pass("Q", input_path=this.a)
    )
    (finding,) = check(StateMachine(other))
    assert (finding.location, finding.repair) == ("/States/P/Output", "Did you mean 'id'?")


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"id": this.id, "size": "small", "lines": this.lines}, ""),
        ({"id": this.id, "size": "small", "lines": []}, ""),
        ({"id": intrinsics.uuid(), "size": "small", "lines": variables.lines, "more": 1}, ""),
        ({"id": this.id, "size": "small"}, "'lines' is missing"),
        ({"id": 5, "size": "small", "lines": []}, "'id' must be a string, not a number"),
        ({"id": intrinsics.array_length(this.lines), "size": "", "lines": []}, "'id' must be a string, not a number"),
        ({"id": this.lines, "size": "", "lines": []}, "'id' must be a string, not an array"),
    ],
)
def test_parameters_must_match_the_annotation_of_a_handler(parameters: dict[str, Any], why: str) -> None:
    ready = Pass("Ready", assign={"lines": []})
    findings = check(StateMachine(TAKE >> ready >> Task("Price", price, parameters=parameters)))
    assert [finding.message.rpartition("does not match its annotation: ")[2] for finding in findings] == [why] * bool(
        why
    )


def test_a_catcher_gets_the_error_with_its_cause() -> None:
    def caught(**fields: Any) -> list[str]:
        after = fields.pop("then")
        catch = Catch("States.ALL", Pass("Caught", input_path=after), **fields)
        return [finding.location for finding in check(StateMachine(TAKE >> Task("T", "f", catch=catch) >> Pass("End")))]

    assert caught(then=this.Cause) == []
    assert caught(then=this.cause) == ["/States/Caught/InputPath"]
    assert caught(then=this.problem.Error, result_path=this.problem) == []
    assert caught(then=this.id, result_path=this.problem) == []
    assert caught(then=this.problem.error, result_path=this.problem) == ["/States/Caught/InputPath"]
    assert caught(then=this.id, result_path=None) == []
    assert caught(then=this.Cause, assign={"x": this.Errors}) == ["/States/T/Catch[0]/Assign/x.$"]


def test_data_that_grows_in_a_loop_becomes_unknown() -> None:
    grows = Pass("Grow", result_path=this.inner) >> Goto("Done?")
    machine = StateMachine(TAKE >> Choice("Done?", when(this.id == "x", Succeed("Done")), otherwise=grows))
    assert check(machine) == []
    long: Any = TAKE
    for number in range(60):
        long = long >> Pass(f"P{number}", result_path=this.inner)
    assert check(StateMachine(long >> Pass("Last", input_path=this.whatever))) == []
