"""What a task's result tells of the answer's transport, where the service's client is the SDK for Java."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from aslant.json_value import Json

__all__ = ["http_date", "sdk_metadata"]


def sdk_metadata(headers: Mapping[str, str], request_id: str, status: int = 200) -> dict[str, Json]:
    """The members that optimized integrations add to a service's answer (recorded on AWS)."""
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": dict(headers),
            "HttpStatusCode": status,
        },
        "SdkResponseMetadata": {"RequestId": request_id},
    }


def http_date(seconds: float) -> str:
    """An instant, in seconds since 1970, as HTTP writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
