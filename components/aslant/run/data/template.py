"""Payload templates: JSON in which a member `x.$` has a path or an intrinsic, whose value becomes the member `x`.

ASL specification, section 'Payload Template'. A part without such a member is the same object in every result.
"""

from __future__ import annotations

from collections.abc import Callable

from aslant.errors import DefinitionError
from aslant.grammar.intrinsics import is_call
from aslant.json_value import Json
from aslant.run.data.expression import Expression, compile_path
from aslant.run.data.intrinsics import compile_intrinsic
from aslant.run.data.path import NoResult
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.values import dumps

__all__ = ["compile_member", "compile_template"]

_DEEPEST = 200


def compile_template(template: Json, depth: int = 0) -> Expression:
    """Compile a template. Raises DefinitionError, with the name, for an invalid member."""
    dynamic = _compile(template, depth)
    return (lambda data, fiber: template) if dynamic is None else dynamic


def compile_member(name: str, text: Json) -> Expression:
    """Compile a member `x.$`, or a field like one. It fails with States.Runtime, in AWS's words."""
    if not isinstance(text, str):
        raise DefinitionError(f"{name!r} must be a path or an intrinsic, not {dumps(text)}")
    if is_call(text):
        return compile_intrinsic(text)
    select = compile_path(text)

    def evaluate(data: Json, fiber: Fiber) -> Json:
        try:
            return select(data, fiber)
        except NoResult:
            raise EvaluationFailure(
                f"The JSONPath '{text}' specified for the field '{name}' could not be found in the input "
                f"'{dumps(data)}'"
            ) from None

    return evaluate


def _compile(template: Json, depth: int) -> Expression | None:
    """Return the function of a template that depends on the data; None for a constant."""
    if depth > _DEEPEST:
        raise DefinitionError(f"a payload template may be nested {_DEEPEST} levels deep")
    if isinstance(template, dict):
        members: list[tuple[str, Expression | None, Json]] = []
        for key, value in template.items():
            if isinstance(key, str) and key.endswith(".$"):
                if key[:-2] in template:
                    raise DefinitionError(f"a payload template has both {key[:-2]!r} and {key!r}. Keep one.")
                members.append((key[:-2], compile_member(key, value), None))
            else:
                members.append((key, _compile(value, depth + 1), value))
        if all(member is None for _, member, _ in members):
            return None
        return _object(members)
    if isinstance(template, (list, tuple)):
        entries = [(_compile(value, depth + 1), value) for value in template]
        if all(entry is None for entry, _ in entries):
            return None
        return _array(entries)
    return None


def _object(members: list[tuple[str, Callable[[Json, Fiber], Json] | None, Json]]) -> Expression:
    return lambda data, fiber: {
        key: constant if member is None else member(data, fiber) for key, member, constant in members
    }


def _array(entries: list[tuple[Callable[[Json, Fiber], Json] | None, Json]]) -> Expression:
    return lambda data, fiber: [constant if entry is None else entry(data, fiber) for entry, constant in entries]
