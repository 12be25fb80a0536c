"""Operations that IAM knows by their HTTP methods, on their paths: `apigateway:GET` on `/restapis/a1b2c3d4e5`.

Only reads are written. What else a change needs depends on its content (API Gateway Developer Guide, "Control access to
a REST API with IAM permissions").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tools.integrations import pascal

__all__ = ["BY_METHOD", "resources_of"]

BY_METHOD = ("apigateway",)
"""The IAM prefixes of services with such operations."""

OF_ACCOUNT = ("/domainnameaccessassociations",)
"""Paths whose ARNs name the account; those of all others do not."""


def resources_of(spec: Mapping[str, Any], shape: Mapping[str, Any]) -> list[str]:
    """Return the resources of an operation: its path, with parameters in their places.

    A path with an ARN in it returns none, because the ARN is encoded there. A domain name that has an identifier is a
    private one, whose ARN names the account.
    """
    path = spec["http"]["requestUri"].partition("?")[0].removeprefix("/v2")
    names = {value.get("locationName"): key for key, value in shape.get("members", {}).items()}
    path = re.sub(r"\{([\w-]+)\+?\}", lambda place: f"{{{pascal(names[place[1]])}}}", path)
    if re.search(r"Arn\}", path):
        return []
    found = [f"apigateway:{{r}}:{'{a}' if path.startswith(OF_ACCOUNT) else ''}:{path}"]
    if "domainNameId" in shape.get("members", {}):
        found.append(f"apigateway:{{r}}:{{a}}:{path.replace('{DomainName}', '{DomainName}+{DomainNameId}')}?")
    return found
