"""Any action of any service, as the AWS SDK calls it (Step Functions developer guide, "AWS SDK integrations")."""

from __future__ import annotations

import re
from typing import Any, Final

from aslant.asl.integration import Callback
from aslant.errors import DefinitionError

__all__ = ["aws_sdk"]

_ACTION = r"[a-z][A-Za-z0-9]*"
_ARGUMENT = r"[A-Z]\S*"

_OTHERWISE: Final = {
    "cognitoidp": "cognitoidentityprovider",
    "elbv2": "elasticloadbalancingv2",
    "events": "eventbridge",
    "logs": "cloudwatchlogs",
    "states": "sfn",
    "stepfunctions": "sfn",
}
"""Services that go by another name here than in an IAM action or in boto3."""


def aws_sdk(service: str, action: str, /, **arguments: Any) -> Callback:
    """Call `action` of `service`, such as `aws_sdk("s3", "getObject", Bucket="orders", Key=this.key)`.

    Arguments go by the API's names in PascalCase, also where the API writes them in camelCase.

    Raises:
        DefinitionError: a name is not of the form that Step Functions takes, or an argument is no JSON.
    """
    place = f"aws_sdk({service!r}, {action!r})"
    if not isinstance(service, str) or not isinstance(action, str):
        raise DefinitionError(f"{place}: names are texts; write aws_sdk('s3', 'getObject', …)")
    plain = re.sub(r"[^a-z0-9]", "", service.lower())
    plain = _OTHERWISE.get(plain, plain)
    if plain != service or not plain:
        raise DefinitionError(
            f"{place}: a service goes by its name in the AWS SDK for Java, in lower case; write {plain or 's3'!r}"
        )
    if not re.fullmatch(_ACTION, action):
        head, *words = re.split(r"[^A-Za-z0-9]+", action)
        camel = f"{head[:1].lower()}{head[1:]}{''.join(word[:1].upper() + word[1:] for word in words)}"
        raise DefinitionError(f"{place}: an action is in camelCase; write {camel or 'getObject'!r}")
    for name in arguments:
        if not re.fullmatch(_ARGUMENT, name):
            pascal = "".join(word[:1].upper() + word[1:] for word in re.split("[_ ]+", name))
            raise DefinitionError(f"{place}: an argument's name is in PascalCase, unlike {name!r}; write {pascal}")
    return Callback._of(f"aws-sdk:{service}:{action}", arguments)
