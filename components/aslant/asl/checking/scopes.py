"""Scopes of variables: one for each machine, nested as the machines are (developer guide, "Variable scope")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aslant.asl.checking.expressions import UNKNOWN_FUNCTION
from aslant.asl.checking.rule_context import RuleContext
from aslant.asl.checking.variables import assigned_by, assigned_by_transition
from aslant.grammar import jsonata

__all__ = ["Scope", "Scopes"]

UNDEFINED = "POSSIBLY_UNDEFINED_VARIABLE"
DUPLICATE = "DUPLICATE_VARIABLE_NAME"
_AS_STATES = range(5, 8)  # letters of a misspelled `$states`; a longer one such as `$stateError` is meant as it is
_MAYBE = "Variable '{}' is possibly not defined."
_NOT_YET = (
    "This state assigns it, and its other fields do not see the new value. Repeat the expression, or read the variable "
    "in the next state."
)


class Scope:
    """The variables of one machine, which is nested in the state `container` of the outer machine."""

    __slots__ = (
        "_assigners",
        "_reached",
        "_transitions",
        "assigned",
        "container",
        "isolated",
        "outer",
        "readers",
        "states",
    )

    def __init__(self, outer: Scope | None = None, container: str | None = None, *, isolated: bool = False) -> None:
        """Open the scope of a machine; a distributed Map's is `isolated`, and does not see outer variables."""
        self.outer = outer
        self.container = container
        self.isolated = isolated
        self.states: list[tuple[str, dict[str, Any], bool]] = []
        self.assigned: dict[str, tuple[RuleContext, tuple[str | int, ...]]] = {}
        self.readers: list[RuleContext] = []
        self._assigners: dict[str, set[str]] = {}
        self._transitions: dict[str, list[tuple[str, set[str]]]] = {}
        self._reached: dict[str, set[str]] = {}

    def note(self, ctx: RuleContext, state: dict[str, Any]) -> None:
        """Record the variables that a state assigns and reads."""
        if ctx.reads:
            self.readers.append(ctx)
        self.states.append((str(ctx.state), state, ctx.jsonata))
        if "Assign" in state or "Choices" in state or "Catch" in state:
            for name, steps in assigned_by(state, ctx.jsonata):
                self.assigned.setdefault(name, (ctx, steps))
                self._assigners.setdefault(name, set()).add(str(ctx.state))

    def visible(self) -> Iterator[Scope]:
        """Yield the scopes whose variables a state here can read: this one and the outer ones."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = None if scope.isolated else scope.outer

    def sees(self, name: str) -> bool:
        """Return whether a state here can read a variable."""
        return any(name in scope.assigned for scope in self.visible())

    def assigns_only_now(self, name: str, state: str | None) -> bool:
        """Return whether only the state that reads a variable, or the state that contains it, assigns it before."""
        places: list[tuple[Scope, str | None]] = []
        for scope in self.visible():
            if name in scope.assigned:
                places.append((scope, state))
            state = scope.container
        now = any(at in scope._assigners[name] for scope, at in places)  # tested first, since `_after` is slow
        return now and not any(at in scope._after(name) for scope, at in places)

    def hides_outer(self, name: str) -> bool:
        """Return whether an outer machine assigns a variable before this one runs; assigned later, the name is free."""
        scope: Scope = self
        while scope.outer is not None:
            if name in scope.outer.assigned and scope.container in scope.outer._after(name):
                return True
            scope = scope.outer
        return False

    def _after(self, name: str) -> set[str]:
        """Return the states that can be reached after a variable has been assigned."""
        if name not in self._reached:
            if not self._transitions:
                self._transitions = {
                    state: [*assigned_by_transition(given, jsonata)] for state, given, jsonata in self.states
                }
            reached = {target for edges in self._transitions.values() for target, names in edges if name in names}
            stack = [*reached]
            while stack:
                for target, _ in self._transitions.get(stack.pop(), ()):
                    if target not in reached:
                        reached.add(target)
                        stack.append(target)
            self._reached[name] = reached
        return self._reached[name]


class Scopes:
    """The scopes of a definition; `top` is that of the outermost machine."""

    __slots__ = ("_scopes", "top")

    def __init__(self) -> None:

        self.top = Scope()
        self._scopes = [self.top]

    def enter(self, outer: Scope, container: str | None, *, isolated: bool) -> Scope:
        """Open the scope of a machine nested in a state."""
        self._scopes.append(Scope(outer, container, isolated=isolated))
        return self._scopes[-1]

    def readers(self) -> Iterator[RuleContext]:
        """Yield the states that read variables."""
        for scope in self._scopes:
            yield from scope.readers

    def check(self) -> None:
        """Report variables that are read but not assigned, and variables that an outer machine has already assigned."""
        everywhere = {name for scope in self._scopes for name in scope.assigned}
        for scope in self._scopes:
            for ctx in scope.readers:
                for name, steps in dict.fromkeys(ctx.reads):
                    if not scope.sees(name):
                        if name in everywhere or not _is_function(ctx, name):
                            _undefined(ctx, name, steps, scope, elsewhere=name in everywhere)
                    elif scope.assigns_only_now(name, ctx.state):
                        ctx.warning(_MAYBE.format(name), *steps, code=UNDEFINED, repair=_NOT_YET)
            if scope.assigned and scope.outer is not None:
                _duplicates(scope)


def _is_function(ctx: RuleContext, name: str) -> bool:
    """Return whether a name is that of a function, which JSONata can pass on: `$map($states.input, $uppercase)`."""
    return ctx.jsonata and name in jsonata.FUNCTIONS


def _undefined(ctx: RuleContext, name: str, steps: tuple[str | int, ...], scope: Scope, *, elsewhere: bool) -> None:
    if elsewhere and scope.isolated:
        repair = "Pass it in ItemSelector. Child executions of a distributed Map do not see outer variables."
    elif elsewhere:
        repair = "Return it as output. A variable is visible only in the machine that assigns it and in nested ones."
    elif name in ctx.calls:
        near = ctx.near(name, jsonata.FUNCTIONS) or "Use a function of JSONata or of Step Functions, or define it."
        ctx.warning(f"The function ${name} does not exist", *steps, code=UNKNOWN_FUNCTION, repair=near)
        return
    else:
        visible = (known for each in scope.visible() for known in each.assigned)
        repair = ctx.near(name, visible) or "Assign it in an earlier state."
        if ctx.jsonata and len(name) in _AS_STATES and repair.startswith("Assign") and ctx.near(name, ("states",)):
            repair = "Did you mean $states?"
    ctx.warning(_MAYBE.format(name), *steps, code=UNDEFINED, repair=repair)


def _duplicates(scope: Scope) -> None:
    for name in sorted(filter(scope.hides_outer, scope.assigned)):
        ctx, steps = scope.assigned[name]
        ctx.error(
            f"The variable name '{name}' was already defined in a parent scope.",
            *steps,
            code=DUPLICATE,
            repair="Choose another name, and return the value as output.",
        )
