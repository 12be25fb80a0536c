"""Reader of JSONata by operator precedence, like the reference implementation.

A part includes every operator that binds tighter than the one on its left. It decides what may follow it, and is not
kept after that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_part import Part, path_of
from aslant.grammar.jsonata_scopes import JsonataScopes, Reference
from aslant.grammar.jsonata_signature import signature_fault
from aslant.grammar.jsonata_tokens import TokenStream

__all__ = ["Reading", "read"]

_DEEPEST = 100
_POWERS = {
    **dict.fromkeys(("[", "(", "@", "#"), 80),
    ".": 75,
    "{": 70,
    **dict.fromkeys("*/%", 60),
    **dict.fromkeys("+-&", 50),
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in", "^", "~>"), 40),
    "and": 30,
    "or": 25,
    "?": 20,
    ":=": 10,
}
_LAMBDAS = ("function", "λ")


class Reading(NamedTuple):
    """The names in an expression: its free variables, and the names that it reads from a context item.

    `names` are the fields outside a path, predicate or grouping, `$` in such a place, and `$$` anywhere. Each is listed
    once, in the order of the expression.
    """

    free: list[Reference]
    names: tuple[str, ...]


def read(text: str) -> Reading:
    """Return the names in an expression.

    Raises:
        SyntaxFault: It is not valid JSONata, or is nested too deep.
    """
    return _Reader(text).whole()


class _Reader:
    """The reader of one expression; a part includes the operators that bind tighter than its `power`."""

    def __init__(self, text: str) -> None:
        self._tokens = TokenStream(text)
        self._scopes = JsonataScopes()
        self._depth = 0
        self._items = 0
        self._postponed: SyntaxFault | None = None
        self._names: dict[str, None] = {}

    def whole(self) -> Reading:
        self._part(0)
        if self._tokens.kind != "(end)":
            raise self._tokens.fault("S0201")
        if self._postponed is not None:
            raise self._postponed
        self._scopes.leave()
        return Reading(self._scopes.free, tuple(self._names))

    def _part(self, power: int) -> Part:
        tokens = self._tokens
        self._depth += 1
        if self._depth > _DEEPEST:
            raise tokens.fault("depth", value=_DEEPEST)
        kind, value, at = tokens.kind, tokens.value, tokens.at
        begin = _BEGINNINGS.get(kind)
        if begin is None:
            raise tokens.fault("S0211")
        tokens.advance(after_value=True)
        left = begin(self, kind, value, at)
        while power < _POWERS.get(tokens.kind, 0):
            left = self._continued(left)
        self._depth -= 1
        return left

    def _postpone(self, code: str, at: int, value: object = "") -> None:
        """Store a fault that is raised only if it is the only one in the expression, as in the reference."""
        if self._postponed is None:
            self._postponed = self._tokens.fault(code, at, value)

    def _of_item(self, power: int = 0) -> Part:
        """Read a part that is evaluated for each item of another part."""
        self._items += 1
        part = self._part(power)
        self._items -= 1
        return part

    def _continued(self, left: Part) -> Part:
        """Read the operator after a part, and return both as one part."""
        kind, at = self._tokens.kind, self._tokens.at
        self._tokens.advance()
        continuation = _CONTINUATIONS.get(kind)
        if continuation is not None:
            return continuation(self, left, at)
        self._part(_POWERS[kind])
        return Part("operation", at)

    # The beginnings of a part.

    def _literal(self, kind: str, value: str, at: int) -> Part:
        node = Part(kind, at, value if kind == "(string)" else None)
        if kind in ("(number)", "(value)"):
            node.barred = value
        return node

    def _name(self, kind: str, value: str, at: int) -> Part:
        if value in _LAMBDAS and self._tokens.kind == "(":
            return self._function(at)
        if not self._items:
            self._names[value] = None
        return path_of(Part("name", at, value))

    def _end(self, kind: str, value: str, at: int) -> Part:
        self._postpone("S0207", at)
        return Part("(end)", at)

    def _variable(self, kind: str, value: str, at: int) -> Part:
        if value == "$" or (value == "" and not self._items):
            self._names[f"${value}"] = None
        reference = Reference(value)
        self._scopes.refer(reference)
        return Part("variable", at, reference=reference)

    def _wildcard(self, kind: str, value: str, at: int) -> Part:
        return Part("wildcard", at)

    def _negation(self, kind: str, value: str, at: int) -> Part:
        operand = self._part(70)
        # The reference makes one number of a minus and a number, and a number cannot be a step of a path.
        node = Part("(number)" if operand.kind == "(number)" else "operation", at)
        node.barred = f"-{operand.barred}" if operand.kind == "(number)" else ""
        return node

    def _block(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        self._scopes.enter()
        while tokens.kind != ")":
            self._part(0)
            if tokens.kind != ";":
                break
            tokens.advance()
        tokens.expect(")", after_value=True)
        self._scopes.leave()
        return Part("block", at)

    def _array(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        if tokens.kind != "]":
            while True:
                self._part(0)
                if tokens.kind == "..":
                    tokens.advance()
                    self._part(0)
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect("]", after_value=True)
        return Part("array", at)

    def _object(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        if tokens.kind != "}":
            while True:
                self._part(0)
                tokens.expect(":")
                self._part(0)
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect("}", after_value=True)
        return Part("object", at)

    def _transform(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        self._of_item()
        tokens.expect("|")
        self._of_item()
        if tokens.kind == ",":
            tokens.advance()
            self._of_item()
        tokens.expect("|")
        return Part("transform", at)

    def _function(self, at: int) -> Part:
        """Read a function, from the opening parenthesis of its parameters."""
        tokens = self._tokens
        tokens.advance()
        self._scopes.enter(is_function=True)
        number = 0
        if tokens.kind != ")":
            while True:
                number += 1
                self._bound("S0208", number)
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect(")", after_value=True)
        if tokens.kind == "<":
            self._signature()
        tokens.expect("{")
        self._part(0)
        tokens.expect("}")
        self._scopes.leave()
        return Part("lambda", at)

    def _signature(self) -> None:
        tokens = self._tokens
        begin = tokens.at
        written: list[str] = []
        depth = 1
        while depth > 0 and tokens.kind not in ("{", "(end)"):
            tokens.advance()
            depth += {"<": 1, ">": -1}.get(tokens.kind, 0)
            written.append(tokens.value)
        tokens.expect(">")
        code = signature_fault("".join(written))
        if code:
            raise tokens.fault(code, begin)

    def _bound(self, code: str, value: object) -> None:
        """Bind the variable that must be next, or raise the fault of a code."""
        tokens = self._tokens
        if tokens.kind != "(variable)":
            begin = tokens.at
            self._part(80)
            raise tokens.fault(code, begin, value)
        self._scopes.bind(tokens.value)
        tokens.advance(after_value=True)

    # The continuations of a part.

    def _step(self, left: Part, at: int) -> Part:
        right = self._of_item(75)
        for side in (left, right):
            if side.barred:
                self._postpone("S0213", side.at, side.barred)
        if left.kind == "variable" and left.reference is not None and not left.grouped:
            left.reference.member = right.name
        path = left if left.kind == "path" else path_of(left)
        path.last = right.last
        return path

    def _predicate(self, left: Part, at: int) -> Part:
        tokens = self._tokens
        if tokens.kind == "]":
            tokens.advance()
            return left
        self._of_item()
        tokens.expect("]", after_value=True)
        if left.last.grouped:
            self._postpone("S0209", at)
        left.last.filtered = True
        left.alone = False
        return left

    def _call(self, left: Part, at: int) -> Part:
        tokens = self._tokens
        count = 0
        is_partial = False
        if tokens.kind != ")":
            while True:
                count += 1
                if tokens.kind == "?":
                    is_partial = True
                    tokens.advance()
                else:
                    self._part(0)
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect(")", after_value=True)
        called = left.reference if left.kind == "variable" and left.alone else None
        if called is not None:
            called.count = count
        return Part("partial" if is_partial else "function", at, reference=called)

    def _chain(self, left: Part, at: int) -> Part:
        right = self._part(40)
        if right.kind == "function" and right.reference is not None and right.reference.count is not None:
            right.reference.count += 1
        return Part("operation", at)

    def _group(self, left: Part, at: int) -> Part:
        self._items += 1
        self._object("{", "{", at)
        self._items -= 1
        if left.grouped:
            self._postpone("S0210", at)
        left.grouped = True
        left.alone = False
        return left

    def _order(self, left: Part, at: int) -> Part:
        tokens = self._tokens
        tokens.expect("(")
        while True:
            if tokens.kind in ("<", ">"):
                tokens.advance()
            self._of_item()
            if tokens.kind != ",":
                break
            tokens.advance()
        tokens.expect(")")
        path = left if left.kind == "path" else path_of(left)
        path.last = Part("sort", at)
        return path

    def _focus(self, left: Part, at: int) -> Part:
        self._bound("S0214", "@")
        if left.last.filtered:
            self._postpone("S0215", at)
        if left.last.kind == "sort":
            self._postpone("S0216", at)
        left.alone = False
        return left

    def _position(self, left: Part, at: int) -> Part:
        self._bound("S0214", "#")
        return left if left.kind == "path" else path_of(left)

    def _assignment(self, left: Part, at: int) -> Part:
        if left.kind != "variable" or left.reference is None or not left.alone:
            raise self._tokens.fault("S0212", left.at)
        name, left.reference.name = left.reference.name or "", None
        self._part(9)
        self._scopes.bind(name)
        return Part("assignment", at)

    def _condition(self, left: Part, at: int) -> Part:
        """Read a conditional value; a chain `a ? 1 : b ? 2 : c ? 3 : 4` does not add depth."""
        tokens = self._tokens
        while True:
            self._part(0)
            if tokens.kind != ":":
                break
            tokens.advance()
            other = self._part(20)
            if tokens.kind == "?":
                tokens.advance()
                continue
            while _POWERS.get(tokens.kind, 0) > 0:
                other = self._continued(other)
            break
        return Part("operation", at)


_BEGINNINGS: dict[str, Callable[[_Reader, str, str, int], Part]] = {
    **dict.fromkeys(("(string)", "(number)", "(value)", "(regex)"), _Reader._literal),
    **dict.fromkeys(("(name)", "and", "or", "in"), _Reader._name),
    **dict.fromkeys(("*", "**", "%"), _Reader._wildcard),
    "(variable)": _Reader._variable,
    "(end)": _Reader._end,
    "(": _Reader._block,
    "-": _Reader._negation,
    "[": _Reader._array,
    "{": _Reader._object,
    "|": _Reader._transform,
}
_CONTINUATIONS: dict[str, Callable[[_Reader, Part, int], Part]] = {
    "(": _Reader._call,
    ".": _Reader._step,
    ":=": _Reader._assignment,
    "?": _Reader._condition,
    "@": _Reader._focus,
    "#": _Reader._position,
    "[": _Reader._predicate,
    "^": _Reader._order,
    "{": _Reader._group,
    "~>": _Reader._chain,
}
