"""The metadata of HTTP responses in task results, as AWS's SDK for Java adds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from aslant.json_value import Json

__all__ = ["http_date", "sdk_metadata"]


def sdk_metadata(headers: Mapping[str, str], request_id: str, status: int = 200) -> dict[str, Json]:
    """Return the members that optimized integrations add to a service's response (recorded on AWS)."""
    return {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": dict(headers),
            "HttpStatusCode": status,
        },
        "SdkResponseMetadata": {"RequestId": request_id},
    }


def http_date(seconds: float) -> str:
    """Return an instant, in epoch seconds, in the format of HTTP headers."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
