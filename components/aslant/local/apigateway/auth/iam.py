"""AWS signatures: what a route with `AWS_IAM` checks.

IAM user guide, "Create a signed AWS API request" (Signature Version 4), for the service `execute-api`. One user signs
here, with the access key `test` and the secret key `test`; may do anything; `curl --aws-sigv4` and any SDK will do.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_plus

from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.credentials import ACCESS_KEY, SECRET_KEY, is_known
from aslant.local.http import Request, message
from aslant.provider.account import LocalAccount, digest

if TYPE_CHECKING:
    from aslant.local.apigateway.auth import Verdict

__all__ = ["SERVICE", "IamGuard", "signature"]

SERVICE = "execute-api"

SKEW = 300
"""Seconds that a signature's time may be off."""

ALGORITHM = "AWS4-HMAC-SHA256"
CREDENTIAL = re.compile(r"([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request")
UNRESERVED = "-_.~"


class SignatureRefusedError(Exception):
    """Why a signature is refused."""


@dataclasses.dataclass(frozen=True, slots=True)
class IamGuard:
    """Guards a route by signatures for one Region."""

    account: LocalAccount
    clock: Callable[[], float] = time.time

    def __call__(self, exchange: RequestContext) -> Verdict:
        """Decide on a request."""
        try:
            self._check(exchange.request)
        except SignatureRefusedError as error:
            return message(403, "Forbidden", f"Forbidden: {error}")
        user = "AIDA" + digest("local", 16).upper()
        identity = {
            "accessKey": ACCESS_KEY,
            "accountId": self.account.id,
            "caller": user,
            "user": user,
            "userArn": self.account.arn("iam", "user/local"),
        }
        event = {
            "accessKey": ACCESS_KEY,
            "accountId": self.account.id,
            "callerId": user,
            "cognitoIdentity": None,
            "principalOrgId": None,
            "userArn": identity["userArn"],
            "userId": user,
        }
        return Caller(event={"iam": event}, identity=identity)

    def _check(self, request: Request) -> None:
        header = request.headers.get("authorization")
        if header is None:
            raise SignatureRefusedError("the request is not signed")
        algorithm, _, rest = header.partition(" ")
        fields = dict(re.findall(r"(\w+)=([^,\s]+)", rest))
        scope = CREDENTIAL.fullmatch(fields.get("Credential", ""))
        if algorithm != ALGORITHM or scope is None or not {"SignedHeaders", "Signature"} <= fields.keys():
            raise SignatureRefusedError(f"Authorization is no {ALGORITHM} signature")
        key, day, region, service = scope.groups()
        if (region, service) != (self.account.region, SERVICE):
            raise SignatureRefusedError(f"it is signed for {region}:{service}, not {self.account.region}:{SERVICE}")
        if not is_known(key):
            raise SignatureRefusedError(f"the access key {key!r} is not known; it is {ACCESS_KEY!r} here")
        moment = request.headers.get("x-amz-date", "")
        self._check_time(moment, day)
        names = fields["SignedHeaders"].split(";")
        if not {"host", "x-amz-date"} <= set(names):
            raise SignatureRefusedError("host and x-amz-date must be signed")
        right = signature(request, names, moment, region, SECRET_KEY)
        if not hmac.compare_digest(right.encode(), fields["Signature"].encode()):
            raise SignatureRefusedError("the signature is not right")

    def _check_time(self, moment: str, day: str) -> None:
        try:
            signed = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
        except ValueError:
            raise SignatureRefusedError(f"x-amz-date must be such as 20261124T120000Z, not {moment!r}") from None
        if not moment.startswith(day):
            raise SignatureRefusedError("x-amz-date is of another day than the signature")
        if abs(self.clock() - signed) > SKEW:
            raise SignatureRefusedError("the signature has expired, or a clock is wrong")


def signature(request: Request, names: Sequence[str], moment: str, region: str, secret: str) -> str:
    """The hexadecimal signature of a request, of which the headers `names` are signed."""
    scope = f"{moment[:8]}/{region}/{SERVICE}/aws4_request"
    canonical = _hash(_canonical(request, names).encode())
    text = "\n".join((ALGORITHM, moment, scope, canonical))
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical(request: Request, names: Sequence[str]) -> str:
    headers: Mapping[str, str] = request.headers
    return "\n".join(
        (
            request.method,
            quote(request.path, safe=f"/{UNRESERVED}"),
            _canonical_query(request.query),
            *(f"{name}:{' '.join(headers.get(name, '').split())}" for name in names),
            "",
            ";".join(names),
            _hash(request.body),
        )
    )


def _canonical_query(query: str) -> str:
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    encoded = [(_encoded(name), _encoded(value)) for name, _, value in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))


def _encoded(text: str) -> str:
    return quote(unquote_plus(text), safe=UNRESERVED)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
