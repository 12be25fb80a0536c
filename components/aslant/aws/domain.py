"""A custom domain name for an API: certificate, name, mapping and DNS record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output

from aslant.aws.args import Domain
from aslant.aws.children import Children
from aslant.aws.errors import ArgsError
from aslant.aws.rules import Rule, arn_of, check, text

__all__ = ["DomainParts", "check_domain", "make_domain"]

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})+")
_BASE_PATH = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)

RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("name", "hosted_zone_id", "base_path"), text),
    "certificate_arn": arn_of("acm", "certificate/.+", "an ACM certificate"),
}


@dataclass(frozen=True)
class DomainParts:
    """The resources of a domain name."""

    url: Output[str]
    """The API's URL under the domain name; it ends with `/`."""
    domain_name: aws.apigatewayv2.DomainName
    api_mapping: aws.apigatewayv2.ApiMapping
    certificate: aws.acm.Certificate | None
    record: aws.route53.Record | None


def check_domain(place: str, value: Any) -> dict[str, Any]:
    """Return the arguments that are set; raise ArgsError for a domain that cannot be set up."""
    given = check(f"{place}: domain", value, Domain, RULES, frozenset({"name", "base_path"}))
    if "hosted_zone_id" not in given and "certificate_arn" not in given:
        raise ArgsError(
            f"{place}: domain: a certificate is missing. Set certificate_arn, or hosted_zone_id to validate a new one "
            "in that zone."
        )
    if not _HOST.fullmatch(given["name"]):
        raise ArgsError(
            f"{place}: domain: name must be a host such as 'orders.example.com', not {given['name']!r}. A wildcard "
            "is not the name of one API."
        )
    if not _BASE_PATH.fullmatch(given.get("base_path", "a")):
        raise ArgsError(
            f"{place}: domain: base_path must consist of letters, digits and _ - . in parts separated by '/', such as "
            f"'orders/v1', not {given['base_path']!r}"
        )
    return given


def make_domain(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    api_id: Input[str],
    stage_name: Input[str],
    stage: pulumi.Resource,
) -> DomainParts:
    """Register a domain name; its URL is known once the DNS record exists."""
    host, zone = given["name"], given.get("hosted_zone_id")
    certificate, arn = None, given.get("certificate_arn")
    if arn is None:
        certificate, arn = _certificate(children, name, host, zone)
    domain_name = children.make(
        "domain_name",
        aws.apigatewayv2.DomainName,
        name,
        {
            "domain_name": host,
            "domain_name_configuration": {
                "certificate_arn": arn,
                "endpoint_type": "REGIONAL",
                "security_policy": "TLS_1_2",
            },
            "tags": children.tags,
        },
    )
    api_mapping = children.make(
        "api_mapping",
        aws.apigatewayv2.ApiMapping,
        name,
        {
            "api_id": api_id,
            "domain_name": domain_name.id,
            "stage": stage_name,
            "api_mapping_key": given.get("base_path"),
        },
        stage,
        # A path of a domain can have one mapping, so the old one is deleted first.
        delete_before_replace=True,
    )
    record = None
    if zone is not None:
        target = domain_name.domain_name_configuration
        record = children.make(
            "domain_record",
            aws.route53.Record,
            name,
            {
                "zone_id": zone,
                "name": host,
                "type": "A",
                "aliases": [
                    {
                        "name": target.target_domain_name,
                        "zone_id": target.hosted_zone_id,
                        "evaluate_target_health": False,
                    }
                ],
            },
        )
    path = f"{given['base_path']}/" if "base_path" in given else ""
    ready: list[Any] = [api_mapping.id, *([record.id] if record is not None else [])]
    url = Output.all(*ready).apply(lambda _: f"https://{host}/{path}")
    return DomainParts(url, domain_name, api_mapping, certificate, record)


def _certificate(children: Children, name: str, host: str, zone: Any) -> tuple[aws.acm.Certificate, Output[str]]:
    """Register a certificate that a record in the zone validates; its ARN is known after the validation."""
    certificate = children.make(
        "certificate",
        aws.acm.Certificate,
        name,
        {"domain_name": host, "validation_method": "DNS", "tags": children.tags},
    )
    # One name has one validation record, so the number of records is known now.
    validation_record = certificate.domain_validation_options.apply(_validation_record)
    record = children.make(
        "certificate_record",
        aws.route53.Record,
        f"{name}-certificate",
        {
            "zone_id": zone,
            "name": validation_record["name"],
            "type": validation_record["type"],
            "records": [validation_record["value"]],
            "ttl": 300,
            "allow_overwrite": True,
        },
    )
    validation = children.make(
        "certificate_validation",
        aws.acm.CertificateValidation,
        name,
        {"certificate_arn": certificate.arn, "validation_record_fqdns": [record.fqdn]},
    )
    return certificate, validation.certificate_arn


def _validation_record(options: Sequence[Any] | None) -> dict[str, str]:
    """Return the record that validates a certificate; the mocks of a unit test may leave it out."""
    if not options:
        return {"name": "_validation.not-mocked", "type": "CNAME", "value": "_validation.not-mocked"}
    first = options[0]
    return {
        "name": first.resource_record_name,
        "type": first.resource_record_type,
        "value": first.resource_record_value,
    }
