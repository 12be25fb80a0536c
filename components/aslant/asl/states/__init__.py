"""The eight kinds of state, one module for each. Builders import them from `aslant.asl`; readers use `KINDS`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from aslant.asl.state import State
from aslant.asl.states.choice import Choice, Rule, when
from aslant.asl.states.fail import Fail
from aslant.asl.states.map_ import Map
from aslant.asl.states.parallel import Parallel
from aslant.asl.states.pass_ import Pass
from aslant.asl.states.succeed import Succeed
from aslant.asl.states.task import Task
from aslant.asl.states.wait import Wait

__all__ = ["KINDS", "Choice", "Fail", "Map", "Parallel", "Pass", "Rule", "Succeed", "Task", "Wait", "when"]

KINDS: Final[Mapping[str, type[State]]] = MappingProxyType(
    {kind.TYPE: kind for kind in (Task, Pass, Choice, Wait, Parallel, Map, Succeed, Fail)}
)
"""The class of each `Type` of ASL."""
