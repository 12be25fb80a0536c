"""Reader of JSONata by operator precedence, like the reference implementation.

A part includes every operator that binds tighter than the one on its left. It decides what may follow it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_part import Part, path_of
from aslant.grammar.jsonata_scopes import JsonataScopes, Reference
from aslant.grammar.jsonata_signature import signature_fault
from aslant.grammar.jsonata_tokens import POWERS, TokenStream

__all__ = ["Reading", "read"]

_DEEPEST = 100
_LAMBDAS = ("function", "λ")


class Reading(NamedTuple):
    """The names in an expression, and its syntax tree.

    `free` are its free variables. `names` are the names that it reads from a context item: the fields outside a path,
    predicate or grouping, `$` in such a place, and `$$` anywhere. Each is listed once, in the order of the expression.
    """

    free: list[Reference]
    names: tuple[str, ...]
    tree: Part


def read(text: str) -> Reading:
    """Return the names in an expression and its syntax tree.

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
        tree = self._part(0)
        if self._tokens.kind != "(end)":
            raise self._tokens.fault("S0201")
        if self._postponed is not None:
            raise self._postponed
        self._scopes.leave()
        return Reading(self._scopes.free, tuple(self._names), tree)

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
        left.begin, left.end = left.last.begin, left.last.end = at, tokens.ended
        while power < POWERS.get(tokens.kind, 0):
            left = self._continued(left)
            left.begin, left.end = at, tokens.ended
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
        return Part("operation", at, value=kind, parts=(left, self._part(POWERS[kind])))

    # The beginnings of a part.

    def _literal(self, kind: str, value: str, at: int) -> Part:
        node = Part(kind, at, value if kind == "(string)" else None, value=value)
        if kind in ("(number)", "(value)"):
            node.barred = value
        return node

    def _name(self, kind: str, value: str, at: int) -> Part:
        if value in _LAMBDAS and self._tokens.kind == "(":
            return self._function(at)
        if not self._items:
            self._names[value] = None
        return path_of(Part("name", at, value, value=value))

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
        return Part("wildcard", at, value=kind)

    def _negation(self, kind: str, value: str, at: int) -> Part:
        operand = self._part(70)
        # The reference makes one number of a minus and a number, and a number cannot be a step of a path.
        if operand.kind != "(number)":
            return Part("operation", at, value="-", parts=(operand,))
        node = Part("(number)", at, value=f"-{operand.value}".removeprefix("--"))
        node.barred = f"-{operand.barred}"
        return node

    def _block(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        self._scopes.enter()
        parts = []
        while tokens.kind != ")":
            parts.append(self._part(0))
            if tokens.kind != ";":
                break
            tokens.advance()
        tokens.expect(")", after_value=True)
        self._scopes.leave()
        return Part("block", at, parts=parts)

    def _array(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        parts = []
        if tokens.kind != "]":
            while True:
                parts.append(self._part(0))
                if tokens.kind == "..":
                    tokens.advance()
                    parts[-1] = Part("operation", at, value="..", parts=(parts[-1], self._part(0)))
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect("]", after_value=True)
        return Part("array", at, parts=parts)

    def _object(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        parts = []
        if tokens.kind != "}":
            while True:
                parts.append(self._part(0))
                tokens.expect(":")
                parts.append(self._part(0))
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect("}", after_value=True)
        return Part("object", at, parts=parts)

    def _transform(self, kind: str, value: str, at: int) -> Part:
        tokens = self._tokens
        parts = [self._of_item()]
        tokens.expect("|")
        parts.append(self._of_item())
        if tokens.kind == ",":
            tokens.advance()
            parts.append(self._of_item())
        tokens.expect("|")
        return Part("transform", at, parts=parts)

    def _function(self, at: int) -> Part:
        """Read a function, from the opening parenthesis of its parameters."""
        tokens = self._tokens
        tokens.advance()
        self._scopes.enter(is_function=True)
        names: list[str] = []
        if tokens.kind != ")":
            while True:
                names.append(self._bound("S0208", len(names) + 1))
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect(")", after_value=True)
        if tokens.kind == "<":
            self._signature()
        tokens.expect("{")
        body = self._part(0)
        tokens.expect("}")
        self._scopes.leave()
        return Part("lambda", at, parts=[body], names=tuple(names))

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

    def _bound(self, code: str, value: object) -> str:
        """Bind the variable that must be next and return its name, or raise the fault of a code."""
        tokens = self._tokens
        if tokens.kind != "(variable)":
            begin = tokens.at
            self._part(80)
            raise tokens.fault(code, begin, value)
        name = tokens.value
        self._scopes.bind(name)
        tokens.advance(after_value=True)
        return name

    # The continuations of a part.

    def _step(self, left: Part, at: int) -> Part:
        right = self._of_item(75)
        for side in (left, right):
            if side.barred:
                self._postpone("S0213", side.at, side.barred)
        if left.kind == "variable" and left.reference is not None and not left.grouped:
            left.reference.member = right.name
        path = left if left.kind == "path" else path_of(left)
        path.parts += right.parts if right.kind == "path" else [right]
        path.last = right.last
        return path

    def _predicate(self, left: Part, at: int) -> Part:
        tokens = self._tokens
        if tokens.kind == "]":
            tokens.advance()
            left.last.keeps_array = True
            return left
        predicate = self._of_item()
        tokens.expect("]", after_value=True)
        if left.last.grouped:
            self._postpone("S0209", at)
        left.last.filtered = True
        left.last.predicates.append(predicate)
        left.alone = False
        return left

    def _call(self, left: Part, at: int) -> Part:
        tokens = self._tokens
        count = 0
        is_partial = False
        parts = [left]
        if tokens.kind != ")":
            while True:
                count += 1
                if tokens.kind == "?":
                    is_partial = True
                    tokens.advance()
                else:
                    parts.append(self._part(0))
                if tokens.kind != ",":
                    break
                tokens.advance()
        tokens.expect(")", after_value=True)
        called = left.reference if left.kind == "variable" and left.alone else None
        if called is not None:
            called.count = count
        return Part("partial" if is_partial else "function", at, reference=called, parts=parts)

    def _chain(self, left: Part, at: int) -> Part:
        right = self._part(40)
        if right.kind == "function" and right.reference is not None and right.reference.count is not None:
            right.reference.count += 1
        return Part("operation", at, value="~>", parts=(left, right))

    def _group(self, left: Part, at: int) -> Part:
        self._items += 1
        group = self._object("{", "{", at).parts
        self._items -= 1
        if left.grouped:
            self._postpone("S0210", at)
        left.grouped = True
        left.group = group
        left.alone = False
        return left

    def _order(self, left: Part, at: int) -> Part:
        tokens = self._tokens
        tokens.expect("(")
        terms = []
        while True:
            if tokens.kind in ("<", ">"):
                tokens.advance()
            terms.append(self._of_item())
            if tokens.kind != ",":
                break
            tokens.advance()
        tokens.expect(")")
        path = left if left.kind == "path" else path_of(left)
        path.last = Part("sort", at, parts=terms)
        path.parts.append(path.last)
        return path

    def _focus(self, left: Part, at: int) -> Part:
        self._bound("S0214", "@")
        if left.last.filtered:
            self._postpone("S0215", at)
        if left.last.kind == "sort":
            self._postpone("S0216", at)
        left.alone = False
        left.last.binds = True
        return left

    def _position(self, left: Part, at: int) -> Part:
        self._bound("S0214", "#")
        path = left if left.kind == "path" else path_of(left)
        path.last.binds = True
        return path

    def _assignment(self, left: Part, at: int) -> Part:
        if left.kind != "variable" or left.reference is None or not left.alone:
            raise self._tokens.fault("S0212", left.at)
        name, left.reference.name = left.reference.name or "", None
        value = self._part(9)
        self._scopes.bind(name)
        return Part("assignment", at, value=name, parts=[value])

    def _condition(self, left: Part, at: int) -> Part:
        """Read a conditional value; a chain `a ? 1 : b ? 2 : c ? 3 : 4` does not add depth."""
        tokens = self._tokens
        parts = [left]
        while True:
            parts.append(self._part(0))
            if tokens.kind != ":":
                break
            tokens.advance()
            begin = tokens.at
            other = self._part(20)
            if tokens.kind == "?":
                tokens.advance()
                parts.append(other)
                continue
            while POWERS.get(tokens.kind, 0) > 0:
                other = self._continued(other)
                other.begin, other.end = begin, tokens.ended
            parts.append(other)
            break
        return Part("condition", at, parts=parts)


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
