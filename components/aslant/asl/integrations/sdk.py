"""Calls of any action of any service, as in the AWS SDK (Step Functions developer guide, "AWS SDK integrations")."""

from __future__ import annotations

import re
from typing import Any, Final

from aslant.asl.integration import Callback
from aslant.errors import DefinitionError

__all__ = ["OTHER_NAMES", "aws_sdk"]

_ACTION = r"[a-z][A-Za-z0-9]*"
_ARGUMENT = r"[A-Z]\S*"

OTHER_NAMES: Final = {
    "cognitoidp": "cognitoidentityprovider",
    "elbv2": "elasticloadbalancingv2",
    "events": "eventbridge",
    "logs": "cloudwatchlogs",
    "states": "sfn",
    "stepfunctions": "sfn",
}
"""Services whose names here differ from those in an IAM action or in boto3."""


def aws_sdk(service: str, action: str, /, **arguments: Any) -> Callback:
    """Call `action` of `service`, such as `aws_sdk("s3", "getObject", Bucket="orders", Key=this.key)`.

    Arguments have the API's names in PascalCase, even where the API uses camelCase. `check` compares the service, the
    action and the arguments with AWS's API.

    Raises:
        DefinitionError: A name does not have the form that Step Functions needs, or an argument is not valid JSON.
    """
    place = f"aws_sdk({service!r}, {action!r})"
    if not isinstance(service, str) or not isinstance(action, str):
        raise DefinitionError(f"{place}: the names must be strings. Write aws_sdk('s3', 'getObject', …).")
    plain = re.sub(r"[^a-z0-9]", "", service.lower())
    plain = OTHER_NAMES.get(plain, plain)
    if plain != service or not plain:
        raise DefinitionError(
            f"{place}: the service must have its name in the AWS SDK for Java, in lower case. Write {plain or 's3'!r}."
        )
    if not re.fullmatch(_ACTION, action):
        head, *words = re.split(r"[^A-Za-z0-9]+", action)
        camel = f"{head[:1].lower()}{head[1:]}{''.join(word[:1].upper() + word[1:] for word in words)}"
        raise DefinitionError(f"{place}: the action must be in camelCase. Write {camel or 'getObject'!r}.")
    for name in arguments:
        if not re.fullmatch(_ARGUMENT, name):
            pascal = "".join(word[:1].upper() + word[1:] for word in re.split("[_ ]+", name))
            raise DefinitionError(
                f"{place}: the names of arguments must be in PascalCase, not {name!r}. Write {pascal}."
            )
    return Callback._of(f"aws-sdk:{service}:{action}", arguments)
