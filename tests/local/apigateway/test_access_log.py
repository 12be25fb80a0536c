from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.access_log import AccessLog, compile_format, log_group_name

CONTEXT: dict[str, Any] = {
    "requestId": "r1",
    "status": 403,
    "path": 'a "b" \\ \n',
    "authorizer": {"claims": {"cognito:username": "ada"}, "ok": True, "error": None},
    "integration": {"status": 200},
    "error": {"message": 'no "way"'},
}


@pytest.mark.parametrize(
    ("format", "line"),
    [
        ("$context.requestId $context.status", "r1 403"),
        ('{"id": "$context.requestId", "status": $context.status}', '{"id": "r1", "status": 403}'),
        ("$context.requestId $context.integration.status", "r1 200"),
        ("$context.requestId $context.authorizer.claims.cognito:username", "r1 ada"),
        ("$context.requestId $context.authorizer.ok", "r1 true"),
        ("$context.requestId $context.authorizer.error $context.nothing.at.all", "r1 - -"),
        ("$context.requestId $context.authorizer.claims", "r1 -"),
        ("$context.requestId $context.path.", 'r1 a \\"b\\" \\\\ \\n.'),
        ("$context.requestId $context.error.messageString", 'r1 "no \\"way\\""'),
        ("$context.extendedRequestId\n$context.requestId", "- r1"),
    ],
)
def test_a_line_has_the_values_of_its_request(format: str, line: str) -> None:
    assert compile_format(format, "p")(CONTEXT) == line


def test_a_line_is_written_to_its_log_group() -> None:
    written: list[tuple[str, str]] = []
    format = compile_format("$context.requestId", "p")
    AccessLog("/logs", format, lambda group, line: written.append((group, line))).write(CONTEXT)
    assert written == [("/logs", "r1")]


@pytest.mark.parametrize("format", ["", "$context.status", None])
def test_a_format_must_have_the_request_id(format: str | None) -> None:
    with pytest.raises(LocalError, match=r"^p: the format of an access log must contain \$context.requestId"):
        compile_format(format, "p")


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:logs:us-east-1:123456789012:log-group:/aws/x", "/aws/x"),
        ("arn:aws:logs:us-east-1:123456789012:log-group:/aws/x:*", "/aws/x"),
        ("arn:aws:firehose:us-east-1:123456789012:deliverystream/x", None),
    ],
)
def test_a_log_group_is_identified_by_its_arn(arn: str, name: str | None) -> None:
    assert log_group_name(arn) == name
