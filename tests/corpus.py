"""Definitions and executions recorded on AWS, beside the checkout where they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
MISSING = f"the recorded corpus is not beside this checkout ({CORPUS.name} of ../shared)"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one recording; none where the corpus is absent."""
    path = CORPUS / name
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
