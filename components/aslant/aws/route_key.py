"""The key of a route, `POST /orders/{id}`, as API Gateway writes it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from aslant.aws.errors import ArgsError

__all__ = ["METHODS", "RouteKey"]

METHODS = ("ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
_VARIABLE = re.compile(r"\{(?P<name>[A-Za-z0-9._-]+)\+?\}")
_SEGMENT = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%-]+")


class RouteKey(NamedTuple):
    """A method and a path."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @classmethod
    def read(cls, place: str, key: Any) -> RouteKey:
        """Read a key such as `POST /orders/{id}`; raise ArgsError if it is not valid."""
        method, _, path = str(key).partition(" ")
        if not isinstance(key, str) or method not in METHODS or not path.startswith("/"):
            raise ArgsError(
                f"{place} must be a method ({', '.join(METHODS)}), a space and a path, such as 'POST /orders', "
                f"not {key!r}"
            )
        segments = path.split("/")[1:]
        for index, segment in enumerate(segments):
            greedy = segment.endswith("+}")
            empty = not segment and len(segments) > 1
            if empty or (segment and not _VARIABLE.fullmatch(segment) and not _SEGMENT.fullmatch(segment)):
                raise ArgsError(
                    f"{place}: the part {segment!r} of {path!r} is neither fixed text nor a variable such as {{id}}"
                )
            if greedy and index < len(segments) - 1:
                raise ArgsError(f"{place}: {segment} matches the rest of the path, so it must come last in {path!r}")
        names = _VARIABLE.findall(path)
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ArgsError(f"{place} has the variable {{{twice}}} twice in {path!r}. Give each its own name.")
        return cls(method, path)

    @property
    def variables(self) -> list[str]:
        """The names of the path's variables."""
        return _VARIABLE.findall(self.path)

    @property
    def prefixes(self) -> list[tuple[str, str]]:
        """The path before each variable, with `{}` for earlier variables, and the variable as written."""
        found, before = [], ""
        for part in self.path.split("/")[1:]:
            variable = _VARIABLE.fullmatch(part)
            if variable:
                found.append((before, part))
            before += f"/{'{}' if variable else part}"
        return found

    @property
    def slug(self) -> str:
        """The key as the suffix of a resource's name: `put-orders-one` for `PUT /orders/{id}`, and empty for `POST /`.

        It does not contain variable names, so that renaming a variable does not replace resources.
        """
        if self == ("POST", "/"):
            return ""
        path = re.sub(r"\{[^}]*\+\}", "rest", re.sub(r"\{[^}+]*\}", "one", self.path))
        return "-".join(re.findall(r"[A-Za-z0-9_]+", f"{self.method.lower()} {path}"))

    def below(self, method: str, rest: str) -> RouteKey:
        """Return the key of a route below the path."""
        return RouteKey(method, f"{self.path.rstrip('/')}/{rest}")
