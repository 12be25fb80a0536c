"""Lone surrogates: halves of a UTF-16 pair, which Python's strings may contain but a definition sent to AWS cannot."""

from __future__ import annotations

import re
from typing import Final

from aslant.errors import SyntaxFault

__all__ = ["escape_surrogates", "join_surrogates", "refuse_surrogates"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LONE: Final = re.compile("[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")


def refuse_surrogates(noun: str, text: str) -> None:
    """Refuse an expression that contains a lone surrogate.

    Raises:
        SyntaxFault: The string contains one.
    """
    found = None if text.isascii() else _LONE.search(text)
    if found is not None:
        code = f"{ord(found[0]):04X}"
        rule = f"U+{code} is half of a surrogate pair, not a character. Write the whole character."
        raise SyntaxFault(noun, text, found.start(), rule)


def escape_surrogates(text: str) -> str:
    """Return JSON text with each surrogate written as an escape, so that it can be encoded."""
    return text if text.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def join_surrogates(text: str) -> str:
    """Return the string with each pair of surrogates replaced by the character that it represents."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
