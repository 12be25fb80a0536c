"""Scopes of variables: each machine has one, and sees those around it (developer guide, "Variable scope")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aslant.asl.checking.expressions import UNKNOWN_FUNCTION
from aslant.asl.checking.rule_context import RuleContext
from aslant.asl.checking.variables import assigned_by, assigned_on_ways
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

    __slots__ = ("_assigners", "_reached", "_ways", "apart", "assigned", "container", "outer", "readers", "states")

    def __init__(self, outer: Scope | None = None, container: str | None = None, *, apart: bool = False) -> None:
        """Open the scope of a machine; a distributed Map's is `apart`, and sees nothing around it."""
        self.outer = outer
        self.container = container
        self.apart = apart
        self.states: list[tuple[str, dict[str, Any], bool]] = []
        self.assigned: dict[str, tuple[RuleContext, tuple[str | int, ...]]] = {}
        self.readers: list[RuleContext] = []
        self._assigners: dict[str, set[str]] = {}
        self._ways: dict[str, list[tuple[str, set[str]]]] = {}
        self._reached: dict[str, set[str]] = {}

    def note(self, site: RuleContext, state: dict[str, Any]) -> None:
        """Take note of what a state assigns and reads."""
        if site.reads:
            self.readers.append(site)
        self.states.append((str(site.state), state, site.jsonata))
        if "Assign" in state or "Choices" in state or "Catch" in state:
            for name, steps in assigned_by(state, site.jsonata):
                self.assigned.setdefault(name, (site, steps))
                self._assigners.setdefault(name, set()).add(str(site.state))

    def around(self) -> Iterator[Scope]:
        """The scopes whose variables a state here can read: this one and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = None if scope.apart else scope.outer

    def sees(self, name: str) -> bool:
        """Whether a state here can read a variable."""
        return any(name in scope.assigned for scope in self.around())

    def assigns_only_now(self, name: str, state: str | None) -> bool:
        """Whether a state that reads a variable is what assigns it, or is inside of that, and nothing did before."""
        places: list[tuple[Scope, str | None]] = []
        for scope in self.around():
            if name in scope.assigned:
                places.append((scope, state))
            state = scope.container
        now = any(at in scope._assigners[name] for scope, at in places)  # asked first, since a walk takes long
        return now and not any(at in scope._after(name) for scope, at in places)

    def taken(self, name: str) -> bool:
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
            if not self._ways:
                self._ways = {state: [*assigned_on_ways(given, jsonata)] for state, given, jsonata in self.states}
            reached = {target for ways in self._ways.values() for target, names in ways if name in names}
            stack = [*reached]
            while stack:
                for target, _ in self._ways.get(stack.pop(), ()):
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

    def enter(self, outer: Scope, container: str | None, *, apart: bool) -> Scope:
        """The scope of a machine inside a state."""
        self._scopes.append(Scope(outer, container, apart=apart))
        return self._scopes[-1]

    def readers(self) -> Iterator[RuleContext]:
        """The states that read variables."""
        for scope in self._scopes:
            yield from scope.readers

    def check(self) -> None:
        """Report what is read where nothing assigns it, and what is assigned though a machine around has it."""
        everywhere = {name for scope in self._scopes for name in scope.assigned}
        for scope in self._scopes:
            for site in scope.readers:
                for name, steps in dict.fromkeys(site.reads):
                    if not scope.sees(name):
                        _undefined(site, name, steps, scope, elsewhere=name in everywhere)
                    elif scope.assigns_only_now(name, site.state):
                        site.warning(_MAYBE.format(name), *steps, code=UNDEFINED, repair=_NOT_YET)
            if scope.assigned and scope.outer is not None:
                _duplicates(scope)


def _undefined(site: RuleContext, name: str, steps: tuple[str | int, ...], scope: Scope, *, elsewhere: bool) -> None:
    if elsewhere and scope.apart:
        repair = "the child executions of a distributed Map see no variables from outside; hand it over in ItemSelector"
    elif elsewhere:
        repair = "a variable is seen in the machine that assigns it and inside that; hand it out as output"
    elif name in site.calls:
        near = site.near(name, jsonata.FUNCTIONS) or "the functions are those of JSONata and some of Step Functions"
        site.warning(f"There is no function ${name}", *steps, code=UNKNOWN_FUNCTION, repair=near)
        return
    else:
        visible = (known for around in scope.around() for known in around.assigned)
        repair = site.near(name, visible) or "assign it in a state before this one"
        if site.jsonata and len(name) in _AS_STATES and repair.startswith("assign") and site.near(name, ("states",)):
            repair = "did you mean $states?"
    site.warning(_MAYBE.format(name), *steps, code=UNDEFINED, repair=repair)


def _duplicates(scope: Scope) -> None:
    for name in sorted(filter(scope.taken, scope.assigned)):
        site, steps = scope.assigned[name]
        site.error(
            f"The variable name '{name}' was already defined in a parent scope.",
            *steps,
            code=DUPLICATE,
            repair="choose another name, and hand the value out as output",
        )
