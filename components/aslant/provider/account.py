"""The account and Region to which a program is deployed, and the ARNs in it."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from aslant.errors import LocalError

__all__ = ["PARTITIONS", "LocalAccount", "check_region", "digest", "host_suffix", "partition_of"]

ACCOUNT_ID = "123456789012"
REGION = re.compile(r"[a-z]{2,5}(?:-[a-z]{2,10}){1,3}-[0-9]{1,2}")

PARTITIONS: Final[Mapping[str, str]] = {
    "cn-": "aws-cn",
    "eu-isoe-": "aws-iso-e",
    "eusc-": "aws-eusc",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
}
"""The partitions other than `aws`, by the start of their Regions' names."""

SUFFIXES: Final[Mapping[str, str]] = {
    "aws-cn": "amazonaws.com.cn",
    "aws-eusc": "amazonaws.eu",
    "aws-iso": "c2s.ic.gov",
    "aws-iso-b": "sc2s.sgov.gov",
    "aws-iso-e": "cloud.adc-e.uk",
    "aws-iso-f": "csp.hci.ic.gov",
}
"""The domains of AWS's hosts in the partitions that have another one than `amazonaws.com`."""


def partition_of(region: str) -> str:
    """Return the partition in the ARNs of a Region."""
    return next((name for start, name in PARTITIONS.items() if region.startswith(start)), "aws")


def host_suffix(partition: str) -> str:
    """Return the domain of AWS's hosts in a partition."""
    return SUFFIXES.get(partition, "amazonaws.com")


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
        return partition_of(self.region)

    @property
    def suffix(self) -> str:
        """The domain of AWS's hosts."""
        return host_suffix(self.partition)

    def within(self, region: str | None) -> LocalAccount:
        """Return the same account in another Region, or itself for None."""
        return dataclasses.replace(self, region=region) if region and region != self.region else self

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource in this account. ARNs of IAM have no Region."""
        region = "" if service == "iam" else self.region
        return f"arn:{self.partition}:{service}:{region}:{self.id}:{resource}"
