"""Operations whose IAM action is an HTTP method on a path: `apigateway:GET` on `/restapis/a1b2c3d4e5`.

Only read operations are included. The permissions for a change also depend on its content (API Gateway Developer Guide,
"Control access to a REST API with IAM permissions").
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
"""The paths whose ARNs contain the account; the ARNs of other paths do not."""


def resources_of(spec: Mapping[str, Any], shape: Mapping[str, Any]) -> list[str]:
    """Return the resources of an operation: its path, with placeholders for parameters.

    The result is empty for a path with an ARN, because the ARN is encoded there. A domain name with an identifier is a
    private one, whose ARN contains the account.
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
