"""Which variables of a JSONata expression it binds itself, and which are free."""

from __future__ import annotations

__all__ = ["JsonataScopes", "Reference"]


class Reference:
    """One place that names a variable.

    `count` is how many arguments it is called with, `member` what is read of it, `is_later` says that it stands in a
    function.
    """

    __slots__ = ("count", "is_later", "member", "name")

    def __init__(self, name: str) -> None:
        """Name a variable, without `$`."""
        self.name: str | None = name
        self.count: int | None = None
        self.member: str | None = None
        self.is_later = False


class _Scope:
    __slots__ = ("bound", "is_function", "outer", "waiting")

    def __init__(self, outer: _Scope | None, is_function: bool) -> None:
        self.outer = outer
        self.is_function = is_function
        self.bound: set[str] = set()
        self.waiting: list[Reference] = []


class JsonataScopes:
    """The scopes around the place that a reader has reached; `free` are the references that nothing binds."""

    def __init__(self) -> None:
        """Stand in the outermost scope."""
        self.free: list[Reference] = []
        self._scope = _Scope(None, False)

    def enter(self, *, is_function: bool = False) -> None:
        """Go into a block, or into a function."""
        self._scope = _Scope(self._scope, is_function)

    def leave(self) -> None:
        """Go out of it; what it binds is unknown outside."""
        scope = self._scope
        for reference in scope.waiting:
            if reference.name not in scope.bound:
                (self.free if scope.outer is None else scope.outer.waiting).append(reference)
        self._scope = scope.outer or scope

    def bind(self, name: str) -> None:
        """Bind a variable from here to the end of the scope."""
        self._scope.bound.add(name)

    def refer(self, reference: Reference) -> None:
        """Refer to a variable."""
        scope: _Scope | None = self._scope
        while scope is not None:
            if reference.name in scope.bound:
                return
            if scope.is_function and scope.outer is not None:
                # A function runs later: what follows it may bind the name, its own among others.
                reference.is_later = True
                scope.outer.waiting.append(reference)
                return
            scope = scope.outer
        self.free.append(reference)
