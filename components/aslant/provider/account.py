"""The account that a program is deployed to, and the names and ARNs that AWS gives there."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from typing import Any

from aslant.errors import LocalError

__all__ = ["LocalAccount", "check_region", "digest"]

ACCOUNT_ID = "123456789012"
REGION = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,10}){1,3}-[0-9]{1,2}")


def check_region(region: Any, place: str) -> None:
    """Refuse what cannot be a Region, since it becomes part of ARNs, URLs and host names; None is not set."""
    if region is not None and not (isinstance(region, str) and REGION.fullmatch(region)):
        raise LocalError(f"{place} must be a Region, not {region!r}. Write one, such as 'eu-west-1'.")


def digest(text: str, length: int) -> str:
    """Hexadecimal digits that stand where AWS and Pulumi draw random ones: the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


@dataclasses.dataclass(frozen=True, slots=True)
class LocalAccount:
    """One account in one Region, and where its APIs answer on this machine."""

    region: str = "us-east-1"
    api_url: str = "http://127.0.0.1:8000"
    """Where the HTTP APIs answer, without a slash at the end; empty for AWS itself."""
    aws_url: str = "http://127.0.0.1:4566"
    """Where the AWS API answers, without a slash at the end."""
    id: str = ACCOUNT_ID

    @property
    def partition(self) -> str:
        """The first part of an ARN after `arn:`, which follows from the Region."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    @property
    def suffix(self) -> str:
        """The domain of AWS's hosts."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def within(self, region: str | None) -> LocalAccount:
        """The same account in another Region; in this one where none is named."""
        return dataclasses.replace(self, region=region) if region and region != self.region else self

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource here. IAM has no Region, so its ARNs name none."""
        region = "" if service == "iam" else self.region
        return f"arn:{self.partition}:{service}:{region}:{self.id}:{resource}"
