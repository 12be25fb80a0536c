"""What the CDK generates for the same task, against what is generated here.

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
    # A task that waits for nothing neither polls nor stops a job, nor hears of its end.
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
    # A tag is set where the call gives one, and read where Step Functions marked the job it waits for.
    ("emr create*", "elasticmapreduce:addtags", "*"),
    ("bedrock customize", "bedrock:tagresource", "*"),
    ("sagemaker *", "sagemaker:listtags", "*"),
    ("sagemaker training", "sagemaker:addtags", "*"),
    # IAM checks reports at their group, which no build names.
    ("codebuild start*", "codebuild:batchgetreports", "*"),
    # The crawler is started, not watched.
    ("glue crawler", "glue:getcrawler", "*"),
    # Whoever sets EMR up makes its linked roles, once in an account.
    ("emr *", "iam:createservicelinkedrole", "*"),
    # The model has its role already.
    ("sagemaker transform*", "iam:passrole", "*"),
    # The actions are checked on the one or the other, and a query that reads needs no right to change tables.
    ("athena start*", "athena:getdatacatalog", "*:workgroup/team"),
    ("athena start*", "athena:*queryexecution", "*:datacatalog/*"),
    ("athena start*", "glue:*", "*"),
    ("athena start*", "s3:createbucket", "*"),
    ("athena start*", "s3:listbucketmultipartuploads", "*"),
    ("athena start*", "lakeformation:getdataaccess", "*"),
    # "undefined" is no stage; an HTTP API's is $default.
    ("apigateway http", "execute-api:invoke", "*/undefined/*"),
    # Its name ends with what no connection's ARN tells.
    ("http invoke", "secretsmanager:*", "*"),
    # What is not told, below.
    ("ecs run*", "iam:passrole", "*"),
    ("athena stop", "athena:stopqueryexecution", "*"),
    ("athena get", "athena:getqueryexecution", "*"),
    ("athena results", "athena:getqueryresults", "*"),
    ("athena results", "s3:getobject", "*"),
]
"""What the CDK grants and nothing here needs, by task, action and resource."""

ADDED = {
    "apigateway http": ["execute-api:invoke"],
    "athena start sync": ["athena:stopqueryexecution"],
    "batch submit sync": ["batch:describejobs", "batch:terminatejob"],
    "http invoke": ["secretsmanager:describesecret", "secretsmanager:getsecretvalue"],
}
"""What is needed here and the CDK does not grant: it never stops what it started."""

UNTOLD = {
    "athena get": ["athena:GetQueryExecution"],
    "athena results": ["athena:GetQueryResults", "s3:GetObject"],
    "athena start": ["s3:GetObject", "s3:ListBucket"],
    "athena start sync": ["s3:GetObject", "s3:ListBucket"],
    "athena stop": ["athena:StopQueryExecution"],
    "ecs run": ["iam:PassRole"],
    "ecs run sync": ["iam:PassRole"],
}
"""What the CDK knows from other constructs, or grants on everything, and no definition tells."""

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
"""Conditions that are narrower here, by task and action."""


class Right(NamedTuple):
    action: str
    resource: str


def granted(statements: Iterable[dict[str, Any]]) -> Iterator[Right]:
    for one in statements:
        for action in one["Action"]:
            yield from (Right(action.lower(), resource) for resource in one["Resource"])


def conditions(statements: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Each action's condition; where statements have several of one action, a list of them."""
    found: dict[str, list[Any]] = {}
    for one in statements:
        for action in one["Action"] if "Condition" in one else ():
            found.setdefault(action.lower(), []).append(one["Condition"])
    return {action: several[0] if len(several) == 1 else several for action, several in found.items()}


def within(right: Right, wider: Right) -> bool:
    return right.action == wider.action and fnmatchcase(right.resource, wider.resource)


def left_out(task: str, right: Right) -> list[tuple[str, str, str]]:
    return [row for row in LEFT_OUT if all(map(fnmatchcase, (task, *right), row))]


def ours(task: str) -> tuple[list[dict[str, Any]], list[str]]:
    definition = {"StartAt": "Go", "States": {"Go": ROWS[task]["state"]}}
    found, unknown = needs(definition, account=HERE, own_arn=OWN_ARN)
    return [one.to_dict() for one in found], [action for one in unknown for action in one.actions]


@pytest.mark.parametrize("task", ROWS)
def test_nothing_is_wider_than_what_the_cdk_grants(task: str) -> None:
    statements, untold = ours(task)
    theirs = list(granted(ROWS[task]["statements"]))
    extra = {right.action for right in granted(statements) if not any(within(right, wide) for wide in theirs)}
    assert sorted(extra) == ADDED.get(task, [])
    assert untold == UNTOLD.get(task, [])


@pytest.mark.parametrize("task", ROWS)
def test_nothing_is_missing_that_the_cdk_grants_for_a_reason(task: str) -> None:
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


def test_every_exception_is_one() -> None:
    used = set()
    for task, row in ROWS.items():
        have = list(granted(ours(task)[0]))
        for right in granted(row["statements"]):
            if not any(within(mine, right) for mine in have):
                used.update(left_out(task, right))
    assert set(LEFT_OUT) == used
    assert ROWS.keys() >= {*ADDED, *UNTOLD, *CONDITIONS}


def test_a_statement_for_the_state_settles_what_is_not_told() -> None:
    for task, actions in UNTOLD.items():
        definition = {"StartAt": "Go", "States": {"Go": ROWS[task]["state"]}}
        own = Statement(tuple(actions), ("arn:aws:s3:::x",), states=("Go",))
        assert needs(definition, account=HERE, own_arn=OWN_ARN, given=[own])[1] == []
