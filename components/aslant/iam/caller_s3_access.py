"""S3 access that services perform with the rights of their caller, in addition to the call itself.

Sources: the developer guides of Amazon Rekognition, Textract, Transcribe, Polly and DynamoDB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aslant.iam.need import Need

__all__ = ["CALLER_S3_ACCESS"]


def _reads(*members: str) -> tuple[Need, ...]:
    """Return the needs for S3 objects that the service reads as its caller, by the members that locate them."""
    return tuple(
        Need((action,), (f"s3:::{{{member}.Bucket}}/{{{member}.Name*}}?",), optional=True, **condition)
        for member in members
        for action, condition in (
            ("s3:GetObject", {"unless": (f"{member}.Version",)}),
            ("s3:GetObjectVersion", {"when": f"{member}.Version"}),
        )
    )


_IMAGE_CALLS: Final = [
    "detectCustomLabels",
    "detectFaces",
    "detectLabels",
    "detectModerationLabels",
    "detectProtectiveEquipment",
    "detectText",
    "indexFaces",
    "recognizeCelebrities",
    "searchFacesByImage",
    "searchUsersByImage",
]
_VIDEO_CALLS: Final = [
    "CelebrityRecognition",
    "ContentModeration",
    "FaceDetection",
    "FaceSearch",
    "LabelDetection",
    "PersonTracking",
    "SegmentDetection",
    "TextDetection",
]
_DOCUMENT_CALLS: Final = ["analyzeDocument", "analyzeExpense", "detectDocumentText"]
_MULTIPAGE_CALLS: Final = ["DocumentAnalysis", "DocumentTextDetection", "ExpenseAnalysis", "LendingAnalysis"]
_PAGES: Final = Need(
    ("s3:PutObject",), ("s3:::{OutputConfig.S3Bucket}/{OutputConfig.S3Prefix*=}*",), when="OutputConfig"
)


CALLER_S3_ACCESS: Final[Mapping[str, tuple[Need, ...]]] = {
    "dynamodb:exportTableToPointInTime": (
        Need.on("s3:AbortMultipartUpload s3:PutObject s3:PutObjectAcl", "s3:::{S3Bucket}/{S3Prefix:folder*=}*"),
    ),
    "dynamodb:importTable": (
        Need.on("s3:GetObject", "s3:::{S3BucketSource.S3Bucket}/{S3BucketSource.S3KeyPrefix*=}*"),
        Need.on("s3:ListBucket", "s3:::{S3BucketSource.S3Bucket}"),
    ),
    "polly:startSpeechSynthesisTask": (
        Need(("s3:PutObject",), ("s3:::{OutputS3BucketName}/{OutputS3KeyPrefix*=}*",), when="OutputS3BucketName"),
    ),
    "rekognition:compareFaces": _reads("SourceImage.S3Object", "TargetImage.S3Object"),
    "rekognition:startMediaAnalysisJob": (
        *_reads("Input.S3Object"),
        Need(("s3:PutObject",), ("s3:::{OutputConfig.S3Bucket}/{OutputConfig.S3KeyPrefix*=}*",), when="OutputConfig"),
    ),
    "textract:analyzeID": _reads("DocumentPages.S3Object"),
    **{f"rekognition:{action}": _reads("Image.S3Object") for action in _IMAGE_CALLS},
    **{f"rekognition:start{action}": _reads("Video.S3Object") for action in _VIDEO_CALLS},
    **{f"textract:{action}": _reads("Document.S3Object") for action in _DOCUMENT_CALLS},
    **{f"textract:start{action}": (*_reads("DocumentLocation.S3Object"), _PAGES) for action in _MULTIPAGE_CALLS},
    "transcribe:startTranscriptionJob": (
        Need(
            ("s3:GetObject",),
            ("s3:::{Media.MediaFileUri:location}?",),
            optional=True,
            unless=("JobExecutionSettings.DataAccessRoleArn",),
        ),
        Need(
            ("s3:PutObject",),
            ("s3:::{OutputBucketName}/{OutputKey*=}*",),
            when="OutputBucketName",
            unless=("JobExecutionSettings.DataAccessRoleArn",),
        ),
    ),
}
"""The needs by call, such as `rekognition:detectLabels`."""
