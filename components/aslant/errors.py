"""What can go wrong, as one small tree.

```
AslantError
├── DefinitionError    a workflow that cannot be built, read or written
│   ├── SyntaxFault    a path, an intrinsic or an expression that is not written as its language is
│   └── TextError      text that is neither JSON nor YAML (in `aslant.asl.reading.text`)
├── RunError           a run that cannot start: bad input, a task nobody plays
│   ├── MockError      a mock that TestState refuses (in `aslant.run.mock`)
│   └── UnhandledTask   a task without a mock or handler (in `aslant.run.doubles`)
├── TaskError          a task's failure, raised by its double
├── PermissionsError   a need that no known permission covers
│   └── UnknownNeed    one state's need, with its actions (in `aslant.iam`)
│       └── ChosenNeed  one whose resource is chosen at run time
├── ArgsError          the arguments of a component
├── LocalError         a program that the embedded AWS cannot run
└── UsageError         a command that was given wrongly (in `aslant.cli.usage`)
    └── ImportFault    a module that fails when it is imported (in `aslant.cli.import_fault`)
```

Every message says the place, the rule and the repair.
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
    "did_you_mean",
]


_SHOWN = 100  # letters of a long text on either side of a fault


class AslantError(Exception):
    """The base of everything that aslant raises on purpose."""


class DefinitionError(AslantError, ValueError):
    """A workflow that cannot be built, read or written as it stands."""


class SyntaxFault(DefinitionError):
    """A text inside a definition that is not written as its language is.

    `noun` says what it should be (path, intrinsic, expression), `text` is all of it, `at` the position of the fault
    counted from 0, and `rule` what holds there; a rule that begins with `must` is one for the whole text.
    `reported` is what AWS says of it, where that is known.
    """

    def __init__(self, noun: str, text: str, at: int, rule: str, reported: str = "") -> None:
        """Say what is wrong with a text, and where."""
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
    """A run that cannot start: its input is no JSON, or a task has nobody to play it."""


class TaskError(AslantError):
    """A task's failure, as a double raises it: `raise TaskError("Pizza.Burnt", "left in too long")`.

    `error` is the name that Retry and Catch match, `cause` the text beside it.
    """

    def __init__(self, error: str, cause: str = "") -> None:
        """Fail the task with an error name and a cause."""
        super().__init__(f"{error}: {cause}" if cause else error)
        self.error = error
        self.cause = cause


class PermissionsError(AslantError):
    """A definition needs something whose permission is not known; the message says what to add."""


class ArgsError(AslantError):
    """An argument of a component that breaks a rule.

    It is not a ValueError: Pulumi wraps those of an `apply` into messages about its own inputs.
    """


class LocalError(AslantError):
    """A program that the embedded AWS cannot run, as AWS could not or because it does not know how."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: `; did you mean 'Check'?`, or nothing when none is near."""
    import difflib  # a message is rare, and importing the language is not

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
