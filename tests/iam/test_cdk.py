"""Comparison with the policies that the CDK generates for the same tasks.

cdk.jsonl is the output of aws-cdk-lib 2.276.0: for a task of aws_stepfunctions_tasks in a state machine called `shop`,
the state that it writes and the statements of the machine's role, tokens resolved for the account below.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from aslant.iam import Account, Statement, needs

HERE = Account("aws", "eu-west-1", "111122223333")
OWN_ARN = HERE.arn("states", "stateMachine:shop")
ROWS = {
    row["task"]: row
    for row in map(json.loads, Path(__file__).with_name("cdk.jsonl").read_text(encoding="utf-8").splitlines())
}

LEFT_OUT = [
    # A task that does not wait for a job neither polls nor stops it, and is not notified of its end.
    ("batch submit", "events:*", "*StepFunctionsGetEventsForBatchJobsRule"),
    ("codebuild start", "codebuild:batchgetbuilds", "*"),
    ("codebuild start", "codebuild:stopbuild", "*"),
    ("ecs run", "ecs:*task*", "*"),
    ("emr create", "elasticmapreduce:*cluster", "*"),
    ("emr create", "elasticmapreduce:terminatejobflows", "*"),
    ("emr add step", "elasticmapreduce:*", "*"),
    ("sagemaker training", "sagemaker:*trainingjob", "*"),
    ("sagemaker transform", "sagemaker:*transformjob", "*"),
    ("athena start", "athena:getqueryexecution", "*:workgroup/team"),
    # Tags are set only if the call has some, and read only if Step Functions tagged the job that it waits for.
    ("emr create*", "elasticmapreduce:addtags", "*"),
    ("bedrock customize", "bedrock:tagresource", "*"),
    ("sagemaker *", "sagemaker:listtags", "*"),
    ("sagemaker training", "sagemaker:addtags", "*"),
    # IAM checks reports by their group, which a build does not contain.
    ("codebuild start*", "codebuild:batchgetreports", "*"),
    # The crawler is only started.
    ("glue crawler", "glue:getcrawler", "*"),
    # EMR's service-linked roles are created once in an account, when EMR is set up.
    ("emr *", "iam:createservicelinkedrole", "*"),
    # The model already has its role.
    ("sagemaker transform*", "iam:passrole", "*"),
    # IAM checks the actions on either resource, and a query that reads needs no right to change tables.
    ("athena start*", "athena:getdatacatalog", "*:workgroup/team"),
    ("athena start*", "athena:*queryexecution", "*:datacatalog/*"),
    ("athena start*", "glue:*", "*"),
    ("athena start*", "s3:createbucket", "*"),
    ("athena start*", "s3:listbucketmultipartuploads", "*"),
    ("athena start*", "lakeformation:getdataaccess", "*"),
    # "undefined" is no stage; an HTTP API's is $default.
    ("apigateway http", "execute-api:invoke", "*/undefined/*"),
    # The ARN of a connection does not contain the end of the secret's name.
    ("http invoke", "secretsmanager:*", "*"),
    # The unknown needs, see UNKNOWN.
    ("ecs run*", "iam:passrole", "*"),
    ("athena stop", "athena:stopqueryexecution", "*"),
    ("athena get", "athena:getqueryexecution", "*"),
    ("athena results", "athena:getqueryresults", "*"),
    ("athena results", "s3:getobject", "*"),
]
"""Rights that the CDK grants but that are not needed, by task, action and resource."""

ADDED = {
    "apigateway http": ["execute-api:invoke"],
    "athena start sync": ["athena:stopqueryexecution"],
    "batch submit sync": ["batch:describejobs", "batch:terminatejob"],
    "http invoke": ["secretsmanager:describesecret", "secretsmanager:getsecretvalue"],
}
"""Rights that are needed but that the CDK does not grant, such as those to stop a job."""

UNKNOWN = {
    "athena get": ["athena:GetQueryExecution"],
    "athena results": ["athena:GetQueryResults", "s3:GetObject"],
    "athena start": ["s3:GetObject", "s3:ListBucket"],
    "athena start sync": ["s3:GetObject", "s3:ListBucket"],
    "athena stop": ["athena:StopQueryExecution"],
    "ecs run": ["iam:PassRole"],
    "ecs run sync": ["iam:PassRole"],
}
"""Needs that the CDK knows from other constructs or grants on `*`, and that definitions do not contain."""

_TO_EMR = [
    {"StringLike": {"iam:PassedToService": f"{service}.amazonaws.com*"}}
    for service in ("application-autoscaling", "ec2", "elasticmapreduce")
]
CONDITIONS: dict[str, dict[str, Any]] = {
    "bedrock customize": {"iam:passrole": {"StringEquals": {"iam:PassedToService": "bedrock.amazonaws.com"}}},
    "distributed map list": {"s3:listbucket": {"StringLike": {"s3:prefix": "2026/"}}},
    "http invoke": {
        "states:invokehttpendpoint": {
            "StringEquals": {"states:HTTPEndpoint": "https://api.example.com/pay", "states:HTTPMethod": "POST"}
        }
    },
    "ecs run": {"ecs:runtask": {"ArnEquals": {"ecs:cluster": HERE.arn("ecs", "cluster/shop")}}},
    "ecs run sync": {"ecs:runtask": {"ArnEquals": {"ecs:cluster": HERE.arn("ecs", "cluster/shop")}}},
    "emr create": {"iam:passrole": _TO_EMR},
    "emr create sync": {"iam:passrole": _TO_EMR},
    "mediaconvert create": {"iam:passrole": {"StringEquals": {"iam:PassedToService": "mediaconvert.amazonaws.com"}}},
    "mediaconvert create sync": {
        "iam:passrole": {"StringEquals": {"iam:PassedToService": "mediaconvert.amazonaws.com"}}
    },
    "schedule create": {"iam:passrole": {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}},
}
"""Conditions that are narrower than those of the CDK, by task and action."""


class Right(NamedTuple):
    action: str
    resource: str


def granted(statements: Iterable[dict[str, Any]]) -> Iterator[Right]:
    for statement in statements:
        for action in statement["Action"]:
            yield from (Right(action.lower(), resource) for resource in statement["Resource"])


def conditions(statements: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the condition of each action; a list if several statements have the same action."""
    found: dict[str, list[Any]] = {}
    for statement in statements:
        for action in statement["Action"] if "Condition" in statement else ():
            found.setdefault(action.lower(), []).append(statement["Condition"])
    return {action: several[0] if len(several) == 1 else several for action, several in found.items()}


def within(right: Right, wider: Right) -> bool:
    return right.action == wider.action and fnmatchcase(right.resource, wider.resource)


def left_out(task: str, right: Right) -> list[tuple[str, str, str]]:
    return [row for row in LEFT_OUT if all(map(fnmatchcase, (task, *right), row))]


def ours(task: str) -> tuple[list[dict[str, Any]], list[str]]:
    definition = {"StartAt": "Go", "States": {"Go": ROWS[task]["state"]}}
    found, unknown = needs(definition, account=HERE, own_arn=OWN_ARN)
    return [statement.to_dict() for statement in found], [action for need in unknown for action in need.actions]


@pytest.mark.parametrize("task", ROWS)
def test_no_right_is_wider_than_those_of_the_cdk(task: str) -> None:
    statements, unknown = ours(task)
    theirs = list(granted(ROWS[task]["statements"]))
    extra = {right.action for right in granted(statements) if not any(within(right, wide) for wide in theirs)}
    assert sorted(extra) == ADDED.get(task, [])
    assert unknown == UNKNOWN.get(task, [])


@pytest.mark.parametrize("task", ROWS)
def test_no_needed_right_of_the_cdk_is_missing(task: str) -> None:
    statements, _ = ours(task)
    have = list(granted(statements))
    missing = [wide for wide in granted(ROWS[task]["statements"]) if not any(within(right, wide) for right in have)]
    assert [right for right in missing if not left_out(task, right)] == []


@pytest.mark.parametrize("task", ROWS)
def test_conditions_are_those_of_the_cdk_or_narrower(task: str) -> None:
    statements, _ = ours(task)
    theirs = {
        action: condition
        for action, condition in conditions(ROWS[task]["statements"]).items()
        if any(right.action == action for right in granted(statements))
    }
    assert conditions(statements) == {**theirs, **CONDITIONS.get(task, {})}


def test_every_exception_is_used() -> None:
    used = set()
    for task, row in ROWS.items():
        have = list(granted(ours(task)[0]))
        for right in granted(row["statements"]):
            if not any(within(mine, right) for mine in have):
                used.update(left_out(task, right))
    assert set(LEFT_OUT) == used
    assert ROWS.keys() >= {*ADDED, *UNKNOWN, *CONDITIONS}


def test_a_statement_for_the_state_covers_its_unknown_needs() -> None:
    for task, actions in UNKNOWN.items():
        definition = {"StartAt": "Go", "States": {"Go": ROWS[task]["state"]}}
        own = Statement(tuple(actions), ("arn:aws:s3:::x",), states=("Go",))
        assert needs(definition, account=HERE, own_arn=OWN_ARN, given=[own])[1] == []
