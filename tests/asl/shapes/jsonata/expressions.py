"""Random types with values of them, and random JSONata expressions, for the comparison with the evaluator."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from aslant.asl.shapes.shape import ANY, BOOLEAN, NEVER, NULL, NUMBER, STRING, UNKNOWN, Shape, literal
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union
from tests.asl.shapes.membership import random_value

__all__ = ["Expressions", "Type", "random_type"]

NAMES = "abc"
_TYPES = ("string", "number", "array", "object", "null")


class Type:
    """A shape, and a function that makes values of it."""

    def __init__(self, shape: Shape, sample: Callable[[random.Random], Any]) -> None:
        self.shape = shape
        self.sample = sample


def random_type(source: random.Random, levels: int = 3, *, nonempty: bool = False) -> Type:
    """Return a type with few different names, so that paths often exist."""
    kind = source.randrange(7, 14) if levels == 3 else source.randrange(14 if levels else 7)
    if kind == 0:
        return Type(NUMBER, lambda random: random.choice([0, 1, 2, 2.5, -3]))
    if kind == 1:
        return Type(STRING, lambda random: random.choice(["", "a", "b", "1", "long text"]))
    if kind == 2:
        return Type(BOOLEAN, lambda random: random.random() < 0.5)
    if kind == 3:
        return Type(union(NUMBER, NULL), lambda random: random.choice([None, 1, 2]))
    if kind == 4:
        return Type(union(literal("a"), literal("b")), lambda random: random.choice("ab"))
    if kind == 5:
        return Type(union(literal(1), STRING), lambda random: random.choice([1, "", "a", "x"]))
    if kind == 6:
        return Type(ANY, lambda random: random_value(random, 2))
    if kind == 7:
        parts = [random_type(source, levels - 1, nonempty=nonempty) for _ in range(source.randrange(1, 4))]
        return Type(tuple_of([part.shape for part in parts]), lambda random: [part.sample(random) for part in parts])
    if kind <= 9 and levels < 3:
        item = random_type(source, levels - 1, nonempty=nonempty)
        least = int(nonempty)
        return Type(
            array_of(item.shape, nonempty=nonempty),
            lambda random: [item.sample(random) for _ in range(random.randrange(least, 4))],
        )
    if kind == 10 and levels < 3:
        one, other = (random_type(source, levels - 1, nonempty=nonempty) for _ in range(2))
        return Type(union(one.shape, other.shape), lambda random: random.choice([one, other]).sample(random))
    members = {
        name: (random_type(source, levels - 1, nonempty=nonempty), source.random() < 0.3)
        for name in NAMES
        if source.random() < 0.8
    }
    is_open = source.random() < 0.2
    shape = object_of(
        {name: part.shape.optional() if optional else part.shape for name, (part, optional) in members.items()},
        UNKNOWN if is_open else NEVER,
    )

    def sample(random: random.Random) -> Any:
        value = {
            name: part.sample(random)
            for name, (part, optional) in members.items()
            if not optional or random.random() < 0.6
        }
        if is_open and random.random() < 0.5:
            value["a" if "a" not in members else "z"] = random_value(random, 1)
        return value

    return Type(shape, sample)


class Expressions:
    """A source of random expressions. Strict ones have no value, or fail, if any part does."""

    def __init__(self, source: random.Random, *, strict: bool = False) -> None:
        self._source = source
        self._strict = strict

    def any(self, levels: int = 4, variables: tuple[str, ...] = ()) -> str:
        """Return an expression. `variables` are those that are bound around it."""
        if levels <= 0:
            return self._leaf(variables)
        choice = self._source.randrange(16)

        def sub() -> str:
            return self.any(levels - 1, variables)

        if choice < 5:
            return self._leaf(variables)
        if choice < 6:
            return f"({sub()} {self._source.choice(['+', '-', '*'])} {sub()})"
        if choice < 7:
            return f"({sub()} {self._source.choice(['<', '<=', '>', '>='])} {sub()})"
        if choice < 11:
            return self._call(sub, levels, variables)
        if choice < 12:
            return f"({sub()}){self._steps(levels, variables)}"
        if self._strict:
            return f"-{sub()}" if choice == 12 else self._leaf(variables)
        return self._lenient(choice, sub, levels, variables)

    def _lenient(self, choice: int, sub: Callable[[], str], levels: int, variables: tuple[str, ...]) -> str:
        if choice == 12:
            return f"({sub()} {self._source.choice(['=', '!=', '&', 'and', 'or', 'in'])} {sub()})"
        if choice == 13:
            if self._source.random() < 0.3:
                return f"({self._condition(sub, variables)} ? {sub()})"
            return f"({self._condition(sub, variables)} ? {sub()} : {sub()})"
        if choice == 14:
            if self._source.random() < 0.5:
                return f"[{', '.join(sub() for _ in range(self._source.randrange(3)))}]"
            return f"{{{', '.join(f'{json.dumps(name)}: {sub()}' for name in self._source.sample(NAMES, 2))}}}"
        name = self._source.choice(["x", "y"])
        return f"(${name} := {sub()}; {self.any(levels - 1, (*variables, name))})"

    def condition(self) -> str:
        """Return a condition of which most can be followed."""
        return self._condition(lambda: "$states.input.a", ())

    def _condition(self, sub: Callable[[], str], variables: tuple[str, ...]) -> str:
        path = self._path(variables, plain=True)
        test = self._source.choice(
            [
                f"$exists({path})",
                path,
                f"$not({path})",
                f"$type({path}) {self._source.choice(['=', '!='])} '{self._source.choice(_TYPES)}'",
                f"{path} {self._source.choice(['=', '!=', '<', '>='])} {self._literal()}",
                f"{self._literal()} = {path}",
                f"{path} in ['a', 1, null]",
                sub(),
            ]
        )
        if self._source.random() < 0.4:
            return f"{test} {self._source.choice(['and', 'or'])} {self._condition(sub, variables)}"
        return test

    def _literal(self) -> str:
        return self._source.choice(["'a'", "'b'", "''", "1", "2", "0", "-1", "2.5", "true", "false", "null"])

    def _leaf(self, variables: tuple[str, ...]) -> str:
        return self._literal() if self._source.random() < 0.3 else self._path(variables)

    def _path(self, variables: tuple[str, ...], *, plain: bool = False) -> str:
        root = self._source.choice(["$states.input", *(f"${name}" for name in variables)])
        if root == "$" or not plain:
            return root + self._steps(2, variables)
        return root + "".join(f".{self._source.choice(NAMES)}" for _ in range(self._source.randrange(3)))

    def _steps(self, levels: int, variables: tuple[str, ...]) -> str:
        text = ""
        for _ in range(self._source.randrange(4)):
            choice = self._source.randrange(12)
            if choice < 7:
                text += f".{self._source.choice(NAMES)}"
            elif choice < 8:
                text += f"[{self._source.choice([0, 1, -1, 2])}]"
            elif self._strict:
                text += f".{self._source.choice(NAMES)}"
            elif choice < 9:
                test = self._source.choice(
                    ["a = 1", "$exists(b)", "a", "$ = 'a'", "a > 1", "$ != null", "b = 'a' or c", "c in [1]"]
                )
                text += f"[{test}]"
            elif choice < 10:
                text += self._source.choice(
                    [
                        ".{'a': a, 'b': b & 'x'}",
                        ".[a, b]",
                        ".(a)",
                        ".$string()",
                        ".*",
                        "^(a)",
                        "[]",
                        ".(b ? c : a)",
                        ".$",
                        ".'a'",
                    ]
                )
            else:
                text += f".{self._source.choice(NAMES)}"
        return text

    def _call(self, sub: Callable[[], str], levels: int, variables: tuple[str, ...]) -> str:
        choices = _STRICT if self._strict else [*_STRICT, *_LENIENT]
        form = self._source.choice(choices)
        first, *rest = form.split("@")
        text = first + "".join(f"{sub()}{piece}" for piece in rest)
        name = self._source.choice(["v", "w"])
        body = self.any(levels - 2, (*variables, name))
        return text.replace("%F", f"function(${name}) {{ {body} }}").replace(
            "%G", f"function(${name}, $n) {{ {self.any(levels - 2, (*variables, name, 'n'))} }}"
        )


_STRICT = [
    *(
        "$sum(@)",
        "$max(@)",
        "$average(@)",
        "$uppercase(@)",
        "$length(@)",
        "$abs(@)",
        "$round(@)",
        "$trim(@)",
        "$floor(@)",
    ),
    *("$substring(@, 0, 1)", "$substringBefore(@, 'a')", "$split(@, 'a')", "$join(@, '-')", "$contains(@, 'a')"),
    *("$number(@)", "$string(@)", "$power(@, 2)", "$type(@)", "$formatNumber(@, '0.0')", "@ ~> $uppercase()"),
    *("$replace(@, 'a', 'b')", "$pad(@, 5)", "$base64encode(@)", "$sqrt(@)", "$formatBase(@, 2)", "@ ~> $abs"),
]
_LENIENT = [
    *(
        "$count(@)",
        "$exists(@)",
        "$not(@)",
        "$boolean(@)",
        "$keys(@)",
        "$lookup(@, 'a')",
        "$append(@, @)",
        "$reverse(@)",
    ),
    *(
        "$merge(@)",
        "$merge([@, @])",
        "$distinct(@)",
        "$sort(@)",
        "$spread(@)",
        "$zip(@, @)",
        "$clone(@)",
        "$shuffle(@)",
    ),
    *("$map(@, %F)", "$filter(@, %F)", "$map(@, %G)", "$reduce(@, %G)", "$reduce(@, %G, @)", "$single(@, %F)"),
    *("$each(@, %G)", "$sift(@, %F)", "$sort(@, %G)", "$map(@, $string)", "$partition(@, 2)", "$range(0, @, 1)"),
    *(
        "(@) ~> $map(%F)",
        "$filter(@, function($v) { $exists($v.a) and $v.a = 1 })",
        "[1..@]",
        "$parse('[1]')",
        "$max(@)",
    ),
    *("(function($v) { $v.a })(@)", "($f := function($v) { $v & 'x' }; $f(@))", "$assert(true, 'x')"),
    *(
        "($f := function($n) { $n > 0 ? $f($n - 1) : 'a' }; $f(@))",
        "$error('x')",
        "$zip(@)",
        "$min(@)",
        "$match(@, /a/)",
    ),
]
