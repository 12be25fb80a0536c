"""The eight kinds of state, compiled."""

from __future__ import annotations

from aslant.errors import DefinitionError, RunError, did_you_mean
from aslant.run.states.nested import MakeBody, Map, Parallel
from aslant.run.states.plain import Choice, Fail, Pass, Succeed, Wait
from aslant.run.states.state import State
from aslant.run.states.task import Task
from aslant.run.values import Json

__all__ = ["State", "compile_state"]

_PLAIN = {kind.type: kind for kind in (Pass, Succeed, Fail, Wait, Choice, Task)}
_NESTED = {kind.type: kind for kind in (Parallel, Map)}


def compile_state(name: str, definition: Json, body: MakeBody) -> State:
    """One state, compiled; DefinitionError or RunError names the state and says what is wrong."""
    if not isinstance(definition, dict):
        raise DefinitionError(f"state {name!r} is an object with a Type, not {definition!r}")
    if definition.get("QueryLanguage") == "JSONata":
        raise RunError(f"state {name!r} is in JSONata, which does not run here yet; JSONPath does")
    kind = definition.get("Type")
    try:
        if kind in _PLAIN:
            return _PLAIN[kind](name, definition)
        if kind in _NESTED:
            return _NESTED[kind](name, definition, body)
    except DefinitionError as why:
        if repr(name) in str(why):
            raise
        raise DefinitionError(f"state {name!r}: {why}") from None
    except (TypeError, KeyError, AttributeError, ValueError) as why:
        raise DefinitionError(f"state {name!r} cannot be read: {type(why).__name__}: {why}") from why
    known = [*_PLAIN, *_NESTED]
    hint = did_you_mean(kind, known) if isinstance(kind, str) else ""
    raise DefinitionError(f"state {name!r} has the Type {kind!r}, which is none of {', '.join(known)}{hint}")
