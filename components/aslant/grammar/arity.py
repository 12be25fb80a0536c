"""Arity: the number of arguments that a function takes."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["Arity"]


class Arity(NamedTuple):
    """The least and the most arguments; `most` is `math.inf` if there is no limit."""

    least: int
    most: float

    def allows(self, count: int) -> bool:
        """Return whether a call may have this number of arguments."""
        return self.least <= count <= self.most

    def __str__(self) -> str:
        if self.most == math.inf:
            return f"{self.least} or more"
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"
