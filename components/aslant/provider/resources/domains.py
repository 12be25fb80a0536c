"""Custom domain names of API Gateway and what they take: certificates and DNS records.

Nothing is proven or published here: a certificate is valid at once, and a name answers to a request's Host.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import MADE, Outputs

__all__ = ["API_MAPPING", "CERTIFICATE", "DOMAIN_NAME", "TYPES"]

DOMAIN_NAME = "aws:apigatewayv2/domainName:DomainName"
API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"
ZONE = "aws:route53/zone:Zone"


def _domain_name(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    name = _text(resource, "domainName")
    configuration = resource.inputs.get("domainNameConfiguration") or {}
    certificate = configuration.get("certificateArn")
    if not certificate:
        raise LocalError(
            f"{resource.label}: domainNameConfiguration lacks certificateArn. Pass the `arn` of a certificate."
        )
    target = f"d-{digest(resource.urn, 10)}.execute-api.{account.region}.{account.suffix}"
    return {
        "id": name,
        "arn": f"arn:{account.partition}:apigateway:{account.region}::/domainnames/{name}",
        "apiMappingSelectionExpression": "$request.basepath",
        "domainNameConfiguration": {
            **configuration,
            "targetDomainName": target,
            "hostedZoneId": "Z" + digest(account.region, 13).upper(),
        },
    }


def _api_mapping(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    name = resource.inputs.get("domainName")
    if registry.find(DOMAIN_NAME, "id", name) is None:
        raise LocalError(f"{resource.label}: the domain name {name!r} does not exist. Pass the `id` of a DomainName")
    return {"id": digest(resource.urn, 6)}


def _certificate(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = _text(resource, "domainName")
    id = digest(resource.urn, 32)
    arn = account.arn("acm", f"certificate/{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}")
    names = dict.fromkeys([name, *(resource.inputs.get("subjectAlternativeNames") or ())])
    return {
        "id": arn,
        "arn": arn,
        "status": "PENDING_VALIDATION",
        "type": "AMAZON_ISSUED",
        "keyAlgorithm": resource.inputs.get("keyAlgorithm") or "RSA_2048",
        "notBefore": MADE,
        "notAfter": "2027-01-31T23:59:59Z",
        "subjectAlternativeNames": list(names),
        "validationEmails": [],
        "domainValidationOptions": [_validation_record(resource.urn, item) for item in names],
    }


def _validation_record(urn: str, name: str) -> dict[str, str]:
    """Return the record that validates a name (ACM user guide, "DNS validation")."""
    return {
        "domainName": name,
        "resourceRecordName": f"_{digest(urn + name, 32)}.{name.removeprefix('*.')}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": f"_{digest(name + urn, 32)}.acm-validations.aws.",
    }


def _validation(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    arn = resource.inputs.get("certificateArn")
    if registry.find(CERTIFICATE, "arn", arn) is None:
        raise LocalError(f"{resource.label}: the certificate {arn!r} does not exist. Pass the `arn` of a Certificate")
    return {"id": MADE}


def _record(resource: RegisteredResource, _: LocalAccount, __: Registry) -> dict[str, Any]:
    name, zone, kind = (_text(resource, key) for key in ("name", "zoneId", "type"))
    if not resource.inputs.get("records") and not resource.inputs.get("aliases"):
        raise LocalError(f"{resource.label}: records and aliases are missing. Set one of them.")
    name = name.rstrip(".")
    return {"id": f"{zone}_{name}_{kind}", "name": name, "fqdn": name}


def _zone(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    id = "Z" + digest(resource.urn, 13).upper()
    servers = [f"ns-{number}.awsdns-{number:02}.com" for number in range(4)]
    arn = f"arn:{account.partition}:route53:::hostedzone/{id}"
    return {"id": id, "zoneId": id, "arn": arn, "nameServers": servers, "primaryNameServer": servers[0]}


def _text(resource: RegisteredResource, key: str) -> str:
    value = resource.inputs.get(key)
    if not value:
        raise LocalError(f"{resource.label}: {key} is missing. Set it.")
    return str(value)


TYPES: Mapping[str, Outputs] = {
    API_MAPPING: _api_mapping,
    CERTIFICATE: _certificate,
    DOMAIN_NAME: _domain_name,
    RECORD: _record,
    VALIDATION: _validation,
    ZONE: _zone,
}
