"""JSONata expressions, compiled and evaluated as in Step Functions.

The evaluator is jlens, a port of the reference implementation, which is imported when the first expression is compiled.
An expression sees only `$states` and the workflow's variables. They are the document of the evaluator, and a short
preamble binds them. There are two differences to AWS: inside the evaluator every number is a double, and arithmetic
outside its range fails with D1001.

Most expressions take microseconds. They are evaluated on the Python values, of which the evaluator converts only
those that the expression reads. Meanwhile it holds the interpreter's lock. An expression that has not ended after
`LOCKED_SECONDS` starts again on a converted document, which needs no lock, in a thread of low priority, so that other
threads can run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

from aslant.errors import DefinitionError, RunError
from aslant.grammar import jsonata
from aslant.grammar.surrogates import join_surrogates
from aslant.json_value import Json
from aslant.run.data.jsonata_functions import FUNCTIONS, PARSE, FunctionProblem, MemoryExceeded, here, whole
from aslant.run.data.low_priority import at_low_priority
from aslant.run.execution import Session
from aslant.run.fiber import Fiber

__all__ = ["Query", "QueryProblem", "query"]

SECONDS = 5.0
"""The time limit of one evaluation. The limit on AWS is unknown."""

LOCKED_SECONDS = 0.01
"""The time for which an evaluation may hold the interpreter's lock before it starts again without it."""

_DEEPEST = 100 + 3  # plus the levels of the preamble
_LONGEST_ARRAY = 873_782
_LONGEST_TEXT = 6_990_256

# Grouping an empty sequence removes the context item, as on AWS. The parentheses limit the scope of variables. The
# type distinguishes null and NaN from an empty result.
_WHOLE = "(){{'value':$aslant:=({preamble}{text}),'type':$type($aslant)}}"
_PLAIN = re.compile(r"\s*\$(?P<name>[A-Za-z_]\w*)(?P<keys>(?:\.(?!(?:true|false|null|and|or|in)\b)[A-Za-z_]\w*)*)\s*")
_BOUNDS = {
    "D1011": "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive",
    "D1012": "Expression evaluation timeout: Check for infinite loop",
    "U1001": "Expression evaluation memory limit exceeded: Check for excessive memory usage",
}
_ELSEWHERE = object()


class QueryProblem(Exception):
    """An expression without a value, with the end of AWS's message about it."""


class Query:
    """A compiled expression, which several threads can evaluate at the same time."""

    __slots__ = ("_draws", "_engines", "_keys", "_named", "_seeded", "_text", "names", "reads")

    def __init__(self, text: str) -> None:
        """Compile an expression without its `{%` and `%}`.

        Raises:
            SyntaxFault, DefinitionError: the expression is invalid.
            RunError: the evaluator is not installed.
        """
        parsed = jsonata.parse(text)
        self.reads = parsed.reads
        """The members of `$states` that it reads; `"*"` for all of them."""
        self.names = parsed.names
        """The names that it reads from the context item, which does not exist."""
        self._text = text
        self._named = tuple(sorted(filter(str.isidentifier, parsed.variables | parsed.calls.keys())))
        self._keys = _plain(text)
        self._seeded = "shuffle" in text
        self._draws = "random" in text or "uuid" in text
        self._engines: dict[tuple[str, ...], Any] = {(): self._engine(())}

    def _engine(self, bound: tuple[str, ...]) -> Any:
        """Return the evaluator for a set of assigned variables. Any other name may be a function's."""
        jlens = _evaluator()
        preamble = "".join(f"${name}:=$$.`{name}`;" for name in ("states", *bound))
        if "$parse" in self._text and "parse" not in bound:
            preamble += PARSE
        try:
            engine = jlens.Expression(_WHOLE.format(preamble=preamble, text=join_surrogates(self._text)))
        except jlens.JlensError as problem:
            raise DefinitionError(f"the expression {self._text.strip()!r} is invalid: {problem}") from None
        for name, (function, signature) in FUNCTIONS.items():
            if f"${name}" in preamble + self._text:
                engine.register_function(name, function, signature)
        return engine

    def evaluate(self, states: Mapping[str, Json], fiber: Fiber) -> Json:
        """Return its value, for the members of `$states` and the context. Raises QueryProblem without one."""
        if "context" in self.reads or "*" in self.reads:
            states = {**states, "context": fiber.context()}
        if self._keys is not None:
            value = _walked(self._keys, states, fiber)
            if value is not _ELSEWHERE:
                return value
        if "*" not in self.reads:
            states = {name: states[name] for name in self.reads if name in states}
        variables = fiber.variables
        bound = tuple(name for name in self._named if name in variables) if variables else ()
        engine = self._engines.get(bound)
        if engine is None:
            engine = self._engines[bound] = self._engine(bound)
        return self._value(engine, {"states": states, **{name: variables[name] for name in bound}}, fiber.session)

    def _value(self, engine: Any, document: dict[str, Json], session: Session) -> Json:
        here.session = session
        options = {
            "max_depth": _DEEPEST,
            "max_string_length": _LONGEST_TEXT,
            "max_array_length": _LONGEST_ARRAY,
            "now": int(session.clock.now() * 1000),
            "seed": session.random.getrandbits(32) if self._seeded else None,
        }
        drawn = session.random.getstate() if self._draws else None
        try:
            found = _evaluate_locked(engine, document, options)
            if found is None:
                if drawn is not None:
                    session.random.setstate(drawn)
                found = _evaluate_unlocked(engine, document, options, session)
        except (_evaluator().JlensError, FunctionProblem) as problem:
            raise QueryProblem(_message(problem.code, str(problem))) from None
        except MemoryExceeded:
            raise QueryProblem(_message("U1001", "")) from None
        if "value" not in found:
            if found.get("type") == "function":
                raise QueryProblem("returned an unsupported result type.")
            raise _nothing()
        value = found["value"]
        return "NaN" if value is None and found["type"] != "null" else value


@lru_cache(maxsize=4096)
def query(text: str) -> Query:
    """Return the compiled query of an expression, which is cached; see `Query`."""
    return Query(text)


_NO_EVAL = {"eval": None}


def _evaluate_locked(engine: Any, document: Mapping[str, Json], options: Mapping[str, Any]) -> Any:
    """Evaluate on the Python values. Returns None after the time for which the lock may be held."""
    try:
        return engine.evaluate(document, _NO_EVAL, timeout=LOCKED_SECONDS, **options)
    except _evaluator().JlensError as problem:
        if problem.code != "D1012":
            raise
        return None


def _evaluate_unlocked(engine: Any, document: Mapping[str, Json], options: Mapping[str, Any], session: Session) -> Any:
    """Evaluate on a converted document at low priority. Raises QueryProblem if it cannot be converted."""
    try:
        converted = _evaluator().Document(document)
    except ValueError:  # it is nested more than 1,000 levels deep
        raise QueryProblem(_message("U1001", "")) from None
    except TypeError as problem:
        raise QueryProblem(_message("U1004", str(problem))) from None

    def evaluate() -> Any:
        here.session = session
        return engine.evaluate_document(converted, _NO_EVAL, timeout=SECONDS, **options)

    return at_low_priority(evaluate)


def _evaluator() -> ModuleType:
    try:
        import jlens
    except ImportError:
        from aslant.extras import install_command

        raise RunError(f"JSONata needs an evaluator, which is not installed; {install_command('run')}") from None
    return jlens


def _message(code: str, message: str) -> str:
    if code in _BOUNDS:
        return f"threw an error during evaluation: {_BOUNDS[code]}"
    if code in ("D3060", "D3061"):  # the evaluator writes the numbers in them as doubles
        message = re.sub(r"(\d)\.0\b", r"\1", message)
    return f"threw an error during evaluation. {code}: {message}"


def _nothing() -> QueryProblem:
    return QueryProblem("returned nothing (undefined).")


def _plain(text: str) -> tuple[str, ...] | None:
    """Return the name and the keys of an expression that is a plain path from a variable, as most are."""
    match = _PLAIN.fullmatch(text)
    return None if match is None else (match["name"], *match["keys"].split(".")[1:])


def _walked(keys: tuple[str, ...], states: Mapping[str, Json], fiber: Fiber) -> Json:
    """Return the value at a plain path without the evaluator, or `_ELSEWHERE` if there is an array on the path.

    A value that is only passed on therefore remains the same object, and large integers keep their precision.
    """
    name, *rest = keys
    if name == "states":
        value: Json = states
    elif name in fiber.variables:
        value = fiber.variables[name]
    else:
        return _ELSEWHERE
    for key in rest:
        if isinstance(value, list):
            return _ELSEWHERE
        if not isinstance(value, Mapping) or key not in value:
            raise _nothing()
        value = value[key]
    return whole(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
