"""Whether an unknown name is a misspelled one, or may be a new one."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["misspelled"]

_MOST_EDITS = 2


def misspelled(name: str, known: Iterable[str]) -> str | None:
    """Return the known name of which this is a misspelling; None if it may be a new name.

    A misspelling has other capitals or punctuation, or up to two letters more, less or changed. A digit makes a new
    name: `python3.14` is not a misspelled `python3.13`.
    """
    plain = _plain(name)
    best: tuple[int, str] | None = None
    for other in known:
        if abs(len(other) - len(name)) > _MOST_EDITS + 1:
            continue
        edits = 0 if _plain(other) == plain else _edits(plain, _plain(other))
        short = min(len(plain), len(_plain(other))) < 5
        if edits <= (1 if short else _MOST_EDITS) and _digits(name) == _digits(other) and (not best or edits < best[0]):
            best = (edits, other)
    return best[1] if best else None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


def _edits(left: str, right: str) -> int:
    """Return how many letters are more, less or changed, or swapped with their neighbor."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, letter in enumerate(left):
        row = [i + 1]
        for j, other in enumerate(right):
            cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter != other))
            if i and j and letter == right[j - 1] and left[i - 1] == other:
                cost = min(cost, before[j - 1] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
