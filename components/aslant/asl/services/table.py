"""The table of all services, in `models.bin`: an index in JSON, and blocks of several services each, compressed.

It is read when a definition with a call of a service is checked, one block at a time. tools/service_models.py writes
it from botocore's models, which are not needed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from aslant.asl.services.model import Operation, ServiceModel

__all__ = ["RETIRED", "operation", "service", "services", "version"]

_FILE: Final = files(__package__).joinpath("models.bin")

RETIRED: Final = frozenset(
    [
        "alexaforbusiness",
        "codestar",
        "elasticinference",
        "elastictranscoder",
        "evidently",
        "honeycode",
        "iot1clickprojects",
        "iotanalytics",
        "iotevents",
        "ioteventsdata",
        "iotfleethub",
        "lookoutvision",
        "macie",
        "mobile",
        "opsworks",
        "opsworkscm",
        "panorama",
        "qldb",
        "qldbsession",
        "robomaker",
        "sms",
    ]
)
"""Services of the developer guide that AWS has ended, so that its SDK no longer has them."""


class _Place(NamedTuple):
    """The place of a service's text: the number of its block, and the characters there."""

    block: int
    start: int
    end: int


def services() -> Mapping[str, Any]:
    """Return the names in `aws-sdk:SERVICE:action`, as the keys of a mapping; empty if the table cannot be read."""
    return _index()[0]


def version() -> str:
    """Return the version of botocore whose models the table has."""
    return _index()[2]


@lru_cache(64)
def service(name: str) -> ServiceModel | None:
    """Return a service by its name in `aws-sdk:SERVICE:action`; None if the table does not have it."""
    places, _, _ = _index()
    if name not in places:
        return None
    block, start, end = places[name]
    return ServiceModel(name, _block(block)[start:end])


def operation(call: str) -> Operation | None:
    """Return an action by its service and its name, such as `dynamodb:getItem`; None if the table does not have it."""
    name, _, action = call.partition(":")
    model = service(name)
    return model.operation(action) if model else None


@lru_cache(1)
def _index() -> tuple[Mapping[str, _Place], list[tuple[int, int]], str]:
    """Return the places of the services, the first and last byte of each block, and the version."""
    try:
        import lzma  # noqa: F401  # a Python can be built without it, and then no call is checked
    except ImportError:  # pragma: no cover
        return {}, [], ""
    with _FILE.open("rb") as file:
        head = file.readline()
    index = json.loads(head)
    places = {name: _Place(*place) for name, place in index["services"].items()}
    start, blocks = len(head), []
    for size in index["blocks"]:
        blocks.append((start, start + size))
        start += size
    return places, blocks, index["botocore"]


@lru_cache(4)
def _block(number: int) -> str:
    import lzma

    start, end = _index()[1][number]
    with _FILE.open("rb") as file:
        file.seek(start)
        packed = file.read(end - start)
    return lzma.decompress(packed, lzma.FORMAT_RAW, filters=FILTERS).decode()


FILTERS: Final[list[dict[str, int]]] = [{"id": 0x21, "preset": 9 | (1 << 31), "lc": 4, "lp": 0, "pb": 0}]
"""The settings of the compression: LZMA2, for text."""
