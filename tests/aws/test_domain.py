"""A domain name of one's own: certificate, name, mapping and DNS."""

from typing import Any

import pulumi
import pytest

from aslant.aws import StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import Recording, record

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/c1"
OWN = ("DomainName", "ApiMapping", "Record", "Certificate", "CertificateValidation")


def deploy(domain: dict[str, Any]) -> Recording:
    def program() -> None:
        shop = StateMachineApi("shop", {"workflow": DONE, "domain": domain})  # type: ignore[typeddict-item]
        pulumi.export("url", shop.url)

    return record(program)


def parts(recorded: Recording) -> dict[str, Any]:
    return {key: one.inputs for key, one in recorded.all.items() if key.split()[0] in OWN}


def test_a_zone_gets_the_proof_of_a_new_certificate_and_the_alias() -> None:
    recorded = deploy({"name": "orders.example.com", "hosted_zone_id": "Z1"})
    assert parts(recorded) == {
        "Certificate shop": {"domainName": "orders.example.com", "validationMethod": "DNS"},
        "Record shop-certificate": {
            "zoneId": "Z1",
            "name": "_a.proof",
            "type": "CNAME",
            "records": ["_b.aws"],
            "ttl": 300,
            "allowOverwrite": True,
        },
        "CertificateValidation shop": {"certificateArn": CERTIFICATE, "validationRecordFqdns": ["_a.proof."]},
        "DomainName shop": {
            "domainName": "orders.example.com",
            "domainNameConfiguration": {
                "certificateArn": CERTIFICATE, "endpointType": "REGIONAL", "securityPolicy": "TLS_1_2"
            },
        },
        "ApiMapping shop": {"apiId": "api123", "domainName": "orders.example.com", "stage": "$default"},
        "Record shop": {
            "zoneId": "Z1",
            "name": "orders.example.com",
            "type": "A",
            "aliases": [{"name": "d-1.aws", "zoneId": "ZAWS", "evaluateTargetHealth": False}],
        },
    }  # fmt: skip
    assert recorded.exports["url"].value == "https://orders.example.com/"
    assert "Stage shop" in recorded["ApiMapping shop"].dependencies


@pytest.mark.parametrize(
    ("base_path", "url"),
    [
        ("shop", "https://example.com/shop/"),
        ("shop/v1", "https://example.com/shop/v1/"),
        (None, "https://example.com/"),
    ],
)
def test_a_certificate_that_exists_needs_no_zone(base_path: str | None, url: str) -> None:
    recorded = deploy({"name": "example.com", "certificate_arn": CERTIFICATE, "base_path": base_path})
    assert set(parts(recorded)) == {"DomainName shop", "ApiMapping shop"}
    assert recorded["ApiMapping shop"].inputs.get("apiMappingKey") == base_path
    assert recorded.exports["url"].value == url


@pytest.mark.parametrize(
    ("domain", "message"),
    [
        ({}, "domain: name is missing. Add it to args."),
        ({"name": "a.b"}, "domain: a certificate is missing. Set certificate_arn, or hosted_zone_id"),
        *(
            (
                {"name": name, "certificate_arn": CERTIFICATE},
                "domain: name must be a host such as 'orders.example.com', not",
            )
            for name in ("a.b/c", "a b", "*.a.b", "localhost", "-a.b", f"{'a' * 64}.b")
        ),
        (
            {"name": "a.b", "certificate_arn": CERTIFICATE, "base_path": "/shop/"},
            "domain: base_path must consist of letters, digits and _ - . in parts separated by '/', such as "
            "'orders/v1', not",
        ),
        (
            {"name": "a.b", "certificate_arn": "arn:aws:iam::111122223333:server-certificate/a"},
            "domain: certificate_arn must be the ARN of an ACM certificate, arn:aws:acm:…, not 'arn:aws:iam:",
        ),
        ({"name": "a.b", "zone": "Z1"}, "domain: 'zone' is not an argument. The arguments are name, hosted_zone_id"),
        ("a.b", "domain: args must be a dict of arguments, not str"),
    ],
)
def test_a_domain_that_cannot_be_set_up_is_refused(domain: Any, message: str) -> None:
    with pytest.raises(ArgsError, match=r"^StateMachineApi 'shop': ") as caught:
        deploy(domain)
    assert message in str(caught.value)
