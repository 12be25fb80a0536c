"""Rows of the permission tables: templates and their resources in a call."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.iam import Account, Statement, UnknownNeed
from aslant.iam.call import ServiceCall
from aslant.iam.need import Need, fill

HERE = Account("aws", "eu-west-1", "111122223333")
OPAQUE = object()
SERVICE = "arn:aws:ecs:eu-west-1:111122223333:service/shop/bake"


def call(arguments: Any, symbols: dict[str, Any] | None = None) -> ServiceCall:
    return ServiceCall("Go", "ecs", "updateService", "", arguments, HERE, symbols or {})


def resources(template: str, arguments: Any, symbols: dict[str, Any] | None = None) -> list[Any]:
    return fill(template, call(arguments, symbols), ("a:B",))


@pytest.mark.parametrize(
    ("template", "arguments", "expected"),
    [
        ("*", {}, ["*"]),
        ("batch:{r}:{a}:job/*", {}, ["arn:aws:batch:eu-west-1:111122223333:job/*"]),
        ("s3:::{Bucket}/{Key}", {"Bucket": "menus", "Key": "a/b"}, ["arn:aws:s3:::menus/a/b"]),
        ("iam::{a}:role/{Target.RoleArn}", {"Target": {"RoleArn": "r"}}, ["arn:aws:iam::111122223333:role/r"]),
        ("x:{r}:{a}:y/{Name=default}", {}, ["arn:aws:x:eu-west-1:111122223333:y/default"]),
        ("x:{r}:{a}:y/{Name=default}", {"Name": "n"}, ["arn:aws:x:eu-west-1:111122223333:y/n"]),
        ("x:{r}:{a}:y/{Name}?", {}, []),
        ("x:{r}:{a}:y/{Name}?", {"Name": "n"}, ["arn:aws:x:eu-west-1:111122223333:y/n"]),
        ("{TopicArn|TargetArn}", {"TargetArn": "arn:aws:sns:r:1:t"}, ["arn:aws:sns:r:1:t"]),
        ("s3:::{Bucket}/{Key*}", {"Bucket": "menus", "Key.$": "$.k"}, ["arn:aws:s3:::menus/*"]),
        (
            "s3:::{Bucket}/{Key*}",
            {"Bucket": "menus", "Key.$": "States.Format('out/{}', $.k)"},
            ["arn:aws:s3:::menus/out/*"],
        ),
    ],
)
def test_a_template_is_an_arn_with_parameters_in_it(template: str, arguments: Any, expected: list[str]) -> None:
    assert resources(template, arguments) == expected


@pytest.mark.parametrize(
    ("template", "arguments", "expected"),
    [
        ("ecs:{r}:{a}:service/{Cluster}/{Service}", {"Cluster": "shop", "Service": SERVICE}, SERVICE),
        (
            "ecs:{r}:{a}:service/{Cluster}/{Service}",
            {"Cluster": "arn:aws:ecs:eu-west-1:111122223333:cluster/shop", "Service": "bake"},
            SERVICE,
        ),
        (
            "dynamodb:{r}:{a}:table/{TableName}/index/{IndexName}",
            {"TableName": "arn:aws:dynamodb:us-east-1:444455556666:table/t", "IndexName": "i"},
            "arn:aws:dynamodb:us-east-1:444455556666:table/t/index/i",
        ),
        (
            "states:{r}:{a}:stateMachine:{StateMachineArn}",
            {"StateMachineArn": "arn:aws:states:us-east-1:1:stateMachine:x"},
            "arn:aws:states:us-east-1:1:stateMachine:x",
        ),
        (
            "elasticloadbalancing:{r}:{a}:targetgroup/{TargetGroupArn}/*",
            {"TargetGroupArn": "arn:aws:elasticloadbalancing:r:1:targetgroup/t/73e2"},
            "arn:aws:elasticloadbalancing:r:1:targetgroup/t/73e2",
        ),
        (
            "cloudformation:{r}:{a}:stack/{StackName}/*",
            {"StackName": "arn:aws:cloudformation:r:1:stack/s/uuid"},
            "arn:aws:cloudformation:r:1:stack/s/uuid",
        ),
        (
            "logs:{r}:{a}:log-group:{G}:*",
            {"G": "arn:aws:logs:r:1:log-group:/shop"},
            "arn:aws:logs:r:1:log-group:/shop:*",
        ),
        (
            "s3:::{Bucket}/{Key*}",
            {"Bucket": "arn:aws:s3:r:1:accesspoint/ap", "Key": "a/b"},
            "arn:aws:s3:r:1:accesspoint/ap/object/a/b",
        ),
        ("s3:::{Bucket}", {"Bucket": "arn:aws:s3:r:1:accesspoint/ap"}, "arn:aws:s3:r:1:accesspoint/ap"),
    ],
)
def test_an_arn_may_replace_a_name(template: str, arguments: Any, expected: str) -> None:
    assert resources(template, arguments) == [expected]


@pytest.mark.parametrize(
    ("template", "arguments", "expected"),
    [
        ("s3:::{L:location}/*", {"L": "s3://results/out/"}, "arn:aws:s3:::results/out/*"),
        ("s3:::{L:bucket}", {"L": "s3://results/out/"}, "arn:aws:s3:::results"),
        ("s3:::{CopySource}", {"CopySource": "/menus/a%20b?versionId=7"}, "arn:aws:s3:::menus/a b"),
        *(
            ("{QueueUrl}", {"QueueUrl": f"https://{url}"}, f"arn:aws:sqs:{arn}")
            for url, arn in (
                ("sqs-fips.us-east-1.amazonaws.com/444455556666/q", "us-east-1:444455556666:q"),
                ("us-east-2.queue.amazonaws.com/444455556666/q.fifo", "us-east-2:444455556666:q.fifo"),
                ("sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/q", "${AWS::Region}:${AWS::AccountId}:q"),
                ("sqs.eu-west-1.amazonaws.com/444455556666/${Queue}", "eu-west-1:444455556666:${Queue}"),
            )
        ),
        (
            "{QueueUrl}",
            {"QueueUrl": "{% 'https://sqs.eu-west-1.amazonaws.com/444455556666/orders-' & $x %}"},
            "arn:aws:sqs:eu-west-1:444455556666:orders-*",
        ),
        (
            "{SecretId}",
            {"SecretId": "arn:aws:secretsmanager:eu-west-1:444455556666:secret:db"},
            "arn:aws:secretsmanager:eu-west-1:444455556666:secret:db-??????",
        ),
        (
            "{SecretId}",
            {"SecretId": "arn:aws:secretsmanager:eu-west-1:444455556666:secret:db-aB3dE9"},
            "arn:aws:secretsmanager:eu-west-1:444455556666:secret:db-aB3dE9",
        ),
        ("ses:::{F:address}", {"F": "Shop <shop@example.com>"}, "arn:aws:ses:::shop@example.com"),
        ("ses:::{F:domain}", {"F": "Shop <shop@example.com>"}, "arn:aws:ses:::example.com"),
        (
            "{QueueUrl}",
            {"QueueUrl": "https://sqs.us-east-2.amazonaws.com/444455556666/q"},
            "arn:aws:sqs:us-east-2:444455556666:q",
        ),
        (
            "secretsmanager:{r}:{a}:secret:{SecretId}",
            {"SecretId": "db"},
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????",
        ),
        (
            "secretsmanager:{r}:{a}:secret:{SecretId}",
            {"SecretId": "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf"},
            "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf",
        ),
        (
            "ssm:{r}:{a}:parameter/{Name}",
            {"Name": "/shop/key"},
            "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/key",
        ),
        ("s3:::{Bucket}/{P:folder*}/*", {"Bucket": "out", "P": "results/"}, "arn:aws:s3:::out/results/*"),
        ("s3:::{Bucket}/{P:folder*}/*", {"Bucket": "out", "P": "/"}, "arn:aws:s3:::out/*"),
        ("secretsmanager:::secret:{N:secret}", {"N": "db"}, "arn:aws:secretsmanager:::secret:db-??????"),
        ("events:::rule/{EventBusName:bus=}{Rule}", {"Rule": "r"}, "arn:aws:events:::rule/r"),
        (
            "events:::rule/{EventBusName:bus=}{Rule}",
            {"Rule": "r", "EventBusName": "default"},
            "arn:aws:events:::rule/r",
        ),
        ("events:::rule/{EventBusName:bus=}{Rule}", {"Rule": "r", "EventBusName": "b"}, "arn:aws:events:::rule/b/r"),
        (
            "events:::rule/{EventBusName:bus=}{Rule}",
            {"Rule": "r", "EventBusName": "arn:aws:events:r:1:event-bus/b"},
            "arn:aws:events:::rule/b/r",
        ),
        ("ssm:{r}:{a}:document/{D:document}", {"D": "AWS-Run"}, "arn:aws:ssm:eu-west-1::document/AWS-Run"),
        ("ssm:{r}:{a}:document/{D:document}", {"D": "mine"}, "arn:aws:ssm:eu-west-1:111122223333:document/mine"),
        (
            "ssm:{r}:{a}:automation-definition/{D:automation}:{V=$DEFAULT}",
            {"D": "AWS-Stop"},
            "arn:aws:ssm:eu-west-1::automation-definition/AWS-Stop:$DEFAULT",
        ),
        ("x:{r}:{a}:y/{D:revision}", {"D": "bake"}, "arn:aws:x:eu-west-1:111122223333:y/bake:*"),
        ("x:{r}:{a}:y/{D:revision}", {"D": "bake:3"}, "arn:aws:x:eu-west-1:111122223333:y/bake:3"),
        ("{R:report}", {"R": "arn:aws:codebuild:r:1:report/group:7"}, "arn:aws:codebuild:r:1:report-group/group"),
        ("organizations::{a}:{P:parent}", {"P": "r-1"}, "arn:aws:organizations::111122223333:root/o-*/r-1"),
        ("organizations::{a}:{P:parent}", {"P": "ou-1-2"}, "arn:aws:organizations::111122223333:ou/o-*/ou-1-2"),
    ],
)
def test_values_are_converted_for_arns(template: str, arguments: Any, expected: str) -> None:
    assert resources(template, arguments) == [expected]


def test_each_item_of_a_list_and_each_member_is_a_resource() -> None:
    items = {"Items": [{"Put": {"TableName": "a"}}, {"Put": {"TableName": "b"}}]}
    assert resources("x:::{Items.Put.TableName}", items) == ["arn:aws:x:::a", "arn:aws:x:::b"]
    assert resources("x:::{Ids}", {"Ids": ["a", "b"]}) == ["arn:aws:x:::a", "arn:aws:x:::b"]
    assert resources("x:::{Actions._.Id}", {"Actions": {"one": {"Id": "a"}, "two": {"Id": "b"}}}) == [
        "arn:aws:x:::a",
        "arn:aws:x:::b",
    ]


def test_names_are_case_insensitive() -> None:
    assert resources("x:::{DBInstanceIdentifier}", {"DbInstanceIdentifier": "d"}) == ["arn:aws:x:::d"]


def test_an_unresolved_value_is_the_resource_itself() -> None:
    assert resources("{TopicArn}", {"TopicArn": OPAQUE}) == [OPAQUE]
    assert resources("x:{r}:{a}:table/{TableName}", {"TableName": OPAQUE}) == [OPAQUE]
    assert resources("{Arn}", {"Arn": "${t}"}, {"t": OPAQUE}) == [OPAQUE]
    assert resources("{QueueUrl}", {"QueueUrl": OPAQUE}) == [OPAQUE]


@pytest.mark.parametrize(
    ("template", "arguments", "what"),
    [
        ("{Arn}", {}, "Arn is missing"),
        ("{Arn}", "{% $all %}", "Arn is chosen at run time by '{% $all %}'"),
        ("{Arn}", {"Arn.$": "$.a"}, "Arn is chosen at run time by '$.a'"),
        ("{Target.Arn}", {"Target.$": "$.t"}, "Target.Arn is chosen at run time by '$.t'"),
        ("{Target.Arn}", {"Target": "{% $t %}"}, "Target.Arn is chosen at run time by '{% $t %}'"),
        ("{Arn}", {"Arn": 7}, "Arn must be a string, not 7"),
        ("{Arn}", {"Arn": "orders"}, "'orders' is not an ARN that names its service"),
        ("{Arn}", {"Arn.$": "States.Format('{}-x', $.a)"}, "'*-x' is not an ARN that names its service"),
        ("{Arn}", {"Arn": "{% 'arn:' & $a %}"}, "Arn is chosen at run time by "),
        ("x:::y/{Arn}", {"Arn": "{% 'arn:' & $a %}"}, "Arn is chosen at run time by "),
        ("{Arn}", {"Arn": "*"}, "Arn '*' would match more than one resource in a policy"),
        ("x:::y/{Arn}", {"Arn": "a?c"}, "Arn 'a?c' would match more than one resource in a policy"),
        ("s3:::{Bucket}/{Key*}", {"Bucket": "b", "Key": "k*"}, "Key 'k*' would match more than one resource"),
        ("{QueueUrl}", {"QueueUrl": "q"}, "QueueUrl 'q' is not the URL of an SQS queue"),
        (
            "{QueueUrl}",
            {"QueueUrl": "${queue}"},
            "QueueUrl is ${queue}, whose value is a URL, but the resource is the queue's ARN, "
            "arn:aws:sqs:eu-west-1:111122223333:<the queue's name>",
        ),
        ("kms:{r}:{a}:key/{KeyId}", {"KeyId": "alias/shop"}, "'alias/shop' is an alias"),
        ("s3:::{L:location}", {"L": "menus"}, "'menus' is not an S3 URI"),
    ],
)
def test_a_missing_value_is_an_unknown_need(template: str, arguments: Any, what: str) -> None:
    with pytest.raises(UnknownNeed) as caught:
        resources(template, arguments)
    assert caught.value.what.startswith(f"ecs:updateService: {what}")
    assert (caught.value.state, caught.value.actions) == ("Go", ("a:B",))


def test_a_need_is_a_statement_with_its_condition() -> None:
    need = Need.on("a:B a:C", "x:::{Name}", condition={"StringEquals": {"a:Role": "{Role}"}})
    assert list(need.statements(call({"Name": "n", "Role": "r"}))) == [
        Statement(("a:B", "a:C"), ("arn:aws:x:::n",), {"StringEquals": {"a:Role": "r"}})
    ]


def test_alternatives_may_be_missing_but_not_all_of_them() -> None:
    need = Need.on("a:B", "x:::{One}?", "x:::{Other}?")
    assert list(need.statements(call({"Other": "o"}))) == [Statement(("a:B",), ("arn:aws:x:::o",))]
    with pytest.raises(UnknownNeed, match="One or Other is missing"):
        list(need.statements(call({})))


def test_roles_are_passed_and_tags_set_if_the_call_has_some() -> None:
    passing = Need.passing("ecs.amazonaws.com", "Role")
    role = "arn:aws:iam::111122223333:role/r"
    condition = {"StringEquals": {"iam:PassedToService": "ecs.amazonaws.com"}}
    assert list(passing.statements(call({"Role": "r"}))) == [Statement(("iam:PassRole",), (role,), condition)]
    assert list(passing.statements(call({"Role": role}))) == [Statement(("iam:PassRole",), (role,), condition)]
    assert list(passing.statements(call({}))) == []
    each = Need.passing("ecs.amazonaws.com", "Targets.RoleArn")
    targets = {"Targets": [{"Arn": "a"}, {"RoleArn": role}]}
    assert list(each.statements(call(targets))) == [Statement(("iam:PassRole",), (role,), condition)]
    tagging = Need.tagging("a:Tag", "x:::*")
    assert list(tagging.statements(call({"Tags": []}))) == [Statement(("a:Tag",), ("arn:aws:x:::*",))]
    assert list(tagging.statements(call({"Tags.$": "$.t"}))) != []
    assert list(tagging.statements(call({}))) == []


def test_a_call_without_optional_resources_is_on_a_star() -> None:
    need = Need.on("a:B", "x:::{Name}?", "*?")
    assert list(need.statements(call({}))) == [Statement(("a:B",), ("*",))]
    assert list(need.statements(call({"Name": "n"}))) == [Statement(("a:B",), ("arn:aws:x:::n",))]


def test_a_need_may_depend_on_missing_members() -> None:
    need = Need(("a:B",), ("x:::y",), unless=("One", "Other"))
    assert list(need.statements(call({"Other.$": "$.o"}))) == []
    assert list(need.statements(call({}))) == [Statement(("a:B",), ("arn:aws:x:::y",))]


def test_an_undetermined_need_is_unknown_for_every_call() -> None:
    with pytest.raises(UnknownNeed, match="it lies elsewhere, so the permissions for it are unknown") as caught:
        list(Need.undetermined("a:B a:C", "it lies elsewhere").statements(call({})))
    assert '{"actions": ["a:B", "a:C"], "resources": [<the ARNs>], "states": ["Go"]}' in str(caught.value)
