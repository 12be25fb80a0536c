"""The names of services, actions and members in Step Functions, from those in AWS's models.

Step Functions calls services with version 2 of the AWS SDK for Java, and uses its names: `DBInstanceIdentifier` of the
API is `dbInstanceIdentifier` there, so `DbInstanceIdentifier` in a workflow (Step Functions developer guide, "Learning
to use AWS service SDK integrations").
"""

from __future__ import annotations

import re

__all__ = ["action_name", "member_name", "service_name"]

_RENAMED = {"NULL": "Nul", "equals": "EqualsValue"}
"""Members that Java cannot name so: `equals` is a method of every object, and `null` a keyword."""
_DATED = re.compile(r"\d{4}_\d\d_\d\d$")


def service_name(service_id: str) -> str:
    """Return the name in `aws-sdk:SERVICE:action` for the service ID of a model: `CloudWatch Logs`, `SFN`."""
    name = re.sub(r"[^a-z0-9]", "", service_id.lower())
    return name.removesuffix("service") if service_id.endswith("Service") else name


def action_name(operation: str) -> str:
    """Return the name in `aws-sdk:service:ACTION` for an API's operation, without the date that CloudFront adds."""
    return _camel(_DATED.sub("", operation))


def member_name(name: str) -> str:
    """Return an argument's or a result's name for a member of the API: `tableName`, `DBName`, `SSEKMSKeyId`."""
    if name in _RENAMED:
        return _RENAMED[name]
    camel = _camel(name)
    return f"{camel[:1].upper()}{camel[1:]}"


def _camel(name: str) -> str:
    """Return a name with its first word in lower case, where a run of capitals ends before the next word."""
    end = 1
    while end < len(name) and name[end].isupper() and not name[end + 1 : end + 2].islower():
        end += 1
    return f"{name[:end].lower()}{name[end:]}"
