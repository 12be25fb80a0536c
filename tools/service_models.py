"""Write `aslant/asl/services/models.bin` from botocore's models: the actions of all services and their types.

    python -m tools.service_models

The format is described in aslant/asl/services/model.py. Services that follow each other are compressed together, since
their types are similar. Only types that an action uses are written, and equal enumerations only once.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore.loaders

from aslant.asl.services.naming import service_name
from aslant.asl.services.table import FILTERS
from tools.integrations import BOTOCORE, refuse_other_version

FILE = Path(__file__).parents[1] / "components" / "aslant" / "asl" / "services" / "models.bin"

SIGNS = {
    "string": "s",
    "character": "s",
    "integer": "n",
    "long": "n",
    "float": "n",
    "double": "n",
    "bigdecimal": "n",
    "boolean": "b",
    "timestamp": "t",
    "blob": "B",
}
"""The letters of types without parts."""

LARGEST = 256 * 1024
"""The largest block before compression, in bytes: it takes about 2 ms to read."""

DEEPEST = 5
"""The most lists and maps in each other that are written as one type; a list can contain itself."""


class Writer:
    """The text of a service."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        self._model = model
        self._shapes: Mapping[str, Any] = model["shapes"]
        self._numbers: dict[str, int] = {}
        self._waiting: list[str] = []

    def text(self) -> str:
        """Return a line for each action, an empty line, and the lines of the types in the order of first use."""
        actions = [self._action(name, spec) for name, spec in sorted(self._model["operations"].items())]
        types = [self._line(self._shapes[name]) for name in self._waiting]  # a list that grows while it is read
        return "\n".join(actions) + "\n\n" + "\n".join(types)

    def _action(self, name: str, spec: Mapping[str, Any]) -> str:
        sides = [spec.get(side, {}).get("shape") for side in ("input", "output")]
        streams = any(side and self._streams(side) for side in sides)
        return f"{name} {''.join(self._type(side) if side else '-' for side in sides)}{'~' if streams else ''}"

    def _streams(self, name: str) -> bool:
        members = self._shapes[name].get("members", {}).values()
        return any(self._shapes[member["shape"]].get("eventstream") for member in members)

    def _line(self, shape: Mapping[str, Any]) -> str:
        if shape["type"] == "structure":
            required = shape.get("required", ())
            # The SDK generates a value for idempotency tokens, so nobody has to pass one.
            return " ".join(
                f"{name}{'!' if name in required and not member.get('idempotencyToken') else ':'}"
                f"{'d' if member.get('jsonvalue') else self._type(member['shape'])}"
                for name, member in shape["members"].items()
            )
        if shape["type"] == "string":
            if any(sign in value for value in shape["enum"] for sign in "|\n"):
                raise ValueError(f"an enumeration has a value that the format cannot have: {shape['enum']}")
            return f"={'|'.join(shape['enum'])}"
        return self._parts(shape, 0)

    def _type(self, name: str, depth: int = 0) -> str:
        shape = self._shapes[name]
        kind = shape["type"]
        if shape.get("document"):
            return "d"
        if kind in SIGNS and not shape.get("enum"):
            limits = [f"{shape[end]:.10f}".rstrip("0").rstrip(".") if end in shape else "" for end in ("min", "max")]
            return f"N{','.join(limits)};" if SIGNS[kind] == "n" and any(limits) else SIGNS[kind]
        if kind in ("list", "map") and depth < DEEPEST:
            return self._parts(shape, depth + 1)
        key = f"={'|'.join(shape['enum'])}" if kind == "string" else name
        if key in self._numbers:
            return f"{self._numbers[key]};"
        self._numbers[key] = len(self._waiting)
        self._waiting.append(name)
        return "+"

    def _parts(self, shape: Mapping[str, Any], depth: int) -> str:
        if shape["type"] == "list":
            return f"[{self._type(shape['member']['shape'], depth)}"
        return f"<{self._type(shape['key']['shape'], depth)}{self._type(shape['value']['shape'], depth)}"


def texts() -> dict[str, str]:
    """Return the text of each service, by its name in Step Functions."""
    loader = botocore.loaders.Loader()
    found: dict[str, str] = {}
    for api in loader.list_available_services("service-2"):
        model = loader.load_service_model(api, "service-2")
        name = service_name(model["metadata"]["serviceId"])
        found[name] = max(found.get(name, ""), Writer(model).text(), key=len)  # botocore has one service twice
    return dict(sorted(found.items()))


def packed(found: Mapping[str, str]) -> bytes:
    """Return the file: the index, and the blocks."""
    blocks: list[str] = []
    places: dict[str, list[int]] = {}
    block = ""
    for name, text in found.items():
        if block and len(block) + len(text) > LARGEST:
            blocks.append(block)
            block = ""
        places[name] = [len(blocks), len(block), len(block) + len(text)]
        block += text
    parts = [lzma.compress(text.encode(), lzma.FORMAT_RAW, filters=FILTERS) for text in (*blocks, block)]
    index = {"botocore": BOTOCORE, "blocks": [len(part) for part in parts], "services": places}
    return b"".join([json.dumps(index, separators=(",", ":")).encode(), b"\n", *parts])


def main() -> None:
    """Write the file."""
    refuse_other_version()
    FILE.write_bytes(packed(texts()))


if __name__ == "__main__":
    main()
