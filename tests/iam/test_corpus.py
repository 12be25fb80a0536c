"""A policy for every definition of the corpus: without errors, and with `*` only for actions without a resource.

chosen.jsonl lists the states whose resource is chosen at run time, by definition. For these the error is correct, and a
statement for the state covers it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from aslant.iam import Account, Statement, needs
from tests.corpus import CORPUS, MISSING

HERE = Account("aws", "eu-west-1", "111122223333")
OWN_ARN = HERE.arn("states", "stateMachine:own")
FILES = sorted((CORPUS / "valid").glob("*.json"))

CHOSEN: Mapping[str, set[str]] = {
    row["definition"]: set(row["states"])
    for row in map(json.loads, Path(__file__).with_name("chosen.jsonl").read_text(encoding="utf-8").splitlines())
}

UNKNOWN: Mapping[str, dict[str, str]] = {
    "aslvalidator--valid-task-intrisic-function.json": {
        "GetAttResource": "Resource must be a string",
        "RefResource": "Resource must be a string",
    },
    "aslvalidator--valid-jsonata.json": {
        "Home Insurance Interests": "whose value is a URL",
    },
    "emb--stepfunctions-examples--imulation-terraform-shared-modules-stepfunctions-sfn-tf-2.json": {
        "Distributed Map Data Processing": "the manifest names the files",
    },
    "emb--stepfunctions-examples--imulation-terraform-shared-modules-stepfunctions-sfn-tf-3.json": {
        "Distributed Map Data Processing": "the manifest names the files",
    },
    "ls-cross-account-states-start-sync-execution-sfn-start-executio-5.json": {
        "StartExecution": "not the ARN of a role",
    },
    "serverless-patterns--sfn-manage-container-task-tf-statemachine-statemachine.json": {
        "Run Fargate Task": "roles of its task definition",
    },
    "serverless-step-functions--fixtures-athena-serverless-3.json": {
        "StartQueryRuntimeWg": "athena:",
    },
    "sfn-agent--stacks-tools-batch-processor-state-machine-jsonata.json": {
        "ProcessingFailed": "not an ARN that names its service",
        "PublishNotification": "not an ARN that names its service",
        "ValidationFailed": "not an ARN that names its service",
    },
    "stepfunctions-examples--carlo-simulation-cloudformation-fargate-main-dataprocessorstatemachine.json": {
        "Distributed Map Data Processing": "the manifest names the files",
    },
    "stepfunctions-examples--carlo-simulation-cloudformation-lambda-main-dataprocessorstatemachine.json": {
        "Distributed Map Data Processing": "the manifest names the files",
    },
    "stepfunctions-examples--nte-carlo-simulation-cloudformation-ec2-main-dataprocessorstatemachine.json": {
        "Distributed Map Data Processing": "the manifest names the files",
    },
    "stepfunctions-examples--sam-app-s3-athena-dataprocessing-statemachines-execute-athena-query.json": {
        "start_athena_query": "athena:",
        "get_athena_execution_status": "athena:",
        "get_query_results": "athena:",
    },
    "toolkit-vscode--nds-resources-templatejsontester-template-refandfnstatemachine2e01a3a5.json": {
        "Publish message": "not an ARN that names its service",
    },
    "workflows-collection--distributed-data-stream-aggregator-statemachine-data-processing-child.json": {
        "Get Data": "not an ARN that names its service",
    },
    "workflows-collection--distributed-data-stream-aggregator-statemachine-statemachine.json": {
        "Get location Summary": "not an ARN that names its service",
        "Extract Data": "not an ARN that names its service",
    },
    "workflows-collection--ingest-and-analyze-historical-storm-events-statemachine-statemachine.json": {
        "Query Storm Data": "athena:",
    },
    "workflows-collection--sfn-textract-callback-ts-cdk-statemachine-statemachine.json": {
        "Notify Success": "not an ARN that names its service",
    },
}
"""The states with needs that definitions do not contain, each with the reason, by definition."""

RESOURCELESS = {
    "autoscaling:DescribeAutoScalingInstances",
    "batch:DescribeJobs",
    "cloudwatch:PutMetricData",
    "comprehend:DetectSentiment",
    "ec2:DescribeInstances",
    "ec2:DescribeSnapshots",
    "ec2:DescribeVolumes",
    "organizations:CreateAccount",
    "organizations:DescribeCreateAccountStatus",
    "organizations:ListRoots",
    "rekognition:DetectLabels",
    "s3:ListAllMyBuckets",
    "secretsmanager:ListSecrets",
    "states:InvokeHTTPEndpoint",
    "states:SendTaskSuccess",
    "textract:AnalyzeExpense",
    "textract:StartDocumentTextDetection",
    "transcribe:CreateVocabularyFilter",
    "transcribe:ListVocabularyFilters",
    "transcribe:StartTranscriptionJob",
}
"""The actions without a resource in IAM (service authorization reference)."""

pytestmark = pytest.mark.skipif(not FILES, reason=MISSING)


def read(path: Path) -> tuple[dict[str, Any], dict[str, list[str]]]:
    definition = json.loads(path.read_text(encoding="utf-8"))
    reasons: dict[str, list[str]] = {}
    for need in needs(definition, account=HERE, own_arn=OWN_ARN)[1]:
        reasons.setdefault(need.state, []).append(need.what)
    return definition, reasons


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_unknown_needs_are_chosen_at_run_time_or_not_in_the_definition(path: Path) -> None:
    _, reasons = read(path)
    chosen = {state for state, what in reasons.items() if any("at run time" in reason for reason in what)}
    assert chosen == CHOSEN.get(path.name, set())
    rest = [(state, reason) for state, what in reasons.items() for reason in what if "at run time" not in reason]
    unknown = UNKNOWN.get(path.name, {})
    assert {state for state, _ in rest} == unknown.keys()
    assert [reason for state, reason in rest if unknown[state] not in reason] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_statement_for_those_states_gives_a_policy_without_a_star(path: Path) -> None:
    definition, reasons = read(path)
    given = [Statement(("s3:GetObject",), ("arn:aws:s3:::x",), states=tuple(reasons))] if reasons else []
    statements, unknown = needs(definition, account=HERE, own_arn=OWN_ARN, given=given)
    assert unknown == []
    json.dumps([statement.to_dict() for statement in statements])
    everything = {action for statement in statements if "*" in statement.resources for action in statement.actions}
    assert everything <= RESOURCELESS
    assert not [resource for statement in statements for resource in statement.resources if resource.endswith(":::*")]


def test_every_exception_is_in_the_corpus() -> None:
    names = {path.name for path in FILES}
    assert CHOSEN.keys() <= names
    assert UNKNOWN.keys() <= names
    assert (sum(map(len, CHOSEN.values())), len(CHOSEN)) == (92, 60)
