"""The S3 access that services perform as their caller."""

from __future__ import annotations

import re
from typing import Any

import botocore.session
import pytest

from aslant.iam.caller_s3_access import CALLER_S3_ACCESS
from tests.iam.sdk_rights import HOME, rights


@pytest.mark.parametrize(
    ("action", "arguments", "expected"),
    [
        (
            "rekognition:detectLabels",
            {"Image": {"S3Object": {"Bucket": "b", "Name.$": "$.key"}}},
            [("rekognition:DetectLabels", "*"), ("s3:GetObject", "arn:aws:s3:::b/*")],
        ),
        (
            "textract:analyzeDocument",
            {"Document": {"S3Object": {"Bucket": "b", "Name": "n", "Version": "3"}}},
            [("s3:GetObjectVersion", "arn:aws:s3:::b/n"), ("textract:AnalyzeDocument", "*")],
        ),
        (
            "transcribe:startTranscriptionJob",
            {"TranscriptionJobName": "j", "Media": {"MediaFileUri": "s3://b/call.mp3"}, "OutputBucketName": "out"},
            [
                ("s3:GetObject", "arn:aws:s3:::b/call.mp3"),
                ("s3:PutObject", "arn:aws:s3:::out/*"),
                ("transcribe:StartTranscriptionJob", "*"),
            ],
        ),
        (
            "dynamodb:exportTableToPointInTime",
            {"TableArn": f"arn:aws:dynamodb:{HOME}:table/t", "S3Bucket": "b"},
            [
                ("dynamodb:ExportTableToPointInTime", f"arn:aws:dynamodb:{HOME}:table/t"),
                ("s3:AbortMultipartUpload", "arn:aws:s3:::b/*"),
                ("s3:PutObject", "arn:aws:s3:::b/*"),
                ("s3:PutObjectAcl", "arn:aws:s3:::b/*"),
            ],
        ),
        (
            "textract:startDocumentAnalysis",
            {"DocumentLocation": {"S3Object": {"Bucket": "b", "Name": "n"}}, "OutputConfig": {"S3Bucket": "out"}},
            [
                ("s3:GetObject", "arn:aws:s3:::b/n"),
                ("s3:PutObject", "arn:aws:s3:::out/*"),
                ("textract:StartDocumentAnalysis", "*"),
            ],
        ),
        (
            "transcribe:startTranscriptionJob",
            {
                "Media": {"MediaFileUri.$": "$.uri"},
                "JobExecutionSettings": {"DataAccessRoleArn": "arn:aws:iam::111122223333:role/r"},
            },
            [
                ("iam:PassRole", "arn:aws:iam::111122223333:role/r"),
                ("transcribe:StartTranscriptionJob", "*"),
            ],
        ),
        ("rekognition:detectText", {"Image": {"Bytes": "aGk="}}, [("rekognition:DetectText", "*")]),
    ],
)
def test_objects_that_a_call_names_are_read_with_the_rights_of_its_caller(
    action: str, arguments: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert rights(action, arguments) == expected


@pytest.mark.parametrize("call", CALLER_S3_ACCESS)
def test_every_member_exists_in_the_api(call: str) -> None:
    service, _, action = call.partition(":")
    model = botocore.session.get_session().get_service_model(service)
    shape = model.operation_model(action[0].upper() + action[1:]).input_shape
    for need in CALLER_S3_ACCESS[call]:
        for path in re.findall(r"\{([\w.]+)", " ".join(need.resources)):
            found = shape
            for name in path.split("."):
                found = found.member if found.type_name == "list" else found
                found = found.members[name]
