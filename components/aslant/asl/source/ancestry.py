"""Ancestry: a tree to which leaves are added, and which finds common ancestors in logarithmic time."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Ancestry"]


class Ancestry:
    """A tree of named nodes, each below an earlier node or below the root, which is None.

    Every node stores its parent and one distant ancestor (Myers, "An applicative random-access stack", 1983).
    """

    def __init__(self) -> None:
        self._depth: dict[str | None, int] = {None: 0}
        self._parent: dict[str | None, str | None] = {None: None}
        self._jump: dict[str | None, str | None] = {None: None}

    def __contains__(self, node: str) -> bool:
        return node in self._depth

    def add(self, node: str, parent: str | None) -> None:
        """Add a node below another."""
        depth, jump = self._depth, self._jump
        far = jump[parent]
        even = depth[parent] - depth[far] == depth[far] - depth[jump[far]]
        depth[node] = depth[parent] + 1
        self._parent[node] = parent
        jump[node] = jump[far] if even else parent

    def parent(self, node: str) -> str | None:
        """Return the parent of a node."""
        return self._parent[node]

    def meeting(self, nodes: Iterable[str | None]) -> str | None:
        """Return the lowest common ancestor of the nodes, which may be one of them."""
        found: str | None = None
        for position, node in enumerate(nodes):
            found = self._meet(found, node) if position else node
        return found

    def _meet(self, left: str | None, right: str | None) -> str | None:
        depth, jump, parent = self._depth, self._jump, self._parent
        if depth[left] < depth[right]:
            left, right = right, left
        while depth[left] > depth[right]:
            left = jump[left] if depth[jump[left]] >= depth[right] else parent[left]
        while left != right:
            left, right = (jump[left], jump[right]) if jump[left] != jump[right] else (parent[left], parent[right])
        return left
