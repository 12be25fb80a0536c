"""The hosts that HTTP tasks may call: this machine, and those that the stack's file names.

```yaml
config:
  aslant:hosts: [api.example.com, "*.example.org"]
```

An object sends the requests for a host to another address, such as a stub on this machine:
`aslant:hosts: {api.example.com: "http://127.0.0.1:9000"}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from aslant.errors import LocalError

__all__ = ["HOSTS", "Hosts"]

HOSTS = "aslant:hosts"

LOOPBACK = re.compile(r"127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|(?:[a-z0-9-]+\.)*localhost")
NAME = re.compile(r"(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?::\d{1,5})?")


class Hosts:
    """The hosts that may be called."""

    def __init__(self, given: Any = ()) -> None:
        """Read a list of names, or an object with another address for each name. Names may start with `*.`.

        Raises:
            LocalError: a name or an address is not valid.
        """
        pairs = given.items() if isinstance(given, Mapping) else [(name, None) for name in given]
        self._addresses: dict[str, str | None] = {}
        for name, address in pairs:
            if not isinstance(name, str) or not NAME.fullmatch(name.lower()):
                raise LocalError(f"{HOSTS}: {name!r} is not the name of a host. Write one, such as api.example.com.")
            if address is not None and not re.fullmatch(r"https?://[^/?#\s]+/?", str(address)):
                raise LocalError(
                    f"{HOSTS}: the address of {name!r} must be like http://127.0.0.1:9000, not {address!r}."
                )
            self._addresses[name.lower()] = None if address is None else str(address).rstrip("/")

    @classmethod
    def read(cls, text: str | None) -> Hosts:
        """Read the configured value: a list, an object, or one name. Raise LocalError if it is not valid."""
        try:
            given = json.loads(text or "[]")
        except (ValueError, RecursionError):
            given = [text]
        return cls(given if isinstance(given, list | dict) else [given])

    def allows(self, url: str) -> bool:
        """Return whether a URL may be called."""
        return self._is_loopback(url) or self._found(url) is not None

    def address(self, url: str) -> str:
        """Return the URL to call for an allowed one: the same, or one at another address."""
        found = self._found(url)
        other = None if found is None else self._addresses[found]
        if other is None:
            return url
        parts = urlsplit(url)
        return f"{other}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def is_secure(self, url: str) -> bool:
        """Return whether a URL uses HTTPS, which AWS requires, or is on this machine."""
        return url.lower().startswith("https://") or self._is_loopback(self.address(url))

    def _found(self, url: str) -> str | None:
        parts = urlsplit(url)
        names = (parts.netloc.rpartition("@")[2].lower(), (parts.hostname or "").lower())
        for pattern in self._addresses:
            if any(name == pattern or ("*" in pattern and fnmatchcase(name, pattern)) for name in names):
                return pattern
        return None

    def _is_loopback(self, url: str) -> bool:
        return LOOPBACK.fullmatch((urlsplit(url).hostname or "").lower()) is not None
