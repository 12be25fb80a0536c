"""Signatures of received requests, computed by botocore's own signer.

Importing this module imports botocore, so only the first signed request does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from aslant.local.http import Request

__all__ = ["signature"]


class ReceivedRequestAuth(SigV4Auth):  # type: ignore[misc]  # botocore has no types
    """A signer that signs the headers that the client signed, instead of choosing them."""

    def headers_to_sign(self, request: AWSRequest) -> HTTPHeaders:
        """Return the headers that the client signed."""
        return request.context["signed_headers"]


def signature(request: Request, names: Sequence[str], moment: str, service: str, region: str, secret: str) -> str:
    """Return the hexadecimal Signature Version 4 of a request whose headers `names` are signed.

    `moment` is the value of `x-amz-date`. The body's real hash is signed, whatever `x-amz-content-sha256` says:
    botocore would use that header, so it gets the headers only through `headers_to_sign`.
    """
    headers = HTTPHeaders()
    for name in names:
        headers[name] = request.headers.get(name, "")
    received = AWSRequest(
        request.method,
        f"http://localhost/{request.path.removeprefix('/')}",  # the host is signed as a header
        data=request.body,
        params=parse_qsl(request.query, keep_blank_values=True),
    )
    received.context.update(timestamp=moment, signed_headers=headers)
    signer = ReceivedRequestAuth(Credentials("", secret), service, region)
    return str(signer.signature(signer.string_to_sign(received, signer.canonical_request(received)), received))
