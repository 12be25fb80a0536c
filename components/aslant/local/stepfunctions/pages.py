"""The pages of a list. The token of the next page is the position of its first item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from aslant.local.answers import AwsError
from aslant.local.executions import optional
from aslant.local.stepfunctions.service import Parameters, Reply

__all__ = ["page"]


def page(key: str, items: Sequence[Any], parameters: Parameters) -> Reply:
    """Return one page of a list, as the parameters `maxResults` and `nextToken` select it."""
    most = parameters.get("maxResults") or 1000
    token = optional(parameters, "nextToken") or "0"
    if not isinstance(most, int) or not 0 < most <= 1000:
        raise AwsError("ValidationException", "maxResults must be from 0 to 1000")
    if not re.fullmatch(r"[0-9]{1,9}", token):
        raise AwsError("InvalidToken", f"Invalid Token: '{token}'")
    end = int(token) + most
    members: dict[str, Any] = {key: list(items[int(token) : end])}
    return Reply({**members, "nextToken": str(end)} if end < len(items) else members)
