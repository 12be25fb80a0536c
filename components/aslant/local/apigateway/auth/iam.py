"""The `AWS_IAM` authorizer, which checks AWS signatures.

IAM user guide, "Create a signed AWS API request" (Signature Version 4), for the service `execute-api`. The local AWS
has one user, who may do anything and signs with the access key `test` and the secret key `test`. `curl --aws-sigv4`
and any SDK can sign.
"""

from __future__ import annotations

import dataclasses
import hmac
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.credentials import ACCESS_KEY, SECRET_KEY, is_known
from aslant.local.http import Request, message
from aslant.provider.account import LocalAccount, digest

if TYPE_CHECKING:
    from aslant.local.apigateway.auth import Verdict

__all__ = ["SERVICE", "IamGuard"]

SERVICE = "execute-api"

SKEW = 300
"""Seconds by which the time of a signature may differ from the clock."""

ALGORITHM = "AWS4-HMAC-SHA256"
CREDENTIAL = re.compile(r"([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request")


class SignatureRefusedError(Exception):
    """A signature that is refused, with the reason."""


@dataclasses.dataclass(frozen=True, slots=True)
class IamGuard:
    """A guard that accepts signatures for one Region."""

    account: LocalAccount
    clock: Callable[[], float] = time.time

    def __call__(self, request_context: RequestContext) -> Verdict:
        """Decide on a request."""
        try:
            self._check(request_context.request)
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
            raise SignatureRefusedError(f"Authorization is not an {ALGORITHM} signature")
        key, day, region, service = scope.groups()
        if (region, service) != (self.account.region, SERVICE):
            raise SignatureRefusedError(
                f"the request is signed for {region}:{service}, not {self.account.region}:{SERVICE}"
            )
        if not is_known(key):
            raise SignatureRefusedError(f"the access key {key!r} does not exist. Use {ACCESS_KEY!r}.")
        moment = request.headers.get("x-amz-date", "")
        self._check_time(moment, day)
        names = fields["SignedHeaders"].split(";")
        if not {"host", "x-amz-date"} <= set(names):
            raise SignatureRefusedError("host and x-amz-date must be signed")
        # Imported here because the server starts without botocore, and botocore is slow to import.
        from aslant.local.apigateway.auth.signature import signature

        right_signature = signature(request, names, moment, SERVICE, region, SECRET_KEY)
        if not hmac.compare_digest(right_signature.encode(), fields["Signature"].encode()):
            raise SignatureRefusedError("the signature is wrong")

    def _check_time(self, moment: str, day: str) -> None:
        try:
            signed = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
        except ValueError:
            raise SignatureRefusedError(f"x-amz-date must look like 20261124T120000Z, not {moment!r}") from None
        if not moment.startswith(day):
            raise SignatureRefusedError("x-amz-date and the credential scope have different days")
        if abs(self.clock() - signed) > SKEW:
            raise SignatureRefusedError("the signature has expired, or a clock is wrong")
