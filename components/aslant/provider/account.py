"""The account and Region to which a program is deployed, and the ARNs in it."""

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
    """Refuse a value that cannot be a Region, since it becomes part of ARNs, URLs and host names; None is allowed."""
    if region is not None and not (isinstance(region, str) and REGION.fullmatch(region)):
        raise LocalError(f"{place} must be a Region, not {region!r}. Write one, such as 'eu-west-1'.")


def digest(text: str, length: int) -> str:
    """Return hexadecimal digits in place of random ones from AWS or Pulumi; the same for the same text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


@dataclasses.dataclass(frozen=True, slots=True)
class LocalAccount:
    """One account in one Region, and the URLs of its APIs on this machine."""

    region: str = "us-east-1"
    api_url: str = "http://127.0.0.1:8000"
    """The URL of the HTTP and REST APIs, without a slash at the end; empty for AWS itself."""
    aws_url: str = "http://127.0.0.1:4566"
    """The URL of the AWS API, without a slash at the end."""
    id: str = ACCOUNT_ID

    @property
    def partition(self) -> str:
        """The partition in ARNs, which follows from the Region."""
        if self.region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if self.region.startswith("us-gov-") else "aws"

    @property
    def suffix(self) -> str:
        """The domain of AWS's hosts."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def within(self, region: str | None) -> LocalAccount:
        """Return the same account in another Region, or itself for None."""
        return dataclasses.replace(self, region=region) if region and region != self.region else self

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource in this account. ARNs of IAM have no Region."""
        region = "" if service == "iam" else self.region
        return f"arn:{self.partition}:{service}:{region}:{self.id}:{resource}"
