"""A tree that grows leaf by leaf, and finds where two of its branches meet in logarithmic time."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Ancestry"]


class Ancestry:
    """Nodes by name, each below an earlier one or below the root, which is None.

    Every node remembers one far ancestor beside its parent (Myers, "An applicative random-access stack", 1983).
    """

    def __init__(self) -> None:
        """Only the root."""
        self._depth: dict[str | None, int] = {None: 0}
        self._parent: dict[str | None, str | None] = {None: None}
        self._jump: dict[str | None, str | None] = {None: None}

    def __contains__(self, node: str) -> bool:
        return node in self._depth

    def add(self, node: str, parent: str | None) -> None:
        """Put a node below another."""
        depth, jump = self._depth, self._jump
        far = jump[parent]
        even = depth[parent] - depth[far] == depth[far] - depth[jump[far]]
        depth[node] = depth[parent] + 1
        self._parent[node] = parent
        jump[node] = jump[far] if even else parent

    def parent(self, node: str) -> str | None:
        """What a node is below."""
        return self._parent[node]

    def meeting(self, nodes: Iterable[str | None]) -> str | None:
        """The lowest node that is above all of these, or is one of them."""
        found: str | None = None
        for position, node in enumerate(nodes):
            found = self._meet(found, node) if position else node
        return found

    def _meet(self, one: str | None, other: str | None) -> str | None:
        depth, jump, parent = self._depth, self._jump, self._parent
        if depth[one] < depth[other]:
            one, other = other, one
        while depth[one] > depth[other]:
            one = jump[one] if depth[jump[one]] >= depth[other] else parent[one]
        while one != other:
            one, other = (jump[one], jump[other]) if jump[one] != jump[other] else (parent[one], parent[other])
        return one
