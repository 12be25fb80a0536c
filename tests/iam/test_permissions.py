"""The permissions that a role needs for a definition."""

import json
from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam import LATER, Account, Statement, needs, own_permissions, permissions

HERE = Account("aws", "eu-west-1", "111122223333")
CHECK = "arn:aws:lambda:eu-west-1:111122223333:function:check"
ORDERS = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders"


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states), ""), "States": states}


def task(resource: Any, **parameters: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}


def rights(definition: dict[str, Any], **options: Any) -> list[tuple[list[str], list[Any]]]:
    found = permissions(definition, account=HERE, **options)
    return [(list(statement.actions), list(statement.resources)) for statement in found]


def test_states_that_call_nothing_need_nothing() -> None:
    definition = machine(Wait={"Type": "Wait", "Seconds": 1, "Next": "Done"}, Done={"Type": "Succeed"})
    assert permissions(definition) == []


def test_names_without_an_account_have_cloudformations_pseudo_parameters() -> None:
    [statement] = permissions(machine(Put=task("arn:aws:states:::dynamodb:putItem", TableName="orders")))
    assert statement.to_dict() == {
        "Effect": "Allow",
        "Action": ["dynamodb:PutItem"],
        "Resource": ["arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders"],
    }


def test_nested_states_count_and_every_statement_has_its_states() -> None:
    inner = machine(Deep=task("${deep}"))
    definition = machine(
        Both={"Type": "Parallel", "Branches": [machine(Left=task("${one}")), machine(Right=task("${two}"))]},
        Each={
            "Type": "Map",
            "ItemProcessor": machine(Item=task("${one}"), Inner={"Type": "Map", "Iterator": inner}),
        },
    )
    [statement] = permissions(definition)
    assert statement.actions == ("lambda:InvokeFunction",)
    assert statement.resources == ("${deep}", "${deep}:*", "${one}", "${one}:*", "${two}", "${two}:*")
    assert sorted(statement.states) == ["Deep", "Item", "Left", "Right"]


def test_the_order_of_states_does_not_change_the_policy() -> None:
    states = {
        "A": task("arn:aws:states:::dynamodb:putItem", TableName="orders"),
        "B": task("${check}"),
        "C": task("arn:aws:states:::dynamodb:getItem", TableName="orders"),
    }
    expected = [
        (["dynamodb:GetItem", "dynamodb:PutItem"], ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]),
        (["lambda:InvokeFunction"], ["${check}", "${check}:*"]),
    ]
    assert rights(machine(**states)) == expected
    assert rights(machine(**dict(reversed(states.items())))) == expected


def test_deep_nesting_needs_no_recursion() -> None:
    definition = machine(Check=task("${check}"))
    for level in range(5000):
        definition = machine(**{f"P{level}": {"Type": "Parallel", "Branches": [definition]}})
    assert rights(definition) == [(["lambda:InvokeFunction"], ["${check}", "${check}:*"])]


def test_an_unresolved_value_is_unchanged_and_never_compared() -> None:
    class Opaque:
        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            raise AssertionError("compared")

        def __bool__(self) -> bool:
            raise AssertionError("asked for truth")

    arn, table = Opaque(), Opaque()
    found = permissions(
        machine(
            A=task(arn),
            B=task("arn:aws:states:::lambda:invoke", FunctionName=arn),
            C=task("arn:aws:states:::dynamodb:putItem", TableName=table),
        )
    )
    assert [statement.actions for statement in found] == [("dynamodb:PutItem",), ("lambda:InvokeFunction",)]
    assert [id(statement.resources[0]) for statement in found] == [id(table), id(arn)]
    assert [len(statement.resources) for statement in found] == [1, 1]


def test_symbols_are_resolved() -> None:
    definition = machine(
        A=task("${check}"), B=task("arn:aws:states:::states:startExecution", StateMachineArn="${orders}")
    )
    assert rights(definition, symbols={"check": f"{CHECK}:prod", "orders": ORDERS}) == [
        (["lambda:InvokeFunction"], [f"{CHECK}:prod"]),
        (["states:StartExecution"], [ORDERS]),
    ]


def test_a_task_with_credentials_only_needs_its_role() -> None:
    role = "arn:aws:iam::444455556666:role/baker"
    definition = machine(Bake={**task(CHECK), "Credentials": {"RoleArn": role}})
    assert rights(definition) == [(["sts:AssumeRole"], [role])]


def test_an_object_with_to_dict_is_accepted() -> None:
    class Machine:
        def to_dict(self) -> dict[str, Any]:
            return machine(Check=task(CHECK))

    assert permissions(Machine()) == permissions(machine(Check=task(CHECK)))


@pytest.mark.parametrize(
    ("state", "what", "action"),
    [
        (
            task("arn:aws:states:::pizza:bake"),
            "no table entry for 'arn:aws:states:::pizza:bake'",
            "<service:Action>",
        ),
        (task("arn:aws:states:::glue:startJobRun"), "glue:startJobRun: JobName is missing", "glue:StartJobRun"),
        (task("arn:aws:states:::aws-sdk:s3:getObject"), "s3:getObject: Bucket is missing", "s3:GetObject"),
        (task("arn:aws:states:::aws-sdk:pizza:bake"), "pizza:bake: aslant has no table entry", "pizza:Bake"),
        (task("arn:aws:states:::aws-sdk:logs:bake"), "logs:bake: aslant has no table entry", "logs:Bake"),
        (
            {**task("arn:aws:states:::glue:startJobRun"), "Parameters": "{% $all %}"},
            "JobName is chosen at run time by '{% $all %}'",
            "glue:StartJobRun",
        ),
        (
            task("arn:aws:states:::states:startExecution", **{"StateMachineArn.$": "$$.StateMachine.Id"}),
            "StateMachineArn is the ARN of the machine itself, which is not given",
            "states:StartExecution",
        ),
        (task("pineapple_check"), "no table entry for 'pineapple_check'", "<service:Action>"),
        (task({"Fn::GetAtt": ["A", "Arn"]}), "Resource must be a string", "<service:Action>"),
        (
            task("arn:aws:states:::lambda:invoke", **{"FunctionName.$": "$.name"}),
            "lambda:invoke: FunctionName is chosen at run time by '$.name'",
            "lambda:InvokeFunction",
        ),
        (
            task("arn:aws:states:::dynamodb:putItem", TableName="{% $table %}"),
            "TableName is chosen at run time by '{% $table %}'",
            "dynamodb:PutItem",
        ),
        (task("arn:aws:states:::sqs:sendMessage"), "QueueUrl is missing", "sqs:SendMessage"),
        (
            task("arn:aws:states:::sqs:sendMessage", QueueUrl="orders"),
            "'orders' is not the URL",
            "sqs:SendMessage",
        ),
        (task("arn:aws:states:::sns:publish", Message="+49"), "TopicArn or TargetArn is missing", "sns:Publish"),
        (task("arn:aws:states:::sns:publish", TopicArn=7), "TopicArn must be a string, not 7", "sns:Publish"),
        (
            task("arn:aws:states:::events:putEvents", **{"Entries.$": "$.all"}),
            "Entries is not a list in the definition",
            "events:PutEvents",
        ),
        (
            task("arn:aws:states:::events:putEvents", Entries=["{% $e %}"]),
            "an entry is not an object in the definition",
            "events:PutEvents",
        ),
        (
            task("arn:aws:states:::states:startExecution.sync:2", StateMachineArn="${orders}"),
            "is not the machine's ARN",
            '"states:DescribeExecution", "states:StopExecution"',
        ),
        (
            {**task(CHECK), "Credentials": {"RoleArn.$": "$.role"}},
            "Credentials choose the role at run time",
            "sts:AssumeRole",
        ),
        (
            {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "States": {}}},
            "a distributed Map",
            "states:StartExecution",
        ),
    ],
)
def test_an_unknown_need_is_an_error_with_the_statement_to_add(state: dict[str, Any], what: str, action: str) -> None:
    with pytest.raises(PermissionsError) as caught:
        permissions(machine(Go=state))
    message = str(caught.value)
    assert message.startswith("state 'Go': ")
    assert what in message
    assert '"states": ["Go"]}' in message
    assert action in message


def test_a_given_statement_covers_the_unknown_needs_of_its_state() -> None:
    definition = machine(Job=task("arn:aws:states:::glue:startJobRun"), Check=task(CHECK))
    own = Statement(("glue:StartJobRun",), ("arn:aws:glue:eu-west-1:111122223333:job/x",), states=("Job",))
    assert rights(definition, given=[own]) == [
        (["glue:StartJobRun"], ["arn:aws:glue:eu-west-1:111122223333:job/x"]),
        (["lambda:InvokeFunction"], [CHECK, f"{CHECK}:*"]),
    ]
    with pytest.raises(PermissionsError, match="state 'Job'"):
        permissions(definition, given=[Statement(own.actions, own.resources)])


def test_all_unknown_needs_are_in_one_error_and_the_others_are_returned() -> None:
    definition = machine(
        Job=task("arn:aws:states:::glue:startJobRun"),
        Run=task("arn:aws:states:::ecs:runTask", TaskDefinition="bake:3"),
    )
    with pytest.raises(PermissionsError) as caught:
        permissions(definition)
    assert [line.partition(":")[0] for line in str(caught.value).split("\n")] == ["state 'Job'", "state 'Run'"]
    found, unknown = needs(definition, account=HERE)
    assert [(need.state, need.actions) for need in unknown] == [
        ("Job", ("glue:StartJobRun",)),
        ("Run", ("iam:PassRole",)),
    ]
    assert str(caught.value) == "\n".join(map(str, unknown))
    assert [(statement.actions, statement.states) for statement in found] == [(("ecs:RunTask",), ("Run",))]


def test_the_known_needs_of_a_state_with_a_given_statement_are_kept() -> None:
    definition = machine(Run=task("arn:aws:states:::ecs:runTask", TaskDefinition="bake:3"))
    own = Statement(("iam:PassRole",), ("arn:aws:iam::111122223333:role/bake",), states=("Run",))
    assert rights(definition, given=[own]) == [
        (["ecs:RunTask"], ["arn:aws:ecs:eu-west-1:111122223333:task-definition/bake:3"]),
        (["iam:PassRole"], ["arn:aws:iam::111122223333:role/bake"]),
    ]


@pytest.mark.parametrize("own", ["$$.StateMachine.Id", None])
def test_a_machine_that_starts_itself_needs_its_own_arn(own: str | None) -> None:
    start = task("arn:aws:states:::states:startExecution", **({"StateMachineArn.$": own} if own else {}))
    if own is None:
        start["Arguments"] = {"StateMachineArn": "{% $states.context.StateMachine.Id %}"}
    definition = machine(Again=start, Check=task(CHECK))
    mine = (["states:StartExecution"], [ORDERS])
    rest = (["lambda:InvokeFunction"], [CHECK, f"{CHECK}:*"])
    assert rights(definition, own_arn=ORDERS) == [rest, mine]
    assert rights(definition, own_arn=LATER) == [rest]
    [statement] = own_permissions(definition, ORDERS)
    assert (list(statement.actions), list(statement.resources), statement.states) == (*mine, ("Again",))
    assert own_permissions(machine(Check=task(CHECK)), ORDERS) == []


def test_no_policy_contains_a_bare_star() -> None:
    definition = machine(A=task(CHECK), B=task("${x}"), C=task("arn:aws:states:::lambda:invoke", FunctionName="x"))
    assert '"*"' not in json.dumps([statement.to_dict() for statement in permissions(definition)])
