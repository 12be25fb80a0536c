"""The pages of a list.

The token of the next page names the list, that is the operation and its other parameters, and the last item of the page
before. Items that are added or removed in the meantime therefore do not make a page repeat or skip others.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aslant.local.answers import AwsError
from aslant.local.stepfunctions.service import Parameters, Reply
from aslant.provider.account import digest

__all__ = ["page"]

DEFAULT_SIZE = 100
"""The number of items of a page if `maxResults` is missing or 0 (API reference)."""


def page(
    key: str, items: Sequence[Mapping[str, Any]], parameters: Parameters, identity: Callable[[Mapping[str, Any]], Any]
) -> Reply:
    """Return one page of a list, as the parameters `maxResults` and `nextToken` select it.

    `key` is the member of the response that has the items, and `identity` returns what identifies an item.
    """
    start = 0
    name = _list_name(key, parameters)
    if "nextToken" in parameters:
        last, position = _read_token(parameters["nextToken"], name)
        places = (place for place, item in enumerate(items) if identity(item) == last)
        start = next(places, position - 1) + 1
    end = start + (parameters.get("maxResults") or DEFAULT_SIZE)
    members: dict[str, Any] = {key: list(items[start:end])}
    if end < len(items):
        members["nextToken"] = _token(name, identity(items[end - 1]), end)
    return Reply(members)


def _list_name(key: str, parameters: Parameters) -> str:
    others = {name: value for name, value in parameters.items() if name not in ("maxResults", "nextToken")}
    return digest(json.dumps([key, others], sort_keys=True), 16)


def _token(name: str, last: Any, position: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([name, last, position]).encode()).decode()


def _read_token(token: str, name: str) -> tuple[Any, int]:
    """Return the last item of the page before, and the position after it. Raise AwsError for another list's token."""
    try:
        found, last, position = json.loads(base64.b64decode(token.encode(), altchars=b"-_", validate=True))
    except (ValueError, TypeError):
        raise AwsError("InvalidToken", f"Invalid Token: '{token}'") from None
    if found != name:
        raise AwsError("InvalidToken", "Invalid Token: 'Input inconsistent with page token'")
    if not isinstance(position, int) or position < 0:
        raise AwsError("InvalidToken", f"Invalid Token: '{token}'")
    return last, position
