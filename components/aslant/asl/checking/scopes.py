"""Scopes of variables: each machine has one, and sees those around it (developer guide, "Variable scope")."""

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
_AS_STATES = range(5, 8)  # letters; `$stateError` is a name of its own
_MAYBE = "Variable '{}' is possibly not defined."
_NOT_YET = (
    "it is assigned in this very state, whose other fields do not see it yet; use the expression itself, or read it in "
    "the next state"
)


class Scope:
    """The variables of one machine, which is inside the state `container` of the machine around it."""

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
        """Open the scope of a machine; a distributed Map's is `apart`, and sees nothing around it."""
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
        """Take note of what a state assigns and reads."""
        if ctx.reads:
            self.readers.append(ctx)
        self.states.append((str(ctx.state), state, ctx.jsonata))
        if "Assign" in state or "Choices" in state or "Catch" in state:
            for name, steps in assigned_by(state, ctx.jsonata):
                self.assigned.setdefault(name, (ctx, steps))
                self._assigners.setdefault(name, set()).add(str(ctx.state))

    def visible(self) -> Iterator[Scope]:
        """The scopes whose variables a state here can read: this one and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = None if scope.isolated else scope.outer

    def sees(self, name: str) -> bool:
        """Whether a state here can read a variable."""
        return any(name in scope.assigned for scope in self.visible())

    def assigns_only_now(self, name: str, state: str | None) -> bool:
        """Whether a state that reads a variable is what assigns it, or is inside of that, and nothing did before."""
        places: list[tuple[Scope, str | None]] = []
        for scope in self.visible():
            if name in scope.assigned:
                places.append((scope, state))
            state = scope.container
        now = any(at in scope._assigners[name] for scope, at in places)  # asked first, since a walk takes long
        return now and not any(at in scope._after(name) for scope, at in places)

    def hides_outer(self, name: str) -> bool:
        """Whether a machine around this one assigns a variable on some way to it; what is assigned later is free."""
        scope: Scope = self
        while scope.outer is not None:
            if name in scope.outer.assigned and scope.container in scope.outer._after(name):
                return True
            scope = scope.outer
        return False

    def _after(self, name: str) -> set[str]:
        """The states that may be reached once a variable has been assigned."""
        if name not in self._reached:
            if not self._transitions:
                self._transitions = {
                    state: [*assigned_by_transition(given, jsonata)] for state, given, jsonata in self.states
                }
            reached = {target for ways in self._transitions.values() for target, names in ways if name in names}
            stack = [*reached]
            while stack:
                for target, _ in self._transitions.get(stack.pop(), ()):
                    if target not in reached:
                        reached.add(target)
                        stack.append(target)
            self._reached[name] = reached
        return self._reached[name]


class Scopes:
    """All scopes of a definition."""

    __slots__ = ("_scopes", "top")

    def __init__(self) -> None:
        """Start with the scope of the whole machine."""
        self.top = Scope()
        self._scopes = [self.top]

    def enter(self, outer: Scope, container: str | None, *, isolated: bool) -> Scope:
        """The scope of a machine inside a state."""
        self._scopes.append(Scope(outer, container, isolated=isolated))
        return self._scopes[-1]

    def readers(self) -> Iterator[RuleContext]:
        """The states that read variables."""
        for scope in self._scopes:
            yield from scope.readers

    def check(self) -> None:
        """Report what is read where nothing assigns it, and what is assigned though a machine around has it."""
        everywhere = {name for scope in self._scopes for name in scope.assigned}
        for scope in self._scopes:
            for ctx in scope.readers:
                for name, steps in dict.fromkeys(ctx.reads):
                    if not scope.sees(name):
                        _undefined(ctx, name, steps, scope, elsewhere=name in everywhere)
                    elif scope.assigns_only_now(name, ctx.state):
                        ctx.warning(_MAYBE.format(name), *steps, code=UNDEFINED, repair=_NOT_YET)
            if scope.assigned and scope.outer is not None:
                _duplicates(scope)


def _undefined(ctx: RuleContext, name: str, steps: tuple[str | int, ...], scope: Scope, *, elsewhere: bool) -> None:
    if elsewhere and scope.isolated:
        repair = "the child executions of a distributed Map see no variables from outside; hand it over in ItemSelector"
    elif elsewhere:
        repair = "a variable is seen in the machine that assigns it and inside that; hand it out as output"
    elif name in ctx.calls:
        near = ctx.near(name, jsonata.FUNCTIONS) or "the functions are those of JSONata and some of Step Functions"
        ctx.warning(f"There is no function ${name}", *steps, code=UNKNOWN_FUNCTION, repair=near)
        return
    else:
        visible = (known for visible in scope.visible() for known in visible.assigned)
        repair = ctx.near(name, visible) or "assign it in a state before this one"
        if ctx.jsonata and len(name) in _AS_STATES and repair.startswith("assign") and ctx.near(name, ("states",)):
            repair = "did you mean $states?"
    ctx.warning(_MAYBE.format(name), *steps, code=UNDEFINED, repair=repair)


def _duplicates(scope: Scope) -> None:
    for name in sorted(filter(scope.hides_outer, scope.assigned)):
        ctx, steps = scope.assigned[name]
        ctx.error(
            f"The variable name '{name}' was already defined in a parent scope.",
            *steps,
            code=DUPLICATE,
            repair="choose another name, and hand the value out as output",
        )
