"""The exceptions that aslant raises, as one small tree, and the helpers that word their messages.

```
AslantError
├── DefinitionError    a workflow that cannot be built, read or written
│   ├── SyntaxFault    a path, an intrinsic function or an expression with a syntax error
│   ├── TextError      a document that is neither JSON nor YAML (in `aslant.asl.reading.text`)
│   └── SchemaError    a type whose values no JSON Schema describes (in `aslant.asl.schema`)
├── RunError           a run that cannot start: invalid input, or a task without a mock
│   ├── MockError      a mock that TestState refuses (in `aslant.run.mock`)
│   └── UnhandledTask   a task without a mock (in `aslant.run.doubles`)
├── TaskError          a task's failure, raised by its mock
├── PermissionsError   a need that no known permission covers
│   └── UnknownNeed    one state's need, with its actions (in `aslant.iam`)
│       └── RunTimeNeed one whose resource is chosen at run time
├── ArgsError          the arguments of a component
├── LocalError         a program that the embedded AWS cannot run
└── UsageError         invalid arguments of a command
    └── ImportFault    a module that fails when it is imported (in `aslant.files.import_fault`)
```

Every message gives the place, the rule and the repair.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = [
    "ArgsError",
    "AslantError",
    "DefinitionError",
    "LocalError",
    "PermissionsError",
    "RunError",
    "SyntaxFault",
    "TaskError",
    "UsageError",
    "did_you_mean",
    "sentence",
    "suggestion",
]


_SHOWN = 100  # characters of a long string that are shown on either side of a fault


class AslantError(Exception):
    """The base class of every exception that aslant raises on purpose."""


class DefinitionError(AslantError, ValueError):
    """A workflow that cannot be built, read or written."""


class SyntaxFault(DefinitionError):
    """A syntax error in a string inside a definition.

    `noun` is the kind of the string (path, intrinsic, expression), `text` is the whole string, `at` is the position of
    the fault counted from 0, and `rule` is the broken rule. A rule that begins with `must` concerns the whole string.
    `reported` is AWS's message for the fault, where it is recorded.
    """

    def __init__(self, noun: str, text: str, at: int, rule: str, reported: str = "") -> None:
        begin, end = max(0, at - _SHOWN), at + _SHOWN
        shown = text if len(text) <= 2 * _SHOWN else "…" * (begin > 0) + text[begin:end] + "…" * (end < len(text))
        place = " " if rule.startswith("must ") else f" is wrong at character {at + 1}: "
        super().__init__(f"the {noun} {shown!r}{place}{rule}")
        self.noun = noun
        self.text = text
        self.at = at
        self.rule = rule
        self.reported = reported


class RunError(AslantError):
    """A run that cannot start: its input is not valid JSON, or a task is without a mock."""


class TaskError(AslantError):
    """A task's failure, raised by its mock: `raise TaskError("Pizza.Burnt", "left in too long")`.

    `error` is the name that Retry and Catch match; `cause` describes the failure.
    """

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(f"{error}: {cause}" if cause else error)
        self.error = error
        self.cause = cause


class PermissionsError(AslantError):
    """A need of a definition whose permission is not known; the message says what to add."""


class ArgsError(AslantError):
    """An argument of a component that breaks a rule.

    It is not a ValueError, because Pulumi wraps a ValueError from `apply` in a message about its own inputs.
    """


class LocalError(AslantError):
    """A program that the embedded AWS cannot run, because AWS would refuse it or a feature is not supported."""


class UsageError(AslantError):
    """A command line that cannot be executed, such as one with a missing file or with contradictory options."""

    exit_code = 2


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name, `. Did you mean 'Check'?`; empty if no known name is close."""
    near = suggestion(word, known)
    return f". {near}" if near else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean 'Check'?` for an unknown name; empty if no known name is close."""
    import difflib  # only messages need it, and importing it takes time

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else ""


def sentence(words: str) -> str:
    """Return words as a sentence: with a capital letter and a period, unless it ends as one already."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}" if words else ""
