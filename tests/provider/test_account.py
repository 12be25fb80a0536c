from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, check_region, digest


@pytest.mark.parametrize(
    ("region", "service", "resource", "arn"),
    [
        ("us-east-1", "states", "stateMachine:x", "arn:aws:states:us-east-1:123456789012:stateMachine:x"),
        ("us-east-1", "iam", "role/x", "arn:aws:iam::123456789012:role/x"),
        ("cn-north-1", "logs", "log-group:x", "arn:aws-cn:logs:cn-north-1:123456789012:log-group:x"),
        ("us-gov-west-1", "iam", "role/x", "arn:aws-us-gov:iam::123456789012:role/x"),
        ("us-isob-east-1", "iam", "role/x", "arn:aws-iso-b:iam::123456789012:role/x"),
        ("eusc-de-east-1", "iam", "role/x", "arn:aws-eusc:iam::123456789012:role/x"),
    ],
)
def test_an_arn_names_partition_region_and_account(region: str, service: str, resource: str, arn: str) -> None:
    assert LocalAccount(region).arn(service, resource) == arn


def test_every_partition_of_the_sdk_has_its_arns_and_hosts() -> None:
    session = Session()
    for partition in session.get_available_partitions():
        endpoints = session.get_available_regions("sqs", partition, allow_non_regional=False)
        for region in endpoints:
            account = LocalAccount(region)
            data = session.get_partition_for_region(region)
            assert (region, account.partition) == (region, data)
            assert account.suffix == _dns_suffix(session, partition)


def _dns_suffix(session: Session, partition: str) -> str:
    (found,) = (each for each in session.get_data("endpoints")["partitions"] if each["partition"] == partition)
    suffix: str = found["dnsSuffix"]
    return suffix


def test_another_region_is_the_same_account() -> None:
    home = LocalAccount("eu-west-1")
    assert home.within("us-west-2") == LocalAccount("us-west-2")
    assert home.within(None) is home
    assert home.within("eu-west-1") is home


def test_a_digest_is_the_same_for_the_same_text() -> None:
    assert digest("urn", 7) == digest("urn", 7) != digest("other", 7)
    assert len(digest("urn", 7)) == 7


@pytest.mark.parametrize(
    "region", ["us-east-1", "us-gov-west-1", "eu-isoe-west-1", "us-isob-east-1", "eusc-de-east-1", "cn-north-1", None]
)
def test_a_region_is_taken(region: str | None) -> None:
    check_region(region, "aws:region")


@pytest.mark.parametrize("region", ["../../x", "", "us-east-1\n", "US-EAST-1", "us-east", "us-east-1/..", "a.b-c-1", 1])
def test_what_is_not_a_region_is_refused(region: Any) -> None:
    with pytest.raises(LocalError) as caught:
        check_region(region, "aws:region")
    assert str(caught.value) == f"aws:region must be a Region, not {region!r}. Write one, such as 'eu-west-1'."
