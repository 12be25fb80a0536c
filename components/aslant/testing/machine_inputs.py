"""Generated inputs for whole workflows, from the members that their states read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_origin

from aslant.run.definition import Definition
from aslant.run.program import Program
from aslant.run.reads import InputRead, reads
from aslant.testing.inputs import any_json, check_hypothesis, from_type

if TYPE_CHECKING:
    from aslant.testing.inputs import Strategy

__all__ = ["inputs_for"]


def inputs_for(machine: Definition) -> Strategy:
    """Return inputs for a workflow: `@given(inputs_for(pizza))`.

    They have the workflow's `input_type`. Without one, they are generated from the members that it reads. A member that
    a handler reads has the handler's type. A member that a Choice compares often has the value that it is compared to,
    or a value close to it, so that every branch is taken. A member that `IsPresent` tests is sometimes absent. Other
    members may be any JSON.

    Raises DefinitionError and RunError as `Program` does.
    """
    check_hypothesis()
    annotation = getattr(machine, "input_type", None)
    if annotation is not None:
        return from_type(annotation)
    program = Program(machine)
    root = _Member()
    for read in reads(program.document, program.handlers):
        root.add(read)
    return root.strategy()


class _Member:
    """A member of the input, with the places that read it and with its own members."""

    def __init__(self) -> None:
        self.members: dict[str, _Member] = {}
        self.reads: list[InputRead] = []

    def add(self, read: InputRead) -> None:
        """Add a place that reads this member or one nested in it."""
        member = self
        for key in read.keys:
            member = member.members.setdefault(key, _Member())
        member.reads.append(read)

    def strategy(self) -> Strategy:
        """Return the member's possible values. Paths that are nested too deeply were already refused by Program."""
        from hypothesis import strategies as st

        if self.members or not self.reads:
            strategies = {name: member.strategy() for name, member in self.members.items()}
            absent = [name for name, member in self.members.items() if any(read.absent for read in member.reads)]
            return st.fixed_dictionaries(
                {name: strategy for name, strategy in strategies.items() if name not in absent},
                optional={name: strategies[name] for name in absent},
            )
        types = [read.annotation for read in self.reads if read.annotation is not None]
        values = [value for read in self.reads for value in read.values]
        choices = [from_type(annotation) for annotation in types[:1]]
        if values and not (types and get_origin(types[0]) is Literal):
            choices.append(st.sampled_from([near for value in values for near in _near(value)]))
        return st.one_of(choices) if choices else any_json()


def _near(value: Any) -> list[Any]:
    """Return a value and the values next to it."""
    if isinstance(value, bool):
        return [True, False]
    if isinstance(value, int | float):
        return [value, value - 1, value + 1]
    return [value, f"not {value}"] if isinstance(value, str) else [value]
