"""Scopes of a JSONata expression, which tell its free variables from those that it binds."""

from __future__ import annotations

__all__ = ["JsonataScopes", "Reference"]


class Reference:
    """One use of a variable.

    `count` is the number of arguments if it is called, `member` the member that is read from it, and `is_later` is true
    inside a function.
    """

    __slots__ = ("count", "is_later", "member", "name")

    def __init__(self, name: str) -> None:
        """Refer to a variable by its name without `$`."""
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
    """The scopes at the current position of a reader; `free` are the references that are not bound."""

    def __init__(self) -> None:
        self.free: list[Reference] = []
        self._scope = _Scope(None, False)

    def enter(self, *, is_function: bool = False) -> None:
        """Enter a block or a function."""
        self._scope = _Scope(self._scope, is_function)

    def leave(self) -> None:
        """Leave the current scope; its variables are not bound outside."""
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
                # A function runs later, so a later binding counts, for example of the function's own name.
                reference.is_later = True
                scope.outer.waiting.append(reference)
                return
            scope = scope.outer
        self.free.append(reference)
