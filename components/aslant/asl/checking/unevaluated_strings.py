"""Rules for strings that look like paths or expressions but are not evaluated; AWS warns about them, too."""

from __future__ import annotations

import re
from typing import Any

from aslant.asl.checking.rule_context import RuleContext
from aslant.json_value import Json

__all__ = ["looks_evaluated", "looks_jsonata", "static", "warn_jsonata", "warn_missing_suffix", "warn_path"]

_JSONATA = re.compile(r"\{%.*%\}", re.DOTALL)
_EVALUATED = re.compile(r"\$\.|\$\[|\$\$\.|\$$|States\.[A-Z]\w+\(")

looks_evaluated = _EVALUATED.match
"""Match the beginning of a path or an intrinsic function; None for any other string."""

looks_jsonata = _JSONATA.fullmatch
"""Match a JSONata expression in `{% %}`; None for any other string."""


def warn_missing_suffix(ctx: RuleContext, key: str, here: tuple[str | int, ...]) -> None:
    """Warn, as AWS does, about a member whose name should probably end with `.$`."""
    ctx.warning(
        f"No .$ on a field that appears to be a JSONPath or Intrinsic Function: '{key}'",
        *here,
        key,
        code="NO_DOLLAR",
        repair=f"Name it '{key}.$' to have it evaluated.",
    )


def warn_jsonata(ctx: RuleContext, *steps: str | int) -> None:
    """Warn about a JSONata expression in a JSONPath state, where it is a plain string."""
    ctx.warning(
        "This looks like a JSONata expression, but the state uses JSONPath",
        *steps,
        code="JSONATA_IN_JSONPATH",
        repair="Write QueryLanguage 'JSONata' in this state, or write a path.",
    )


def warn_path(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Warn, as AWS does, about a plain value that looks like a path."""
    if type(value) is str and looks_evaluated(value):
        name = steps[-1]
        ctx.warning(
            f"Field value looks like a path, but the field name does not end with 'Path': '{name}'",
            *steps,
            code="NO_PATH",
            repair=f"Name it '{name}Path' to have it evaluated.",
        )
    elif type(value) is str and looks_jsonata(value):
        warn_jsonata(ctx, *steps)


def static(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Warn, as AWS does, about a Pass state's `Result` that looks like it should be evaluated."""
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(value, steps)]
    while stack:
        item, here = stack.pop()
        kind = type(item)
        if kind is dict:
            stack.extend((item[key], (*here, key)) for key in reversed(item))
        elif kind is list:
            stack.extend((item[index], (*here, index)) for index in reversed(range(len(item))))
        elif kind is str and looks_jsonata(item):
            warn_jsonata(ctx, *here)
        elif kind is str and looks_evaluated(item):
            ctx.warning(
                "Pass result field is static, and this looks like a path or an intrinsic function",
                *here,
                code="PASS_RESULT_IS_STATIC",
                repair="Use Parameters, in which members that end with .$ are evaluated.",
            )
