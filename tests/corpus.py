"""The corpus: definitions and executions recorded on AWS, in a folder next to the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
MISSING = f"the recorded {CORPUS.name} is not in ../shared, next to this checkout"


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of one recording; none if the corpus is absent."""
    path = CORPUS / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
