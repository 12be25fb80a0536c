"""What services read and write in S3 with the rights of who calls them, beside the call itself.

The developer guides of Amazon Rekognition, Textract, Transcribe, Polly and DynamoDB say which calls do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aslant.iam.need import Need

__all__ = ["BESIDE"]


def _reads(*members: str) -> tuple[Need, ...]:
    """An object of S3 that the service gets as its caller, by the members that hold its bucket and its name."""
    return tuple(
        Need((action,), (f"s3:::{{{member}.Bucket}}/{{{member}.Name*}}?",), optional=True, **told)
        for member in members
        for action, told in (
            ("s3:GetObject", {"unless": (f"{member}.Version",)}),
            ("s3:GetObjectVersion", {"when": f"{member}.Version"}),
        )
    )


_OF_IMAGES: Final = [
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
_OF_VIDEOS: Final = [
    "CelebrityRecognition",
    "ContentModeration",
    "FaceDetection",
    "FaceSearch",
    "LabelDetection",
    "PersonTracking",
    "SegmentDetection",
    "TextDetection",
]
_OF_DOCUMENTS: Final = ["analyzeDocument", "analyzeExpense", "detectDocumentText"]
_OF_MANY_PAGES: Final = ["DocumentAnalysis", "DocumentTextDetection", "ExpenseAnalysis", "LendingAnalysis"]
_PAGES: Final = Need(
    ("s3:PutObject",), ("s3:::{OutputConfig.S3Bucket}/{OutputConfig.S3Prefix*=}*",), when="OutputConfig"
)


BESIDE: Final[Mapping[str, tuple[Need, ...]]] = {
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
    **{f"rekognition:{action}": _reads("Image.S3Object") for action in _OF_IMAGES},
    **{f"rekognition:start{action}": _reads("Video.S3Object") for action in _OF_VIDEOS},
    **{f"textract:{action}": _reads("Document.S3Object") for action in _OF_DOCUMENTS},
    **{f"textract:start{action}": (*_reads("DocumentLocation.S3Object"), _PAGES) for action in _OF_MANY_PAGES},
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
"""By the call, as `rekognition:detectLabels`."""
