from __future__ import annotations

from aslant.run.metadata import http_date, sdk_metadata


def test_headers_are_strings_and_lists() -> None:
    assert sdk_metadata({"Content-Type": "application/json"}, "r1", 202) == {
        "SdkHttpMetadata": {
            "AllHttpHeaders": {"Content-Type": ["application/json"]},
            "HttpHeaders": {"Content-Type": "application/json"},
            "HttpStatusCode": 202,
        },
        "SdkResponseMetadata": {"RequestId": "r1"},
    }


def test_a_date_is_that_of_http() -> None:
    assert http_date(784_111_777.9) == "Sun, 06 Nov 1994 08:49:37 GMT"
