"""Tests for service calls in both query languages."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import Catch, Goto, Map, Parallel, Pass, Path, StateMachine, Task, context, from_dict, jsonata, this
from aslant.asl.distributed import ItemReader
from aslant.asl.integration import Integration
from aslant.asl.integrations import aws_sdk, ecs, lambda_, sqs, stepfunctions
from aslant.errors import DefinitionError

PLAIN = sqs.send_message(queue_url="q", message_body={"order": 1})
PATHS = sqs.send_message(queue_url="q", message_body={"order": this.order})
JSONATA = sqs.send_message(queue_url="q", message_body={"order": "{% $order %}"})
ARN = "arn:aws:states:::"


class Address:
    """A value known only at deployment."""

    def apply(self, func: Any, /) -> Any: ...


def written(flow: Any, **fields: Any) -> dict[str, Any]:
    """Return the first state's ASL object in a machine, without its links."""
    definition = StateMachine(flow, **fields).to_dict()
    document: dict[str, Any] = definition["States"][definition["StartAt"]]
    return {key: value for key, value in document.items() if key not in ("Type", "End", "Next")}


@pytest.mark.parametrize(
    ("call", "resource"),
    [
        (PLAIN, "sqs:sendMessage"),
        (PLAIN.wait_for_task_token(), "sqs:sendMessage.waitForTaskToken"),
        (ecs.run_task(task_definition="t").sync(), "ecs:runTask.sync"),
        (ecs.run_task(task_definition="t").wait_for_task_token(), "ecs:runTask.waitForTaskToken"),
        (stepfunctions.start_execution(state_machine_arn="m").sync(), "states:startExecution.sync:2"),
        (stepfunctions.start_execution(state_machine_arn="m").sync(version=1), "states:startExecution.sync"),
        (aws_sdk("s3", "getObject"), "aws-sdk:s3:getObject"),
        (aws_sdk("s3", "getObject").wait_for_task_token(), "aws-sdk:s3:getObject.waitForTaskToken"),
    ],
)
def test_a_call_has_an_arn(call: Integration, resource: str) -> None:
    assert call.resource == f"{ARN}{resource}"
    assert Task("A", call).resource == call.resource


def test_a_call_can_be_in_another_partition() -> None:
    call = ecs.run_task(task_definition="t").in_partition("aws-us-gov").sync()
    assert call.resource == "arn:aws-us-gov:states:::ecs:runTask.sync"


def test_arguments_have_the_names_of_the_api() -> None:
    assert PATHS.arguments == {"QueueUrl": "q", "MessageBody": {"order.$": "$.order"}}


def test_only_set_arguments_are_written() -> None:
    assert list(PLAIN.arguments) == ["QueueUrl", "MessageBody"]
    assert list(ecs.run_task(cluster="c", task_definition="t").arguments) == ["Cluster", "TaskDefinition"]


def test_none_is_written_as_null() -> None:
    assert lambda_.invoke(function_name="f", payload=None).arguments == {"FunctionName": "f", "Payload": None}


def test_a_call_is_a_value() -> None:
    body = {"order": 1}
    call = sqs.send_message(queue_url="q", message_body=body)
    body["order"] = 2
    call.arguments["MessageBody"]["order"] = 3
    assert call == PLAIN
    assert hash(call) == hash(PLAIN)
    assert copy.deepcopy(call) is call
    assert call != PLAIN.wait_for_task_token()
    assert call != PATHS
    assert repr(call) == "<Callback arn:aws:states:::sqs:sendMessage>"
    with pytest.raises(AttributeError, match="is immutable"):
        call.name = "sns:publish"


# The query language.


def test_paths_are_parameters() -> None:
    assert written(Task("A", PATHS)) == {"Resource": PATHS.resource, "Parameters": PATHS.arguments}


def test_jsonata_is_arguments() -> None:
    document = written(Task("A", JSONATA), query_language="JSONata")
    assert document == {"Resource": JSONATA.resource, "Arguments": JSONATA.arguments}
    assert sqs.send_message(queue_url="q", message_body={"order": jsonata.variables.order}) == JSONATA


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"query_language": "JSONata"}, "Arguments"),
        ({"query_language": "JSONPath"}, "Parameters"),
        ({"result_path": this.sent}, "Parameters"),
        ({"catch": Catch("States.ALL", Goto("A"), result_path=this.error)}, "Parameters"),
        ({"assign": {"total": this.total}}, "Parameters"),
        ({}, "Parameters"),
    ],
)
def test_plain_arguments_follow_the_state(fields: dict[str, Any], key: str) -> None:
    task: Task[Any, Any] = Task("A", PLAIN, **fields)
    assert written(task)[key] == PLAIN.arguments


def test_plain_arguments_follow_the_workflow() -> None:
    task = Task("A", PLAIN, comment="why", retry=[])
    assert list(written(task)) == ["Resource", "Parameters", "Comment", "Retry"]
    assert list(written(task, query_language="JSONata")) == ["Resource", "Arguments", "Comment", "Retry"]


def test_a_state_with_a_language_keeps_it_in_a_workflow_of_the_other() -> None:
    flow = Task("A", PATHS) >> Task("B", PLAIN, query_language="JSONata") >> Task("C", PLAIN)
    states = StateMachine(flow).to_dict()["States"]
    assert [key for state in states.values() for key in ("Parameters", "Arguments") if key in state] == [
        "Parameters",
        "Arguments",
        "Parameters",
    ]


def nested() -> Parallel:
    inner = Task("A", PLAIN) >> Map("M", StateMachine(Task("B", ecs.run_task(task_definition="t"))))
    return Parallel("P", inner, Pass("C"))


def keys(machine: StateMachine) -> tuple[bool, ...]:
    """Return whether the tasks in the branch and in the processor have Arguments. Both must agree."""
    branch = machine.to_dict()["States"]["P"]["Branches"][0]["States"]
    tasks = [branch["A"], branch["M"]["ItemProcessor"]["States"]["B"]]
    assert all(("Arguments" in task) != ("Parameters" in task) for task in tasks)
    return tuple("Arguments" in task for task in tasks)


def test_plain_arguments_in_nested_machines_follow_the_whole_workflow() -> None:
    state = nested()
    assert keys(StateMachine(state)) == (False, False)
    assert keys(StateMachine(state, query_language="JSONata")) == (True, True)
    assert keys(StateMachine(state)) == (False, False)


def test_plain_arguments_of_a_maps_reader_follow_the_whole_workflow() -> None:
    rows = Map("M", Task("A", PLAIN), item_reader=ItemReader.csv("orders", "today.csv"))
    machine = StateMachine(Parallel("P", rows), query_language="JSONata")
    document = machine.to_dict()["States"]["P"]["Branches"][0]["States"]["M"]
    assert document["ItemReader"]["Arguments"] == {"Bucket": "orders", "Key": "today.csv"}
    assert "Arguments" in document["ItemProcessor"]["States"]["A"]
    assert "Parameters" in StateMachine(rows).to_dict()["States"]["M"]["ItemReader"]


def test_plain_arguments_two_hundred_levels_deep_follow_the_workflow() -> None:
    flow: Any = Task("A", PLAIN)
    for level in range(200):
        flow = Parallel(f"P{level}", flow)
    document = StateMachine(flow, query_language="JSONata")._doc
    for _ in range(200):
        document = next(iter(document["States"].values()))["Branches"][0]
    assert "Arguments" in document["States"]["A"]


def test_a_processor_with_its_older_name_is_kept() -> None:
    inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
    read = from_dict({"StartAt": "R", "States": {"R": {"Type": "Map", "Iterator": inner, "End": True}}})
    machine = StateMachine(Parallel("P", Task("A", PLAIN), read), query_language="JSONata")
    branches = machine.to_dict()["States"]["P"]["Branches"]
    assert "Arguments" in branches[0]["States"]["A"]
    assert branches[1] == read.to_dict()


READ: list[dict[str, Any]] = [
    {"Parameters": {"a.$": "$.a"}},
    {"Parameters": {"a": [{"b.$": "$.b"}]}},
    {"Parameters": {"a": 1}, "ResultPath": "$.sent"},
    {"Parameters": {"a": 1}, "Assign": {"b.$": "$.b"}},
    {"Parameters": {"a": 1}, "Catch": [{"ErrorEquals": ["E"], "ResultPath": None, "Next": "R"}]},
    {"Parameters": {"a": 1}, "QueryLanguage": "JSONPath"},
]


@pytest.mark.parametrize("fields", READ)
def test_a_jsonpath_task_of_a_definition_is_kept(fields: dict[str, Any]) -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", **fields, "End": True}
    read = from_dict({"StartAt": "R", "States": {"R": task}})
    machine = StateMachine(Parallel("P", Task("A", PLAIN), read), query_language="JSONata")
    branches = machine.to_dict()["States"]["P"]["Branches"]
    assert "Arguments" in branches[0]["States"]["A"]
    assert branches[1] == read.to_dict()


def test_a_jsonpath_reader_of_a_definition_is_kept() -> None:
    inner = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
    reader = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key.$": "$.key"}}
    each = {"Type": "Map", "ItemProcessor": inner, "ItemReader": reader, "End": True}
    read = from_dict({"StartAt": "R", "States": {"R": each}})
    machine = StateMachine(Parallel("P", Task("A", PLAIN), read), query_language="JSONata")
    assert machine.to_dict()["States"]["P"]["Branches"][1] == read.to_dict()


def test_a_branch_that_sets_jsonpath_keeps_its_parameters() -> None:
    inner = StateMachine(Task("B", PLAIN), query_language="JSONPath")
    machine = StateMachine(Parallel("P", Task("A", PLAIN), inner), query_language="JSONata")
    branches = machine.to_dict()["States"]["P"]["Branches"]
    assert "Arguments" in branches[0]["States"]["A"]
    assert branches[1] == inner.to_dict()


def test_a_workflow_in_jsonata_keeps_its_arguments() -> None:
    settled = StateMachine(Task("A", PLAIN), query_language="JSONata")
    with pytest.raises(DefinitionError, match="states inside 'M' are in the other query language"):
        StateMachine(Map("M", settled))


def test_a_value_known_at_deployment_can_be_anywhere() -> None:
    address = Address()
    task = Task("A", sqs.send_message(queue_url=address, message_body={"to": [address]}))
    assert written(task)["Parameters"] == {"QueueUrl": address, "MessageBody": {"to": [address]}}
    assert written(task, query_language="JSONata")["Arguments"]["QueueUrl"] is address


def test_the_task_token_is_passed_in_both_languages() -> None:
    path = sqs.send_message(queue_url="q", message_body={"token": context.Task.Token}).wait_for_task_token()
    assert written(Task("A", path))["Parameters"]["MessageBody"] == {"token.$": "$$.Task.Token"}
    body = {"token": "{% $states.context.Task.Token %}"}
    expression = sqs.send_message(queue_url="q", message_body=body).wait_for_task_token()
    assert written(Task("A", expression), query_language="JSONata")["Arguments"]["MessageBody"] == body


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: sqs.send_message(queue_url="q", messagebody="m"),  # type: ignore[call-arg]
            "sqs.send_message has no argument 'messagebody'. Did you mean 'message_body'?",
        ),
        (
            lambda: sqs.send_message(queue_url="q", message_body="m", zzz=1),  # type: ignore[call-arg]
            "sqs.send_message has no argument 'zzz'. It takes queue_url, message_body, delay_seconds, "
            "message_attributes, message_system_attributes, message_deduplication_id, message_group_id.",
        ),
        (
            lambda: sqs.send_message(),  # type: ignore[call-arg]
            "sqs.send_message needs queue_url and message_body. Pass each as a keyword argument.",
        ),
        (
            lambda: sqs.send_message(queue_url=this.url, message_body="{% $order %}"),
            "sqs:sendMessage mixes both query languages, JSONPath paths and JSONata '{% … %}'. Use only one of them.",
        ),
        (
            lambda: sqs.send_message(queue_url="q", message_body=[this.order]),
            "sqs:sendMessage has the path $.order inside a list, where Step Functions does not evaluate it. Make the "
            'list a member such as "names.$": "States.Array($.order)".',
        ),
        (
            lambda: Integration("sqs:sendMesage", {}),
            "Step Functions has no optimized integration 'sqs:sendMesage'. Did you mean 'sqs:sendMessage'?",
        ),
        (
            lambda: Integration("s3:listBuckets", {}),
            "Step Functions has no optimized integration 's3:listBuckets'. Call any other action of the AWS SDK with "
            "aws_sdk(service, action).",
        ),
        (
            lambda: PLAIN.sync(),  # type: ignore[attr-defined]
            "sqs:sendMessage does not support .sync(). Use .wait_for_task_token(), or remove it.",
        ),
        (
            lambda: aws_sdk("s3", "getObject").sync(),  # type: ignore[attr-defined]
            "aws-sdk:s3:getObject does not support .sync(). Use .wait_for_task_token(), or remove it.",
        ),
        (
            lambda: Integration("dynamodb:getItem", {"table_name": "t", "key": {}}).sync(),  # type: ignore[attr-defined]
            "dynamodb:getItem does not support .sync(). Remove it: AWS supports only request and response for this "
            "call.",
        ),
        (
            lambda: ecs.run_task(task_definition="t").sync().wait_for_task_token(),  # type: ignore[attr-defined]
            "ecs:runTask.sync already waits. Choose only one pattern.",
        ),
        (
            lambda: stepfunctions.start_execution(state_machine_arn="m").sync(version=3),  # type: ignore[arg-type]
            "states:startExecution supports .sync(version=1) and .sync(version=2), not 3.",
        ),
        (
            lambda: Task("A", PLAIN, parameters={}),  # type: ignore[call-overload]
            "state 'A': sqs:sendMessage already has its arguments. Move the values of parameters into that call.",
        ),
        (
            lambda: Task("A", PLAIN, arguments={}),  # type: ignore[call-overload]
            "state 'A': sqs:sendMessage already has its arguments. Move the values of arguments into that call.",
        ),
        (
            lambda: Task("A", sqs.send_message),  # type: ignore[arg-type]
            "state 'A': send_message is a function that creates the call. Write send_message(…).",
        ),
        (
            lambda: Task("A", PATHS, query_language="JSONata"),
            "state 'A' is in JSONata, and sqs:sendMessage has paths among its arguments. Write '{% "
            "$states.input.order %}'.",
        ),
        (
            lambda: Task("A", JSONATA, result_path=this.sent),
            "state 'A' is in JSONPath, and sqs:sendMessage has '{% … %}' among its arguments. Write a path such as "
            "this.order.",
        ),
        (
            lambda: StateMachine(Task("A", PATHS), query_language="JSONata"),
            "state 'A' is in JSONata, which does not support parameters. Write JSONata, such as '{% "
            "$states.input.total %}', in arguments, output, assign or a condition.",
        ),
    ],
)
def test_an_invalid_call_is_refused_with_its_repair(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value) == message


def test_a_call_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="a Callback has no attribute 'queue_url'"):
        PLAIN.queue_url  # type: ignore[attr-defined] # noqa: B018
    assert not hasattr(PLAIN, "apply")


def test_an_intrinsic_function_is_an_argument() -> None:
    call = sqs.send_message(queue_url="q", message_body=Path("States.Format('{}', $.order)"))
    assert call.arguments["MessageBody.$"] == "States.Format('{}', $.order)"
