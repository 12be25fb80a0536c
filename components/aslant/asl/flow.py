"""Flows: states joined by `>>`.

A flow is a rope: joining takes constant time and changes neither side. A `Flow` can be continued and an `End` cannot,
and a type checker verifies it. `lowering.py` turns a flow into the flat object of ASL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeAlias, overload

from aslant.asl.node import Node, put, setter, shown
from aslant.asl.values import exact
from aslant.errors import DefinitionError

if TYPE_CHECKING:
    # A bare Flow is Flow[Any, Any]. Type checkers know this module without installing it.
    from typing_extensions import TypeVar

    I_contra = TypeVar("I_contra", contravariant=True, default=Any)
    O_co = TypeVar("O_co", covariant=True, default=Any)
else:
    from typing import TypeVar

    I_contra = TypeVar("I_contra", contravariant=True)
    O_co = TypeVar("O_co", covariant=True)
P = TypeVar("P")

__all__ = ["AnyFlow", "Chain", "End", "Ended", "Flow", "Goto"]


class Step(Node):
    """An operand of `>>`: it has one entry, and may have open ends."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def _entry(self) -> str:
            """The name of its first state."""

        @property
        def _open(self) -> bool:
            """Whether something can follow."""

    else:

        def __getattr__(self, name: str) -> NoReturn:
            """Refuse a method of another builder with a hint.

            Raises:
                AttributeError: Always.
            """
            from aslant.asl.habits import habit_hint

            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}{habit_hint(name)}")

    @property
    def _closed_because(self) -> str:
        return f"{self!r} ends the flow"


class Flow(Step, Generic[I_contra, O_co]):
    """A flow with an open end: it takes `I_contra` and passes `O_co` to the next state."""

    __slots__ = ()

    @overload
    def __rshift__(self, following: Flow[O_co, P]) -> Flow[I_contra, P]: ...
    @overload
    def __rshift__(self, following: End[O_co]) -> End[I_contra]: ...
    def __rshift__(self, following: Flow[O_co, P] | End[O_co]) -> Flow[I_contra, P] | End[I_contra]:
        """Return a new flow in which every open end of this one continues with `following`.

        Raises:
            DefinitionError: This flow has no open end, or `following` is neither a state nor a flow.
        """
        return Chain(self, following)

    @overload
    def then(self, following: Flow[O_co, P]) -> Flow[I_contra, P]: ...
    @overload
    def then(self, following: End[O_co]) -> End[I_contra]: ...
    def then(self, following: Flow[O_co, P] | End[O_co]) -> Flow[I_contra, P] | End[I_contra]:
        """Return the same as `>>`."""
        return Chain(self, following)

    def end(self) -> End[I_contra]:
        """Close every open end, so that the workflow, branch or processor ends there."""
        return Ended(self)


class End(Step, Generic[I_contra]):
    """A flow without an open end: nothing can follow it."""

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers report these calls themselves

        def __rshift__(self, following: object) -> NoReturn:
            """Refuse to be continued."""
            _check(self, following)

        def then(self, following: object) -> NoReturn:
            """Refuse to be continued."""
            _check(self, following)

        def end(self) -> End[Any]:
            """Return the flow unchanged: all of its ends are closed."""
            return self


AnyFlow: TypeAlias = Flow[Any, Any] | End[Any]
"""A state or a flow of any kind, whether or not it can be continued."""


class Chain(Flow[Any, Any], End[Any]):
    """Two flows, one after the other."""

    __slots__ = ("_entry", "_open", "left", "right")
    left: Step
    right: Step

    def __init__(self, left: Step, right: Step) -> None:
        """Join two flows. Users write `>>`."""
        if not left._open or not isinstance(right, Step):
            _check(left, right)
        _left(self, left)
        _right(self, right)
        _entry(self, left._entry)
        _open(self, right._open)

    @property
    def _closed_because(self) -> str:
        last: Step = self
        while type(last) is Chain:
            last = last.right
        return last._closed_because

    def _parts(self) -> tuple[Any, ...]:
        return (self.left, self.right)

    def __repr__(self) -> str:
        texts: list[str] = []
        stack: list[Step] = [self]
        while stack:
            step = stack.pop()
            if type(step) is Chain:
                stack += (step.right, step.left)
            else:
                texts.append(repr(step))
        return " >> ".join(texts)


_left, _right, _entry, _open = (setter(Chain, slot) for slot in ("left", "right", "_entry", "_open"))


class Ended(End[Any]):
    """A flow whose open ends were closed by `.end()`."""

    __slots__ = ("flow",)
    flow: Step

    def __init__(self, flow: Step) -> None:
        """Close a flow. Users call `Flow.end`."""
        put(self, "flow", flow)

    @property
    def _entry(self) -> str:
        return self.flow._entry

    _open = False

    @property
    def _closed_because(self) -> str:
        return "the flow was closed by .end()"

    def _parts(self) -> tuple[Any, ...]:
        return (self.flow,)

    def __repr__(self) -> str:
        return f"({shown(self.flow)}).end()"


class Goto(End[Any]):
    """A jump to the state of that name in the same machine, branch or processor.

    Use it for loops. Paths that meet again need none, since they rejoin automatically.
    """

    __slots__ = ("name",)
    name: str

    def __init__(self, name: str) -> None:
        """Continue with the state called `name`.

        Raises:
            DefinitionError: The name is not a string. Whether the state exists is checked when the machine is created.
        """
        if not isinstance(name, str):
            raise DefinitionError(f"Goto needs the name of a state, such as Goto('Pay'), not {name!r}")
        put(self, "name", exact(name))

    @property
    def _entry(self) -> str:
        return self.name

    _open = False

    @property
    def _closed_because(self) -> str:
        return f"Goto({self.name!r}) jumps to another state"

    def _parts(self) -> tuple[Any, ...]:
        return (self.name,)

    def __repr__(self) -> str:
        return f"Goto({self.name!r})"


def _check(left: Step, right: object) -> NoReturn:
    """Raise the error that explains why `left >> right` is not possible."""
    if not isinstance(right, Step):
        raise DefinitionError(
            f"{right!r} cannot follow {left!r}: it is neither a state nor a flow. Wrap a handler in Task('Name', "
            "handler)."
        )
    raise DefinitionError(
        f"{right._entry!r} cannot follow: {left._closed_because}, so nothing can come after it. Put {right._entry!r} "
        "before it, or reach it from another state."
    )
