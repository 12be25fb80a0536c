"""Inference: the evaluation of a JSONata expression on shapes instead of values."""

from __future__ import annotations

from typing import Final

from aslant.asl.shapes.environment import Environment, Report
from aslant.asl.shapes.jsonata.functions import GUARDS, built_in
from aslant.asl.shapes.jsonata.narrowing import narrowed, unwrapped
from aslant.asl.shapes.jsonata.operators import OPERATORS, binary, guards_operands, negated, range_ends
from aslant.asl.shapes.jsonata.paths import filtered, path_shape
from aslant.asl.shapes.jsonata.scope import (
    Callback,
    Closure,
    Scope,
    Severity,
    constant,
    variable_of,
)
from aslant.asl.shapes.jsonata.sequences import elements
from aslant.asl.shapes.jsonata.signatures import SIGNATURES, Argument
from aslant.asl.shapes.shape import MISSING, NEVER, NUMBER, OBJECT, UNKNOWN, Shape, literal
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union
from aslant.grammar.jsonata import Part

__all__ = ["Inference"]

_DEEPEST: Final = 60
_MOST: Final = 5_000  # parts that are evaluated; functions that call each other could need any number
_LONGEST: Final = 60  # characters of source in a message
_NO_SEQUENCES: Final = frozenset(
    ["append", "assert", "clone", "error", "merge", "reverse", "shuffle", "sift", "sort", "zip"]
)
"""The functions of various results that never return a sequence."""
_ARRAY_PLACES: Final = 16


class Inference:
    """The evaluation of one expression. It reports each fault once."""

    def __init__(self, source: str, tree: Part, loose: frozenset[str], report: Report) -> None:
        self._source = source
        self._tree = tree
        self._loose = loose
        self._report = report
        self._reported: set[str] = set()
        self._reasons: dict[int, tuple[str, str]] = {}
        self._depth = 0
        self._left = _MOST
        self._active: list[int] = []

    def whole(self, environment: Environment) -> Shape:
        """Return the shape of the expression, and report one that never has a value."""
        shape = self.shape(self._tree, Scope(environment))
        if shape.unknown or shape.missing is False or self._left < 0:
            return shape
        if not shape.is_value:
            why = self.why(self._tree)
            self.report("ERROR", *(why or ("The expression never has a value", "")))
            return UNKNOWN
        if shape.missing:
            why = self.why(self._tree)
            self.report("WARNING", *(why or ("The expression may have no value", "Give it a value for every case.")))
            return shape.present().perhaps()
        return shape

    # What the rules use.

    def text(self, part: Part, until: Part | None = None) -> str:
        """Return the source of a part, or of its beginning, for a message."""
        written = " ".join(self._source[part.begin : (until or part).end].split())
        return written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"

    def report(self, severity: Severity, message: str, repair: str = "") -> None:
        """Report a fault, once."""
        if self._left >= 0 and message not in self._reported:
            self._reported.add(message)
            self._report(severity, message, repair)

    def explain(self, part: Part, why: str, repair: str) -> None:
        """Remember why a part may lack a value."""
        self._reasons[id(part)] = (why, repair)

    def why(self, part: Part) -> tuple[str, str] | None:
        """Return why a part may lack a value, and how to repair that."""
        waiting = [part]
        while waiting:
            one = waiting.pop()
            if id(one) in self._reasons:
                return self._reasons[id(one)]
            waiting.extend(reversed(_needed(one)))
        return None

    def callback(self, part: Part | None, scope: Scope) -> Callback:
        """Return the function that a part defines or names."""
        if part is None:
            return None
        part = unwrapped(part)
        if part.predicates or part.group:
            return None
        if part.kind == "lambda":
            return Closure(part, scope)
        name = part.reference.name if part.kind == "variable" and part.reference is not None else None
        if name is None or name in self._loose:
            return None
        if name in scope.bound:
            found = scope.bound[name]
            return None if isinstance(found, Shape) else found
        return name if name in SIGNATURES and name not in scope.environment.variables else None

    def apply(self, function: Callback, arguments: list[Shape]) -> Shape:
        """Return the shape of a function's result."""
        if isinstance(function, str):
            given = [Argument(shape, None) for shape in arguments[: len(SIGNATURES[function].arguments)]]
            return UNKNOWN if len(SIGNATURES[function].arguments) > 1 else built_in(function, given, _NO_SCOPE, self)
        return UNKNOWN if function is None else self._applied(function, arguments)[1]

    def _applied(self, function: Closure, arguments: list[Shape]) -> tuple[Shape, Shape]:
        """Return the shape of a function's result where an expression calls it, and where a function does."""
        if id(function.part) in self._active:
            return UNKNOWN, UNKNOWN
        scope = function.scope
        for at, name in enumerate(function.part.names):
            scope = scope.bind(name, arguments[at] if at < len(arguments) else UNKNOWN)
        body = function.part.parts[0]
        self._active.append(id(function.part))
        shape = self.shape(body, scope)
        self._active.pop()
        return shape, UNKNOWN if _ends_with_sequence(body) else shape

    def shape(self, part: Part, scope: Scope, *, is_guard: bool = False) -> Shape:
        """Return the shape of a part's value. A guard tests whether there is a value."""
        self._left -= 1
        if self._depth > _DEEPEST or self._left < 0:
            return UNKNOWN
        self._depth += 1
        shape = self._value(part, scope, is_guard)
        self._depth -= 1
        if part.kind == "path":
            return OBJECT if part.group else shape
        if part.predicates:
            shape = filtered(part, shape, scope, self)
        if part.keeps_array or part.binds:
            return UNKNOWN
        return OBJECT if part.group else shape

    def _value(self, part: Part, scope: Scope, is_guard: bool) -> Shape:
        match part.kind:
            case "(string)" | "(number)" | "(value)":
                return literal(constant(part), soft=True)
            case "path":
                return path_shape(part, scope, self, is_guard=is_guard)
            case "variable":
                return self._variable(part, scope, is_guard)
            case "operation":
                return self._operation(part, scope, is_guard)
            case "condition":
                return self._condition(part, scope, is_guard)
            case "block":
                return self._block(part, scope, is_guard)
            case "assignment":
                return self.shape(part.parts[0], scope)
            case "object":
                return self._object(part, scope)
            case "array":
                return self._array(part, scope)
            case "function":
                return self._call(part, scope, is_guard)
            case _:
                return UNKNOWN

    def _variable(self, part: Part, scope: Scope, is_guard: bool) -> Shape:
        name = part.reference.name if part.reference is not None else None
        if name is None or name in self._loose:
            return UNKNOWN
        shape = variable_of(name, scope)
        if shape.missing and not shape.unknown and name in scope.environment.variables and name not in scope.bound:
            if shape.is_value:
                why = f"The variable ${name} may not be assigned here"
                repair = "Assign it in every state that leads here, such as in the other branches of a Choice."
                self.explain(part, why, repair)
            elif not is_guard:
                why = f"The variable ${name} is never assigned before this state"
                self.report("ERROR", why, "Assign it in an earlier state.")
                return UNKNOWN
        return shape

    def _operation(self, part: Part, scope: Scope, is_guard: bool) -> Shape:
        if len(part.parts) == 1:
            return negated(part, self.shape(part.parts[0], scope, is_guard=is_guard), self, is_guard=is_guard)
        # Long chains such as `a & b & c & …` are nested on the left.
        chain = [part]
        first = part.parts[0]
        while first.kind == "operation" and len(first.parts) == 2 and not first.predicates and not first.group:
            chain.append(first)
            first = first.parts[0]
        shape = self.shape(first, scope, is_guard=guards_operands(chain[-1].value, is_guard))
        for operation in reversed(chain):
            if operation.value == "~>":
                shape = self._chained(operation, shape, scope)
            elif operation.value in OPERATORS:
                shape = binary(operation, shape, scope, self, is_guard=is_guard)
            else:
                return UNKNOWN
        return shape

    def _condition(self, part: Part, scope: Scope, is_guard: bool) -> Shape:
        found: list[Shape] = []
        current: Scope | None = scope
        for at in range(0, len(part.parts) - 1, 2):
            if current is None:
                break
            condition = part.parts[at]
            self.shape(condition, current, is_guard=True)
            taken = narrowed(condition, current, True)
            if taken is not None:
                found.append(self.shape(part.parts[at + 1], taken, is_guard=is_guard))
            current = narrowed(condition, current, False)
        if current is not None:
            has_else = len(part.parts) % 2 == 1
            found.append(self.shape(part.parts[-1], current, is_guard=is_guard) if has_else else MISSING)
            if not has_else:
                why = f"`{self.text(part)}` has no value if its condition is false"
                self.explain(part, why, "Add a value after a colon: condition ? value : other.")
        return union(*found)

    def _block(self, part: Part, scope: Scope, is_guard: bool) -> Shape:
        shape = MISSING
        last = len(part.parts) - 1
        for at, statement in enumerate(part.parts):
            shape = self.shape(statement, scope, is_guard=is_guard or (at < last and statement.kind != "assignment"))
            while statement.kind == "assignment":
                function = self.callback(statement.parts[0], scope)
                value = statement.parts[0]
                scope = scope.bind(statement.value, shape if function is None else function)
                statement = value
        return shape

    def _object(self, part: Part, scope: Scope) -> Shape:
        members: dict[str, Shape] = {}
        other = NEVER
        for key, value in zip(part.parts[::2], part.parts[1::2], strict=True):
            shape = self.shape(value, scope)
            if key.kind == "(string)" and not key.predicates:
                if shape.is_value:
                    members[str(constant(key))] = shape
            else:
                self.shape(key, scope)
                other = UNKNOWN
        if other is UNKNOWN:
            return object_of({name: union(shape, UNKNOWN) for name, shape in members.items()}, UNKNOWN)
        return object_of(members)

    def _array(self, part: Part, scope: Scope) -> Shape:
        places: list[Shape] | None = []
        found: list[Shape] = []
        for item in part.parts:
            if item.kind == "operation" and item.value == "..":
                range_ends(item, [self.shape(end, scope) for end in item.parts], self)
                shape, places = NUMBER, None
            else:
                shape = self.shape(item, scope)
            is_nested = item.kind == "array" and not item.predicates
            if not is_nested and (shape.unknown or shape.array is not None or shape.missing is not False):
                inner = elements(shape)
                exact = shape.array.places if shape.array is not None and shape.kinds == {"array"} else None
                if exact is None or shape.missing is not False or places is None:
                    places = None
                    found.append(inner.items)
                else:
                    places += exact
                    found += exact
                continue
            found.append(shape)
            if places is not None:
                places.append(shape)
        if places is not None and len(places) <= _ARRAY_PLACES:
            return tuple_of(places)
        return array_of(union(*found))

    def _chained(self, part: Part, left: Shape, scope: Scope) -> Shape:
        first, second = part.parts
        argument = Argument(left, first)
        if second.kind == "function" and not second.predicates and not second.group:
            return self._call(second, scope, False, argument)
        function = self.callback(second, scope)
        if isinstance(function, str):
            return built_in(function, [argument], scope, self)
        return self._applied(function, [left])[0] if function is not None else UNKNOWN

    def _call(self, part: Part, scope: Scope, is_guard: bool, first: Argument | None = None) -> Shape:
        called, *given = part.parts
        function = self.callback(called, scope)
        name = function if isinstance(function, str) else ""
        if not name and called.reference is not None and called.reference.name == "zip" and "zip" not in scope.bound:
            name = "zip"
        guards = name in GUARDS or is_guard
        arguments = [] if first is None else [first]
        for argument in given:
            is_function = argument.kind in ("lambda", "(regex)", "partial", "transform")
            shape = UNKNOWN if is_function else self.shape(argument, scope, is_guard=guards)
            arguments.append(Argument(shape, argument))
        if name:
            return built_in(name, arguments, scope, self)
        if not isinstance(function, Closure):
            return UNKNOWN
        return self._applied(function, [shape for shape, _ in arguments])[0]


_NO_SCOPE: Final = Scope(Environment(UNKNOWN))


def _ends_with_sequence(body: Part) -> bool:
    """Return whether a function's result may be a call's sequence, which other functions get as an array."""
    waiting = [body]
    while waiting:
        part = unwrapped(waiting.pop())
        if part.predicates or part.group:
            continue
        if part.kind == "block":
            waiting += part.parts[-1:]
        elif part.kind == "condition":
            waiting += part.parts[1::2] + part.parts[-1:]
        elif part.kind == "function":
            name = (part.reference and part.reference.name) or ""
            signature = SIGNATURES.get(name)
            if name not in _NO_SEQUENCES and (signature is None or signature.result == "x"):
                return True
    return False


def _needed(part: Part) -> list[Part]:
    """Return the parts without whose value a part has none."""
    match part.kind:
        case "operation" if part.value not in ("&", "=", "!=", "in", "and", "or"):
            return part.parts
        case "condition":
            return part.parts[1::2] + ([part.parts[-1]] if len(part.parts) % 2 else [])
        case "block":
            return part.parts[-1:]
        case "assignment":
            return part.parts
        case "function":
            return part.parts[1:]
        case "path":
            return [step for step in part.parts[:1] if step.kind != "name"]
        case _:
            return []
