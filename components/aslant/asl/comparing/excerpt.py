"""Excerpts of two long strings, cut to the part that differs."""

from __future__ import annotations

from itertools import takewhile
from typing import Final

__all__ = ["excerpts", "shortened"]

_CONTEXT: Final = 20
"""Maximum number of characters before the first difference, as context."""


def excerpts(old: str, new: str, width: int) -> tuple[str, str]:
    """Return two strings of at most `width` characters, cut to their first difference. `…` replaces the rest.

    ```python
    >>> excerpts("{% $states.input.order.total > 100 %}", "{% $states.input.order.total > 250 %}", 30)
    ('…es.input.order.total > 100 %}', '…es.input.order.total > 250 %}')

    ```
    """
    alike = takewhile(lambda letters: letters[0] == letters[1], zip(old, new, strict=False))
    start = sum(1 for _ in alike) - _CONTEXT
    return _from(old, start, width), _from(new, start, width)


def shortened(text: str, width: int) -> str:
    """Return a string of at most `width` characters. If it is longer, its end is cut off."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _from(text: str, start: int, width: int) -> str:
    start = min(start, len(text) - width + 1)  # the end of a string leaves room for more before it
    return shortened(text, width) if start <= 0 or len(text) <= width else shortened(f"…{text[start:]}", width)
