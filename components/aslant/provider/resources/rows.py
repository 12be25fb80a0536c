"""Outputs of resources as a row of strings, in which names in braces are filled in.

A text may refer to `name` (the physical name), `digits` (random-looking ones), `region`, `account`, `partition`,
`inputs[key]`, and to `id` after that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource
from aslant.provider.resources.naming import name_of

__all__ = ["fill"]


def fill(row: Mapping[str, Any], resource: RegisteredResource, account: LocalAccount, place: str) -> dict[str, Any]:
    """Return the outputs of a row, including `id` and `name`; a LocalError begins with `place`."""
    name = name_of(resource)
    known = {
        "name": name,
        "digits": digest(resource.urn, 17),
        "region": account.region,
        "account": account.id,
        "partition": account.partition,
        "suffix": account.suffix,
        "inputs": resource.inputs,
    }
    known["id"] = _filled(row.get("id", "{name}"), known, f"{place}: id")
    rest = {key: _filled(value, known, f"{place}: {key}") for key, value in row.items() if key != "id"}
    return {"id": known["id"], "name": name, **rest}


def _filled(value: Any, known: Mapping[str, Any], place: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return value.format_map(known)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        names = ", ".join(key for key in known if key != "inputs")
        raise LocalError(
            f"{place}: {value!r} has an unknown name in braces. Use {names} or inputs[…], and write a brace itself "
            "twice"
        ) from None
